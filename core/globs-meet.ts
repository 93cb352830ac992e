/** Whether some text is matched by both of two globs with `*` only. The time grows with the product of their lengths. */
export function globsMeet(one: string, other: string): boolean {
	// For each place in `other`: whether the rest of it, from there, meets the rest of `one`.
	let below = startingRow(other);
	for (let at = one.length - 1; at >= 0; at--) {
		const row = new Array<boolean>(other.length + 1).fill(false);
		for (let there = other.length; there >= 0; there--) {
			row[there] = meetsAt(one[at], other[there], below, row, there);
		}
		below = row;
	}
	return below[0] === true;
}

/** The end of `one` meets only stars. */
function startingRow(other: string): boolean[] {
	const stars = /\**$/.exec(other)?.[0].length ?? 0;
	return Array.from({ length: other.length + 1 }, (_, at) => at >= other.length - stars);
}

function meetsAt(
	one: string | undefined,
	other: string | undefined,
	below: readonly boolean[],
	row: readonly boolean[],
	there: number,
): boolean {
	if (one === "*") return below[there] === true || (other !== undefined && row[there + 1] === true);
	if (other === "*") return row[there + 1] === true || below[there] === true;
	return one === other && below[there + 1] === true;
}
