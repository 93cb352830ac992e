type Fields = Readonly<Record<string, unknown>>;

/** 256 variants; templates have fewer conditions in one property. */
const maxConditions = 8;

/**
 * What a value of a template may be in the deployment: one for each combination of the conditions in its `Fn::If`, without what
 * `AWS::NoValue` removes. With more than eight conditions it is the value as it is.
 */
export function variantsOf(value: unknown): readonly unknown[] {
	const conditions = [...conditionsIn(value)];
	if (conditions.length > maxConditions) return [value];
	const combinations = Array.from({ length: 2 ** conditions.length }, (_, bits) => {
		return new Set(conditions.filter((_condition, at) => (bits & (1 << at)) === 0));
	});
	return combinations.map((met) => chosen(value, met));
}

/** Whether a value is only known in the deployment, such as a reference to a parameter. */
export function isIntrinsic(value: unknown): boolean {
	return Object.keys(fieldsOf(value)).some((name) => name === "Ref" || name.startsWith("Fn::"));
}

/** Empty for what has none. */
export const fieldsOf = (value: unknown): Fields =>
	typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Fields) : {};

/** AWS CloudFormation template reference, "Condition functions": the name of a condition, and the values if it is met and if not. */
function branchesOf(value: unknown): readonly [condition: string, met: unknown, unmet: unknown] | null {
	const parts = fieldsOf(value)["Fn::If"];
	if (!Array.isArray(parts) || parts.length !== 3) return null;
	const [condition, met, unmet] = parts as readonly unknown[];
	return typeof condition === "string" ? [condition, met, unmet] : null;
}

function conditionsIn(value: unknown): ReadonlySet<string> {
	const [condition] = branchesOf(value) ?? [];
	const within = typeof value === "object" && value !== null ? Object.values(value) : [];
	return new Set([...(condition === undefined ? [] : [condition]), ...within.flatMap((one) => [...conditionsIn(one)])]);
}

/** The value if exactly these conditions are met; undefined if it is removed. */
function chosen(value: unknown, met: ReadonlySet<string>): unknown {
	const branches = branchesOf(value);
	if (branches !== null) return chosen(met.has(branches[0]) ? branches[1] : branches[2], met);
	if (Array.isArray(value)) return value.map((one) => chosen(one, met)).filter((one) => one !== undefined);
	if (typeof value !== "object" || value === null) return value;
	if (fieldsOf(value)["Ref"] === "AWS::NoValue") return undefined;
	const kept = Object.entries(value).map(([name, one]) => [name, chosen(one, met)] as const);
	return Object.fromEntries(kept.filter(([, one]) => one !== undefined));
}
