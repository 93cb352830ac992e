import { formatForDisplay, formatList } from "../../core/text.ts";

/** Why a lifecycle policy is invalid, as a clause with the location in the policy. */
export class InvalidLifecyclePolicy extends Error {
	override readonly name = "LifecycleRefusal";
}

export type Fields = Readonly<Record<string, unknown>>;

/** An object with every required property and none that is neither required nor optional. Throws LifecycleRefusal. */
export function objectWithFields(
	value: unknown,
	at: string,
	required: readonly string[],
	optional: readonly string[],
): Fields {
	if (typeof value !== "object" || value === null || Array.isArray(value)) throw wrongType(value, at, "object");
	const fields = value as Fields;
	const missing = required.filter((name) => !(name in fields));
	if (missing.length > 0) {
		throw new InvalidLifecyclePolicy(`${at} has no ${missing.join(", ")}`);
	}
	const unexpected = Object.keys(fields).filter((name) => !required.includes(name) && !optional.includes(name));
	if (unexpected.length > 0) {
		throw new InvalidLifecyclePolicy(
			`${at} has properties that are not allowed (${formatList(unexpected.map(formatForDisplay))})`,
		);
	}
	return fields;
}

/** One of the allowed strings, case-sensitive. Throws LifecycleRefusal. */
export function oneOf<T extends string>(value: unknown, at: string, allowed: readonly T[]): T {
	const found = allowed.find((candidate) => candidate === value);
	if (found !== undefined) return found;
	throw new InvalidLifecyclePolicy(
		`${at} is ${shown(value)}, but must be ${allowed.map((one) => JSON.stringify(one)).join(" or ")}`,
	);
}

/** An integer not below the minimum. Throws LifecycleRefusal. */
export function integerAtLeast(value: unknown, at: string, minimum: number): number {
	if (typeof value !== "number" || !Number.isInteger(value)) throw wrongType(value, at, "integer");
	if (value >= minimum) return value;
	throw new InvalidLifecyclePolicy(`${at} is ${value}, but must be at least ${minimum}`);
}

/** A list of at least one string, none of them empty. Throws LifecycleRefusal. */
export function nonEmptyStrings(value: unknown, at: string): readonly string[] {
	if (!Array.isArray(value)) throw wrongType(value, at, "array");
	if (value.length === 0) throw new InvalidLifecyclePolicy(`${at} is empty`);
	return value.map((item: unknown, index) => {
		if (typeof item !== "string") throw wrongType(item, `${at}[${index}]`, "string");
		if (item === "") throw new InvalidLifecyclePolicy(`${at}[${index}] is empty`);
		return item;
	});
}

type TypeName = keyof typeof typeNames;

const typeNames = { array: "a list", integer: "a whole number", object: "an object", string: "a string" };

const wrongType = (value: unknown, at: string, allowed: TypeName): InvalidLifecyclePolicy =>
	new InvalidLifecyclePolicy(`${at} is ${typeName(value)}, but must be ${typeNames[allowed]}`);

function typeName(value: unknown): string {
	if (value === undefined) return "missing";
	if (value === null) return "null";
	if (Array.isArray(value)) return typeNames.array;
	return typeof value === "object" ? typeNames.object : `a ${typeof value}`;
}

/** A value of a list, for display. */
const shown = (value: unknown): string =>
	value === undefined ? "missing" : formatForDisplay(JSON.stringify(value) ?? typeof value);
