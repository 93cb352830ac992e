import { type Paint, wrap } from "./terminal.ts";

const isRule = (line: string): boolean => /^\|[-|: ]+\|$/.test(line);

/** Renders a Markdown table in columns, or as one paragraph per row when the terminal is too narrow. */
export function renderTable(table: readonly string[], paint: Paint, width: number | null): string[] {
	const [header = [], ...rows] = table.filter((line) => !isRule(line)).map(cellsOf);
	const widths = header.map((_, column) => Math.max(...[header, ...rows].map((row) => row[column]?.length ?? 0)));
	const alignRow = (row: readonly string[]) =>
		row
			.map((cell, column) => cell.padEnd(widths[column] ?? 0))
			.join("  ")
			.trimEnd();
	const totalWidth = widths.reduce((sum, one) => sum + one, 2 * (widths.length - 1));
	if (width === null || totalWidth <= width) return [paint.bold(alignRow(header)), ...rows.map(alignRow)];
	return rows.flatMap((row) => row.flatMap((cell, column) => cellLines(header[column] ?? "", cell, column, width)));
}

/** The first cell starts the paragraph; the others are labeled with their column heading. */
function cellLines(heading: string, cell: string, column: number, width: number): string[] {
	const [lead, text] = column === 0 ? ["- ", cell] : ["  ", heading === "" ? cell : `${heading}: ${cell}`];
	const [first = "", ...rest] = wrap(text, "  ", width);
	return [`${lead}${first.slice(lead.length)}`, ...rest];
}

const cellsOf = (row: string): string[] =>
	row
		.slice(1, -1)
		.split("|")
		.map((cell) => cell.trim());
