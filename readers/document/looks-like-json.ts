/** A YAML mapping in braces (`{Resources: …}`), which is not JSON. */
const yamlInBraces = /^\s*\{\s*[A-Za-z_]/;
/** A section (`[Unit]`) or the beginning of a log (`[command]…`); an array of JSON has no bare words but these. */
const wordInBrackets = /^\s*\[\s*(?!(?:true|false|null)\b)[A-Za-z_]/;

/**
 * Whether a text is read as JSON, because it starts as an object or an array, and not as YAML. Comments before it, which JSON does not allow,
 * are none of YAML either.
 */
export function looksLikeJson(text: string): boolean {
	const start = withoutLeadingComments(text);
	return /^\s*[{[]/.test(start) && !yamlInBraces.test(start) && !wordInBrackets.test(start);
}

/** A text from what follows its first comments with slashes; an open comment has no end. */
export function withoutLeadingComments(text: string): string {
	let rest = text.trimStart();
	for (;;) {
		const end = rest.startsWith("//") ? "\n" : rest.startsWith("/*") ? "*/" : null;
		if (end === null) return rest;
		const at = rest.indexOf(end, 2);
		rest = at === -1 ? "" : rest.slice(at + end.length).trimStart();
	}
}
