import { renderTable } from "./render-table.ts";
import { type Paint, wrap } from "./terminal.ts";

const isFence = (line: string): boolean => line.startsWith("```");
const isRow = (line: string): boolean => line.startsWith("|");

/** Renders a control's Markdown page as lines for a terminal. Supports only what these pages use. */
export function renderMarkdown(page: string, paint: Paint, width: number | null): string[] {
	const lines: string[] = [];
	let inCode = false;
	let table: string[] = [];
	const source = page.replace(/^<!--.*-->\s*/, "").trim();
	for (const line of [...source.split("\n"), ""]) {
		if (!inCode && isRow(line)) {
			table.push(renderInline(line));
			continue;
		}
		if (table.length > 0) lines.push(...renderTable(table, paint, width));
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
	const [first = "", ...rest] = wrap(renderInline(line.slice(bullet.length)), indent, width);
	return [`${bullet}${first.slice(indent.length)}`, ...rest];
}

/** Removes the brackets of `<https://…>` and turns links into their text followed by the address. */
const renderInline = (text: string): string =>
	text.replace(/<(https?:[^>]+)>/g, "$1").replace(/\[([^\]]+)\]\(([^)]+)\)/g, "$1 ($2)");
