/** Literals with the same first characters, this many, are looked up together. */
const sharedLength = 4;

interface Literals {
	/** Lengths of the literals by their first characters; a shorter literal is its own key. */
	readonly lengths: ReadonlyMap<string, ReadonlySet<number>>;
	/** Positions of the globs that are indexed under a literal. */
	readonly globs: ReadonlyMap<string, readonly number[]>;
}

/**
 * Indexes globs that are compared with many names. The result gives the positions of the globs that may match a name, each
 * once, in no order. A glob can only match a name that contains its literal parts, so each is indexed under its rarest part,
 * which leaves a few of ten thousand. Globs without a literal part may match any name.
 */
export function indexGlobs(globs: readonly string[]): (name: string) => readonly number[] {
	const literals = indexLiterals(globs);
	const everywhere = literals.globs.get("") ?? [];
	return (name) => [
		...everywhere,
		...[...literalsIn(name, literals)].flatMap((part) => literals.globs.get(part) ?? []),
	];
}

function indexLiterals(globs: readonly string[]): Literals {
	const parts = globs.map((glob) => [...new Set(glob.split("*"))].filter((part) => part !== ""));
	const counts = new Map<string, number>();
	for (const part of parts.flat()) counts.set(part, (counts.get(part) ?? 0) + 1);
	const rarity = (one: string, other: string): number =>
		(counts.get(one) ?? 0) - (counts.get(other) ?? 0) || other.length - one.length;
	const lengths = new Map<string, Set<number>>();
	const positions = new Map<string, number[]>();
	for (const [at, of] of parts.entries()) {
		const [literal = ""] = of.sort(rarity);
		const alike = positions.get(literal) ?? [];
		alike.push(at);
		positions.set(literal, alike);
		const beginning = literal.slice(0, sharedLength);
		lengths.set(beginning, (lengths.get(beginning) ?? new Set()).add(literal.length));
	}
	return { lengths, globs: positions };
}

/** The indexed literals that a name contains. */
function literalsIn(name: string, { lengths, globs }: Literals): ReadonlySet<string> {
	const found = new Set<string>();
	for (let at = 0; at < name.length; at += 1) {
		for (let size = 1; size <= sharedLength; size += 1) {
			for (const length of lengths.get(name.slice(at, at + size)) ?? []) {
				const part = name.slice(at, at + length);
				if (globs.has(part)) found.add(part);
			}
		}
	}
	return found;
}
