import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { isBuiltin } from "node:module";
import { dirname, join } from "node:path";
import { parseSync } from "@swc/core";
import { nodesIn, type SyntaxNode } from "../../infra/syntax-nodes.ts";

const root = join(import.meta.dirname, "../..");

export const textOf = (file: string): string => readFileSync(join(root, file), "utf8");

/** TypeScript and JavaScript below a folder, as paths from the root. */
export const sourcesBelow = (folder: string): readonly string[] =>
	readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
		.map((file) => join(folder, file))
		.filter((file) => /\.[mc]?[tj]sx?$/.test(file));

/** Files of the project as Git lists them: including new files, without ignored ones. */
export const listedFiles = (): readonly string[] =>
	execFileSync("git", ["ls-files", "--cached", "--others", "--exclude-standard"], { cwd: root, encoding: "utf8" })
		.split("\n")
		.filter((file) => file !== "");

/** Lines that are neither empty nor a comment. */
export const codeLinesOf = (file: string): number =>
	textOf(file)
		.split("\n")
		.filter((line) => line.trim() !== "" && !/^\s*(?:\/\/|\/?\*)/.test(line)).length;

export interface Import {
	/** A path from the root, or `npm` or `node` for packages and Node's own modules. */
	readonly target: string;
	/** As it is written. */
	readonly specifier: string;
	/** Whether it is erased at run time: `import type`, but not `import { type A }` (`verbatimModuleSyntax`). */
	readonly isType: boolean;
}

/** Everything that a file imports or re-exports: statements, `import type`, and `import("…")` in code and in types. */
export function importsOf(file: string, text = textOf(file)): readonly Import[] {
	const syntax = { syntax: "typescript", tsx: /x$/.test(file), dynamicImport: true } as const;
	return nodesIn(parseSync(text, syntax)).flatMap((node) => {
		const found = importIn(node as ImportNode);
		return found === null ? [] : { ...found, target: targetOf(file, found.specifier) };
	});
}

/** What a node of an import has. */
interface ImportNode extends SyntaxNode {
	readonly typeOnly?: unknown;
	readonly source?: ImportNode | null;
	readonly callee?: ImportNode;
	readonly argument?: ImportNode;
	readonly arguments?: readonly { readonly expression: ImportNode }[];
	readonly quasis?: readonly { readonly raw: string }[];
}

function importIn(node: ImportNode): Omit<Import, "target"> | null {
	switch (node.type) {
		case "ImportDeclaration":
		case "ExportAllDeclaration":
		case "ExportNamedDeclaration":
			if (!node.source) return null;
			return { specifier: String(node.source.value), isType: node.typeOnly === true };
		case "TsImportType":
			return { specifier: String(node.argument?.value), isType: true };
		case "CallExpression": {
			const [first] = node.callee?.type === "Import" ? (node.arguments ?? []) : [];
			if (first === undefined) return null;
			const { value, quasis } = first.expression;
			return { specifier: String(value ?? quasis?.[0]?.raw ?? ""), isType: false };
		}
		default:
			return null;
	}
}

function targetOf(file: string, specifier: string): string {
	if (isBuiltin(specifier)) return "node";
	return specifier.startsWith(".") ? join(dirname(file), specifier) : "npm";
}
