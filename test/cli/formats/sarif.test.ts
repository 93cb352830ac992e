import { describe, expect, test } from "@jest/globals";
import type { Log, Result } from "sarif";
import type { Looks } from "../../../cli/formats/format.ts";
import { sarif } from "../../../cli/formats/sarif.ts";
import type { Judged } from "../../../cli/judged.ts";
import { controls } from "../../../controls/index.ts";
import { aVerdict, judgedWith, someLooks } from "../../support/judged-files.ts";
import { sarifProblems } from "../../support/sarif-schema.ts";

function logOf(judged: Judged, looks: Partial<Looks> = {}): Log {
	return JSON.parse([...sarif(judged, { ...someLooks, ...looks })].join("")) as Log;
}

const resultsOf = (judged: Judged, looks: Partial<Looks> = {}): readonly Result[] =>
	logOf(judged, looks).runs[0]?.results ?? [];

test("the schema says what is wrong", () => {
	expect(sarifProblems({ version: "2.1.0" })).not.toEqual([]);
	expect(sarifProblems({ version: "2.1.0", runs: [{ tool: { driver: {} } }] })).not.toEqual([]);
});

test("every control is a valid rule, with help and GitHub's severity", () => {
	const log = logOf(judgedWith(...controls.map(({ id, severity }) => aVerdict({ control: id, severity }))));
	expect(sarifProblems(log)).toEqual([]);
	const rules = log.runs[0]?.tool.driver.rules ?? [];
	expect(rules.map(({ id }) => id)).toEqual(controls.map(({ id }) => id));
	for (const rule of rules) {
		expect(Number(rule.properties?.["security-severity"])).toBeGreaterThanOrEqual(0);
		expect(rule.properties?.tags).toContain("security");
		expect(rule.help?.markdown).toContain("**What to do.**");
		expect(rule.helpUri).toMatch(/^https:/);
	}
	expect(log.runs[0]?.results?.map(({ ruleIndex = -1 }) => rules[ruleIndex]?.id)).toEqual(rules.map(({ id }) => id));
});

test("a failure has its place, its message with what to write, and its level", () => {
	expect(resultsOf(judgedWith(aVerdict({ part: "Web", subject: "web.json#Web" })))).toEqual([
		{
			ruleId: "task-definition/read-only-root",
			ruleIndex: 0,
			level: "error",
			message: { text: "container app can write to its root. Write readonlyRootFilesystem: true." },
			locations: [
				{
					physicalLocation: {
						artifactLocation: { uri: "web.json", uriBaseId: "SRCROOT" },
						region: { startLine: 3, startColumn: 5 },
					},
					logicalLocations: [{ fullyQualifiedName: "Web/app" }],
				},
			],
			partialFingerprints: {
				primaryLocationLineHash: expect.stringMatching(/^[0-9a-f]{32}:1$/),
				"shipshape/v1": expect.stringMatching(/^[0-9a-f]{32}$/),
			},
			properties: { severity: "HIGH", subject: "web.json#Web", container: "app" },
			suppressions: [],
		},
	]);
});

test("levels follow severities", () => {
	const worse = (["CRITICAL", "HIGH", "MEDIUM", "LOW", "INFORMATIONAL"] as const).map((severity) =>
		aVerdict({ severity }),
	);
	const levels = resultsOf(judgedWith(...worse)).map(({ level }) => level);
	expect(levels).toEqual(["error", "error", "warning", "note", "note"]);
});

test("a waived failure is suppressed, with who and why", () => {
	const waiver = { owner: "ops", reason: "migration", expires: "2026-12-31" };
	const [result] = resultsOf(judgedWith(aVerdict({ status: "waived", waiver })));
	expect(result?.suppressions).toEqual([
		{ kind: "external", status: "accepted", justification: "migration (ops, until 2026-12-31)" },
	]);
});

describe("a failure stays the same one", () => {
	const hashOf = (more: Parameters<typeof aVerdict>[0], looks: Partial<Looks> = {}) =>
		resultsOf(judgedWith(aVerdict(more)), looks)[0]?.partialFingerprints?.["shipshape/v1"];

	test("when lines move, words change or the command runs in another folder", () => {
		expect(hashOf({ location: { file: "web.json", line: 90, column: 1 }, message: "x" })).toBe(hashOf({}));
		const below = { location: { file: "a/web.json", line: 1, column: 1 } };
		expect(hashOf({}, { folder: "/repo/a" })).toBe(hashOf(below));
	});

	test.each([
		["control", { control: "task-definition/logging" }],
		["container", { container: "other" }],
		["part", { part: "Web" }],
		["file", { location: { file: "other.json", line: 3, column: 5 } }],
	])("and is another one with another %s", (_, more) => {
		expect(hashOf(more)).not.toBe(hashOf({}));
	});
});

test("what is not known and what could not be read are notifications, not alerts", () => {
	const judged: Judged = {
		...judgedWith(aVerdict({ status: "unknown", message: "needs AWS" }), aVerdict({ status: "pass" })),
		unread: [
			{ path: "bad.json", at: { line: 2, column: 7 }, text: "not JSON", what: "file" },
			{ path: "web.yaml", at: null, text: "no such file", what: "part" },
		],
	};
	const [run] = logOf(judged).runs;
	expect(run?.results).toEqual([]);
	const [invocation] = run?.invocations ?? [];
	expect(invocation).toMatchObject({ executionSuccessful: false, exitCode: 2 });
	expect(invocation?.toolExecutionNotifications?.map(({ level, message }) => `${level} ${message.text}`)).toEqual([
		"error not JSON",
		"warning no such file",
		"note task-definition/read-only-root is not known: needs AWS",
	]);
	expect(sarifProblems(logOf(judged))).toEqual([]);
});

test.each([
	["a space and a per cent sign", "a b%.json", "a%20b%25.json"],
	["a colon", "a:b.json", "a%3Ab.json"],
	["something absolute below the root", "/repo/x.json", "x.json"],
	["something elsewhere", "../x.json", "file:///x.json"],
	["letters of no alphabet", "ä.json", "%C3%A4.json"],
])("a path with %s", (_, file, uri) => {
	const [result] = resultsOf(judgedWith(aVerdict({ location: { file, line: 1, column: 1 } })));
	expect(result?.locations?.[0]?.physicalLocation?.artifactLocation?.uri).toBe(uri);
});
