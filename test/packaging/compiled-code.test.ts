import { execFileSync } from "node:child_process";
import {
	chmodSync,
	cpSync,
	mkdirSync,
	mkdtempSync,
	readdirSync,
	readFileSync,
	rmSync,
	statSync,
	symlinkSync,
	writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { nodes } from "../support/promised-runtimes.ts";

/** The program as it is built, away from the checkout. */
const root = join(__dirname, "..", "..");
const scratch = mkdtempSync(join(tmpdir(), "compiled-"));
const program = join(scratch, "dist", "shipshape.mjs");
let folders = 0;

beforeAll(() => {
	execFileSync(process.execPath, [join(root, "scripts", "build.mjs"), join(scratch, "dist")]);
	cpSync(join(root, "package.json"), join(scratch, "package.json"));
	const definition = { family: "web", containerDefinitions: [{ name: "app", image: "nginx:1.27", privileged: true }] };
	writeFileSync(join(scratch, "web.json"), JSON.stringify(definition));
}, 60_000);
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

const newFolder = (): string => join(scratch, `cache-${folders++}`);

function check(node: string, environment: Readonly<Record<string, string>>): string {
	const { PATH = "" } = process.env;
	const options = { cwd: scratch, encoding: "utf8", env: { PATH, ...environment } } as const;
	return execFileSync(node, [program, "check", "web.json", "--exit-zero"], options);
}

function filesIn(folder: string): readonly string[] {
	try {
		const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
		return entries.filter((one) => one.isFile()).map((one) => join(one.parentPath, one.name));
	} catch {
		return [];
	}
}

const [current = ""] = nodes;
const others = nodes.slice(1);

describe("the compiled code that the command line keeps", () => {
	test("is in the user's folder for caches, readable by the user alone, and used again without being written again", () => {
		const cache = newFolder();
		const first = check(current, { XDG_CACHE_HOME: cache });
		const files = filesIn(join(cache, "shipshape"));
		expect(files.length).toBeGreaterThan(0);
		expect(files.filter((file) => (statSync(file).mode & 0o077) !== 0)).toEqual([]);
		const times = files.map((file) => statSync(file).mtimeMs);
		expect(check(current, { XDG_CACHE_HOME: cache })).toBe(first);
		expect(filesIn(join(cache, "shipshape"))).toEqual(files);
		expect(files.map((file) => statSync(file).mtimeMs)).toEqual(times);
	});

	test("is below HOME without XDG_CACHE_HOME", () => {
		const home = newFolder();
		check(current, { HOME: home });
		expect(filesIn(join(home, ".cache", "shipshape")).length).toBeGreaterThan(0);
	});

	test.each([
		["is not written with NODE_DISABLE_COMPILE_CACHE=1", { NODE_DISABLE_COMPILE_CACHE: "1" }],
		["is not written to a relative path", { XDG_CACHE_HOME: "relative" }],
		["is not written without a folder of the user", { HOME: "" }],
		["is not written in CI", { CI: "true" }],
	])("%s", (_, environment) => {
		const home = newFolder();
		expect(check(current, { HOME: home, ...environment })).toContain("container app is privileged");
		expect(filesIn(home)).toEqual([]);
		expect(filesIn(join(scratch, "relative"))).toEqual([]);
	});

	test("is neither read nor written if others can write there", () => {
		const cache = newFolder();
		const folder = join(cache, "shipshape");
		mkdirSync(folder, { recursive: true });
		chmodSync(folder, 0o770);
		check(current, { XDG_CACHE_HOME: cache });
		expect(filesIn(folder)).toEqual([]);
	});

	test("is neither read nor written through a link", () => {
		const cache = newFolder();
		const elsewhere = newFolder();
		for (const folder of [cache, elsewhere]) mkdirSync(folder);
		symlinkSync(elsewhere, join(cache, "shipshape"));
		check(current, { XDG_CACHE_HOME: cache });
		expect(filesIn(elsewhere)).toEqual([]);
	});

	test("changes nothing where the folder cannot be one", () => {
		const file = newFolder();
		writeFileSync(file, "");
		expect(check(current, { XDG_CACHE_HOME: file })).toBe(check(current, { NODE_DISABLE_COMPILE_CACHE: "1" }));
	});

	test("changes nothing when it is damaged", () => {
		const cache = newFolder();
		const first = check(current, { XDG_CACHE_HOME: cache });
		for (const file of filesIn(cache)) {
			const bytes = readFileSync(file);
			writeFileSync(file, Buffer.concat([bytes.subarray(0, bytes.length / 2), Buffer.from("damaged")]));
		}
		expect(check(current, { XDG_CACHE_HOME: cache })).toBe(first);
	});

	test.each(others)("is not kept by %s if it cannot, and the result is the same", (node) => {
		const cache = newFolder();
		expect(check(node, { XDG_CACHE_HOME: cache })).toBe(check(current, { XDG_CACHE_HOME: newFolder() }));
	});
});

test("check loads two files besides the program: what it needs at its start, and all else that JSON needs", () => {
	const loading = new URL(`data:text/javascript,${encodeURIComponent(listLoaded)}`);
	const { PATH = "" } = process.env;
	const args = ["--import", loading.href, program, "check", "web.json", "--exit-zero", "--quiet"];
	const printed = execFileSync(current, args, { cwd: scratch, encoding: "utf8", env: { PATH } });
	const [, loaded = ""] = /loaded (.*)$/m.exec(printed) ?? [];
	expect(loaded.split(" ").map((name) => name.replace(/^part-\w+/, "part"))).toEqual([
		"shipshape.mjs",
		"part.mjs",
		"part.mjs",
	]);
	const bytes = loaded.split(" ").reduce((sum, name) => sum + statSync(join(scratch, "dist", name)).size, 0);
	expect(bytes).toBeLessThan(330_000);
});

const listLoaded = `
	const names = [];
	process.getBuiltinModule("node:module").registerHooks({
		load: (url, context, next) => (names.push(url.split("/").pop()), next(url, context)),
	});
	process.on("exit", () => console.log("loaded " + names.join(" ")));
`;
