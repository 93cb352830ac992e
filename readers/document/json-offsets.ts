import { createScanner, type JSONScanner } from "jsonc-parser";
import { endOfString } from "./json-measure.ts";
import type { DocumentPath } from "./source-document.ts";

/** The offsets of a member of an object or an array; an array item is its own key. */
interface Member {
	readonly key: number;
	readonly value: number;
}

type Members = ReadonlyMap<string | number, Member>;

/**
 * Finds offsets in a valid JSON text by path. Only the arrays and objects on the way are scanned, each once, so that
 * a few lookups in a long text are cheap.
 */
export function offsetFinder(text: string): (path: DocumentPath, part: "key" | "value") => number {
	const scanner = createScanner(text, true);
	const known = new Map<number, Members>();
	const membersAt = (offset: number): Members => {
		const members = known.get(offset) ?? membersOf(text, scanner, offset);
		known.set(offset, members);
		return members;
	};
	return (path, part) => {
		scanner.setPosition(0);
		nextToken(text, scanner);
		let member: Member = { key: scanner.getTokenOffset(), value: scanner.getTokenOffset() };
		for (const step of path) {
			const next = membersAt(member.value).get(step);
			if (next === undefined) return member.key;
			member = next;
		}
		return member[part];
	};
}

function membersOf(text: string, scanner: JSONScanner, offset: number): Members {
	const members = new Map<string | number, Member>();
	scanner.setPosition(offset);
	const kind = nextToken(text, scanner);
	if (kind !== "{" && kind !== "[") return members;
	for (let token = nextToken(text, scanner); !closes(token); token = nextToken(text, scanner)) {
		if (token === ",") continue;
		const key = scanner.getTokenOffset();
		if (kind === "[") {
			members.set(members.size, { key, value: key });
		} else {
			const name = scanner.getTokenValue();
			nextToken(text, scanner);
			token = nextToken(text, scanner);
			members.set(name, { key, value: scanner.getTokenOffset() });
		}
		skipValue(text, scanner, token);
	}
	return members;
}

/** The first character of the next token, which identifies its kind; empty at the end. */
function nextToken(text: string, scanner: JSONScanner): string {
	scanner.scan();
	return text.charAt(scanner.getTokenOffset());
}

const opens = (token: string): boolean => token === "{" || token === "[";
const closes = (token: string): boolean => token === "}" || token === "]" || token === "";

/** Moves past the value whose first token was just read, by counting brackets. */
function skipValue(text: string, scanner: JSONScanner, first: string): void {
	if (!opens(first)) return;
	let open = 1;
	let at = scanner.getTokenOffset() + 1;
	for (; open > 0 && at < text.length; at++) {
		const character = text[at] ?? "";
		if (character === '"') at = endOfString(text, at);
		else if (opens(character)) open++;
		else if (closes(character)) open--;
	}
	scanner.setPosition(at);
}

/** The first duplicate key of a valid JSON text; null when there is none. */
export function findDuplicateKey(text: string): { readonly key: string; readonly offset: number } | null {
	const scanner = createScanner(text, true);
	const open: Set<string>[] = [];
	let last = { key: "", offset: 0 };
	for (let token = nextToken(text, scanner); token !== ""; token = nextToken(text, scanner)) {
		if (opens(token)) open.push(new Set());
		else if (closes(token)) open.pop();
		else if (token === '"') last = { key: scanner.getTokenValue(), offset: scanner.getTokenOffset() };
		else if (token === ":") {
			if (open.at(-1)?.has(last.key)) return last;
			open.at(-1)?.add(last.key);
		}
	}
	return null;
}
