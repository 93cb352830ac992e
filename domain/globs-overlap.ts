/** Whether any text matches both globs, in which only `*` is special. Takes time proportional to the product of their lengths. */
export function globsOverlap(one: string, other: string): boolean {
	// For each position in `other`: whether the rest of it overlaps the rest of `one`.
	let below = lastRow(other);
	for (let at = one.length - 1; at >= 0; at--) {
		const row = new Array<boolean>(other.length + 1).fill(false);
		for (let otherAt = other.length; otherAt >= 0; otherAt--) {
			row[otherAt] = overlapsAt(one[at], other[otherAt], below, row, otherAt);
		}
		below = row;
	}
	return below[0] === true;
}

/** The empty rest of `one` overlaps only stars. */
function lastRow(other: string): boolean[] {
	const stars = /\**$/.exec(other)?.[0].length ?? 0;
	return Array.from({ length: other.length + 1 }, (_, at) => at >= other.length - stars);
}

function overlapsAt(
	one: string | undefined,
	other: string | undefined,
	below: readonly boolean[],
	row: readonly boolean[],
	otherAt: number,
): boolean {
	if (one === "*") return below[otherAt] === true || (other !== undefined && row[otherAt + 1] === true);
	if (other === "*") return row[otherAt + 1] === true || below[otherAt] === true;
	return one === other && below[otherAt + 1] === true;
}
