import { readFileSync } from "node:fs";
import { join } from "node:path";
import { pascalCase } from "../camel-case.ts";

/** The route after which a new one is modeled: it checks an image. */
const model = "image-scanned";

const textOf = (path: string, root: string): string => readFileSync(join(root, path), "utf8");

/** functions/<name>/handler.ts. */
export function handlerText(name: string, root: string): string {
	const summary =
		"TODO: what happened, and what is checked. Rejected events go to the dead-letter queue (docs/runbook.md).";
	return textOf(`functions/${model}/handler.ts`, root)
		.replaceAll(model, name)
		.replace(/\/\*\*[\s\S]*?\*\//, `/** ${summary} */`);
}

/** functions/manifest.ts with an entry for the route behind those of the others. Throws if the model's entry is not found. */
export function manifestWith(name: string, root: string): string {
	const text = textOf("functions/manifest.ts", root);
	const end = "] as const satisfies readonly RouteEntry[];";
	const entries = text.slice(0, text.indexOf(end)).split(/(?<=^\t\},\n)/m);
	const entry = entries.find((one) => one.includes(`name: "${model}"`))?.match(/^\t\{\n[\s\S]*/m)?.[0];
	if (entry === undefined || !text.includes(end)) {
		throw new Error(`functions/manifest.ts has no entry "${model}" to copy`);
	}
	const own = entry
		.replaceAll(model, name)
		.replace(/(?<=construct: ").*(?=")/, pascalCase(name))
		.replace(/(?<=description: ").*(?=")/, "TODO: checks what, when");
	return text.replace(end, `${own}${end}`);
}

/** events/README.md with a section for the route. */
export function readmeWith(name: string, root: string): string {
	return `${textOf("events/README.md", root).trimEnd()}

## ${name}: TODO what is checked

| sample | shows |
|---|---|
| \`first\` | TODO |

| near miss | why it does not match |
|---|---|
| \`another-source\` | the right format, but not sent by AWS |
`;
}
