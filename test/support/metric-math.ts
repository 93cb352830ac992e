const functions = {
	MAX: (values: readonly number[]) => Math.max(...values),
	SUM: (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0),
} as const;

/**
 * The value of an alarm's expression in one period, given the metrics that have data then. A stand-in for what ministack lacks: it knows
 * only the form that infra/alarms.ts writes, `MAX([FILL(m0, 0), …])` and `SUM([FILL(m0, 0), …])` (CloudWatch user guide, "Using math
 * expressions with CloudWatch metrics"), and throws for any other.
 */
export function valueOfExpression(expression: string, values: Readonly<Record<string, number>>): number {
	const [, name = "", list = ""] = /^(MAX|SUM)\(\[(FILL\(m\d+, 0\)(?:, FILL\(m\d+, 0\))*)\]\)$/.exec(expression) ?? [];
	const calculate = functions[name as keyof typeof functions];
	if (calculate === undefined) throw new RangeError(`${expression} cannot be evaluated`);
	return calculate([...list.matchAll(/m\d+/g)].map(([id]) => values[id] ?? 0));
}
