import { type Hole, PartialText } from "../core/partial-text.ts";

/** A name between marks that could also be text: `__init__` and folders such as `__pycache__` are Python's and JavaScript's. */
const named = "[A-Za-z][A-Za-z0-9_.-]{0,100}";
const ownNames = "(?:init|main|mocks|pycache|snapshots|tests)__";

/**
 * What tools replace: `${NAME}` and `$(NAME)` (envsubst, Azure Pipelines), `{{ name }}`, `#{NAME}#` and `__NAME__` (Replace
 * Tokens, https://github.com/qetza/replacetokens-task), `#{NAME}` (Octopus Deploy, CodePipeline), `@NAME@` (Maven, Autoconf),
 * `<NAME>` (CodeDeploy), `%NAME%`, `((name))` (Concourse), `[[name]]`, `{% name %}`, `<%= name %>`. Every alternative is bounded, so that matching
 * takes linear time.
 */
const placeholders = new RegExp(
	`(${[
		String.raw`\$\{[^{}]{0,200}\}`,
		String.raw`\$\([^()]{0,200}\)`,
		String.raw`#?\{\{(?!resolve:)[^{}]{0,200}\}\}#?`,
		String.raw`#\{[^{}]{0,200}\}#?`,
		String.raw`\{%[^{}%]{0,200}%\}`,
		"<%[^%]{0,200}%>",
		String.raw`<[^<>\s][^<>]{0,200}>`,
		"%{1,2}[A-Z_][A-Z0-9_]{1,100}%{1,2}",
		String.raw`\(\(${named}\)\)`,
		String.raw`\[\[ ?${named} ?\]\]`,
		`(?<![A-Za-z0-9_])__(?!${ownNames})${named}?__(?![A-Za-z0-9_])`,
		`(?<![A-Za-z0-9_@])@{1,2}${named}@{1,2}(?![A-Za-z0-9_])`,
	].join("|")})`,
);
const wholeVariable = /^(?:\$[A-Z_][A-Z0-9_]{0,200}|\{[A-Za-z_][A-Za-z0-9_.-]{0,200}\})$/;

const holeFor = (label: string): Hole => ({ label, why: "a placeholder is filled in later" });

/**
 * A text with a hole for each placeholder that is filled in before the text is used, by the marks around it, and for `$NAME`
 * and `{NAME}` if they are the whole text. CloudFormation's `{{resolve:…}}` is not a placeholder: its value is inserted as plain text.
 * Text without marks that no image can have is a placeholder in an image (domain/images/unfilled-parts.ts).
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
