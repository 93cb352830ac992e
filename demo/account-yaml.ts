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
import { toSingleLine, truncate } from "../core/text.ts";

/** A description as plain data, with the locations of its values. */
export interface AccountText {
	readonly value: unknown;
	/** `file:line:column` of the value at a path, or of its nearest ancestor that exists. */
	readonly locationOf: (path: readonly PropertyKey[]) => string;
}

/** Allows a lifecycle policy, for example, to be written once and used in every repository. */
const maxAliases = 10_000;

/** Parses YAML 1.2 or JSON, with aliases. Throws BadInputError: `file:line:column: what is wrong; what to write`. */
export function readYaml(text: string, file: string): AccountText {
	const lines = new LineCounter();
	const location = (offset: number): string => {
		const { line, col } = lines.linePos(offset);
		return `${file}:${line}:${col}`;
	};
	const document = parseDocument(text, { version: "1.2", lineCounter: lines, prettyErrors: false, logLevel: "error" });
	const [firstError] = document.errors;
	try {
		if (firstError !== undefined) {
			const offset = isUnclosedQuote(firstError) ? findLastQuote(document, firstError.pos[0]) : firstError.pos[0];
			throw new BadInputError(`${location(offset)}: ${messageFor(firstError)}`);
		}
		const lastAlias = checkAliases(document, location);
		return {
			value: toData(document, location(lastAlias)),
			locationOf: (path) => location(offsetOf(document.contents, path)),
		};
	} catch (error) {
		if (error instanceof RangeError) throw new BadInputError(`${location(0)}: ${tooDeep}`, { cause: error });
		throw error;
	}
}

const tooDeep = "nested too deeply; use fewer levels";

const badIndentation = "the indentation matches no line above; indent it like its neighbors";
const remedies: Partial<Record<YAMLError["code"], string>> = {
	BAD_DQ_ESCAPE: "invalid escape sequence in double quotes; write \\\\ or use single quotes",
	BAD_INDENT: badIndentation,
	BAD_SCALAR_START: "a value cannot start with this character; put it in quotes",
	BLOCK_AS_IMPLICIT_KEY: badIndentation,
	DUPLICATE_KEY: "duplicate key; write it once",
	MULTILINE_IMPLICIT_KEY: "this line is not a key with a value; write key: value, or put a long string in quotes",
	MISSING_CHAR: "a character is missing before this; check for a missing colon, comma, space or quote",
	MULTIPLE_DOCS: "a second document starts here; write only one",
	TAB_AS_INDENT: "this line is indented with a tab; indent with spaces",
	TAG_RESOLVE_FAILED: "unknown tag; write the value without it",
};

const isUnclosedQuote = ({ code, message }: YAMLError): boolean => code === "MISSING_CHAR" && /closing/.test(message);

function messageFor(error: YAMLError): string {
	if (isUnclosedQuote(error)) return "this quote is not closed; close it";
	if (error.message.includes("call stack")) return tooDeep;
	if (error.message.startsWith("Nested mappings")) {
		return "a second key on one line; put the value in quotes, or the key on its own line";
	}
	if (error.message.includes("end with"))
		return "a bracket or brace is not closed; close it, indented further than its key";
	const remedy = remedies[error.code];
	return remedy ?? "this is not YAML; check for a missing colon, comma, quote or bracket at or before it";
}

/** The parser reports an unclosed quote only at the end of the input, so the quote itself is searched here. */
function findLastQuote(document: Document, end: number): number {
	let found = end;
	visit(document, {
		Scalar: (_, { type, range }) => {
			if (type?.startsWith("QUOTE") && range && range[0] <= end) found = range[0];
		},
	});
	return found;
}

/** Checks that every alias has an anchor before it and is not inside it. Returns the offset of the last alias, 0 without any. */
function checkAliases(document: Document, location: (offset: number) => string): number {
	const anchors = new Map<string, unknown>();
	let last = 0;
	visit(document, {
		Node: (_, node) => {
			if ("anchor" in node && node.anchor !== undefined) anchors.set(node.anchor, node);
		},
		Alias: (_, { source, range }, path) => {
			last = range?.[0] ?? 0;
			const name = `*${toSingleLine(truncate(source, 40))}`;
			const target = anchors.get(source);
			if (target === undefined) {
				throw new BadInputError(`${location(last)}: ${name} has no anchor; write &${name.slice(1)} before it`);
			}
			if (path.some((ancestor) => ancestor === target)) {
				throw new BadInputError(`${location(last)}: ${name} refers to a value that contains it; write out the value`);
			}
		},
	});
	return last;
}

function toData(document: Document.Parsed, lastAlias: string): unknown {
	try {
		return document.toJS({ maxAliasCount: maxAliases });
	} catch (error) {
		if (!(error instanceof ReferenceError)) throw error;
		throw new BadInputError(`${lastAlias}: nested aliases expand to too much data; write out the values`, {
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
