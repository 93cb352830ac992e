/** Reads comma-separated values strictly by RFC 4180: quoted cells, CRLF after each row. */
export function csvRows(text: string): string[][] {
	const rows: string[][] = [];
	let row: string[] = [];
	const cell = /"((?:[^"]|"")*)"(,|\r\n)/gy;
	while (cell.lastIndex < text.length) {
		const at = cell.lastIndex;
		const [, content = "", end] = cell.exec(text) ?? [];
		if (cell.lastIndex === 0) throw new Error(`no cell at ${at}: ${text.slice(at, at + 40)}`);
		row.push(content.replaceAll('""', '"'));
		if (end !== ",") {
			rows.push(row);
			row = [];
		}
	}
	if (row.length > 0) throw new Error("the last row has no end");
	return rows;
}
