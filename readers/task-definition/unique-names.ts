/** Appends a number to duplicate names: `web`, `web-2`. */
export function makeNamesUnique(names: readonly string[]): readonly string[] {
	const taken = new Set<string>();
	const times = new Map<string, number>();
	return names.map((name) => {
		let own = name;
		for (let time = times.get(name) ?? 1; taken.has(own); time++) {
			own = `${name}-${time + 1}`;
			times.set(name, time + 1);
		}
		taken.add(own);
		return own;
	});
}
