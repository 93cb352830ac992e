/** A YAML mapping in braces (`{Resources: …}`), which is not JSON. */
const yamlInBraces = /^\s*\{\s*[A-Za-z_]/;

/** Whether a text is read as JSON, because it starts with a brace or a bracket, and not as YAML. */
export const looksLikeJson = (text: string): boolean => /^\s*[{[]/.test(text) && !yamlInBraces.test(text);
