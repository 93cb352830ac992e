type Path = readonly (string | number)[];

/** A deep copy of a JSON value with the value at a path replaced, or removed if `value` is undefined. */
export function edited<T>(json: T, path: Path, value: unknown): T {
	const copy = structuredClone(json);
	const parent = path.slice(0, -1).reduce<unknown>((at, key) => (at as Record<string, unknown>)[key], copy);
	const last = path.at(-1) as string;
	const fields = parent as Record<string, unknown>;
	if (value !== undefined) fields[last] = value;
	else if (Array.isArray(parent)) parent.splice(Number(last), 1);
	else delete fields[last];
	return copy;
}

/** The paths of all values nested in a JSON value. */
export function pathsIn(json: unknown, at: Path = []): readonly Path[] {
	const below = at.length === 0 ? [] : [at];
	if (typeof json !== "object" || json === null) return below;
	const keys = Array.isArray(json) ? [...json.keys()] : Object.keys(json);
	return [...below, ...keys.flatMap((key) => pathsIn((json as Record<string, unknown>)[key], [...at, key]))];
}

/** Whether a text is another text with characters removed. */
export const isSubsequence = (shorter: string, longer: string): boolean => {
	let at = 0;
	for (const character of longer) if (character === shorter[at]) at++;
	return at === shorter.length;
};
