/** As YAML writes a mapping in braces (`{Resources: …}`), and JSON does not. */
const yamlInBraces = /^\s*\{\s*[A-Za-z_]/;

/** Whether a text is to be read as JSON: it begins with a brace or a bracket. YAML begins otherwise. */
export const looksLikeJson = (text: string): boolean => /^\s*[{[]/.test(text) && !yamlInBraces.test(text);
