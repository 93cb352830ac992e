import { PartialText } from "../../core/partial-text.ts";
import type { Comment } from "../document/yaml-comments.ts";
import { endOf, readExpansion } from "./expansions.ts";
import { redirection } from "./redirections.ts";

/** A word of a command line, unquoted. */
export interface Word {
	/** With holes for what only the shell knows. */
	readonly text: PartialText;
	/** The index of its start in the text, from 0. */
	readonly offset: number;
	/** Whether the shell may expand it to several words or none: it has an unquoted variable, or `$@`. */
	readonly splits: boolean;
}

/** One command: the words between `;`, `|`, `&`, brackets and line ends. */
export type Command = readonly Word[];

/** The line continuations of POSIX shells, PowerShell and cmd.exe: `\`, a backtick, `^`. */
const continued = /[\\`^]\r?\n/y;
const comment = /#[^\n]*/y;
const separator = /[\n;|&()]/y;
const blanks = /[^\S\n]+/y;
/** Characters without a special meaning. */
const plain = /[^\s;|&()<>'"\\$`^#]+/y;

/** Names that the script assigns; the value of an option such as `-e TAG=1` counts too, to be safe. */
const assignment = /(?:^|[\s;&|("'])([A-Za-z_][A-Za-z0-9_]*)=/gm;

/** Maximum nesting of substitutions. */
const maxLevels = 20;

/**
 * Splits a script into commands and words, as a POSIX shell does before expansion: quotes (`'…'`, `"…"`, `$'…'`),
 * escapes, comments and continued lines. Variables and substitutions become holes; the commands of a substitution
 * are among those of the script, in the order of the text. Never throws.
 * https://pubs.opengroup.org/onlinepubs/9799919799/utilities/V3_chap02.html
 */
export function splitCommands(text: string): readonly Command[] {
	const assigned = new Set([...text.matchAll(assignment)].map(([, variable = ""]) => variable));
	const commands = new Splitter(text, { assigned, from: 0, level: 0 }).commands();
	return commands.toSorted(([one], [other]) => (one?.offset ?? 0) - (other?.offset ?? 0));
}

/** The comments of a script, outside of its substitutions. */
export function shellComments(text: string): readonly Comment[] {
	const splitter = new Splitter(text, { assigned: new Set(), from: 0, level: maxLevels });
	splitter.commands();
	return splitter.comments;
}

/** The context of a script, which may be a substitution within another one. */
interface ScriptContext {
	/** Names that the whole script assigns. */
	readonly assigned: ReadonlySet<string>;
	/** The index of its start in the whole script. */
	readonly from: number;
	readonly level: number;
}

class Splitter {
	readonly #text: string;
	readonly #in: ScriptContext;
	readonly #commands: Word[][] = [[]];
	readonly #inner: Command[] = [];
	readonly comments: Comment[] = [];
	#word: { readonly pieces: (string | PartialText)[]; readonly offset: number; splits: boolean } | null = null;
	#at = 0;

	constructor(text: string, context: ScriptContext) {
		this.#text = text;
		this.#in = context;
	}

	commands(): readonly Command[] {
		while (this.#at < this.#text.length) this.#step();
		this.#finish();
		return [...this.#commands.filter((command) => command.length > 0), ...this.#inner];
	}

	#step(): void {
		if (this.#skips(continued)) return;
		if (this.#word === null && (this.#comment() || this.#skips(redirection))) return;
		if (this.#skips(blanks) || this.#skips(redirection)) {
			this.#finish();
			return;
		}
		if (this.#skips(separator)) {
			this.#finish();
			this.#commands.push([]);
			return;
		}
		this.#part();
	}

	#comment(): boolean {
		const text = this.#match(comment);
		if (text === null) return false;
		this.comments.push({ text, offset: this.#at });
		this.#at += text.length;
		return true;
	}

	#part(): void {
		const character = this.#text.charAt(this.#at);
		if (character === "'") {
			const end = endOf(this.#text, "'", this.#at + 1);
			this.#take([this.#text.slice(this.#at + 1, end)], end + 1);
		} else if (character === '"') this.#doubleQuoted();
		else if (character === "\\") this.#take([this.#text.charAt(this.#at + 1)], this.#at + 2);
		else if (character === "$" || character === "`") this.#expansion(false);
		else {
			const found = this.#match(plain) ?? character;
			this.#take([found], this.#at + found.length);
		}
	}

	#doubleQuoted(): void {
		this.#take([], this.#at + 1);
		while (this.#at < this.#text.length) {
			const character = this.#text.charAt(this.#at);
			if (character === '"') {
				this.#at += 1;
				return;
			}
			if (this.#skips(continued)) continue;
			if (character === "\\" && /["\\$`]/.test(this.#text.charAt(this.#at + 1))) {
				this.#take([this.#text.charAt(this.#at + 1)], this.#at + 2);
			} else if (character === "$" || character === "`") this.#expansion(true);
			else this.#take([character], this.#at + 1);
		}
	}

	#expansion(quoted: boolean): void {
		const { assigned, from, level } = this.#in;
		const { text, end, script } = readExpansion(this.#text, this.#at, assigned);
		this.#take([text], end);
		if (this.#word !== null && text.holes.some(({ label }) => !quoted || /[@*]/.test(label))) this.#word.splits = true;
		if (script === undefined || level === maxLevels) return;
		const inner = new Splitter(script.text, { assigned, from: from + script.from, level: level + 1 });
		for (const command of inner.commands()) this.#inner.push(command);
	}

	#take(pieces: readonly (string | PartialText)[], end: number): void {
		this.#word ??= { pieces: [], offset: this.#in.from + this.#at, splits: false };
		for (const piece of pieces) this.#word.pieces.push(piece);
		this.#at = end;
	}

	#finish(): void {
		if (this.#word === null) return;
		const { pieces, offset, splits } = this.#word;
		this.#commands.at(-1)?.push({ text: new PartialText(pieces), offset, splits });
		this.#word = null;
	}

	#skips(pattern: RegExp): boolean {
		const found = this.#match(pattern);
		if (found !== null) this.#at += found.length;
		return found !== null;
	}

	#match(pattern: RegExp): string | null {
		pattern.lastIndex = this.#at;
		return pattern.exec(this.#text)?.[0] ?? null;
	}
}
