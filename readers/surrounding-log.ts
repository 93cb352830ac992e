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
	/** Whether it ends in the line in which the document begins: then, only the kind of the document shows that it is a log. */
	readonly isOnSameLine: boolean;
}

/** Only the first lines are searched. */
const maxLines = 1_000;

/** The colors of a terminal. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: escape sequences begin with one
const colors = /\u001b\[[0-9;]{0,20}[A-Za-z]/g;

/** Of a log, only the first lines with a bracket or a brace are tried. */
const maxTried = 5;

/** `[command]/path/to/terraform-bin show -json`, `::debug::…`: https://github.com/hashicorp/setup-terraform#usage. */
const wrapperLine = /^\[command\]|^::(?:debug|set-output|error|warning)\b/;
/** `> shop@1.0.0 synth`, of `npm run`; `$ cdk synth`, of Yarn and Bun. */
const scriptLine = /^> \S|^\$ \S|^yarn run v/;
const documentStart = /^(?:\{|\[\s*(?:[{"]|$))/;
const startInLine = /\{\s*(?:["}]|$)|\[\s*(?:[{"]|$)/;
/** JSON that is broken, rather than something before it. */
const partOfJson = /[{}]|^\s*\[\s*[^\sA-Za-z]/;
const timeOfDay = /\d\d:\d\d:\d\d/;
/** `[2026-01-02 03:04:05,678] `, which is no list. */
const timeInBrackets = /^\s{0,9}\[[^\][{}"]{0,40}\d\d:\d\d:\d\d[^\][{}"]{0,40}\]/;

/**
 * Finds what was printed around a document, in a text that is none as it is; null if nothing is recognized. Never quotes the
 * text, because a log may contain secrets.
 */
export function findSurroundingLog(text: string): SurroundingLog | null {
	const lines = text.split("\n", maxLines).map((line) => line.replace(colors, "").trim());
	const start = lines.findIndex((line) => documentStart.test(line));
	return (start < 0 ? null : aroundLines(text, lines, start)) ?? beforeYaml(lines, start) ?? beforeInLine(text, lines);
}

const beforeYaml = (lines: readonly string[], start: number): SurroundingLog | null =>
	start < 0 && scriptLine.test(lines[0] ?? "") ? printed(lines.slice(0, 1), 1, "before", undefined) : null;

/** A document that begins with its line, with lines before and after it. */
function aroundLines(text: string, lines: readonly string[], start: number): SurroundingLog | null {
	const { json, after, value } = splitAtEnd(fromLine(text, start).replace(colors, ""));
	if (value === undefined) return null;
	const before = lines.slice(0, start);
	// Comments of somebody who takes JSON for JavaScript.
	if (before.some((line) => line !== "") && withoutLeadingComments(before.join("\n")) === "") return null;
	if (start > 0) return printed(before, 1, "before", value);
	if (after !== "") return printed(after.split("\n", maxLines), json.split("\n").length + 1, "after", value);
	const why = "the text contains the colors of a terminal; turn them off in the program that prints it (-no-color)";
	return text.search(colors) >= 0 ? { at: { line: 1, column: 1 }, why, value, isOnSameLine: false } : null;
}

/** A document behind something in the same line: the time of a log, or a command of the wrapper, which also escapes the document. */
function beforeInLine(text: string, lines: readonly string[]): SurroundingLog | null {
	const found = lines.flatMap((line, index) => {
		const prefix = line.slice(0, startInLine.exec(line)?.index ?? 0);
		return prefix.trim() === "" || partOfJson.test(prefix.replace(timeInBrackets, "")) ? [] : { index, prefix };
	});
	for (const { index, prefix } of found.slice(0, maxTried)) {
		const line = fromLine(text, index).replace(colors, "").trimStart();
		const isWrapper = wrapperLine.test(prefix);
		const rest = line.slice(prefix.length);
		const whole = splitAtEnd(isWrapper ? unescaped(rest) : rest);
		const { after, value } = whole.value === undefined ? splitAtEnd(withoutColumns(rest, prefix.length)) : whole;
		if (value === undefined || (after !== "" && !wrapperLine.test(after))) continue;
		const at = { line: index + 1, column: 1 };
		return {
			at,
			why: isWrapper ? wrapper("printed what this line begins with") : explainPrefix(prefix),
			value,
			isOnSameLine: true,
		};
	}
	return null;
}

/** A line break is escaped: https://github.com/actions/toolkit/blob/main/packages/core/src/command.ts. */
const unescaped = (text: string): string => text.replace(/%0[AD]/g, "\n");

/** The following lines without as many characters as stand before the document in its first one. */
const withoutColumns = (text: string, columns: number): string =>
	text
		.split("\n")
		.map((line, index) => (index === 0 ? line : line.slice(columns)))
		.join("\n");

const explainPrefix = (prefix: string): string =>
	`${timeOfDay.test(prefix) ? "the time of a log" : "other text"} stands before the document in its line; ` +
	"write only the document to the file, without the log";

function fromLine(text: string, line: number): string {
	let from = 0;
	for (let passed = 0; passed < line; passed++) from = text.indexOf("\n", from) + 1;
	return text.slice(from);
}

interface Split {
	readonly json: string;
	readonly after: string;
	/** Undefined when it is not JSON. */
	readonly value: unknown;
}

/** Up to the last bracket, or to the first line of the wrapper, which repeats the document in one. */
function splitAtEnd(text: string): Split {
	const end = Math.max(text.lastIndexOf("}"), text.lastIndexOf("]")) + 1;
	const whole = splitAt(text, end);
	const wrapped = whole.value === undefined ? text.search(/^::(?:debug|set-output)\b/m) : -1;
	return wrapped < 0 ? whole : splitAt(text, wrapped);
}

function splitAt(text: string, end: number): Split {
	const json = text.slice(0, end).trim();
	return { json, after: text.slice(end).trim(), value: parsed(json) };
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
	return { at: { line, column: 1 }, why: explain(lines, what), value, isOnSameLine: false };
}

function explain(lines: readonly string[], printedWhat: string): string {
	if (lines.some((line) => wrapperLine.test(line))) return wrapper(`${printedWhat} ([command]…)`);
	if (lines.some((line) => scriptLine.test(line))) {
		return `a script runner such as npm ${printedWhat}; run it with --silent, or remove what it printed`;
	}
	return `a program ${printedWhat}; write only the document to the file, without the log`;
}

const wrapper = (printedWhat: string): string =>
	`the wrapper that hashicorp/setup-terraform installs ${printedWhat}; ` +
	"set terraform_wrapper: false, or run terraform-bin instead of terraform";
