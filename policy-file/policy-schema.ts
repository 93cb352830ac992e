import * as z from "zod";
import type { Control } from "../core/control.ts";
import type { Policy, Scope, Waiver } from "../core/policy.ts";
import { commonFields } from "../core/settings.ts";
import {
	choice,
	flag,
	glob,
	globOrGlobs,
	globs,
	integer,
	optionalMapping,
	severity,
	textLine,
} from "./policy-parts.ts";
import { schemasOf } from "./setting-schema.ts";

/** A key that core/policy.ts has and this does not, or the other way round, does not compile. */
type SchemasOf<T> = { readonly [K in keyof Required<T>]: z.ZodType<Required<T>[K]> };

const matchShape = {
	account: globOrGlobs("Account of the subject's ARN; what is judged in a file has none and is in no such scope."),
	region: globOrGlobs("Region of the subject's ARN; what is judged in a file has none and is in no such scope."),
	repository: globOrGlobs("Name of a repository; its images are in the scope too."),
	family: globOrGlobs("Family of a task definition, or name of a Compose service."),
	cluster: globOrGlobs("Name of a cluster: of services and clusters, which nothing judges yet."),
	tag: z
		.record(z.string(), globOrGlobs("Values of the tag."), "a mapping of a tag's key to values")
		.describe(
			"Tags of a repository or a task definition, by key. Where they could not be read, and for images, the controls that the scope is about are unknown.",
		),
} satisfies SchemasOf<Scope["match"]>;

const waiverShape = {
	resource: glob.describe(
		"A glob of what it is accepted for: an ARN, repository/NAME, image/NAME@DIGEST or task-definition/FAMILY; in " +
			"files also the path, alone or as path#name; for a verdict on a container also the image that the container " +
			"names, as it is written.",
	),
	vulnerabilities: z
		.array(z.string(vulnerabilityIds()).regex(/^[A-Za-z0-9][\w.:-]{2,99}$/, vulnerabilityIds()), vulnerabilityIds())
		.min(1, vulnerabilityIds())
		.exactOptional()
		.describe("Only these vulnerabilities are accepted; what is left is judged without them."),
	reason: textLine(1000, "why the failure is accepted", "Why the failure is accepted."),
	owner: textLine(200, "who answers for it", "Who answers for it."),
	expires: z.iso
		.date("a day that exists, as YYYY-MM-DD")
		.describe("YYYY-MM-DD, the last day on which it holds, UTC. After it the failure counts again."),
} satisfies { readonly [K in keyof Required<Omit<Waiver, "control">>]: z.ZodType<Waiver[K]> };

function vulnerabilityIds(): string {
	return "a list of ids such as CVE-2026-0001";
}

const blockShape = {
	deregister: flag("Deregister a newly registered revision that fails a blocking control."),
	onUnknown: choice(["allow", "block"], "What a blocking control that could not be judged does to a deploy."),
	keepFor: integer(1, 365, "Days that the findings of a blocked revision stay open when no later revision passes."),
	protected: globs("Task definition families that are never blocked."),
} satisfies SchemasOf<Policy["block"]>;

const slackShape = {
	minimumSeverity: severity("Slack is told of nothing milder."),
} satisfies SchemasOf<Policy["slack"]>;

const mapping = "a mapping of keys to values";

/** `shipshape.yaml` as people write it, with the settings of these controls: every section may be left out and keeps its default. */
export function policyFileOf(controls: readonly Control[]) {
	const settings = optionalMapping(
		Object.fromEntries(
			controls.map(({ id, settings: own }) => [id, optionalMapping(schemasOf({ ...commonFields, ...own }))]),
		),
	).meta({ id: "controls", description: "Settings of each control, under its id." });
	const scope = {
		match: optionalMapping(
			matchShape,
			"Which subjects: every key that is given, one at least, has to match one of its globs.",
		),
		controls: settings,
	};
	const control = z
		.enum(
			controls.map(({ id }) => id),
			"the id of a control",
		)
		.describe("The control whose failure is accepted.");
	return optionalMapping(
		{
			mode: choice(["audit", "enforce"], "`audit` says what it would have done; `enforce` does it."),
			controls: settings,
			scopes: z
				.array(z.strictObject(scope, mapping), "a list of scopes")
				.describe("Other settings for some subjects; where several match, later ones win."),
			waivers: z
				.array(z.strictObject({ control, ...waiverShape }, mapping), "a list of waivers")
				.describe("Failures that somebody answers for until a day: shown as waived, never as passed."),
			slack: optionalMapping(slackShape, "What Slack is told."),
			block: optionalMapping(blockShape, "How a deploy is stopped, in mode `enforce`."),
		},
		"What Shipshape judges by, and what it does about it. Without the file the defaults judge and nothing is blocked.",
	);
}

export type PolicyFile = ReturnType<typeof policyFileOf>;

/** What interfaces promise and nothing does yet. */
const plannedKeys: ReadonlySet<string> = new Set(["block.gate", "block.stop-deployment", "block.tag", "slack.routes"]);

export const isPlanned = (path: readonly string[]): boolean => plannedKeys.has(path.join("."));

/** The published JSON Schema of `shipshape.yaml`, for editors. */
export function policyJsonSchema(policyFile: PolicyFile): Record<string, unknown> {
	const { $schema, ...schema } = z.toJSONSchema(policyFile, { target: "draft-7", io: "input" });
	return { $schema, title: "Shipshape policy (shipshape.yaml)", ...schema };
}

/** `schema/shipshape.schema.json`, laid out as the formatter does: lists of single values on one line. */
export function policySchemaText(policyFile: PolicyFile): string {
	const text = JSON.stringify(policyJsonSchema(policyFile), null, "\t");
	const oneLine = text.replace(/\[\s+([^[\]{}]+?)\s+\]/g, (_, items: string) => `[${items.replace(/,\s+/g, ", ")}]`);
	return `${oneLine}\n`;
}

/** The keys that may be written in the mapping at a path; none where no mapping belongs. */
export function knownKeys(policyFile: PolicyFile, path: readonly string[]): readonly string[] {
	let schema: unknown = policyFile;
	for (const key of path) schema = childSchema(schema, key);
	return schema instanceof z.ZodObject ? Object.keys(schema.shape) : [];
}

function childSchema(schema: unknown, key: string): unknown {
	const part = schema instanceof z.ZodObject ? schema.shape[key] : schema instanceof z.ZodArray ? schema.element : null;
	return part instanceof z.ZodExactOptional ? part.unwrap() : part;
}
