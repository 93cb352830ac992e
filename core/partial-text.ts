import { formatList } from "./text.ts";

/** A part of a text that is unknown until something is deployed, started or filled in. */
export interface Hole {
	/** Shown in its place: `${ImageTag}`, `$(pwd)`, `<name>`. */
	readonly label: string;
	/** Why it is unknown, as a clause: `${TAG} has no value`. */
	readonly why: string;
}

/**
 * A text with parts that may be unknown. Equal texts have equal parts: adjacent strings are joined and none is empty. It is a
 * class so that plain data from a document cannot be mistaken for one.
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

	/** Whether it has no hole. */
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

	/** The text before the first hole. */
	get literalStart(): string {
		const [first] = this.parts;
		return typeof first === "string" ? first : "";
	}

	/** Splits at the separators outside holes into at most `max` texts. */
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

	/** The text with a label in place of each hole. */
	toString(): string {
		return this.parts.map((part) => (typeof part === "string" ? part : part.label)).join("");
	}

	/** The text with `holeMark` in place of each hole, for patterns and globs, which take strings. */
	toMarked(): string {
		return this.parts.map((part) => (typeof part === "string" ? part : holeMark)).join("");
	}
}

export const emptyText: PartialText<never> = new PartialText([]);

/** Represents a hole in a string that is compared with patterns; never shown to people. */
export const holeMark = "\ufffc";

/** Whether a marked text, or a part of one, contains a hole. */
export const hasHole = (marked: string): boolean => marked.includes(holeMark);

/** Whether a marked text, or a part of one, consists of holes only. */
export const isAllHoles = (marked: string): boolean => marked !== "" && marked.replaceAll(holeMark, "").trim() === "";

/** Why texts with these holes are unknown: the first three different reasons. */
export const reasonOf = (holes: readonly Hole[]): string => formatList([...new Set(holes.map(({ why }) => why))], 3);
