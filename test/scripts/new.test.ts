import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { BadInputError } from "../../core/errors.ts";
import { planOf } from "../../scripts/new/plan.ts";
import { applyPlan } from "../../scripts/new/write.ts";
import { listedFiles, textOf } from "../support/sources.ts";

const checkout = join(import.meta.dirname, "..", "..");
const usage = "write npm run new -- control <kind>/<name>, route <name> or reader <name>";
const kinds =
	"write <kind>/<name>, where <kind> is one of image, repository, task-definition, service, cluster, capacity-provider";
const words = "write lower-case words joined by hyphens";

test.each([
	["", usage],
	["control", usage],
	["sink example", usage],
	["constructor example", usage],
	["reader one another", usage],
	["control tmpfs", `"tmpfs" is not the id of a control; ${kinds}`],
	["control listener/tmpfs", `"listener/tmpfs" is not the id of a control; ${kinds}`],
	["control image/a/b", `"image/a/b" is not the id of a control; ${kinds}`],
	["control image/Upper", `"image/Upper" is not the id of a control; ${kinds}`],
	["control image/index", `"image/index" is not the id of a control; ${kinds}`],
	["control task-definition/logging", "controls/task-definition/logging.md exists; choose another name"],
	["route ../escape", `"../escape" is not a name for a route; ${words}`],
	["route image-pushed", "a function named image-pushed exists in functions/manifest.ts; choose another name"],
	["route findings", "a function named findings exists in functions/manifest.ts; choose another name"],
	["route security-hub", "a function named security-hub exists in functions/manifest.ts; choose another name"],
	["route notify-slack", "functions/notify-slack exists; choose another name"],
	["reader a--b", `"a--b" is not a name for a reader; ${words}`],
	["reader class", '"class" is a reserved word; choose another name'],
	["reader await", '"await" is a reserved word; choose another name'],
	["reader document", "readers/document exists; choose another name"],
])("rejects the arguments: %s", (args, message) => {
	expect(() => planOf(args.split(" ").filter(Boolean), checkout)).toThrow(new BadInputError(message));
});

test("prints one line and exits with 2 for a bad name", () => {
	const script = join(checkout, "scripts/new.ts");
	const { status, stdout, stderr } = spawnSync(process.execPath, [script, "route", "A"], { encoding: "utf8" });
	expect({ status, stdout, stderr }).toEqual({
		status: 2,
		stdout: "",
		stderr: `shipshape: "A" is not a name for a route; ${words}\n`,
	});
});

describe("when formatting or generating fails", () => {
	let root = "";
	beforeEach(() => {
		root = mkdtempSync(join(tmpdir(), "shipshape-new-"));
	});
	afterEach(() => rmSync(root, { recursive: true }));

	test("removes the new files and folders and restores the others", () => {
		mkdirSync(join(root, "events"));
		for (const path of ["events/README.md", "index.ts"]) writeFileSync(join(root, path), "before");
		const created = new Map([
			["events/new/samples/first.json", "{}"],
			["events/new/index.ts", ""],
			["events/new.ts", ""],
		]);
		const changed = new Map([["index.ts", "after"]]);
		expect(() => applyPlan({ created, changed }, root)).toThrow(/biome/);
		expect(readdirSync(root, { recursive: true }).sort()).toEqual(["events", "events/README.md", "index.ts"]);
		expect(readFileSync(join(root, "index.ts"), "utf8")).toBe("before");
	});

	test("keeps a file that another program has created in the meantime", () => {
		writeFileSync(join(root, "index.ts"), "other");
		expect(() => applyPlan({ created: new Map([["index.ts", ""]]), changed: new Map() }, root)).toThrow(/EEXIST/);
		expect(existsSync(join(root, "index.ts"))).toBe(true);
	});
});

test("no TODO is left in the checkout: a placeholder of npm run new was replaced", () => {
	const isAboutThem = /^(?:scripts\/new|test\/scripts\/new|CONTRIBUTING\.md$)/;
	const files = listedFiles().filter((file) => /\.(?:ts|md|json|ya?ml)$/.test(file) && !isAboutThem.test(file));
	expect(files.filter((file) => /\bTODO\b/.test(textOf(file)))).toEqual([]);
});
