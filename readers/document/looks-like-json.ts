/** A YAML mapping in braces (`{Resources: …}`), which is not JSON. */
const yamlInBraces = /^\s*\{\s*[A-Za-z_]/;
/** A section (`[Unit]`) or the beginning of a log (`[command]…`); an array of JSON has no bare words but these. */
const wordInBrackets = /^\s*\[\s*(?!(?:true|false|null)\b)[A-Za-z_]/;

/** Whether a text is read as JSON, because it starts as an object or an array, and not as YAML. */
export const looksLikeJson = (text: string): boolean =>
	/^\s*[{[]/.test(text) && !yamlInBraces.test(text) && !wordInBrackets.test(text);
