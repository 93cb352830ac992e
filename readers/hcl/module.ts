import { BadInputError } from "../../core/errors.ts";
import type { Position } from "../document/source-document.ts";
import { isHclPath, isTerraformJsonPath } from "../document/walk.ts";
import type { SourceFile } from "../source-file.ts";
import { readHcl } from "./body.ts";
import type { Block } from "./syntax.ts";

/** A block at the top of a file of a module. */
export interface ModuleBlock {
	readonly block: Block;
	/** The path of its file, relative to the folder of the file that is checked. */
	readonly file: string;
	readonly text: string;
	readonly positionOf: (offset: number) => Position;
}

export interface BrokenFile {
	/** Relative to the folder of the file that is checked. */
	readonly file: string;
	readonly text: string;
	/** `file:line:column: what is wrong; what to write`. */
	readonly problem: string;
}

/** The files of a folder, which Terraform reads as one. */
export interface HclModule {
	/** In the order of the files' names. */
	readonly blocks: readonly ModuleBlock[];
	/** Files that could not be read, relative to the folder of the file that is checked. */
	readonly unread: readonly string[];
	/** Those of them that are no HCL. */
	readonly broken: readonly BrokenFile[];
}

/** Only these can say something of what is judged: the others of a folder are not parsed. */
const relevant = /aws_ec[rs]_|\bmodule\b/;

/** Parsed once for each folder, whichever of its files is checked. */
const known = new WeakMap<object, Map<string, HclModule>>();

/** The module in a folder, relative to that of a file, without what it cannot read. `folder` is empty or ends with a slash. */
export function moduleIn(folder: string, { beside, readRelative }: SourceFile): HclModule {
	if (beside === undefined) return { blocks: [], unread: [], broken: [] };
	const modules = known.get(beside) ?? new Map<string, HclModule>();
	known.set(beside, modules);
	const found = modules.get(folder) ?? readModule(folder, beside.names(folder).filter(isModulePath), readRelative);
	modules.set(folder, found);
	return found;
}

const isModulePath = (name: string): boolean => isHclPath(name) || isTerraformJsonPath(name);

function readModule(folder: string, names: readonly string[], readRelative: SourceFile["readRelative"]): HclModule {
	const blocks: ModuleBlock[] = [];
	const unread: string[] = [];
	const broken: BrokenFile[] = [];
	for (const file of names.map((name) => `${folder}${name}`)) {
		const read = readRelative(file);
		if (isTerraformJsonPath(file)) {
			if ("text" in read && relevant.test(read.text)) unread.push(file);
			continue;
		}
		const own = "text" in read ? blocksUnlessBroken(read.text, file) : null;
		if (own !== null && !("problem" in own)) {
			blocks.push(...own);
			continue;
		}
		unread.push(file);
		if (own !== null) broken.push(own);
	}
	return { blocks, unread, broken };
}

function blocksUnlessBroken(text: string, file: string): readonly ModuleBlock[] | BrokenFile {
	if (!relevant.test(text)) return [];
	try {
		return blocksIn(text, file, file);
	} catch (error) {
		if (error instanceof BadInputError) return { file, text, problem: error.message };
		throw error;
	}
}

/** The blocks of one file. Throws BadInputError, `path:line:column: what is wrong; what to write`. */
export function blocksIn(text: string, path: string, file: string): readonly ModuleBlock[] {
	const { body, positionOf } = readHcl(text, path);
	return body.blocks.map((block) => ({ block, file, text, positionOf }));
}
