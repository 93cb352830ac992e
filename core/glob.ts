/**
 * Whole-text match where `*` stands for any text, also none: the meaning of ECR's tag filters.
 * Linear in text times number of stars at worst; never builds a regular expression from outside text.
 */
export function globMatches(pattern: string, text: string): boolean {
	let p = 0;
	let t = 0;
	let star = -1;
	let resume = 0;
	while (t < text.length) {
		if (pattern[p] === "*") {
			star = p++;
			resume = t;
		} else if (pattern[p] === text[t]) {
			p++;
			t++;
		} else if (star >= 0) {
			p = star + 1;
			t = ++resume;
		} else return false;
	}
	while (pattern[p] === "*") p++;
	return p === pattern.length;
}

/** Whether every text that `inner` matches is also matched by `outer`. Both are globs with `*` only. */
export function globCovers(outer: string, inner: string): boolean {
	const memo = new Map<number, boolean>();
	const covers = (o: number, i: number): boolean => {
		const key = o * (inner.length + 1) + i;
		const known = memo.get(key);
		if (known !== undefined) return known;
		const answer =
			outer[o] === "*"
				? covers(o + 1, i) || (i < inner.length && covers(o, i + 1))
				: o === outer.length
					? i === inner.length
					: inner[i] === outer[o] && covers(o + 1, i + 1);
		memo.set(key, answer);
		return answer;
	};
	return covers(0, 0);
}
