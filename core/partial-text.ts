import { formatList } from "./text.ts";

/** A part of a text that is unknown until something is deployed, started or filled in. */
export interface Hole {
	/** Stands for it wherever the text is shown: `${ImageTag}`, `$(pwd)`, `<name>`. */
	readonly label: string;
	/** Why it is unknown, a clause: `${TAG} has no value`. */
	readonly why: string;
}

/**
 * A text of which parts may be unknown. The same text has one form: strings that adjoin are one, none is empty. A class, so
 * that no document of plain data passes for one.
 */
export class PartialText<H extends Hole = Hole> {
	readonly parts: readonly (string | H)[];

	constructor(parts: readonly (string | H | PartialText<H>)[]) {
		const merged: (string | H)[] = [];
		for (const part of parts.flatMap((one) => (one instanceof PartialText ? one.parts : [one]))) {
			const last = merged.at(-1);
			if (part === "") continue;
			if (typeof part === "string" && typeof last === "string") merged[merged.length - 1] = last + part;
			else merged.push(part);
		}
		this.parts = merged;
	}

	get holes(): readonly H[] {
		return this.parts.filter((part) => typeof part !== "string");
	}

	/** Whether nothing of it is unknown. */
	get isKnown(): boolean {
		return this.parts.every((part) => typeof part === "string");
	}

	get isEmpty(): boolean {
		return this.parts.length === 0;
	}

	/** Whether it is a single hole. */
	get isOnlyHole(): boolean {
		return this.parts.length === 1 && typeof this.parts[0] !== "string";
	}

	/** What stands before the first hole. */
	get literalStart(): string {
		const [first] = this.parts;
		return typeof first === "string" ? first : "";
	}

	/** The texts between the separators that are written, at most `max` of them; a hole is never taken apart. */
	splitAt(separator: string, max = Number.POSITIVE_INFINITY): readonly PartialText<H>[] {
		const texts: (string | H)[][] = [[]];
		for (const part of this.parts) {
			if (typeof part !== "string") {
				texts.at(-1)?.push(part);
				continue;
			}
			const [first = "", ...others] = part.split(separator);
			texts.at(-1)?.push(first);
			for (const other of others) {
				if (texts.length < max) texts.push([other]);
				else texts.at(-1)?.push(separator, other);
			}
		}
		return texts.map((text) => new PartialText(text));
	}

	/** The text with the label of every hole. */
	toString(): string {
		return this.parts.map((part) => (typeof part === "string" ? part : part.label)).join("");
	}

	/** The text with `holeMark` for every hole: for patterns and globs, which take strings. */
	toMarked(): string {
		return this.parts.map((part) => (typeof part === "string" ? part : holeMark)).join("");
	}
}

export const emptyText: PartialText<never> = new PartialText([]);

/** Stands for a hole in a string that patterns are compared with; no text that is meant for people has it. */
export const holeMark = "\ufffc";

/** Whether a marked text, or a part of one, has a hole in it. */
export const hasHole = (marked: string): boolean => marked.includes(holeMark);

/** Whether nothing of a marked text, or a part of one, is known. */
export const isAllHoles = (marked: string): boolean => marked !== "" && marked.replaceAll(holeMark, "").trim() === "";

/** Why texts with these holes are unknown: each reason once, the first three. */
export const reasonOf = (holes: readonly Hole[]): string => formatList([...new Set(holes.map(({ why }) => why))], 3);
