/** Literals that begin alike are looked for together. */
const sharedLength = 4;

interface Literals {
	/** How long the literals are that begin so; shorter ones are their own beginning. */
	readonly lengths: ReadonlyMap<string, ReadonlySet<number>>;
	/** Positions of the globs that are filed under a literal. */
	readonly globs: ReadonlyMap<string, readonly number[]>;
}

/**
 * For globs that are compared with many names: the positions of those that may match a name, each once, in no order. A glob can
 * only match where its literal parts are, so each is filed under the part that the fewest others have: of ten thousand a few
 * are left. Globs without a literal part may match any name.
 */
export function likelyGlobs(globs: readonly string[]): (name: string) => readonly number[] {
	const literals = filed(globs);
	const everywhere = literals.globs.get("") ?? [];
	return (name) => [
		...everywhere,
		...[...literalsIn(name, literals)].flatMap((part) => literals.globs.get(part) ?? []),
	];
}

function filed(globs: readonly string[]): Literals {
	const parts = globs.map((glob) => [...new Set(glob.split("*"))].filter((part) => part !== ""));
	const counts = new Map<string, number>();
	for (const part of parts.flat()) counts.set(part, (counts.get(part) ?? 0) + 1);
	const rarity = (one: string, other: string): number =>
		(counts.get(one) ?? 0) - (counts.get(other) ?? 0) || other.length - one.length;
	const lengths = new Map<string, Set<number>>();
	const under = new Map<string, number[]>();
	for (const [at, of] of parts.entries()) {
		const [literal = ""] = of.sort(rarity);
		const alike = under.get(literal) ?? [];
		alike.push(at);
		under.set(literal, alike);
		const beginning = literal.slice(0, sharedLength);
		lengths.set(beginning, (lengths.get(beginning) ?? new Set()).add(literal.length));
	}
	return { lengths, globs: under };
}

/** The literals that stand anywhere in a name. */
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
