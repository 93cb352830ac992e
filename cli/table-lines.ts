import { type Paint, wrapped } from "./terminal.ts";

const isRule = (line: string): boolean => /^\|[-|: ]+\|$/.test(line);

/** A table of Markdown in columns; where the terminal is too narrow for them, one paragraph for each row. */
export function tableLines(table: readonly string[], paint: Paint, width: number | null): string[] {
	const [header = [], ...rows] = table.filter((line) => !isRule(line)).map(cellsOf);
	const widths = header.map((_, column) => Math.max(...[header, ...rows].map((row) => row[column]?.length ?? 0)));
	const inColumns = (row: readonly string[]) =>
		row
			.map((cell, column) => cell.padEnd(widths[column] ?? 0))
			.join("  ")
			.trimEnd();
	const whole = widths.reduce((sum, one) => sum + one, 2 * (widths.length - 1));
	if (width === null || whole <= width) return [paint.bold(inColumns(header)), ...rows.map(inColumns)];
	return rows.flatMap((row) => row.flatMap((cell, column) => cellLines(header[column] ?? "", cell, column, width)));
}

/** The first cell says what the paragraph is about; the others say what they are. */
function cellLines(heading: string, cell: string, column: number, width: number): string[] {
	const [lead, text] = column === 0 ? ["- ", cell] : ["  ", heading === "" ? cell : `${heading}: ${cell}`];
	const [first = "", ...rest] = wrapped(text, "  ", width);
	return [`${lead}${first.slice(lead.length)}`, ...rest];
}

const cellsOf = (row: string): string[] =>
	row
		.slice(1, -1)
		.split("|")
		.map((cell) => cell.trim());
