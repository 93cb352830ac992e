import * as z from "zod";
import type { Policy, ScopedBlock } from "../core/policy.ts";
import { choice, flag, glob, globs, integer, type SchemasOf, textLine } from "./policy-parts.ts";

/** What a scope may change too. */
export const scopedBlockShape = {
	deregister: flag("Whether to deregister a newly registered revision that fails a blocking control."),
	tag: flag("Whether to tag such a revision, for a deny policy of the account that reads the tag."),
	gate: flag(
		"Whether to refuse a deployment whose task definition fails a blocking control, if its service has a gate.",
	),
	pause: flag("Whether to answer a deployment that waits in a PAUSE hook of Shipshape's."),
	"stop-deployment": flag("Whether to stop a started deployment that fails a blocking control, and roll it back."),
	"set-back": flag(
		"Whether to set a service back to its revision before, if ECS regards a failing deployment as complete already.",
	),
	"cloudformation-hook": flag("Whether the CloudFormation hook refuses resources that fail a blocking control."),
	onUnscanned: choice(
		["allow", "block"],
		"What happens to a deployment if an image has no scan result, and none is awaited any longer.",
	),
	onUnknown: choice(
		["allow", "block"],
		"What happens to a deployment if a blocking control is unknown for another reason.",
	),
	onOtherRegistry: choice(
		["allow", "block"],
		"What happens to a deployment if a blocking control is unknown because an image is in another registry.",
	),
	onPausedFailure: choice(
		["roll-back", "leave"],
		"What happens to a failing deployment that waits in a PAUSE hook; `leave`: a person decides.",
	),
} satisfies SchemasOf<ScopedBlock>;

const accountableShape = (what: string) => ({
	reason: textLine(1000, `why ${what}`, "Why."),
	owner: textLine(200, "who is responsible", "Who is responsible."),
	expires: z.iso.date("a valid date, as YYYY-MM-DD").describe("The last day (YYYY-MM-DD, UTC)."),
});

/*
 * What protects something has to be able to match: a mistake in it would show only when the wrong deployment is blocked. Names of families,
 * clusters and services have no slash, colon or space.
 */
const familyGlob = globThat(
	(text) => /^[^\s/:]+$/.test(text),
	"is a glob that matches no family; write the name of a family, or a glob of names such as vendor-*",
);

const serviceGlob = globThat(
	(text) => /^(?:[^\s/:]*\*[^\s/:]*|[^\s/:]+\/[^\s/:]+)$/.test(text),
	"is a glob that matches no CLUSTER/SERVICE; write the names of both, such as shop/checkout or */checkout",
);

const breakGlassGlob = globThat(
	canNameTarget,
	"is a glob that matches neither task-definition/FAMILY nor service/CLUSTER/NAME; write one of these, such as service/shop/checkout",
);

/** What is no glob at all has a message already. */
function globThat(canMatch: (text: string) => boolean, problem: string) {
	return glob.refine((text) => !glob.safeParse(text).success || canMatch(text), problem);
}

/** What follows the first star of a glob is only known to contain no more slashes than the names do. */
function canNameTarget(text: string): boolean {
	const [start = ""] = text.split("*");
	if (/[\s:]/.test(text) || text.split("/").length > 3) return false;
	if (start === text) return /^(?:task-definition\/[^/]+|service\/[^/]+\/[^/]+)$/.test(text);
	return (
		["task-definition/", "service/"].some((kind) => kind.startsWith(start)) ||
		/^(?:task-definition\/[^/]*|service\/[^/]*(?:\/[^/]*)?)$/.test(start)
	);
}

const tagKey = "the key of a tag: letters, numbers, spaces within and _ . : / = + - @, and not aws: first";

export const blockShape = {
	...scopedBlockShape,
	keepFor: integer(
		1,
		365,
		"Days that the findings of a blocked revision stay open if no later revision becomes active.",
	),
	protected: globs("The task definition families that are never blocked.", familyGlob),
	protectedServices: globs("The services, as CLUSTER/SERVICE, whose deployments are never blocked.", serviceGlob),
	breakGlass: z
		.array(
			z.strictObject(
				{
					resource: breakGlassGlob.describe("A glob of task-definition/FAMILY or service/CLUSTER/NAME."),
					...accountableShape("it is not blocked"),
				},
				"a mapping of keys to values",
			),
			"a list of entries",
		)
		.describe("Failing deployments that are not blocked up to and including a date; each use is reported."),
	breakGlassTag: z
		.string("the key of a tag")
		.max(128, "the key of a tag, in at most 128 characters")
		.refine((text) => text === "" || (text.trim() === text && /^(?!aws:)[\p{L}\p{N} _.:/=+@-]+$/iu.test(text)), tagKey)
		.describe("The tag of a revision that does the same, with the value `YYYY-MM-DD OWNER REASON`; empty for none."),
} satisfies SchemasOf<Policy["block"]>;
