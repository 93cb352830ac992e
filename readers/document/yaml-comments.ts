import { Lexer } from "yaml";

/** A comment and its index in the text, from 0, both with the `#`, `//` or `/*` that begins it. */
export interface Comment {
	readonly text: string;
	readonly offset: number;
}

const scalarFollows = "\u001f";
/** Marks of the lexer that stand for no text: https://eemeli.org/yaml/#lexer. */
const marks: readonly string[] = ["\u0002", "\u0018", scalarFollows];

/** The comments of a YAML text; a `#` in a quoted or block scalar begins none. */
export function yamlComments(text: string): readonly Comment[] {
	const comments: Comment[] = [];
	let offset = 0;
	let isScalar = false;
	for (const token of new Lexer().lex(text)) {
		if (!isScalar && marks.includes(token)) {
			isScalar = token === scalarFollows;
			continue;
		}
		if (!isScalar && token.startsWith("#")) comments.push({ text: token, offset });
		offset += token.length;
		isScalar = false;
	}
	return comments;
}
