import { oneLine } from "../core/text.ts";

/** Where a command prints, and what it knows of its surroundings. */
export interface Terminal {
	/** To standard output; resolves when it is written, rejects when nobody reads any more. */
	readonly print: (text: string) => Promise<void>;
	/** One line to standard error, whatever it holds. */
	readonly complain: (line: string) => void;
	readonly input: AsyncIterable<Uint8Array>;
	readonly environment: Readonly<Record<string, string | undefined>>;
	/** Columns of the terminal; null where standard output is none: nothing is wrapped then. */
	readonly width: number | null;
	/** Whether standard output understands colours. */
	readonly colours: boolean;
	/** The working directory. */
	readonly folder: string;
}

/** Wraps a text in a colour, or leaves it as it is. */
export interface Paint {
	readonly red: (text: string) => string;
	readonly yellow: (text: string) => string;
	readonly green: (text: string) => string;
	readonly bold: (text: string) => string;
	readonly dim: (text: string) => string;
}

const coloured =
	(code: number, end: number) =>
	(text: string): string =>
		`\u001b[${code}m${text}\u001b[${end}m`;

/** The colours of every terminal, by their numbers in ECMA-48. */
export const inColour: Paint = {
	red: coloured(31, 39),
	yellow: coloured(33, 39),
	green: coloured(32, 39),
	bold: coloured(1, 22),
	dim: coloured(2, 22),
};

const asItIs = (text: string): string => text;
export const plain: Paint = { red: asItIs, yellow: asItIs, green: asItIs, bold: asItIs, dim: asItIs };

/** Colours are for terminals; NO_COLOR (no-color.org), FORCE_COLOR and --no-color say otherwise, the last one first. */
export function wantsColour({ environment, colours }: Terminal, isRefused: boolean): boolean {
	if (isRefused) return false;
	const { NO_COLOR: no = "", FORCE_COLOR: force } = environment;
	if (no !== "") return false;
	if (force !== undefined) return force !== "0" && force !== "false";
	return colours && environment["TERM"] !== "dumb";
}

/**
 * Text from outside in a line of ours: no control sequence, no line break, and nothing that the log of a CI job takes for
 * a command: `::error::` at a line's beginning (GitHub), `##[…]` and `##vso[…]` anywhere (GitHub, Azure, TeamCity).
 */
export function harmless(text: string): string {
	return oneLine(text)
		.replace(/#(?=#\w*\[)/g, "# ")
		.replace(/(^|\s):(?=:)/g, "$1: ");
}

/** A text in lines of at most `width` columns, later ones indented like the first; one line where there is no width. */
export function wrapped(text: string, indent: string, width: number | null): string[] {
	if (width === null) return [`${indent}${text}`];
	const room = Math.max(20, width - indent.length);
	const lines: string[] = [];
	let line = "";
	for (const word of text.split(" ")) {
		if (line !== "" && line.length + 1 + word.length > room) {
			lines.push(line);
			line = word;
		} else line = line === "" ? word : `${line} ${word}`;
	}
	return [...lines, line].map((one) => `${indent}${one}`);
}
