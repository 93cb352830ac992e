import { lineIndex } from "../document/line-index.ts";
import { maxLevels, problemAt, tooDeep } from "../document/problem.ts";
import type { Comment } from "../document/yaml-comments.ts";

const identifierAt = /[\p{ID_Start}_][\p{ID_Continue}-]*/uy;
const numberAt = /\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/y;

/** Reads a text from left to right. */
export class Scanner {
	readonly text: string;
	readonly positionOf: ReturnType<typeof lineIndex>;
	at = 0;
	/** By their offset. */
	readonly comments = new Map<number, Comment>();
	readonly #path: string;
	#level = 0;

	constructor(text: string, path: string) {
		this.text = text;
		this.positionOf = lineIndex(text);
		this.#path = path;
	}

	get isAtEnd(): boolean {
		return this.at >= this.text.length;
	}

	/** The characters that come next; fewer at the end. */
	peek(length = 1): string {
		return this.text.slice(this.at, this.at + length);
	}

	/** Moves past a text if it comes next. */
	take(expected: string): boolean {
		if (!this.text.startsWith(expected, this.at)) return false;
		this.at += expected.length;
		return true;
	}

	/** Moves past spaces and a text; nothing moves if the text does not come next. */
	takeAfterSpace(expected: string, withLines: boolean): boolean {
		const before = this.at;
		this.skip(withLines);
		if (this.take(expected)) return true;
		this.at = before;
		return false;
	}

	/** Moves past a text that has to come next; `why` says what is missing and what to write. */
	expect(expected: string, why: string): void {
		if (!this.take(expected)) this.fail(why);
	}

	takeIdentifier(): string | null {
		return this.#takeMatch(identifierAt);
	}

	takeNumber(): number | null {
		const found = this.#takeMatch(numberAt);
		return found === null ? null : Number(found);
	}

	#takeMatch(pattern: RegExp): string | null {
		pattern.lastIndex = this.at;
		const [found] = pattern.exec(this.text) ?? [];
		if (found === undefined) return null;
		this.at += found.length;
		return found;
	}

	/** Moves past spaces and comments, and past line breaks if they mean nothing here. */
	skip(withLines: boolean): void {
		for (;;) {
			const next = this.peek();
			if (next === " " || next === "\t" || next === "\r" || (withLines && next === "\n")) this.at += 1;
			else if (next === "#" || this.peek(2) === "//") this.#skipComment();
			else if (this.peek(2) === "/*") this.#skipBlockComment();
			else return;
		}
	}

	#skipComment(): void {
		const text = this.restOfLine();
		this.comments.set(this.at, { text, offset: this.at });
		this.at += text.length;
	}

	#skipBlockComment(): void {
		const end = this.#find("*/", this.at + 2);
		if (end === null) this.fail("this comment is not closed; write */ at its end");
		this.comments.set(this.at, { text: this.text.slice(this.at, end + 2), offset: this.at });
		this.at = end + 2;
	}

	#find(text: string, from: number): number | null {
		const found = this.text.indexOf(text, from);
		return found === -1 ? null : found;
	}

	/** The line from here on, without its line break. */
	restOfLine(): string {
		return this.text.slice(this.at, this.#find("\n", this.at) ?? this.text.length);
	}

	/** Bounds how deeply parts are nested. */
	nested<T>(read: () => T): T {
		if (this.#level >= maxLevels) this.fail(tooDeep);
		this.#level += 1;
		const found = read();
		this.#level -= 1;
		return found;
	}

	/** Throws BadInputError, `path:line:column: what is wrong; what to write`. */
	fail(why: string, offset = this.at): never {
		throw problemAt(this.#path, this.positionOf(Math.min(offset, this.text.length)), why);
	}
}
