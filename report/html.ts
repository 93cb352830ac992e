import { oneLine } from "../core/text.ts";

/** Text that is HTML already. Only `html` and `preformatted` make it: what comes from outside cannot get in unescaped. */
class Markup {
	readonly #source: string;
	constructor(source: string) {
		this.#source = source;
	}
	toString(): string {
		return this.#source;
	}
}

export type { Markup };

/** What a template takes. False, null and undefined leave nothing; lists are joined. */
export type Content = string | number | false | null | undefined | Markup | readonly Content[];

/** The one way to HTML: the template is trusted, every value in it is escaped, at a text or a quoted attribute. */
export function html(template: TemplateStringsArray, ...values: readonly Content[]): Markup {
	const parts = template.map((part, index) => (index === 0 ? part : written(values[index - 1]) + part));
	return new Markup(parts.join(""));
}

/** A text of several lines, each cleaned by itself; indentation stays. For elements that keep white space. */
export function preformatted(text: string): Markup {
	const lines = text.split(/\r\n|[\n\r\u2028\u2029]/).map((line) => {
		const indentation = /^[ \t]*/.exec(line)?.[0] ?? "";
		return indentation + escaped(line.trim());
	});
	return new Markup(lines.join("\n"));
}

function written(value: Content): string {
	if (value === false || value === null || value === undefined) return "";
	if (value instanceof Markup) return value.toString();
	if (typeof value === "number") return String(value);
	return typeof value === "string" ? escaped(value) : value.map(written).join("");
}

const entities: Readonly<Record<string, string>> = {
	"&": "&amp;",
	"<": "&lt;",
	">": "&gt;",
	'"': "&quot;",
	"'": "&#39;",
};

/** On one line and without meaning to a browser; a space at either end stays, for what stands beside it. */
function escaped(text: string): string {
	const inner = oneLine(text).replace(/[&<>"']/g, (sign) => entities[sign] ?? "");
	if (inner === "") return /\s/.test(text) ? " " : "";
	return `${/^\s/.test(text) ? " " : ""}${inner}${/\s$/.test(text) ? " " : ""}`;
}
