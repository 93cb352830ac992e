import { posix } from "node:path";
import { fieldsIn, textIn } from "../../core/json.ts";
import { isHclPath } from "../document/walk.ts";
import { hclComments } from "../hcl/body.ts";
import { type BrokenFile, moduleIn } from "../hcl/module.ts";
import { type ResourceDocument, resourceDocument, valuesPath } from "../hcl/resource-document.ts";
import type { FileReading } from "../reader.ts";
import type { SourceFile } from "../source-file.ts";
import type { PlannedResource } from "./plan.ts";
import type { PlaceOf } from "./positions.ts";

interface PlanSources {
	/** Null for what is not found. */
	readonly placeOf: (planned: PlannedResource) => ReturnType<PlaceOf> | null;
	/** The files that have the blocks of these resources. */
	readonly files: () => ReturnType<NonNullable<FileReading["sources"]>>;
	/** The folders of the modules that these resources are in, as the user would name them. */
	readonly folders: () => readonly string[];
	/** The files that probably have the blocks of some of them, but are no HCL: what is wrong, and what is lost. */
	readonly remarks: () => readonly string[];
}

/**
 * Finds the blocks in `.tf` files that the resources of a plan were made from: of the root module in the folder of the plan or the only one
 * below it that has all of them, of other modules where their source is a local path.
 */
export function sourcesOf(file: SourceFile, plan: unknown, resources: readonly PlannedResource[]): PlanSources {
	const documents = new Map<string, ResourceDocument>();
	const documentIn = (folder: string): ResourceDocument => {
		const found = documents.get(folder) ?? resourceDocument(moduleIn(folder, file).blocks, file, null);
		documents.set(folder, found);
		return found;
	};
	let root: string | null | undefined;
	const folderOf = ({ module }: PlannedResource): string | null => {
		if (root === undefined) root = rootFolder(file, resources);
		return root === null ? null : folderOfModule(root, callsIn(module), plan);
	};
	const blockOf = (planned: PlannedResource) => {
		const folder = folderOf(planned);
		if (folder === null) return null;
		const document = documentIn(folder);
		const index = document.blocks.findIndex(({ type, name }) => type === planned.type && name === planned.name);
		return index === -1 ? null : { document, index };
	};
	return {
		placeOf: (planned) => {
			const found = blockOf(planned);
			return found === null ? null : { document: found.document, at: valuesPath(found.index) };
		},
		files: () => {
			const blocks = resources.flatMap((planned) => {
				const found = blockOf(planned);
				return found?.document.blocks[found.index] ?? [];
			});
			const texts = new Map(blocks.map(({ file: path, text }) => [file.beside?.pathOf(path) ?? path, text]));
			return [...texts].map(([path, text]) => ({ path, text, findComments: hclComments }));
		},
		folders: () => {
			const found = resources.flatMap((planned) => folderOf(planned) ?? []);
			return [...new Set(found)].map((folder) => file.beside?.pathOf(folder) ?? folder);
		},
		remarks: () => {
			const broken = resources.flatMap((planned) => {
				const folder = folderOf(planned);
				if (folder === null || blockOf(planned) !== null) return [];
				return moduleIn(folder, file).broken.filter(({ text }) => mentions(text, `${planned.type}.${planned.name}`));
			});
			return [...new Set(broken)].map((one) => remarkOn(one, file));
		},
	};
}

function remarkOn({ file: path, problem }: BrokenFile, { path: plan, beside }: SourceFile): string {
	const at = `${beside?.pathOf(path) ?? path}${problem.slice(path.length)}`;
	return `${at}; until then, findings of ${plan} have no lines in this file, and ignores in it do not hold`;
}

/** The folder of the root module, relative to the plan's. */
function rootFolder(file: SourceFile, resources: readonly PlannedResource[]): string | null {
	const { beside } = file;
	if (beside === undefined) return null;
	const wanted = new Set(resources.map(({ module, type, name }) => `${callsIn(module)[0] ?? `${type}.${name}`}`));
	const hasAll = (folder: string): boolean => {
		if (!beside.names(folder).some(isHclPath)) return false;
		const { blocks, broken } = moduleIn(folder, file);
		const written = new Set(blocks.map(({ block }) => block.labels.join(".")));
		return [...wanted].every((one) => written.has(one) || broken.some(({ text }) => mentions(text, one)));
	};
	if (wanted.size === 0) return null;
	if (hasAll("")) return "";
	const [only, ...others] = beside.below().filter(hasAll);
	return only !== undefined && others.length === 0 ? only : null;
}

/** Whether a text that cannot be read may have the block of a resource or a call, by its labels. */
const mentions = (text: string, address: string): boolean => isSubset(address.split("."), text.split(/[^\w-]+/));

const isSubset = (some: readonly string[], all: readonly string[]): boolean => some.every((one) => all.includes(one));

const call = /module\.([\w-]+)(?:\[(?:"(?:[^"\\]|\\.)*"|\d+)\])?/g;

/** `module.shop["eu"].module.inner` is a call of `shop`, and of `inner` in it. */
const callsIn = (module: string): readonly string[] => [...module.matchAll(call)].map(([, name = ""]) => name);

function folderOfModule(root: string, calls: readonly string[], plan: unknown): string | null {
	let folder = root;
	let module = fieldsIn(fieldsIn(plan)["configuration"])["root_module"];
	for (const name of calls) {
		const called = fieldsIn(fieldsIn(fieldsIn(module)["module_calls"])[name]);
		const source = textIn(called["source"]);
		if (source === null || !/^\.{1,2}\//.test(source)) return null;
		folder = posix.join(folder, source, "/");
		module = called["module"];
	}
	return folder === "./" ? "" : folder;
}
