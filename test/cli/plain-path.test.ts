import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "@jest/globals";
import fc from "fast-check";
import { plainPath } from "../../cli/plain-path.ts";
import { runCli } from "../support/terminal.ts";

test.each<[given: string, plain: string]>([
	["infra/web.json", "infra/web.json"],
	["./infra/web.json", "infra/web.json"],
	[".///infra/././/web.json", "infra/web.json"],
	["/srv/./web.json", "/srv/web.json"],
	["//srv//web.json", "/srv/web.json"],
	["infra/", "infra/"],
	["./", "."],
	[".", "."],
	["", ""],
	["..", ".."],
	["./../web.json", "../web.json"],
	["a/../web.json", "a/../web.json"],
	["a./b.json", "a./b.json"],
	[".hidden/web.json", ".hidden/web.json"],
	["-", "-"],
	["./-", "./-"],
])("the path %j is shown as %j", (given, plain) => {
	expect(plainPath(given)).toBe(plain);
});

test("a path that is shown once is shown the same again", () => {
	fc.assert(
		fc.property(fc.string({ unit: fc.constantFrom("/", ".", "-", "a") }), (path) => {
			expect(plainPath(plainPath(path))).toBe(plainPath(path));
		}),
	);
});

const before = process.cwd();
let folder: string;
beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), "shipshape-paths-"));
	process.chdir(folder);
	mkdirSync("infra");
	const web = { family: "web", containerDefinitions: [{ name: "web", image: "nginx", privileged: true }] };
	writeFileSync("infra/web.json", JSON.stringify(web));
	writeFileSync("infra/broken.json", "{");
});
afterEach(() => {
	process.chdir(before);
	rmSync(folder, { recursive: true, force: true });
});

test.each(["text", "json", "csv", "junit", "sarif", "github", "gitlab"])(
	"check and fix name a file the same whether it is given as X, ./X, in its folder or twice: %s",
	async (format) => {
		const check = (...paths: readonly string[]) => runCli(["check", ...paths, "--format", format]);
		const expected = await check("infra/broken.json", "infra/web.json");
		expect(expected.printed).toContain("infra/web.json");
		expect(expected.errors).toEqual([expect.stringMatching(/^shipshape: infra\/broken\.json:/)]);
		expect(await check("./infra/broken.json", "./infra/web.json", "infra/web.json")).toEqual(expected);
		expect(await check("./infra")).toEqual(await check("infra"));
		expect(await check("./")).toEqual(await check("."));
		expect(await runCli(["fix", "./infra/web.json"])).toEqual(await runCli(["fix", "infra/web.json"]));
	},
);
