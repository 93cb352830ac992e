import { BadInputError } from "../../core/errors.ts";
import { formatForDisplay } from "../../core/text.ts";
import { dropUnresolvedKeys } from "../document/drop-unresolved-keys.ts";
import { readJson } from "../document/json-document.ts";
import type { DocumentPath, Location } from "../document/source-document.ts";
import type { SourceFile } from "../source-file.ts";
import { type JsonPart, jsonInTemplate } from "./json-template.ts";
import type { Attribute, Block, Expression, Range } from "./syntax.ts";
import { literalValue, unresolvedOf } from "./values.ts";

/** Arguments and blocks that Terraform itself reads: they say nothing of the resource. */
const metaArguments: ReadonlySet<string> = new Set([
	...["connection", "count", "depends_on", "for_each", "lifecycle", "provider", "provisioner", "timeouts"],
]);

/** Arguments that contain JSON. */
const jsonArguments: ReadonlySet<string> = new Set(["container_definitions", "policy"]);

/** Reads a file that an argument names. */
export type ReadFile = SourceFile["readRelative"];

/**
 * The arguments and blocks of a block as a plan has them: blocks are lists, also if they are written once. What is not written
 * literally is `Unresolved`, and so are blocks that a `dynamic` block writes. The JSON in an argument is plain data.
 */
export function blockValues({ body }: Block, readFile: ReadFile): Readonly<Record<string, unknown>> {
	const values: [string, unknown][] = body.attributes
		.filter(({ name }) => !metaArguments.has(name))
		.map((attribute) => [attribute.name, jsonOf(attribute, readFile)?.value ?? literalValue(attribute.expression)]);
	const own = body.blocks.filter(({ type }) => type !== "dynamic" && !metaArguments.has(type));
	for (const type of new Set(own.map((block) => block.type))) {
		values.push([type, own.filter((block) => block.type === type).map((block) => blockValues(block, readFile))]);
	}
	for (const { labels } of body.blocks.filter(({ type }) => type === "dynamic")) {
		const [type = ""] = labels;
		values.push([
			type,
			{ unresolved: `how often the dynamic block ${formatForDisplay(type)} is written is only known in a plan` },
		]);
	}
	return Object.fromEntries(values.filter(([name]) => name !== "unresolved"));
}

/** JSON in an argument, and where its parts are. */
interface ArgumentJson {
	readonly value: unknown;
	/** Null for the argument itself. */
	readonly locate: (path: DocumentPath, part: "key" | "value") => number | Location | null;
}

function jsonOf({ name, expression }: Attribute, readFile: ReadFile): ArgumentJson | null {
	if (!jsonArguments.has(name)) return null;
	const [first, ...others] = expression.is === "call" ? expression.parts : [];
	const isOnly = expression.is === "call" && first !== undefined && others.length === 0;
	if (isOnly && expression.name === "jsonencode") {
		return { value: literalValue(first), locate: (path, part) => offsetIn(first, path, part) };
	}
	if (isOnly && expression.name === "file")
		return jsonInFile(first, readFile) ?? { value: unresolvedOf(expression), locate: () => null };
	if (expression.is !== "template") return null;
	const { value, offsetOf }: JsonPart = jsonInTemplate(expression);
	return { value, locate: offsetOf };
}

/** `"${path.module}/app.json"` or `"app.json"`; null for any other path. */
function jsonInFile(argument: Expression, readFile: ReadFile): ArgumentJson | null {
	const path = relativePath(argument);
	if (path === null) return null;
	const read = readFile(path);
	if ("missing" in read)
		return { value: { unresolved: `${formatForDisplay(path)}: ${read.missing}` }, locate: () => null };
	try {
		const document = readJson(read.text, path);
		return {
			value: dropUnresolvedKeys(document.value),
			locate: (steps, part) => ({ ...document.at(steps, part), file: path }),
		};
	} catch (error) {
		if (!(error instanceof BadInputError)) throw error;
		return { value: { unresolved: `it is not JSON: ${error.message}` }, locate: () => null };
	}
}

function relativePath(argument: Expression): string | null {
	if (argument.is !== "template") return null;
	const texts = argument.parts.map((part) => {
		if (part.is === "text") return part.text;
		return part.is === "reference" && part.steps.join(".") === "path.module" ? "." : null;
	});
	const path = texts.includes(null) ? "" : texts.join("").replace(/^(?:\.\/)+/, "");
	// Nothing else than JSON is read, and nothing by its full path: the file may be anybody's.
	return /^[^/\\].*\.json$/i.test(path) ? path : null;
}

/** The offset of a key or a value in an expression, or of its nearest written ancestor; null for the expression itself. */
function offsetIn(expression: Expression, [step, ...rest]: DocumentPath, part: "key" | "value"): number | null {
	if (step === undefined) return null;
	if (expression.is === "list") {
		const item = typeof step === "number" ? expression.items[step] : undefined;
		return item === undefined ? null : (offsetIn(item, rest, part) ?? item.offset);
	}
	if (expression.is !== "mapping") return null;
	const entry = expression.entries.find(({ key }) => literalValue(key) === step);
	if (entry === undefined) return null;
	return (
		offsetIn(entry.value, rest, part) ?? (part === "key" || rest.length > 0 ? entry.key.offset : entry.value.offset)
	);
}

/** Where a block, or an item of a list that an argument writes with `jsonencode`, begins and ends; null for any other part. */
export function rangeIn(block: Block, [name, index]: DocumentPath): Range | null {
	if (name === undefined) return block;
	const expression = block.body.attributes.find((one) => one.name === name)?.expression;
	const list = expression?.is === "call" && expression.name === "jsonencode" ? expression.parts[0] : undefined;
	return list?.is === "list" && typeof index === "number" ? (list.items[index] ?? null) : null;
}

/** Where a part of a block's values is written: an offset in its file, or a location in a file that it names. */
export function locateInBlock(
	{ body, offset }: Block,
	[step, ...rest]: DocumentPath,
	part: "key" | "value",
	readFile: ReadFile,
): number | Location {
	const attribute = body.attributes.find(({ name }) => name === step);
	if (attribute !== undefined) {
		const json = jsonOf(attribute, readFile);
		const inside =
			json === null ? offsetIn(attribute.expression, rest, part) : rest.length > 0 ? json.locate(rest, part) : null;
		return inside ?? attribute.offset;
	}
	const own = body.blocks.filter(({ type, labels }) => type === step || (type === "dynamic" && labels[0] === step));
	const [index = 0, ...more] = rest;
	const block = own[typeof index === "number" ? index : 0] ?? own[0];
	return block === undefined ? offset : locateInBlock(block, typeof index === "number" ? more : rest, part, readFile);
}
