/** What differs from the usual facts, as JSON: the error of a property has to be read. */
export const differenceOf = (facts: unknown, usual: unknown): string => JSON.stringify(difference(facts, usual));

function difference(value: unknown, usual: unknown): unknown {
	if (Array.isArray(value) && Array.isArray(usual)) return value.map((item) => difference(item, usual[0]));
	if (!isPlain(value) || !isPlain(usual)) return value;
	const differing = Object.entries(value).filter(
		([name, part]) => JSON.stringify(part) !== JSON.stringify(usual[name]),
	);
	return Object.fromEntries(differing.map(([name, part]) => [name, difference(part, usual[name])]));
}

const isPlain = (value: unknown): value is Readonly<Record<string, unknown>> =>
	typeof value === "object" && value !== null && !Array.isArray(value);
