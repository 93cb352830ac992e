/** Stands for a placeholder's unknown text; no text that is meant for people has it. */
export const hole = "\ufffc";

/** Every part has an upper bound and begins with a mark of its own: the time for a text grows with its length, no more. */
const placeholders =
	/\$\{[^{}]{0,200}\}|\$\([^()]{0,200}\)|\{\{(?!resolve:)[^{}]{0,200}\}\}|<[^<>\s][^<>]{0,200}>|%[A-Z_]{2,100}%/g;
const wholeVariable = /^\$[A-Z_][A-Z0-9_]{0,200}$/;

/**
 * A text whose placeholders are holes: `${NAME}`, `$(NAME)`, `{{ name }}`, `<name>`, `%NAME%`, and `$NAME` where that is
 * all. Something else fills them in before the text is used. CloudFormation's `{{resolve:…}}` is none: what it
 * stands for arrives as plain text.
 */
export function withHoles(text: string): string {
	return wholeVariable.test(text.trim()) ? hole : text.replace(placeholders, hole);
}

export const hasHole = (text: string): boolean => text.includes(hole);

/** Whether nothing of a text is known. */
export const isAllHoles = (text: string): boolean => text !== "" && text.replaceAll(hole, "").trim() === "";
