import { tableLines } from "./table-lines.ts";
import { type Paint, wrapped } from "./terminal.ts";

const isFence = (line: string): boolean => line.startsWith("```");
const isRow = (line: string): boolean => line.startsWith("|");

/** A page of Markdown, as our own pages are written, in lines for a terminal. */
export function pageLines(page: string, paint: Paint, width: number | null): string[] {
	const lines: string[] = [];
	let inCode = false;
	let table: string[] = [];
	const source = page.replace(/^<!--.*-->\s*/, "").trim();
	for (const line of [...source.split("\n"), ""]) {
		if (!inCode && isRow(line)) {
			table.push(inline(line));
			continue;
		}
		if (table.length > 0) lines.push(...tableLines(table, paint, width));
		table = [];
		if (isFence(line)) inCode = !inCode;
		else lines.push(...(inCode ? [`    ${line}`] : proseLines(line, paint, width)));
	}
	return lines.slice(0, -1);
}

function proseLines(line: string, paint: Paint, width: number | null): string[] {
	const heading = /^#+ (.*)$/.exec(line)?.[1];
	if (heading !== undefined) return [paint.bold(heading)];
	const [bullet = ""] = /^ *- /.exec(line) ?? [];
	const indent = " ".repeat(bullet.length);
	const [first = "", ...rest] = wrapped(inline(line.slice(bullet.length)), indent, width);
	return [`${bullet}${first.slice(indent.length)}`, ...rest];
}

/** `<https://…>` without its brackets, links as their texts with the address behind them. */
const inline = (text: string): string =>
	text.replace(/<(https?:[^>]+)>/g, "$1").replace(/\[([^\]]+)\]\(([^)]+)\)/g, "$1 ($2)");
