import { describe, expect, test } from "@jest/globals";
import type { Log, Result } from "sarif";
import type { CheckResult } from "../../../cli/check-result.ts";
import type { FormatOptions } from "../../../cli/formats/options.ts";
import { sarif } from "../../../cli/formats/sarif.ts";
import { controls } from "../../../controls/index.ts";
import { aVerdict, formatOptions, resultWith } from "../../support/check-results.ts";
import { sarifProblems } from "../../support/sarif-schema.ts";

function logOf(judged: CheckResult, looks: Partial<FormatOptions> = {}): Log {
	return JSON.parse([...sarif(judged, { ...formatOptions, ...looks })].join("")) as Log;
}

const resultsOf = (judged: CheckResult, looks: Partial<FormatOptions> = {}): readonly Result[] =>
	logOf(judged, looks).runs[0]?.results ?? [];

test("the schema check reports invalid logs", () => {
	expect(sarifProblems({ version: "2.1.0" })).not.toEqual([]);
	expect(sarifProblems({ version: "2.1.0", runs: [{ tool: { driver: {} } }] })).not.toEqual([]);
});

test("every control is a valid rule with help and a security severity", () => {
	const log = logOf(resultWith(...controls.map(({ id, severity }) => aVerdict({ control: id, severity }))));
	expect(sarifProblems(log)).toEqual([]);
	const rules = log.runs[0]?.tool.driver.rules ?? [];
	expect(rules.map(({ id }) => id)).toEqual(controls.map(({ id }) => id));
	for (const rule of rules) {
		expect(Number(rule.properties?.["security-severity"])).toBeGreaterThanOrEqual(0);
		expect(rule.properties?.tags).toContain("security");
		expect(rule.help?.markdown).toContain("**What to do.**");
		expect(rule.helpUri).toBe(`https://pages.example/controls/${rule.id}.md`);
	}
	expect(log.runs[0]?.results?.map(({ ruleIndex = -1 }) => rules[ruleIndex]?.id)).toEqual(rules.map(({ id }) => id));
});

test("a failure has a location, a message with the remediation, and a level", () => {
	expect(resultsOf(resultWith(aVerdict({ part: "Web", subject: "web.json#Web" })))).toEqual([
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

test("the level follows the severity", () => {
	const verdicts = (["CRITICAL", "HIGH", "MEDIUM", "LOW", "INFORMATIONAL"] as const).map((severity) =>
		aVerdict({ severity }),
	);
	const levels = resultsOf(resultWith(...verdicts)).map(({ level }) => level);
	expect(levels).toEqual(["error", "error", "warning", "note", "note"]);
});

test("a waived failure is suppressed with reason, owner and expiry date", () => {
	const waiver = { owner: "ops", reason: "migration", expires: "2026-12-31" };
	const [result] = resultsOf(resultWith(aVerdict({ status: "waived", waiver })));
	expect(result?.suppressions).toEqual([
		{ kind: "external", status: "accepted", justification: "migration (ops, until 2026-12-31)" },
	]);
});

describe("the fingerprint of a failure", () => {
	const hashOf = (more: Parameters<typeof aVerdict>[0], looks: Partial<FormatOptions> = {}) =>
		resultsOf(resultWith(aVerdict(more)), looks)[0]?.partialFingerprints?.["shipshape/v1"];

	test("stays the same when lines move, the message changes or the command runs in another folder", () => {
		expect(hashOf({ location: { file: "web.json", line: 90, column: 1 }, message: "x" })).toBe(hashOf({}));
		const below = { location: { file: "a/web.json", line: 1, column: 1 } };
		expect(hashOf({}, { folder: "/repo/a" })).toBe(hashOf(below));
	});

	test.each([
		["control", { control: "task-definition/logging" }],
		["container", { container: "other" }],
		["part", { part: "Web" }],
		["file", { location: { file: "other.json", line: 3, column: 5 } }],
	])("changes with the %s", (_, more) => {
		expect(hashOf(more)).not.toBe(hashOf({}));
	});
});

test("unknown verdicts and unreadable input are notifications, not results", () => {
	const judged: CheckResult = {
		...resultWith(aVerdict({ status: "unknown", message: "needs AWS" }), aVerdict({ status: "pass" })),
		unread: [
			{ path: "bad.json", at: { line: 2, column: 7 }, text: "not JSON", extent: "file" },
			{ path: "web.yaml", at: null, text: "no such file", extent: "part" },
		],
	};
	const [run] = logOf(judged).runs;
	expect(run?.results).toEqual([]);
	const [invocation] = run?.invocations ?? [];
	expect(invocation).toMatchObject({ executionSuccessful: false, exitCode: 2 });
	expect(invocation?.toolExecutionNotifications?.map(({ level, message }) => `${level} ${message.text}`)).toEqual([
		"error not JSON",
		"warning no such file",
		"note task-definition/read-only-root is unknown: needs AWS",
	]);
	expect(sarifProblems(logOf(judged))).toEqual([]);
});

test.each([
	["a space and a percent sign", "a b%.json", "a%20b%25.json"],
	["a colon", "a:b.json", "a%3Ab.json"],
	["an absolute path below the root", "/repo/x.json", "x.json"],
	["a location outside the root", "../x.json", "file:///x.json"],
	["non-ASCII letters", "ä.json", "%C3%A4.json"],
])("the URI of a path with %s is valid", (_, file, uri) => {
	const [result] = resultsOf(resultWith(aVerdict({ location: { file, line: 1, column: 1 } })));
	expect(result?.locations?.[0]?.physicalLocation?.artifactLocation?.uri).toBe(uri);
});

describe("GitHub's limits", () => {
	test("hold for every rule: names, descriptions and tags", () => {
		const log = logOf(resultWith(...controls.map(({ id }) => aVerdict({ control: id }))));
		for (const { name = "", shortDescription, fullDescription, properties } of log.runs[0]?.tool.driver.rules ?? []) {
			expect(name.length).toBeLessThanOrEqual(255);
			expect(shortDescription?.text.length).toBeLessThanOrEqual(1024);
			expect(fullDescription?.text.length).toBeLessThanOrEqual(1024);
			expect(properties?.tags?.length).toBeLessThanOrEqual(10);
		}
	});

	test("of 25,000 results leave out the mildest, with a warning that says how many", () => {
		const many = Array.from({ length: 25_001 }, (_, index) =>
			aVerdict({ container: `c${index}`, severity: index === 0 ? "LOW" : "HIGH" }),
		);
		const log = logOf(resultWith(...many));
		const { results = [], invocations = [] } = log.runs[0] ?? {};
		expect(results).toHaveLength(25_000);
		expect(results.some(({ level }) => level === "note")).toBe(false);
		expect(invocations[0]?.toolExecutionNotifications?.[0]).toMatchObject({
			level: "warning",
			message: { text: expect.stringMatching(/^1 results are left out/) },
		});
	});
});

test("two failures that look the same have the same hash, and are told apart by their number", () => {
	const prints = resultsOf(resultWith(aVerdict(), aVerdict())).map(
		({ partialFingerprints = {} }) => partialFingerprints,
	);
	const [first, second] = prints.map(({ primaryLocationLineHash = "" }) => primaryLocationLineHash.split(":"));
	expect([first?.[1], second?.[1]]).toEqual(["1", "2"]);
	expect(first?.[0]).toBe(second?.[0]);
});
