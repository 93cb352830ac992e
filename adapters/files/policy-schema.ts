import * as z from "zod";
import type { ControlId } from "../../core/control.ts";
import type { ControlSettings, Policy } from "../../core/policy.ts";
import { severities } from "../../core/verdict.ts";

/** Every message of the schema says what to write; the reader of the file puts the place and the value before it. */
const flag = (description: string) => z.boolean("true or false").describe(description);

const choice = <const T extends readonly [string, ...string[]]>(values: T, description: string) =>
	z.enum(values, values.join(" or ")).describe(description);

function whole(least: number, most: number, description?: string) {
	const write = `a whole number from ${least} to ${most}`;
	const schema = z.int(write).min(least, write).max(most, write);
	return description === undefined ? schema : schema.describe(description);
}

function share(description: string) {
	const write = "a share above 0 and up to 1, such as 0.3";
	return z.number(write).gt(0, write).max(1, write).describe(description);
}

function texts(pattern: RegExp, write: string, description: string) {
	return z.array(z.string(write).regex(pattern, write), `a list: ${write}`).describe(description);
}

const globs = (description: string) => texts(/\S/, 'a text, "*" stands for any text', description);

const severity = (description: string) => choice(severities, description);

const ascending = (minutes: readonly number[]): boolean =>
	minutes.every((minute, index) => index === 0 || minute > (minutes[index - 1] ?? 0));

const atMost = z.union(
	[whole(0, 1_000_000), z.literal("unlimited").transform(() => Number.MAX_SAFE_INTEGER)],
	"a whole number from 0 to 1000000, or unlimited",
);

const common = {
	enabled: flag("Whether the control judges at all."),
	severity: severity("Replaces the severity that the control gives."),
	blocking: flag("Replaces the control's own say on whether a failure stops a deploy."),
};

type SettingsOf<T> = { readonly [K in keyof Required<T>]: z.ZodType<Required<T>[K]> };

/** A setting that core/policy.ts has and this does not, or the other way round, does not compile. */
const controlShapes = {
	"repository/scan-on-push": common,
	"repository/tag-immutability": {
		...common,
		mutableTags: globs("Tags that may move, in a repository whose other tags may not."),
	},
	"repository/lifecycle-policy": {
		...common,
		releaseTags: globs("Tags that are releases; the ready-made policy keeps them first."),
		untaggedDays: whole(1, 3650, "Days after which the ready-made policy expires untagged images."),
		keepNewest: whole(1, 100_000, "How many of the other images the ready-made policy keeps."),
	},
	"image/vulnerabilities": {
		...common,
		maximum: partial(
			{ CRITICAL: atMost, HIGH: atMost, MEDIUM: atMost, LOW: atMost, INFORMATIONAL: atMost },
			"How many of each severity are tolerated. What is not named keeps its default: CRITICAL 0, HIGH 0, others unlimited.",
		),
		ignoreUnfixed: flag("Leave out vulnerabilities that nobody has fixed yet."),
		undefinedAs: severity("What UNDEFINED (BASIC) and UNTRIAGED (ENHANCED) count as."),
	},
	"image/scanned": {
		...common,
		scanWait: z
			.array(whole(1, 1440), "a list of minutes, such as [1, 5, 15]")
			.min(1, "at least one number of minutes")
			.max(10, "at most ten numbers of minutes")
			.refine(ascending, "each number of minutes larger than the one before")
			.describe("Minutes at which a scan that is not there yet is looked for again; the last one ends the wait."),
	},
	"task-definition/read-only-root": common,
	"task-definition/writable-paths": common,
	"task-definition/tmpfs-options": {
		...common,
		required: texts(/^[a-z]+$/, "mount options, such as noexec", "Mount options that every tmpfs must have."),
	},
	"task-definition/tmpfs-size": {
		...common,
		warn: share("Share of the memory limit above which tmpfs mounts fail with LOW."),
		maximum: share("Share of the memory limit above which tmpfs mounts fail with MEDIUM."),
	},
	"task-definition/tmpfs-target": {
		...common,
		lastingData: texts(/^\/\S/, "absolute paths, such as /data", "Paths that name lasting data."),
	},
	"task-definition/tmpfs-supported": common,
} satisfies { readonly [Id in ControlId]: SettingsOf<ControlSettings[Id]> };

const blockShape = {
	deregister: flag("Deregister a newly registered revision that fails a blocking control."),
	onUnknown: choice(["allow", "block"], "What a blocking control that could not be judged does to a deploy."),
	keepFor: whole(1, 365, "Days that the findings of a blocked revision stay open when no later revision passes."),
	protected: globs("Task definition families that are never blocked."),
} satisfies SettingsOf<Policy["block"]>;

const slackShape = {
	minimumSeverity: severity("Slack is told of nothing milder."),
} satisfies SettingsOf<Policy["slack"]>;

/** `shipshape.yaml` as people write it: every key may be left out and keeps its default. */
export const policyFile = partial(
	{
		mode: choice(["audit", "enforce"], "`audit` says what it would have done; `enforce` does it."),
		controls: partial(
			Object.fromEntries(Object.entries(controlShapes).map(([id, shape]) => [id, partial(shape)])),
			"Settings of each control, under its id.",
		),
		slack: partial(slackShape, "What Slack is told."),
		block: partial(blockShape, "How a deploy is stopped, in mode `enforce`."),
	},
	"What Shipshape judges by, and what it does about it. Without the file the defaults judge and nothing is blocked.",
);

/** The published JSON Schema of `shipshape.yaml`, for editors. */
export function policyJsonSchema(): Record<string, unknown> {
	const { $schema, ...schema } = z.toJSONSchema(policyFile, { target: "draft-7", io: "input" });
	return { $schema, title: "Shipshape policy (shipshape.yaml)", ...schema };
}

/** `schema/shipshape.schema.json`, laid out as the formatter does: lists of single values on one line. */
export function policySchemaText(): string {
	const text = JSON.stringify(policyJsonSchema(), null, "\t");
	const oneLine = text.replace(/\[\s+([^[\]{}]+?)\s+\]/g, (_, items: string) => `[${items.replace(/,\s+/g, ", ")}]`);
	return `${oneLine}\n`;
}

/** The keys that may be written in the mapping at a path; none where no mapping belongs. */
export function knownKeys(path: readonly string[]): readonly string[] {
	let schema: unknown = policyFile;
	for (const key of path) {
		const optional = schema instanceof z.ZodObject ? schema.shape[key] : undefined;
		schema = optional instanceof z.ZodExactOptional ? optional.unwrap() : undefined;
	}
	return schema instanceof z.ZodObject ? Object.keys(schema.shape) : [];
}

type Shape = Readonly<Record<string, z.ZodType>>;
type Optional<T extends Shape> = { -readonly [K in keyof T]: z.ZodExactOptional<T[K]> };

/** An object whose keys may all be left out; none may be null, and there are no others. */
function partial<T extends Shape>(shape: T, description?: string) {
	const optional = Object.fromEntries(Object.entries(shape).map(([key, schema]) => [key, schema.exactOptional()]));
	const schema = z.strictObject(optional as Optional<T>, "a mapping of keys to values");
	return description === undefined ? schema : schema.describe(description);
}
