import { readdirSync, readFileSync } from "node:fs";
import { builtinModules } from "node:module";
import { dirname, join, relative, sep } from "node:path";
import { describe, expect, test } from "@jest/globals";

const root = join(import.meta.dirname, "..");

/** Who may import whom: the table of docs/architecture.md. `npm` and `node` stand for packages and built-ins. */
const allowed: Readonly<Record<string, readonly string[]>> = {
	core: [],
	domain: ["core"],
	controls: ["domain", "core"],
	events: ["core"],
	adapters: ["domain", "core", "npm", "node"],
	pipeline: ["controls", "adapters", "domain", "core", "npm", "node"],
	functions: ["pipeline", "events", "controls", "adapters", "domain", "core", "npm", "node"],
	readers: ["domain", "core", "npm", "node"],
	"policy-file": ["readers", "controls", "core", "npm", "node"],
	fix: ["readers", "controls", "domain", "core", "npm", "node"],
	report: ["core"],
	cli: ["fix", "report", "policy-file", "readers", "controls", "domain", "core", "npm", "node"],
	infra: ["functions", "events", "adapters", "policy-file", "core", "npm", "node"],
	demo: ["infra", "functions", "report", "cli", "policy-file", "adapters", "core", "npm", "node"],
};

const filesBelow = (folder: string): string[] =>
	readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
		.map((file) => join(folder, file))
		.filter((file) => /\.m?ts$/.test(file));

const importPattern = /(?:\bfrom|\bimport)\s*\(?\s*"([^"]+)"/g;

/** What a file imports: the folder at the top for our own code, else `npm` or `node`. */
function importedBy(file: string): { readonly specifier: string; readonly target: string }[] {
	const text = readFileSync(join(root, file), "utf8");
	return [...text.matchAll(importPattern)].map(([, specifier = ""]) => {
		if (specifier.startsWith("node:") || builtinModules.includes(specifier)) return { specifier, target: "node" };
		if (!specifier.startsWith(".")) return { specifier, target: "npm" };
		return { specifier, target: topOf(join(dirname(file), specifier)) };
	});
}

const topOf = (file: string): string => relative(root, join(root, file)).split(sep)[0] ?? "";

describe("the import table holds", () => {
	test.each(Object.keys(allowed))("%s imports only what it may", (folder) => {
		const files = filesBelow(folder);
		const wrong = files.flatMap((file) =>
			importedBy(file)
				.filter(({ target }) => target !== folder && !allowed[folder]?.includes(target))
				.map(({ specifier, target }) => `${file} -> ${target} (${specifier})`),
		);
		expect(files.length).toBeGreaterThan(0);
		expect(wrong).toEqual([]);
	});
});

describe("the house stays small enough to live in", () => {
	const sources = [...Object.keys(allowed), "bench", "scripts", "test"].flatMap(filesBelow);

	test("sources have at most 200 lines, tests at most 250", () => {
		const long = sources.flatMap((file) => {
			const lines = readFileSync(join(root, file), "utf8").split("\n").length - 1;
			return lines > (file.startsWith("test") ? 250 : 200) ? [`${file}: ${lines}`] : [];
		});
		expect(long).toEqual([]);
	});

	test("nobody gives up on types", () => {
		const given = sources.filter(
			(file) =>
				file !== join("test", "architecture.test.ts") &&
				/\bas any\b|: any\b|<any>|@ts-(?:ignore|expect-error|nocheck)/.test(readFileSync(join(root, file), "utf8")),
		);
		expect(given).toEqual([]);
	});

	test("no folder is an attic", () => {
		expect(sources.filter((file) => /(?:^|\/)(?:utils?|helpers?|common|misc)(?:\/|\.ts$)/.test(file))).toEqual([]);
	});

	test("a control is one file of at most 60 lines of code", () => {
		const long = filesBelow("controls").flatMap((file) => {
			const code = readFileSync(join(root, file), "utf8")
				.split("\n")
				.filter((line) => line.trim() !== "" && !/^\s*(?:\/\/|\/?\*)/.test(line));
			return code.length > 60 && file !== join("controls", "index.ts") ? [`${file}: ${code.length}`] : [];
		});
		expect(long).toEqual([]);
	});
});
