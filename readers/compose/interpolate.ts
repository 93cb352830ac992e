import { emptyText, type Hole, PartialText } from "../../core/partial-text.ts";
import { truncate } from "../../core/text.ts";

/** Values that the files give to variables. Never the environment of this process: the verdict must not depend on it. */
export type Variables = ReadonlyMap<string, PartialText>;

/** Maximum nesting of defaults: `${A:-${B:-${C}}}` has three levels. */
const maxLevels = 20;

const name = /[A-Za-z_][A-Za-z0-9_]*/y;
const operator = /:?[-?+]/y;

/** Replaces a dollar sign that Compose refuses. */
export const notAVariable: Hole = {
	label: "$",
	why: 'a "$" does not start a variable (write "$$" for a dollar sign)',
};

/** A variable without a value in the files. */
export function unsetVariable(variable: string): Hole {
	const label = `\${${truncate(variable, 60)}}`;
	return { label, why: `${label} has no value` };
}

const unset = (variable: string): PartialText => new PartialText([unsetVariable(variable)]);
const invalidText = new PartialText([notAVariable]);

/**
 * Replaces `$NAME`, `${NAME}`, `${NAME:-default}`, `${NAME-default}`, `${NAME:+other}`,
 * `${NAME+other}` by values; `${NAME:?error}` and `${NAME?error}` are unknown without a value, and `$$` is a dollar sign.
 * A variable without a value or default is unknown; with `emptyIsUnknown`, so is one that is empty by default.
 * https://docs.docker.com/reference/compose-file/interpolation/
 */
export function interpolate(text: string, variables: Variables, emptyIsUnknown = false): PartialText {
	return new Interpolator(text, variables, emptyIsUnknown).read(0);
}

class Interpolator {
	readonly #text: string;
	readonly #variables: Variables;
	readonly #emptyIsOpen: boolean;
	#at = 0;

	constructor(text: string, variables: Variables, emptyIsUnknown: boolean) {
		this.#text = text;
		this.#variables = variables;
		this.#emptyIsOpen = emptyIsUnknown;
	}

	/** Reads up to the end or, inside braces, up to the closing one, which is not consumed. */
	read(level: number): PartialText {
		const pieces: (string | PartialText)[] = [];
		while (this.#at < this.#text.length) {
			const character = this.#text.charAt(this.#at);
			if (level > 0 && character === "}") break;
			if (character === "$") pieces.push(this.#dollar(level));
			else pieces.push(this.#literal(level));
		}
		return new PartialText(pieces);
	}

	#literal(level: number): string {
		const start = this.#at;
		while (this.#at < this.#text.length && !this.#endsLiteral(level)) this.#at += 1;
		return this.#text.slice(start, this.#at);
	}

	#endsLiteral(level: number): boolean {
		const character = this.#text.charAt(this.#at);
		return character === "$" || (level > 0 && character === "}");
	}

	#dollar(level: number): PartialText {
		this.#at += 1;
		if (this.#takes("$")) return new PartialText(["$"]);
		const braced = this.#takes("{");
		const variable = this.#match(name);
		if (variable === null || level >= maxLevels) return invalidText;
		if (!braced) return this.#variables.get(variable) ?? unset(variable);
		const sign = this.#match(operator);
		const other = sign === null ? emptyText : this.read(level + 1);
		return this.#takes("}") ? this.#chosen(variable, sign, other) : invalidText;
	}

	#chosen(variable: string, sign: string | null, other: PartialText): PartialText {
		const value = this.#variables.get(variable);
		const isSet = value !== undefined && !(sign?.startsWith(":") && value.isEmpty);
		if (sign?.endsWith("+")) return isSet ? other : emptyText;
		if (isSet) return value;
		const isLeftEmpty = this.#emptyIsOpen && value === undefined && other.isEmpty;
		const hasDefault = sign?.endsWith("-") === true && !isLeftEmpty;
		return hasDefault ? other : unset(variable);
	}

	#takes(character: string): boolean {
		if (this.#text.charAt(this.#at) !== character) return false;
		this.#at += 1;
		return true;
	}

	#match(pattern: RegExp): string | null {
		pattern.lastIndex = this.#at;
		const [found = null] = pattern.exec(this.#text) ?? [];
		if (found !== null) this.#at += found.length;
		return found;
	}
}
