/**
 * Whether a glob matches the whole text; `*` stands for any text, including none, as in ECR's tag filters.
 * Takes linear time, and never builds a regular expression from untrusted input.
 */
export function globMatches(pattern: string, text: ArrayLike<string>): boolean {
	return globMatcher(pattern)(text);
}

/** The same, for a pattern that is compared with many texts. */
export function globMatcher(pattern: string): (text: ArrayLike<string>) => boolean {
	const [first = "", ...rest] = pattern.split("*");
	const last = rest.pop();
	if (last === undefined) return (text) => text.length === first.length && occursAt(first, text, 0);
	const parts = rest.filter((part) => part !== "").map(partOf);
	const minLength = first.length + last.length;
	return (text) => {
		const end = text.length - last.length;
		if (text.length < minLength || !occursAt(first, text, 0) || !occursAt(last, text, end)) return false;
		let from = first.length;
		for (const part of parts) {
			from = endOf(part, text, from, end);
			if (from < 0) return false;
		}
		return true;
	};
}

/** A text to search for, with the length of the longest border of each of its prefixes (Knuth, Morris and Pratt). */
interface Part {
	readonly text: string;
	readonly borders: readonly number[];
}

function partOf(text: string): Part {
	const borders = [0];
	let length = 0;
	for (let at = 1; at < text.length; at++) {
		while (length > 0 && text[at] !== text[length]) length = borders[length - 1] ?? 0;
		if (text[at] === text[length]) length++;
		borders.push(length);
	}
	return { text, borders };
}

/** Where the first occurrence between two positions ends; -1 if there is none. */
function endOf({ text: part, borders }: Part, text: ArrayLike<string>, from: number, end: number): number {
	let matched = 0;
	for (let at = from; at < end; at++) {
		while (matched > 0 && text[at] !== part[matched]) matched = borders[matched - 1] ?? 0;
		if (text[at] === part[matched]) matched++;
		if (matched === part.length) return at + 1;
	}
	return -1;
}

function occursAt(part: string, text: ArrayLike<string>, from: number): boolean {
	for (let at = 0; at < part.length; at++) {
		if (text[from + at] !== part[at]) return false;
	}
	return true;
}

/** Whether `outer` matches every text that `inner` matches. Both are globs in which only `*` is special. */
export function globCovers(outer: string, inner: string): boolean {
	// Row by row from the end: whether the rest of `outer` covers the rest of `inner` from each position.
	let below: readonly boolean[] = [];
	for (let o = outer.length; o >= 0; o--) {
		const row: boolean[] = new Array(inner.length + 1).fill(false);
		for (let i = inner.length; i >= 0; i--) {
			row[i] =
				outer[o] === "*"
					? below[i] === true || row[i + 1] === true
					: o === outer.length
						? i === inner.length
						: inner[i] === outer[o] && below[i + 1] === true;
		}
		below = row;
	}
	return below[0] === true;
}
