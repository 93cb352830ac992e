import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { isBuiltin } from "node:module";
import { dirname, join } from "node:path";

const root = join(import.meta.dirname, "../..");

export const textOf = (file: string): string => readFileSync(join(root, file), "utf8");

/** TypeScript and JavaScript below a folder, as paths from the root. */
export const sourcesBelow = (folder: string): readonly string[] =>
	readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
		.map((file) => join(folder, file))
		.filter((file) => /\.[mc]?[tj]s$/.test(file));

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
	/** Whether it is erased at run time. */
	readonly isType: boolean;
}

const statement = /^(?:import|export)\b(?:(?<names>[^"';=(]*)\bfrom\s*|\s*)"(?<specifier>[^"]+)"/gm;
const dynamic = /\bimport\(\s*"(?<specifier>[^"]+)"/g;

/** Everything that a file imports or re-exports: statements, `import type`, and `import("…")` in code and in types. */
export function importsOf(file: string, text = textOf(file)): readonly Import[] {
	return [...text.matchAll(statement), ...text.matchAll(dynamic)].map(({ groups }) => {
		const { names, specifier = "" } = groups ?? {};
		return { target: targetOf(file, specifier), specifier, isType: isTypeOnly(names ?? "") };
	});
}

function targetOf(file: string, specifier: string): string {
	if (isBuiltin(specifier)) return "node";
	return specifier.startsWith(".") ? join(dirname(file), specifier) : "npm";
}

/** ` type { A }`, or ` { type A, type B }`. */
function isTypeOnly(names: string): boolean {
	if (/^\s*type\b/.test(names)) return true;
	const list = /^\s*\{(?<list>[^}]*)\}\s*$/.exec(names)?.groups?.["list"]?.split(",") ?? [];
	const named = list.map((name) => name.trim()).filter((name) => name !== "");
	return named.length > 0 && named.every((name) => name.startsWith("type "));
}
