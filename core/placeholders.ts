import { type Hole, PartialText } from "../core/partial-text.ts";

/** Every alternative is bounded and starts with a different mark, so that matching takes linear time. */
const placeholders =
	/(\$\{[^{}]{0,200}\}|\$\([^()]{0,200}\)|\{\{(?!resolve:)[^{}]{0,200}\}\}|<[^<>\s][^<>]{0,200}>|%[A-Z_]{2,100}%)/;
const wholeVariable = /^\$[A-Z_][A-Z0-9_]{0,200}$/;

const holeFor = (label: string): Hole => ({ label, why: "a placeholder is filled in later" });

/**
 * A text with a hole for each placeholder that is filled in before the text is used: `${NAME}`, `$(NAME)`, `{{ name }}`,
 * `<name>`, `%NAME%`, and `$NAME` if it is the whole text. CloudFormation's `{{resolve:…}}` is not a placeholder: its value
 * is inserted as plain text.
 */
export function parsePlaceholders(text: string | PartialText): PartialText {
	if (text instanceof PartialText) {
		return new PartialText(text.parts.flatMap((part) => (typeof part === "string" ? partsOf(part) : [part])));
	}
	return new PartialText(wholeVariable.test(text.trim()) ? [holeFor(text.trim())] : partsOf(text));
}

/** Every second piece of the split is a placeholder. */
const partsOf = (text: string): readonly (string | Hole)[] =>
	text.split(placeholders).map((piece, index) => (index % 2 === 0 ? piece : holeFor(piece)));

/** The text with `holeMark` in place of each hole and placeholder. */
export const markHoles = (text: string | PartialText): string => parsePlaceholders(text).toMarked();
