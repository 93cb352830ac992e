import type { Scanner } from "./scanner.ts";
import type { Compound, Expression, Template, TemplateText } from "./syntax.ts";

/** Reads an expression in which line breaks mean nothing. */
type ReadExpression = (scanner: Scanner) => Expression;
type Part = Template["parts"][number];

const escapes: Readonly<Record<string, string>> = { n: "\n", r: "\r", t: "\t", '"': '"', "\\": "\\" };
const unicodeEscape = /u[\dA-Fa-f]{4}|U[\dA-Fa-f]{8}/y;
const largestCodePoint = 0x10ffff;

/** Reads a text in double quotes, with its escapes and `${…}`. */
export function readQuoted(scanner: Scanner, readExpression: ReadExpression): Expression {
	const offset = scanner.at;
	scanner.at += 1;
	const parts: Part[] = [];
	while (!scanner.take('"')) {
		if (scanner.isAtEnd || scanner.peek() === "\n")
			scanner.fail('this string is not closed; write the closing "', offset);
		parts.push(
			scanner.peek() === "\\" ? readEscape(scanner) : readPart(scanner, /["\n\\]|[$%]{1,2}\{/g, readExpression),
		);
	}
	return templateOf(parts, offset, scanner.at);
}

function readEscape(scanner: Scanner): TemplateText {
	const offset = scanner.at;
	scanner.at += 1;
	unicodeEscape.lastIndex = scanner.at;
	const [unicode] = unicodeEscape.exec(scanner.text) ?? [];
	const code = Number.parseInt(unicode?.slice(1) ?? "", 16);
	const text =
		unicode === undefined ? escapes[scanner.peek()] : code > largestCodePoint ? undefined : String.fromCodePoint(code);
	if (text === undefined) scanner.fail("this escape sequence is invalid; write \\\\", offset);
	scanner.at += unicode?.length ?? 1;
	return { is: "text", text, offset };
}

/** The text up to what `ends` matches, or the `${…}` or `%{…}` that begins here. */
function readPart(scanner: Scanner, ends: RegExp, readExpression: ReadExpression): Part {
	const offset = scanner.at;
	for (const mark of ["$", "%"]) {
		if (!scanner.take(`${mark}${mark}{`)) continue;
		return { is: "text", text: `${mark}{`, offset };
	}
	if (scanner.take("${")) return readInterpolation(scanner, offset, readExpression);
	if (scanner.take("%{")) return readDirective(scanner, offset, readExpression);
	ends.lastIndex = offset + 1;
	scanner.at = ends.exec(scanner.text)?.index ?? scanner.text.length;
	return { is: "text", text: scanner.text.slice(offset, scanner.at), offset };
}

const unclosed = "this is not closed; write the closing }";

/** `~` removes the spaces around it, which only an evaluation can tell. */
function readInterpolation(scanner: Scanner, offset: number, readExpression: ReadExpression): Expression {
	const strips = [scanner.take("~")];
	const inner = scanner.nested(() => readExpression(scanner));
	scanner.skip(true);
	strips.push(scanner.take("~"));
	scanner.expect("}", unclosed);
	return strips.includes(true) ? { is: "compound", parts: [inner], offset, end: scanner.at } : inner;
}

/** `%{ if … }`, `%{ for … in … }` and what belongs to them. */
function readDirective(scanner: Scanner, offset: number, readExpression: ReadExpression): Compound {
	scanner.take("~");
	scanner.skip(true);
	const word = scanner.takeIdentifier();
	if (word === "for") skipLoopHead(scanner);
	const parts = word === "if" || word === "for" ? [scanner.nested(() => readExpression(scanner))] : [];
	scanner.skip(true);
	scanner.take("~");
	scanner.expect("}", unclosed);
	return { is: "compound", parts, offset, end: scanner.at };
}

/** Moves past `key, value in`, after `for`. */
export function skipLoopHead(scanner: Scanner): void {
	do {
		scanner.skip(true);
		if (scanner.takeIdentifier() === null) scanner.fail("a name is missing here; write for NAME in COLLECTION");
		scanner.skip(true);
	} while (scanner.take(","));
	if (scanner.takeIdentifier() !== "in") scanner.fail("in is missing here; write for NAME in COLLECTION");
}

/** Reads `<<EOF` or `<<-EOF`, up to the line that consists of the same word. */
export function readHeredoc(scanner: Scanner, readExpression: ReadExpression): Expression {
	const offset = scanner.at;
	scanner.at += 2;
	const isIndented = scanner.take("-");
	const word = scanner.takeIdentifier();
	if (word === null || scanner.restOfLine().trim() !== "")
		scanner.fail("a heredoc needs a word; write <<EOF alone", offset);
	scanner.at += scanner.restOfLine().length + 1;
	const parts: Part[] = [];
	while (scanner.restOfLine().trim() !== word) {
		if (scanner.isAtEnd) scanner.fail(`this heredoc is not closed; write ${word} on a line of its own`, offset);
		readLine(scanner, parts, readExpression);
	}
	scanner.at += scanner.restOfLine().length;
	return templateOf(isIndented ? withoutIndent(parts, scanner.text) : parts, offset, scanner.at);
}

/** Up to and with its line break; an expression in it may end on another line. */
function readLine(scanner: Scanner, parts: Part[], readExpression: ReadExpression): void {
	while (!scanner.isAtEnd) {
		if (scanner.peek() === "\n") {
			parts.push({ is: "text", text: "\n", offset: scanner.at });
			scanner.at += 1;
			return;
		}
		parts.push(readPart(scanner, /\n|[$%]{1,2}\{/g, readExpression));
	}
}

/** `<<-` removes the spaces that all lines begin with. */
function withoutIndent(parts: readonly Part[], text: string): readonly Part[] {
	const isFirst = (part: Part): part is TemplateText => text[part.offset - 1] === "\n" && part.is === "text";
	const starts = parts.filter((part) => text[part.offset - 1] === "\n" && !(part.is === "text" && part.text === "\n"));
	const indents = starts.map((part) => (part.is === "text" ? part.text.search(/[^ \t]|$/) : 0));
	const indent = indents.reduce((least, one) => Math.min(least, one), maxIndent);
	return parts.map((part) =>
		isFirst(part) && part.text !== "\n"
			? { ...part, text: part.text.slice(indent), offset: part.offset + Math.min(indent, part.text.length) }
			: part,
	);
}

const maxIndent = 1_000;

/** `"${x}"` alone is x. */
function templateOf(parts: readonly Part[], offset: number, end: number): Expression {
	const [only, ...others] = parts;
	if (only !== undefined && only.is !== "text" && others.length === 0) return only;
	return { is: "template", parts, offset, end } satisfies Template;
}
