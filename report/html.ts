import { toSingleLine } from "../core/text.ts";

/** Text that is already HTML. Only `html` and `preformatted` create it, so untrusted text cannot get in unescaped. */
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

/** What a template accepts. False, null and undefined render as nothing; arrays are joined. */
export type Content = string | number | false | null | undefined | Markup | readonly Content[];

/** The only way to create HTML: the template is trusted, and every value in it is escaped, for text and for quoted attributes. */
export function html(template: TemplateStringsArray, ...values: readonly Content[]): Markup {
	const parts = template.map((part, index) => (index === 0 ? part : render(values[index - 1]) + part));
	return new Markup(parts.join(""));
}

/** Text of several lines, each cleaned separately; indentation is kept. For elements that preserve white space. */
export function preformatted(text: string): Markup {
	const lines = text.split(/\r\n|[\n\r\u2028\u2029]/).map((line) => {
		const indentation = /^[ \t]*/.exec(line)?.[0] ?? "";
		return indentation + escapeHtml(line.trim());
	});
	return new Markup(lines.join("\n"));
}

function render(value: Content): string {
	if (value === false || value === null || value === undefined) return "";
	if (value instanceof Markup) return value.toString();
	if (typeof value === "number") return String(value);
	return typeof value === "string" ? escapeHtml(value) : value.map(render).join("");
}

const entities: Readonly<Record<string, string>> = {
	"&": "&amp;",
	"<": "&lt;",
	">": "&gt;",
	'"': "&quot;",
	"'": "&#39;",
};

/** On one line and escaped; a space at either end is kept, because it separates the text from its neighbors. */
function escapeHtml(text: string): string {
	const inner = toSingleLine(text).replace(/[&<>"']/g, (character) => entities[character] ?? "");
	if (inner === "") return /\s/.test(text) ? " " : "";
	return `${/^\s/.test(text) ? " " : ""}${inner}${/\s$/.test(text) ? " " : ""}`;
}
