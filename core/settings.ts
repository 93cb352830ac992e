import { type Severity, severities } from "./verdict.ts";

/**
 * The type of one field of a policy file, as data: validation, the JSON Schema and the documentation are derived from it.
 * `description` is the sentence that all of them show.
 */
export type Field = { readonly description: string } & (
	| { readonly kind: "flag" }
	| { readonly kind: "choice"; readonly values: readonly [string, ...string[]] }
	/** A whole number, both bounds included. */
	| { readonly kind: "integer"; readonly min: number; readonly max: number }
	/** A number above 0 and up to 1. */
	| { readonly kind: "share" }
	/** A list of globs, in which `*` stands for any text. */
	| { readonly kind: "globs" }
	/** A list; `expected` describes its items in the plural. */
	| { readonly kind: "strings"; readonly pattern: RegExp; readonly expected: string }
	/** A list of one to ten whole numbers from 1 to 1440, each larger than the one before. */
	| { readonly kind: "minutes" }
	/** For each severity, optionally, a whole number from 0 to 1000000 or `unlimited`. */
	| { readonly kind: "severity-limits" }
	/** Every key is required. */
	| { readonly kind: "mapping"; readonly fields: Fields }
	/** A list of mappings. */
	| { readonly kind: "list"; readonly item: Fields }
);

export type Fields = Readonly<Record<string, Field>>;

interface ValueByKind {
	readonly flag: boolean;
	readonly integer: number;
	readonly share: number;
	readonly globs: readonly string[];
	readonly strings: readonly string[];
	readonly minutes: readonly number[];
	readonly "severity-limits": SeverityLimits;
}

/** The type of the field's value in a policy. */
type ValueOf<F> = F extends { readonly kind: "choice"; readonly values: readonly (infer Value)[] }
	? Value
	: F extends { readonly kind: "mapping"; readonly fields: infer Nested }
		? ValuesOf<Nested>
		: F extends { readonly kind: "list"; readonly item: infer Nested }
			? readonly ValuesOf<Nested>[]
			: F extends { readonly kind: infer Kind extends keyof ValueByKind }
				? ValueByKind[Kind]
				: never;

type ValuesOf<Nested> = { readonly [Key in keyof Nested]: ValueOf<Nested[Key]> };

/** The maximum that is tolerated of each severity; a severity that is missing is not limited. */
export type SeverityLimits = Readonly<Partial<Record<Severity, number>>>;

/** A setting of a control, with the default that applies if the policy does not set it. */
export type Setting<Value = unknown> = Field & {
	readonly default: Value;
	/** Only of a list: the control is enabled if the policy lists something here and does not set `enabled`. */
	readonly enablesControl?: true;
};

export type Settings = Readonly<Record<string, Setting>>;

/** The settings that every control has. */
export const commonFields = {
	enabled: { kind: "flag", description: "Whether the control is enabled." },
	severity: { kind: "choice", values: severities, description: "The severity of the control's failures." },
	blocking: { kind: "flag", description: "Whether a failure of the control blocks a deployment." },
} as const satisfies Fields;

/** `severity` and `blocking` are missing if the control's own apply. */
export type CommonSettings = {
	readonly enabled: boolean;
	readonly severity?: Severity;
	readonly blocking?: boolean;
};

/** The values of a control's settings, as passed to `evaluate`. */
export type SettingsOf<Own> = CommonSettings & {
	readonly [Name in keyof Own]: Own[Name] extends Setting<infer Value> ? Value : never;
};

export function flag(value: boolean, description: string): Setting<boolean> {
	return { kind: "flag", default: value, description };
}

export function severity(value: Severity, description: string): Setting<Severity> {
	return { kind: "choice", values: severities, default: value, description };
}

/** Both bounds are included. */
export function integer(
	value: number,
	[min, max]: readonly [min: number, max: number],
	description: string,
): Setting<number> {
	return { kind: "integer", min, max, default: value, description };
}

/** `value`: above 0 and up to 1. */
export function share(value: number, description: string): Setting<number> {
	return { kind: "share", default: value, description };
}

export function globs(value: readonly string[], description: string): Setting<readonly string[]> {
	return { kind: "globs", default: value, description };
}

/** `expected` describes the items in the plural, with an example: `mount options, such as noexec`. */
export function strings(
	value: readonly string[],
	pattern: RegExp,
	expected: string,
	description: string,
): Setting<readonly string[]> {
	return { kind: "strings", pattern, expected, default: value, description };
}

/** `value`: minutes, each larger than the one before. */
export function minutes(value: readonly number[], description: string): Setting<readonly number[]> {
	return { kind: "minutes", default: value, description };
}

export function severityLimits(value: SeverityLimits, description: string): Setting<SeverityLimits> {
	return { kind: "severity-limits", default: value, description };
}

/** A mapping that is null if the policy does not set it. */
export function mapping<const Nested extends Fields>(
	fields: Nested,
	description: string,
): Setting<ValuesOf<Nested> | null> {
	return { kind: "mapping", fields, default: null, description };
}
