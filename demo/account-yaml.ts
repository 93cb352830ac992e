import {
	type Document,
	isMap,
	isNode,
	isScalar,
	isSeq,
	LineCounter,
	type ParsedNode,
	parseDocument,
	visit,
	type YAMLError,
} from "yaml";
import { BadInputError } from "../core/errors.ts";
import { cut, oneLine } from "../core/text.ts";

/** A description as plain data, and where its parts stand. */
export interface AccountText {
	readonly value: unknown;
	/** `file:line:column` of what is at a path, or of its nearest ancestor that is written. */
	readonly placeOf: (path: readonly PropertyKey[]) => string;
}

/** Uses of what is written once and meant everywhere, such as a lifecycle policy. */
const maxAliases = 10_000;

/** Reads YAML 1.2 or JSON, with aliases. Throws BadInputError, `file:line:column: what is wrong; what to write`. */
export function readYaml(text: string, file: string): AccountText {
	const lines = new LineCounter();
	const place = (offset: number): string => {
		const { line, col } = lines.linePos(offset);
		return `${file}:${line}:${col}`;
	};
	const document = parseDocument(text, { version: "1.2", lineCounter: lines, prettyErrors: false, logLevel: "error" });
	const [broken] = document.errors;
	try {
		if (broken !== undefined) {
			const offset = isOpenQuote(broken) ? lastQuoteOf(document, broken.pos[0]) : broken.pos[0];
			throw new BadInputError(`${place(offset)}: ${wordsFor(broken)}`);
		}
		const lastAlias = checkAliases(document, place);
		return {
			value: dataOf(document, place(lastAlias)),
			placeOf: (path) => place(offsetOf(document.contents, path)),
		};
	} catch (error) {
		if (error instanceof RangeError) throw new BadInputError(`${place(0)}: ${tooDeep}`, { cause: error });
		throw error;
	}
}

const tooDeep = "nested too deeply; write fewer levels";

const misplaced = "the indentation fits nothing above; indent it like its neighbours";
const remedies: Partial<Record<YAMLError["code"], string>> = {
	BAD_DQ_ESCAPE: "this backslash means nothing in double quotes; write \\\\, or single quotes",
	BAD_INDENT: misplaced,
	BAD_SCALAR_START: "a value cannot begin with this character; put it into quotes",
	BLOCK_AS_IMPLICIT_KEY: misplaced,
	DUPLICATE_KEY: "this key is there twice; write it once",
	MULTILINE_IMPLICIT_KEY: "this line is no key with a value; write key: value, or put a long text into quotes",
	MISSING_CHAR: "something is missing before this; look for a colon, a comma, a space or a quote",
	MULTIPLE_DOCS: "a second document begins; write one only",
	TAB_AS_INDENT: "a tab indents this line; indent with spaces",
	TAG_RESOLVE_FAILED: "this tag means nothing here; write the value without it",
};

const isOpenQuote = ({ code, message }: YAMLError): boolean => code === "MISSING_CHAR" && /closing/.test(message);

function wordsFor(error: YAMLError): string {
	if (isOpenQuote(error)) return "this quote is not closed; close it";
	if (error.message.includes("call stack")) return tooDeep;
	if (error.message.startsWith("Nested mappings")) {
		return "a second key on one line; put the value into quotes, or the key on a line of its own";
	}
	if (error.message.includes("end with")) return "a bracket or brace is not closed; close it, further in than its key";
	const remedy = remedies[error.code];
	return remedy ?? "this is not YAML; look for a missing colon, comma, quote or bracket at or before it";
}

/** The reader notices an open quote only where the text ends. */
function lastQuoteOf(document: Document, end: number): number {
	let found = end;
	visit(document, {
		Scalar: (_, { type, range }) => {
			if (type?.startsWith("QUOTE") && range && range[0] <= end) found = range[0];
		},
	});
	return found;
}

/** Each alias stands for what was written before it, and not for itself. Offset of the last one, 0 without any. */
function checkAliases(document: Document, place: (offset: number) => string): number {
	const anchored = new Map<string, unknown>();
	let last = 0;
	visit(document, {
		Node: (_, node) => {
			if ("anchor" in node && node.anchor !== undefined) anchored.set(node.anchor, node);
		},
		Alias: (_, { source, range }, path) => {
			last = range?.[0] ?? 0;
			const name = `*${oneLine(cut(source, 40))}`;
			const meant = anchored.get(source);
			if (meant === undefined) {
				throw new BadInputError(`${place(last)}: ${name} stands for nothing above; write &${name.slice(1)} before it`);
			}
			if (path.some((ancestor) => ancestor === meant)) {
				throw new BadInputError(`${place(last)}: ${name} stands for what it is in; write the value out`);
			}
		},
	});
	return last;
}

function dataOf(document: Document.Parsed, lastAlias: string): unknown {
	try {
		return document.toJS({ maxAliasCount: maxAliases });
	} catch (error) {
		if (!(error instanceof ReferenceError)) throw error;
		throw new BadInputError(`${lastAlias}: aliases of aliases stand for too much; write the values out`, {
			cause: error,
		});
	}
}

function offsetOf(node: ParsedNode | null, path: readonly PropertyKey[]): number {
	const [key, ...rest] = path;
	if (node === null || key === undefined) return node?.range[0] ?? 0;
	if (isSeq<ParsedNode>(node)) {
		const item = node.items[Number(key)];
		return item === undefined ? node.range[0] : offsetOf(item, rest);
	}
	if (isMap<ParsedNode, ParsedNode | null>(node)) {
		const pair = node.items.find((candidate) => isScalar(candidate.key) && String(candidate.key.value) === key);
		if (pair === undefined) return node.range[0];
		return rest.length === 0 || !isNode(pair.value) ? pair.key.range[0] : offsetOf(pair.value, rest);
	}
	return node.range[0];
}
