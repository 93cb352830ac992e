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

/** What follows the first brackets and braces of JSON: a key and its colon, a whole value of an array, or what is a template or cut off. */
const firstOfObject = /^\{\s*(?:$|[}{%]|\/[/*]|"(?:[^"\\]|\\.)*(?:"\s*(?::|$)|$))/;
const firstOfArray =
	/^(?:\[\s*)+(?:$|[\]{%]|\/[/*]|(?:"(?:[^"\\]|\\.)*(?:"|$)|-?\d[\d.eE+-]*|true|false|null)\s*(?:[,\]]|$))/;
/** An array on one line, and more after it: the test of a shell. */
const testAndMore = /^\[+(?:"[^"\n]*"|[^"[\],{}\n])*\]+\s*[^\s\],]/;
/** Longer texts are judged by their beginning. */
const maxStart = 1_000;

/**
 * Whether a text whose kind no name shows begins like an object or an array of JSON, so that it is no script: those also begin with
 * brackets and braces (`[ "$1" = up ] && …`, `{ "docker" run …; }`).
 */
export function beginsLikeJson(text: string): boolean {
	const start = withoutLeadingComments(text).slice(0, maxStart);
	return firstOfObject.test(start) || (firstOfArray.test(start) && !testAndMore.test(start));
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
