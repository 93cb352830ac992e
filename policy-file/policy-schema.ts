import * as z from "zod";
import type { Control } from "../core/control.ts";
import type { Policy, Waiver } from "../core/policy.ts";
import { commonFields } from "../core/settings.ts";
import { isUsablePattern } from "../readers/document/usable-pattern.ts";
import { blockShape, scopedBlockShape } from "./block-schema.ts";
import { matchShape } from "./match-schema.ts";
import { choice, glob, integer, optionalMapping, type SchemasOf, textLine } from "./policy-parts.ts";
import { schemasOf } from "./setting-schema.ts";
import { slackShape } from "./slack-schema.ts";

const waiverShape = {
	resource: glob.describe(
		"A glob of the subject whose failure is accepted: an ARN, repository/NAME, image/NAME@DIGEST, " +
			"task-definition/FAMILY, service/CLUSTER/NAME, cluster/NAME or capacity-provider/NAME; for a subject in a file " +
			"also its path from the folder of this policy, alone or as path#name; for a verdict on a container also the container's image as it is written.",
	),
	vulnerabilities: z
		.array(z.string(vulnerabilityIds()).regex(/^[A-Za-z0-9][\w.:-]{2,99}$/, vulnerabilityIds()), vulnerabilityIds())
		.min(1, vulnerabilityIds())
		.exactOptional()
		.describe("Only these vulnerabilities are accepted; the control is evaluated without them."),
	reason: textLine(1000, "why the failure is accepted", "Why the failure is accepted."),
	owner: textLine(200, "who is responsible for the waiver", "Who is responsible for the waiver."),
	expires: z.iso
		.date("a valid date, as YYYY-MM-DD")
		.describe("The last day on which the waiver is valid (YYYY-MM-DD, UTC); after it the failure counts again."),
} satisfies { readonly [K in keyof Required<Omit<Waiver, "control">>]: z.ZodType<Waiver[K]> };

function vulnerabilityIds(): string {
	return "a list of ids, such as CVE-2026-0001";
}

const sweepShape = {
	every: integer(1, 168, "Hours after which all subjects are checked again, whether or not AWS sent an event."),
} satisfies SchemasOf<Policy["sweep"]>;

const asInGitignore = "patterns as in .gitignore, such as test/fixtures/";

const excluded = z
	.string(asInGitignore)
	.regex(/\S/, asInGitignore)
	.refine(isUsablePattern, "is too long or has too many stars; write a simpler pattern, or several");

const mapping = "a mapping of keys to values";

/** The schema of `shipshape.yaml`, with the settings of these controls. Every section is optional and keeps its default. */
export function policyFileOf(controls: readonly Control[]) {
	const settings = optionalMapping(
		Object.fromEntries(
			controls.map(({ id, settings: own }) => [id, optionalMapping(schemasOf({ ...commonFields, ...own }))]),
		),
	).meta({ id: "controls", description: "The settings of each control, by its id." });
	const mode = choice(["audit", "enforce"], "`audit` reports what would have been blocked; `enforce` blocks it.");
	const scope = {
		match: optionalMapping(
			matchShape,
			"The subjects that the scope applies to: at least one key, and every key has to match one of its globs.",
		),
		controls: settings.exactOptional(),
		mode: mode.exactOptional(),
		block: optionalMapping(scopedBlockShape, "How a deployment is blocked there in mode `enforce`.").exactOptional(),
	};
	const control = z
		.enum(
			controls.map(({ id }) => id),
			"the id of one control in each waiver, as shipshape explain lists them",
		)
		.describe("The control whose failure is accepted.");
	return optionalMapping(
		{
			mode,
			controls: settings,
			scopes: z
				.array(
					z
						.strictObject(scope, mapping)
						.refine(
							({ controls, mode: own, block }) => (controls ?? own ?? block) !== undefined,
							"is a scope that sets nothing; write controls, mode or block",
						),
					"a list of scopes",
				)
				.describe("Different settings for some subjects; if several scopes match, later ones win."),
			waivers: z
				.array(z.strictObject({ control, ...waiverShape }, mapping), "a list of waivers")
				.describe("Failures that their owners accept until a date; they are shown as waived, never as passed."),
			slack: optionalMapping(slackShape, "What is reported to Slack, where, and when."),
			block: optionalMapping(blockShape, "How a deployment is blocked in mode `enforce`."),
			sweep: optionalMapping(sweepShape, "When all subjects are checked without an event."),
			exclude: z
				.array(excluded, `a list of ${asInGitignore}`)
				.describe(
					"Files and folders that the command line does not read, as in .gitignore, from the folder of this policy.",
				),
		},
		"How Shipshape judges, and what it does about failures. Without the file, the default policy applies, which blocks nothing.",
	);
}

export type PolicyFile = ReturnType<typeof policyFileOf>;

/** The published JSON Schema of `shipshape.yaml`, for editors. */
export function policyJsonSchema(policyFile: PolicyFile): Record<string, unknown> {
	const { $schema, ...schema } = z.toJSONSchema(policyFile, { target: "draft-7", io: "input" });
	return { $schema, title: "Shipshape policy (shipshape.yaml)", ...schema };
}

/** The text of `schema/shipshape.schema.json`, formatted like the code: lists of single values on one line. */
export function policySchemaText(policyFile: PolicyFile): string {
	const text = JSON.stringify(policyJsonSchema(policyFile), null, "\t");
	const formatted = text.replace(/\[\s+([^[\]{}]+?)\s+\]/g, (_, items: string) => `[${items.replace(/,\s+/g, ", ")}]`);
	return `${formatted}\n`;
}

/** The keys that are allowed in the mapping at a path; none if the value at the path is not a mapping. */
export function knownKeys(policyFile: PolicyFile, path: readonly string[]): readonly string[] {
	let schema: unknown = policyFile;
	for (const key of path) schema = childSchema(schema, key);
	return schema instanceof z.ZodObject ? Object.keys(schema.shape) : [];
}

function childSchema(schema: unknown, key: string): unknown {
	const part = schema instanceof z.ZodObject ? schema.shape[key] : schema instanceof z.ZodArray ? schema.element : null;
	return part instanceof z.ZodExactOptional ? part.unwrap() : part;
}
