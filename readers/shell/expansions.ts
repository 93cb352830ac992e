import { PartialText } from "../../core/partial-text.ts";
import { toSingleLine, truncate } from "../../core/text.ts";
import { interpolate } from "../compose/interpolate.ts";

/** The value of an expansion, and the index after it. */
export interface Expansion {
	readonly text: PartialText;
	readonly end: number;
	/** The script of a substitution, and its index in the text; absent for a variable. */
	readonly script?: { readonly text: string; readonly from: number };
}

const name = /\$([A-Za-z_][A-Za-z0-9_]*|[0-9@*#?$!-])/y;

/** The index of an unescaped closing character; the end of the text when there is none. */
export function endOf(text: string, findClosing: string, from: number, escapes = false): number {
	for (let at = from; at < text.length; at += 1) {
		if (escapes && text.charAt(at) === "\\") at += 1;
		else if (text.charAt(at) === findClosing) return at;
	}
	return text.length;
}

const shellHole = (label: string): PartialText =>
	new PartialText([{ label, why: `${label} is only known to the shell` }]);

/** Reads an expansion. A default (`${TAG:-1.2}`) applies when the script does not assign the variable. */
export function readExpansion(text: string, at: number, assigned: ReadonlySet<string>): Expansion {
	if (text.charAt(at) === "`") {
		const script = text.slice(at + 1, endOf(text, "`", at + 1, true));
		// Inner backticks are escaped; replacing the backslash with a space keeps all offsets.
		return substitution(script.replaceAll("\\`", " `"), at + 1);
	}
	if (text.startsWith("$'", at)) {
		const end = endOf(text, "'", at + 2, true);
		return { text: new PartialText([unescapeAnsi(text.slice(at + 2, end))]), end: end + 1 };
	}
	if (text.startsWith("$(", at)) return substitution(text.slice(at + 2, findClosing(text, at + 1, "(", ")")), at + 2);
	if (text.startsWith("${", at)) {
		const end = findClosing(text, at + 1, "{", "}");
		return { text: readBraced(text.slice(at, end + 1), assigned), end: end + 1 };
	}
	name.lastIndex = at;
	const [whole = "$", variable] = name.exec(text) ?? [];
	const shown = variable !== undefined && /^[A-Za-z_]/.test(variable) ? `\${${truncate(variable, 60)}}` : whole;
	return { text: variable === undefined ? new PartialText(["$"]) : shellHole(shown), end: at + whole.length };
}

/** A substitution ends one character after its script. */
function substitution(script: string, from: number): Expansion {
	const text = shellHole(script.trim() === "pwd" ? "$(pwd)" : "$(…)");
	return { text, end: from + script.length + 1, script: { text: script, from } };
}

function readBraced(written: string, assigned: ReadonlySet<string>): PartialText {
	const [, variable, all = ""] = /^\$\{([A-Za-z_][A-Za-z0-9_]*)(\[[@*]\])?/.exec(written) ?? [];
	const shown = variable === undefined ? toSingleLine(truncate(written, 60)) : `\${${truncate(variable, 60)}${all}}`;
	const value = interpolate(written, new Map());
	// Only the shell can evaluate quotes, escapes and substitutions in a default.
	const isDefault = /^\$\{[A-Za-z0-9_]+:?-[^\\'"`]*$/.test(written);
	const usable = isDefault && variable !== undefined && !assigned.has(variable) && value.isKnown;
	return usable ? value : shellHole(shown);
}

/** The index of the bracket that closes the one at an index. Quoted brackets count too, but scripts rarely have them. */
function findClosing(text: string, from: number, open: string, close: string): number {
	let depth = 0;
	for (let at = from; at < text.length; at += 1) {
		const character = text.charAt(at);
		if (character === "\\") at += 1;
		else if (character === open) depth += 1;
		else if (character === close) {
			depth -= 1;
			if (depth === 0) return at;
		}
	}
	return text.length;
}

const ansiEscapes: Readonly<Record<string, string>> = { n: "\n", r: "\r", t: "\t", a: "\u0007", e: "\u001b" };

const unescapeAnsi = (text: string): string =>
	text.replace(
		/\\(?:x([0-9a-fA-F]{1,2})|u([0-9a-fA-F]{1,4})|([\s\S]))/g,
		(_, hex?: string, code?: string, sign = "") =>
			hex === undefined && code === undefined
				? (ansiEscapes[sign] ?? sign)
				: String.fromCharCode(Number.parseInt(hex ?? code ?? "", 16)),
	);
