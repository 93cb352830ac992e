import { measureJson } from "./document/json-measure.ts";
import { withoutLeadingComments } from "./document/looks-like-json.ts";
import { maxLevels } from "./document/problem.ts";
import type { Position } from "./document/source-document.ts";

/** What a program printed before or after a document. */
export interface SurroundingLog {
	/** Where it begins. */
	readonly at: Position;
	/** What is wrong, and what to do. */
	readonly why: string;
	/** The JSON without it; undefined if what it surrounds is YAML. */
	readonly value: unknown;
}

/** Only the first lines are searched. */
const maxLines = 1_000;

/** The colors of a terminal. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: escape sequences begin with one
const colors = /\u001b\[[0-9;]{0,20}[A-Za-z]/g;

/** `[command]/path/to/terraform-bin show -json`, `::debug::…`: https://github.com/hashicorp/setup-terraform#usage. */
const wrapperLine = /^\[command\]|^::(?:debug|set-output|error|warning)\b/;
/** `> shop@1.0.0 synth`, of `npm run`; `$ cdk synth`, of Yarn and Bun. */
const scriptLine = /^> \S|^\$ \S|^yarn run v/;
const documentStart = /^(?:\{|\[\s*(?:[{"]|$))/;

/**
 * Finds what was printed around a document, in a text that is none as it is; null if nothing is recognized. Never quotes the
 * text, because a log may contain secrets.
 */
export function findSurroundingLog(text: string): SurroundingLog | null {
	const lines = text.split("\n", maxLines).map((line) => line.replace(colors, "").trim());
	const start = lines.findIndex((line) => documentStart.test(line));
	if (start < 0) return scriptLine.test(lines[0] ?? "") ? printed(lines.slice(0, 1), 1, "before", undefined) : null;
	const { json, after } = splitAtEnd(fromLine(text, start).replace(colors, ""));
	const value = parsed(json);
	if (value === undefined) return null;
	const before = lines.slice(0, start);
	// Comments of somebody who takes JSON for JavaScript.
	if (before.some((line) => line !== "") && withoutLeadingComments(before.join("\n")) === "") return null;
	if (start > 0) return printed(before, 1, "before", value);
	if (after !== "") return printed(after.split("\n", maxLines), json.split("\n").length + 1, "after", value);
	const why = "the text contains the colors of a terminal; turn them off in the program that prints it (-no-color)";
	return text.search(colors) >= 0 ? { at: { line: 1, column: 1 }, why, value } : null;
}

function fromLine(text: string, line: number): string {
	let from = 0;
	for (let passed = 0; passed < line; passed++) from = text.indexOf("\n", from) + 1;
	return text.slice(from);
}

function splitAtEnd(text: string): { readonly json: string; readonly after: string } {
	const end = Math.max(text.lastIndexOf("}"), text.lastIndexOf("]")) + 1;
	return { json: text.slice(0, end).trim(), after: text.slice(end).trim() };
}

function parsed(json: string): unknown {
	if (measureJson(json).levels > maxLevels) return undefined;
	try {
		return JSON.parse(json);
	} catch {
		return undefined;
	}
}

function printed(lines: readonly string[], line: number, where: "before" | "after", value: unknown): SurroundingLog {
	const what = `printed ${lines.length > 1 ? `${lines.length} lines` : "this line"} ${where} the document`;
	return { at: { line, column: 1 }, why: explain(lines, what), value };
}

function explain(lines: readonly string[], printedWhat: string): string {
	if (lines.some((line) => wrapperLine.test(line))) {
		return (
			`the wrapper that hashicorp/setup-terraform installs ${printedWhat} ([command]…); ` +
			"set terraform_wrapper: false, or run terraform-bin instead of terraform"
		);
	}
	if (lines.some((line) => scriptLine.test(line))) {
		return `a script runner such as npm ${printedWhat}; run it with --silent, or remove what it printed`;
	}
	return `a program ${printedWhat}; write only the document to the file, without the log`;
}
