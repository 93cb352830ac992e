/** Why a lifecycle policy is invalid, in the words of ECR's JSON schema validator, with the location first. */
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
		throw new InvalidLifecyclePolicy(`${at}: object has missing required properties (${JSON.stringify(missing)})`);
	}
	const unexpected = Object.keys(fields).filter((name) => !required.includes(name) && !optional.includes(name));
	if (unexpected.length > 0) {
		throw new InvalidLifecyclePolicy(
			`${at}: object instance has properties which are not allowed by the schema: ${JSON.stringify(unexpected)}`,
		);
	}
	return fields;
}

/** One of the allowed strings, case-sensitive. Throws LifecycleRefusal. */
export function oneOf<T extends string>(value: unknown, at: string, allowed: readonly T[]): T {
	const found = allowed.find((candidate) => candidate === value);
	if (found !== undefined) return found;
	throw new InvalidLifecyclePolicy(
		`${at}: instance value (${JSON.stringify(value)}) not found in enum (possible values: ${JSON.stringify(allowed)})`,
	);
}

/** An integer not below the minimum. Throws LifecycleRefusal. */
export function integerAtLeast(value: unknown, at: string, minimum: number): number {
	if (typeof value !== "number" || !Number.isInteger(value)) throw wrongType(value, at, "integer");
	if (value >= minimum) return value;
	throw new InvalidLifecyclePolicy(
		`${at}: numeric instance is lower than the required minimum (minimum: ${minimum}, found: ${value})`,
	);
}

/** A list of at least one string, none of them empty. Throws LifecycleRefusal. */
export function nonEmptyStrings(value: unknown, at: string): readonly string[] {
	if (!Array.isArray(value)) throw wrongType(value, at, "array");
	if (value.length === 0) throw new InvalidLifecyclePolicy(`${at}: array is too short: must have at least 1 elements`);
	return value.map((item: unknown, index) => {
		if (typeof item !== "string") throw wrongType(item, `${at}[${index}]`, "string");
		if (item === "") throw new InvalidLifecyclePolicy(`${at}[${index}]: string "" is too short`);
		return item;
	});
}

function wrongType(value: unknown, at: string, allowed: string): InvalidLifecyclePolicy {
	return new InvalidLifecyclePolicy(
		`${at}: instance type (${typeName(value)}) does not match any allowed primitive type (allowed: ["${allowed}"])`,
	);
}

function typeName(value: unknown): string {
	if (value === null) return "null";
	if (Array.isArray(value)) return "array";
	return typeof value;
}
