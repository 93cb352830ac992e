import { toSingleLine } from "../core/text.ts";

/** What a command needs to know of the process that it runs in. */
export interface Terminal {
	/** Writes to standard output; resolves when everything is written, rejects when the stream is closed. */
	readonly print: (text: string) => Promise<void>;
	/** Writes one line to standard error. */
	readonly printError: (line: string) => void;
	readonly input: AsyncIterable<Uint8Array>;
	readonly environment: Readonly<Record<string, string | undefined>>;
	/** Columns of the terminal; null when standard output is not a terminal: nothing is wrapped then. */
	readonly width: number | null;
	/** Whether standard output supports colors. */
	readonly colors: boolean;
	/** The working directory. */
	readonly folder: string;
}

/** Colors a string, or returns it unchanged. */
export interface Paint {
	readonly red: (text: string) => string;
	readonly yellow: (text: string) => string;
	readonly green: (text: string) => string;
	readonly bold: (text: string) => string;
	readonly dim: (text: string) => string;
}

const ansi =
	(code: number, end: number) =>
	(text: string): string =>
		`\u001b[${code}m${text}\u001b[${end}m`;

/** The colors that every terminal supports, by their codes in ECMA-48. */
export const ansiPaint: Paint = {
	red: ansi(31, 39),
	yellow: ansi(33, 39),
	green: ansi(32, 39),
	bold: ansi(1, 22),
	dim: ansi(2, 22),
};

const unchanged = (text: string): string => text;
export const plainPaint: Paint = {
	red: unchanged,
	yellow: unchanged,
	green: unchanged,
	bold: unchanged,
	dim: unchanged,
};

/** Terminals get colors; --no-color, NO_COLOR (no-color.org) and FORCE_COLOR override that, in this order of precedence. */
export function useColor({ environment, colors }: Terminal, isDisabled: boolean): boolean {
	if (isDisabled) return false;
	const { NO_COLOR: no = "", FORCE_COLOR: force } = environment;
	if (no !== "") return false;
	if (force !== undefined) return force !== "0" && force !== "false";
	return colors && environment["TERM"] !== "dumb";
}

/**
 * Makes untrusted text safe to print in a line: no control sequences, no line breaks, and nothing that a CI log interprets as
 * a command: `::error::` at the start of a line (GitHub), `##[…]` and `##vso[…]` anywhere (GitHub, Azure, TeamCity).
 */
export function sanitize(text: string): string {
	return toSingleLine(text)
		.replace(/#(?=#\w*\[)/g, "# ")
		.replace(/(^|\s):(?=:)/g, "$1: ");
}

/** Wraps text into indented lines of at most `width` columns; one line when `width` is null. */
export function wrap(text: string, indent: string, width: number | null): string[] {
	if (width === null) return [`${indent}${text}`];
	const maxLength = Math.max(20, width - indent.length);
	const lines: string[] = [];
	let line = "";
	for (const word of text.split(" ")) {
		if (line !== "" && line.length + 1 + word.length > maxLength) {
			lines.push(line);
			line = word;
		} else line = line === "" ? word : `${line} ${word}`;
	}
	return [...lines, line].map((one) => `${indent}${one}`);
}
