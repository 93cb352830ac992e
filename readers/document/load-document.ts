import { readJson } from "./json-document.ts";
import { looksLikeJson } from "./looks-like-json.ts";
import type { SourceDocument } from "./source-document.ts";
import { explainTemplate } from "./template-tag.ts";

/** Does the same as readDocument, but loads the YAML library only when a text needs it. */
export async function loadDocument(text: string, path: string): Promise<SourceDocument> {
	const isJson = looksLikeJson(text);
	try {
		if (isJson) return readJson(text, path);
		const { readYaml } = await import("./yaml-template.ts");
		return readYaml(text, path);
	} catch (error) {
		const explained = explainTemplate(error, text, path);
		// Of a file that its name makes JSON, what is wrong is said as of JSON.
		if (!isJson && explained === error && /\.json$/i.test(path)) return readJson(text, path);
		throw explained;
	}
}
