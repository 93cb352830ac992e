import { type Hole, PartialText } from "./partial-text.ts";

/** Every part has an upper bound and begins with a mark of its own: the time for a text grows with its length, no more. */
const placeholders =
	/(\$\{[^{}]{0,200}\}|\$\([^()]{0,200}\)|\{\{(?!resolve:)[^{}]{0,200}\}\}|<[^<>\s][^<>]{0,200}>|%[A-Z_]{2,100}%)/;
const wholeVariable = /^\$[A-Z_][A-Z0-9_]{0,200}$/;

const holeFor = (label: string): Hole => ({ label, why: "a placeholder is filled in later" });

/**
 * A text with a hole for every placeholder: `${NAME}`, `$(NAME)`, `{{ name }}`, `<name>`, `%NAME%`, and `$NAME` where that is
 * all. Something else fills them in before the text is used. CloudFormation's `{{resolve:…}}` is none: what it
 * stands for arrives as plain text.
 */
export function parsePlaceholders(text: string | PartialText): PartialText {
	if (text instanceof PartialText) {
		return new PartialText(text.parts.flatMap((part) => (typeof part === "string" ? partsOf(part) : [part])));
	}
	return new PartialText(wholeVariable.test(text.trim()) ? [holeFor(text.trim())] : partsOf(text));
}

/** Every second piece is a placeholder. */
const partsOf = (text: string): readonly (string | Hole)[] =>
	text.split(placeholders).map((piece, index) => (index % 2 === 0 ? piece : holeFor(piece)));

/** A text with `holeMark` for every hole and placeholder. */
export const markHoles = (text: string | PartialText): string => parsePlaceholders(text).toMarked();
