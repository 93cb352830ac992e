import type { DocumentPath, Lines, Location } from "../document/source-document.ts";
import type { SourceFile } from "../source-file.ts";
import { blockValues, locateInBlock, rangeIn } from "./block-values.ts";
import type { ModuleBlock } from "./module.ts";

/** A `resource` block. */
export interface ResourceBlock extends ModuleBlock {
	readonly type: string;
	readonly name: string;
}

/** Resources of a module as a document, with the location of each part. */
export interface ResourceDocument {
	/** In the order of `resources` of the value. */
	readonly blocks: readonly ResourceBlock[];
	readonly value: { readonly resources: readonly { readonly values: Readonly<Record<string, unknown>> }[] };
	readonly at: (path: DocumentPath, part: "key" | "value") => Location;
	/** As in `SourceDocument`: of a resource, or of a container that is written with `jsonencode`; null for any other part. */
	readonly linesOf: (path: DocumentPath) => Lines | null;
}

/**
 * The ECS and ECR resources among blocks. Each one's values are at the path `["resources", index, "values"]`, named as in a plan. `own` is
 * the name of the file that is checked: locations in others name theirs.
 */
export function resourceDocument(
	moduleBlocks: readonly ModuleBlock[],
	{ readRelative, beside }: Pick<SourceFile, "readRelative" | "beside">,
	own: string | null,
): ResourceDocument {
	const blocks = moduleBlocks.flatMap((one) => {
		const [type = "", name = ""] = one.block.labels;
		return one.block.type === "resource" && /^aws_ec[rs]_/.test(type) ? [{ ...one, type, name }] : [];
	});
	const inFile = (file: string) => (file === own ? {} : { file: beside?.pathOf(file) ?? file });
	const readerOf =
		({ file }: ModuleBlock) =>
		(path: string) =>
			readRelative(`${folderOf(file)}${path}`);
	const resources = blocks.map((one) => ({ values: blockValues(one.block, readerOf(one)) }));
	return {
		blocks,
		value: { resources },
		linesOf: ([, index, , ...path]) => {
			const one = typeof index === "number" ? blocks[index] : undefined;
			const range = one === undefined ? null : rangeIn(one.block, path);
			if (one === undefined || range === null) return null;
			const last = one.positionOf(Math.max(range.offset, range.end - 1)).line;
			return { first: one.positionOf(range.offset).line, last, ...inFile(one.file) };
		},
		at: ([, index, , ...path], part) => {
			const one = typeof index === "number" ? blocks[index] : undefined;
			if (one === undefined) return { line: 1, column: 1 };
			const found = locateInBlock(one.block, path, part, readerOf(one));
			if (typeof found === "number") return { ...one.positionOf(found), ...inFile(one.file) };
			return { ...found, ...inFile(`${folderOf(one.file)}${found.file ?? ""}`) };
		},
	};
}

const folderOf = (file: string): string => file.slice(0, file.lastIndexOf("/") + 1);

/** The path of a resource's values in the document. */
export const valuesPath = (index: number): DocumentPath => ["resources", index, "values"];
