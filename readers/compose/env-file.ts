import { PartialText } from "../../core/partial-text.ts";
import { interpolate, notAVariable, type Variables } from "./interpolate.ts";

/** `NAME=value`; null when only the name is written, so that the value comes from outside. */
export interface Assignment {
	readonly name: string;
	readonly value: PartialText | null;
}

/** One statement: a name, then optionally a value, which is quoted (possibly over several lines) or extends to the end of the line. */
const statement =
	/^[^\S\n]*(?:export[^\S\n]+)?([^\s=#:'"]+)[^\S\n]*(?:[=:][^\S\n]*(?:'((?:\\[\s\S]|[^'\\])*)'|"((?:\\[\s\S]|[^"\\])*)"|([^\n]*)))?[^\n]*$/gm;

/**
 * Reads an `env_file` or `.env` in Compose's format: comments, `export`, quotes, and variables outside of single quotes.
 * Earlier variables of the file can be used in later values.
 * https://docs.docker.com/reference/compose-file/services/#env_file-format
 */
export function readEnvFile(text: string, outside: Variables): readonly Assignment[] {
	const known = new Map(outside);
	const found: Assignment[] = [];
	for (const [, name = "", single, double, bare] of text.replaceAll("\r\n", "\n").matchAll(statement)) {
		const value = valueIn({ single, double, bare }, known);
		if (value !== null) known.set(name, value);
		found.push({ name, value });
	}
	return found;
}

interface RawValue {
	readonly single: string | undefined;
	readonly double: string | undefined;
	readonly bare: string | undefined;
}

function valueIn({ single, double, bare }: RawValue, known: Variables): PartialText | null {
	if (single !== undefined) return new PartialText([single.replaceAll("\\'", "'")]);
	if (double !== undefined) return expandVariables(unescapeText(double), known);
	if (bare === undefined) return null;
	return expandVariables(bare.replace(/(?:^|\s)#.*$/, "").trim(), known);
}

/** Unlike in a Compose file, a dollar sign that does not start a variable is a literal here. */
const expandVariables = (text: string, known: Variables): PartialText =>
	new PartialText(interpolate(text, known).parts.map((piece) => (piece === notAVariable ? "$" : piece)));

const escapes: Readonly<Record<string, string>> = { n: "\n", r: "\r", t: "\t", $: "$$" };

/** `\$` is a literal dollar sign. */
const unescapeText = (text: string): string => text.replace(/\\([\s\S])/g, (_, sign: string) => escapes[sign] ?? sign);

/**
 * Reads an environment file without quotes and interpolation, as for `docker run --env-file` and `format: raw`.
 * https://docs.docker.com/reference/cli/docker/container/run/#env
 */
export function readRawEnvFile(text: string): readonly Assignment[] {
	return text.split(/\r?\n/).flatMap((line): readonly Assignment[] => {
		const written = line.trimStart();
		if (written === "" || written.startsWith("#")) return [];
		const end = written.indexOf("=");
		if (end === -1) return [{ name: written.trim(), value: null }];
		return [{ name: written.slice(0, end).trim(), value: new PartialText([written.slice(end + 1)]) }];
	});
}
