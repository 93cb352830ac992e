import { dirname, join, sep } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { circlesIn } from "./support/circles.ts";
import { codeLinesOf, type Import, importsOf, listedFiles, sourcesBelow, textOf } from "./support/sources.ts";

/**
 * Who may import whom, rooms from the lowest to the highest: the table of docs/architecture.md. `npm` and `node` stand for
 * packages and built-ins, `room/*` for a room with its subfolders, `room` for the files directly in it, `type` for types only.
 */
const rooms: Readonly<Record<string, readonly string[]>> = {
	core: [],
	domain: ["core"],
	controls: ["domain/*", "core"],
	events: ["core"],
	adapters: ["domain/*", "core", "npm", "node"],
	pipeline: ["controls", "type adapters/*", "domain/*", "core", "npm", "node"],
	functions: ["pipeline/*", "events/*", "controls", "adapters/*", "core", "npm", "node"],
	readers: ["domain/*", "core", "npm", "node"],
	"policy-file": ["readers/document", "controls", "core", "npm", "node"],
	fix: ["readers", "readers/document", "readers/shell", "controls/*", "domain/*", "core", "npm", "node"],
	report: ["core"],
	operations: [
		...["events", "functions/manifest.ts", "functions/entries.ts"],
		...["adapters/*", "domain/*", "core", "npm", "node"],
	],
	cli: [
		...[
			"operations",
			"report",
			"report/picture",
			"fix",
			"policy-file",
			"readers",
			"readers/document",
			"adapters/slack",
		],
		...["controls", "domain/*", "core", "npm", "node"],
	],
	cdk: ["functions/default-stack-name.ts", "npm", "node"],
	infra: [
		"cdk",
		"functions/manifest.ts",
		"functions/entries.ts",
		"policy-file",
		"adapters",
		"events/*",
		"controls",
		"core",
		"npm",
		"node",
	],
	demo: [
		"infra",
		"cli",
		"report",
		"policy-file",
		"functions/manifest.ts",
		"functions/entries.ts",
		"adapters/*",
		"core",
		"npm",
		"node",
	],
};

/**
 * What a subfolder may import of its own room beside the files directly in it. `room/*` holds for every subfolder; one that
 * is not named may import no other.
 */
const siblings: Readonly<Record<string, readonly string[]>> = {
	"adapters/*": ["clients"],
	"adapters/slack": ["secrets-manager", "security-hub"],
	"adapters/sns": ["slack"],
	"adapters/sqs": ["dynamodb"],
	"cli/commands": ["completion", "formats"],
	"controls/image": ["repository"],
	"controls/task-definition": ["image"],
	"domain/cloudformation": ["ecs-json"],
	"domain/ecs-json": ["containers", "images"],
	"domain/notifications": ["approvals"],
	"domain/services": ["containers"],
	"fix/plan": ["images", "start-command"],
	"readers/*": ["document"],
	"readers/cloudformation": ["task-definition"],
	"readers/docker-run": ["compose", "shell"],
	"readers/lifecycle-policy": ["policies"],
	"readers/repository-policy": ["policies"],
	"readers/shell": ["compose"],
	"readers/terraform": ["hcl", "terraform-plan"],
	"readers/terraform-plan": ["hcl", "policies", "task-definition"],
};

/** Subfolders that may import less than their room. */
const narrower: Readonly<Record<string, readonly string[]>> = {
	"fix/edit": ["readers/document", "npm"],
	"fix/images": [],
	"fix/plan": ["controls/*", "domain/*", "core"],
	"fix/start-command": ["readers/shell"],
	"readers/document": ["core", "npm", "node"],
	"report/styles": [],
};

const roomOf = (file: string): string => file.split(sep)[0] ?? "";
/** A room, or a subfolder of one. */
const unitOf = (file: string): string => dirname(file).split(sep).slice(0, 2).join("/");

function mayImport(file: string, { target, isType }: Import): boolean {
	const [room, unit, targetUnit] = [roomOf(file), unitOf(file), unitOf(target)];
	if (roomOf(target) === room) {
		const allowed = [...(siblings[`${room}/*`] ?? []), ...(siblings[unit] ?? [])].map(
			(sibling) => `${room}/${sibling}`,
		);
		return [room, targetUnit].includes(unit) || [room, ...allowed].includes(targetUnit);
	}
	return (narrower[unit] ?? rooms[room] ?? []).some((entry) => {
		const allowed = entry.replace(/^type /, "");
		const isMeant = [target, targetUnit, `${roomOf(target)}/*`].includes(allowed);
		return isMeant && (isType || allowed === entry);
	});
}

const files = Object.keys(rooms).flatMap(sourcesBelow);

describe("the import table", () => {
	test("covers every folder with code", () => {
		const folders = new Set(
			listedFiles()
				.filter((file) => /\.[mc]?[tj]sx?$/.test(file) && file.includes(sep))
				.map(roomOf),
		);
		expect([...folders].filter((folder) => !(folder in rooms)).sort()).toEqual(["bench", "scripts", "test"]);
	});

	test("only narrows for subfolders", () => {
		const wider = Object.entries(narrower).flatMap(([unit, allowed]) =>
			allowed.filter((entry) => !rooms[roomOf(unit)]?.includes(entry)).map((entry) => `${unit} -> ${entry}`),
		);
		expect(wider).toEqual([]);
	});

	test.each(Object.keys(rooms))("%s imports only what it may, types included", (room) => {
		const own = files.filter((file) => roomOf(file) === room);
		const wrong = own.flatMap((file) =>
			importsOf(file)
				.filter((one) => !mayImport(file, one))
				.map(({ specifier, isType }) => `${file} -> ${specifier}${isType ? " (type)" : ""}`),
		);
		expect(own.length).toBeGreaterThan(0);
		expect(wrong).toEqual([]);
	});

	test("allows only imports from lower rooms", () => {
		const order = Object.keys(rooms);
		const upward = Object.entries(rooms).flatMap(([room, allowed]) =>
			allowed
				.map((entry) => roomOf(entry.replace(/^type /, "").replace("/*", "")))
				.filter((target) => order.indexOf(target) >= order.indexOf(room))
				.map((target) => `${room} -> ${target}`),
		);
		expect(upward).toEqual([]);
	});

	test("names only folders that exist", () => {
		const units = new Set(files.flatMap((file) => [unitOf(file), `${roomOf(file)}/*`]));
		const named = [
			...Object.keys(narrower),
			...Object.entries(siblings).flatMap(([unit, others]) => [
				unit,
				...others.map((other) => `${roomOf(unit)}/${other}`),
			]),
		];
		expect(named.filter((unit) => !units.has(unit))).toEqual([]);
	});
});

test("no files import each other in a circle, types included", () => {
	const sources = [...files, ...["bench", "scripts", "test"].flatMap(sourcesBelow)];
	const known = new Set(sources);
	const edges = sources.map((file) => {
		const targets = importsOf(file).map(({ target }) => target);
		return [file, targets.filter((target) => known.has(target))] as const;
	});
	expect(circlesIn(new Map(edges))).toEqual([]);
});

describe("the sizes are bounded", () => {
	const sources = [...files, ...["bench", "scripts", "test"].flatMap(sourcesBelow)];
	const lines = Object.keys(rooms).map((room) => {
		const own = files.filter((file) => roomOf(file) === room);
		return { room, lines: own.reduce((sum, file) => sum + codeLinesOf(file), 0) };
	});

	test("no room holds more than 22 % of the code", () => {
		const all = lines.reduce((sum, room) => sum + room.lines, 0);
		const large = lines.filter((room) => room.lines > 0.22 * all);
		expect(large.map((room) => `${room.room}: ${((room.lines / all) * 100).toFixed(1)} %`)).toEqual([]);
	});

	test("core/ has at most 2,500 lines", () => {
		expect(
			files.filter((file) => roomOf(file) === "core").reduce((sum, file) => sum + linesOf(file).length, 0),
		).toBeLessThanOrEqual(2_500);
	});

	test("sources have at most 200 lines, tests at most 250", () => {
		const long = sources.flatMap((file) => {
			const { length } = linesOf(file);
			return length > (file.startsWith("test") ? 250 : 200) ? [`${file}: ${length}`] : [];
		});
		expect(long).toEqual([]);
	});

	test("no code uses any", () => {
		const given = sources.filter(
			(file) =>
				file !== join("test", "architecture.test.ts") &&
				/\bas any\b|: any\b|<any>|@ts-(?:ignore|expect-error|nocheck)/.test(textOf(file)),
		);
		expect(given).toEqual([]);
	});

	test("no folder is named utils or the like", () => {
		expect(sources.filter((file) => /(?:^|\/)(?:utils?|helpers?|common|misc)(?:\/|\.ts$)/.test(file))).toEqual([]);
	});

	test("a control is one file of at most 60 lines of code", () => {
		const long = sourcesBelow("controls").filter(
			(file) => file !== join("controls", "index.ts") && codeLinesOf(file) > 60,
		);
		expect(long).toEqual([]);
	});
});

/** Pages that scripts/generate.ts writes. */
const generated = /^docs\/(?:controls\/|(?:permissions|cost)\.md$)/;

test("no line of code or prose is longer than 160 characters, tables and addresses excepted", () => {
	const written = listedFiles().filter((file) => /\.(?:[mc]?[tj]s|md)$/.test(file) && !generated.test(file));
	const long = written.flatMap((file) =>
		linesOf(file).flatMap((line, index) => {
			const isTable = file.endsWith(".md") && line.startsWith("|");
			const isLong = [...line].length > 160 && !isTable && !/https?:\/\//.test(line);
			return isLong ? [`${file}:${index + 1}`] : [];
		}),
	);
	expect(written.length).toBeGreaterThan(500);
	expect(long).toEqual([]);
});

const linesOf = (file: string): readonly string[] => textOf(file).trimEnd().split("\n");
