import { type Paint, wrapped } from "./terminal.ts";

const isFence = (line: string): boolean => line.startsWith("```");
const isRow = (line: string): boolean => line.startsWith("|");

/** A page of Markdown, as our own pages are written, in lines for a terminal. */
export function pageLines(page: string, paint: Paint, width: number | null): string[] {
	const lines: string[] = [];
	let inCode = false;
	for (const line of page
		.replace(/^<!--.*-->\s*/, "")
		.trim()
		.split("\n")) {
		if (isFence(line)) {
			inCode = !inCode;
			continue;
		}
		lines.push(...(inCode ? [`    ${line}`] : proseLines(line, paint, width)));
	}
	return lines;
}

function proseLines(line: string, paint: Paint, width: number | null): string[] {
	const heading = /^#+ (.*)$/.exec(line)?.[1];
	if (heading !== undefined) return [paint.bold(heading)];
	if (/^\|[-|: ]+\|$/.test(line)) return [];
	if (isRow(line)) return [cellsOf(line).join("  ")];
	const [bullet = ""] = /^ *- /.exec(line) ?? [];
	const indent = " ".repeat(bullet.length);
	const [first = "", ...rest] = wrapped(inline(line.slice(bullet.length)), indent, width);
	return [`${bullet}${first.slice(indent.length)}`, ...rest];
}

const cellsOf = (row: string): string[] =>
	row
		.slice(1, -1)
		.split("|")
		.map((cell) => cell.trim());

/** `<https://…>` without its brackets, links as their texts with the address behind them. */
const inline = (text: string): string =>
	text.replace(/<(https?:[^>]+)>/g, "$1").replace(/\[([^\]]+)\]\(([^)]+)\)/g, "$1 ($2)");
