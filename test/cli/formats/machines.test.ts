import { describe, expect, test } from "@jest/globals";
import type { CheckResult } from "../../../cli/check-result.ts";
import { csv } from "../../../cli/formats/csv.ts";
import { github } from "../../../cli/formats/github.ts";
import { json, toSafeJson } from "../../../cli/formats/json.ts";
import { junit } from "../../../cli/formats/junit.ts";
import { version } from "../../../cli/version.ts";
import { aVerdict, formatOptions, resultWith } from "../../support/check-results.ts";

const waiver = { owner: "ops", reason: "migration", expires: "2026-12-31" };
const everyStatus = resultWith(
	aVerdict(),
	aVerdict({ status: "pass", message: "fine" }),
	aVerdict({ status: "unknown", message: "needs AWS" }),
	aVerdict({ status: "waived", waiver }),
	aVerdict({ status: "not-applicable", message: "no tmpfs" }),
);
const withUnread: CheckResult = {
	...everyStatus,
	unread: [
		{ path: "bad.json", at: { line: 2, column: 7 }, text: "not JSON; write it as JSON", extent: "file" },
		{ path: "gone.json", at: null, text: "there is no such file", extent: "file" },
		{ path: "web.yaml", at: { line: 1, column: 1 }, text: "include of x: no such file", extent: "part" },
	],
};

describe("JSON", () => {
	test("has the documented structure", () => {
		const report = JSON.parse([...json(everyStatus, formatOptions)].join("")) as { verdicts: object[] };
		expect(report).toEqual({
			schemaVersion: "1",
			tool: { name: "shipshape", version: version() },
			policy: { file: null, name: "default policy" },
			leftOut: [],
			summary: { pass: 1, fail: 1, unknown: 1, waived: 1, "not-applicable": 1 },
			verdicts: expect.any(Array),
			needsAws: [],
			unread: [],
			unrecognized: [],
		});
		expect(report.verdicts[0]).toEqual({
			control: "task-definition/read-only-root",
			subject: "web.json",
			location: { file: "web.json", line: 3, column: 5 },
			container: "app",
			status: "fail",
			severity: "HIGH",
			message: "container app can write to its root",
			remediation: "Write readonlyRootFilesystem: true.",
		});
		expect(report.verdicts[3]).toMatchObject({ status: "waived", waiver });
	});

	test("is complete when there are no files", () => {
		expect(JSON.parse([...json({ files: [], unread: [], unrecognized: [] }, formatOptions)].join(""))).toMatchObject({
			verdicts: [],
		});
	});

	test("escapes the characters that a terminal or CI log interprets", () => {
		expect(toSafeJson("a\u009bb\u202ec##[x]##\u001b")).toBe(String.raw`"a\u009bb\u202ec\u0023#[x]\u0023#\u001b"`);
	});
});

describe("CSV", () => {
	test("has one row per verdict", () => {
		expect([...csv(resultWith(aVerdict()), formatOptions)]).toEqual([
			'"status","severity","control","subject","container","file","line","column","message","remediation","address","version","policy"\r\n',
			'"fail","HIGH","task-definition/read-only-root","web.json","app","web.json","3","5","container app can write ' +
				`to its root","Write readonlyRootFilesystem: true.","","${version()}","default policy"\r\n`,
		]);
	});

	test.each(["=1", "+1", "-1", "@x", "\t=1", "\r=1", " =1"])("prefixes %j with an apostrophe", (message) => {
		expect([...csv(resultWith(aVerdict({ message })), formatOptions)][1]).toContain(`,"'${message.trim()}",`);
	});

	test("doubles quotes", () => {
		expect([...csv(resultWith(aVerdict({ container: 'a "b", c' })), formatOptions)][1]).toContain(',"a ""b"", c",');
	});
});

describe("GitHub annotations", () => {
	const commands = (judged: CheckResult, more: Partial<typeof formatOptions> = {}) => [
		...github(judged, { ...formatOptions, ...more }),
	];

	test("are an error for a HIGH failure and a notice for an unknown verdict, followed by the summary", () => {
		expect(commands(everyStatus)).toEqual([
			"::error file=web.json,line=3,col=5,title=HIGH task-definition/read-only-root::container app can write to its root. Write readonlyRootFilesystem: true.\n",
			"::notice file=web.json,line=3,col=5,title=task-definition/read-only-root is unknown::needs AWS. Write readonlyRootFilesystem: true.\n",
			"1 file: 1 failure (1 HIGH), 1 unknown, 1 waived, 1 passed, 1 not applicable\n",
			`shipshape ${version()}, default policy\n`,
		]);
	});

	test.each([
		["CRITICAL", true, "error"],
		["HIGH", true, "error"],
		["MEDIUM", true, "warning"],
		["LOW", true, "notice"],
		["INFORMATIONAL", true, "notice"],
		["CRITICAL", false, "warning"],
		["HIGH", false, "warning"],
		["MEDIUM", false, "warning"],
		["LOW", false, "notice"],
	] as const)("a %s failure that counts: %s is the level %s", (severity, blocks, level) => {
		const [command] = commands(resultWith(aVerdict({ severity, blocks })));
		expect(command).toMatch(new RegExp(`^::${level} file=web.json,line=3,col=5,title=${severity} `));
	});

	test("include input that could not be read", () => {
		expect(commands(withUnread).slice(0, 3)).toEqual([
			"::error file=bad.json,line=2,col=7,title=not checked::not JSON; write it as JSON\n",
			"::error file=gone.json,title=not checked::there is no such file\n",
			"::warning file=web.yaml,line=1,col=1,title=not checked::include of x: no such file\n",
		]);
	});

	test("escape percent signs, colons, commas and line breaks", () => {
		const location = { file: "a,b:c%.json", line: 1, column: 1 };
		const [command] = commands(resultWith(aVerdict({ location, message: "50 %\n::x:y", remediation: "z" })));
		expect(command).toContain("file=a%2Cb%3Ac%25.json,");
		expect(command).toContain("::50 %25 : :x:y. z\n");
	});

	test("use paths relative to the root of the repository", () => {
		const [command] = commands(resultWith(aVerdict()), { folder: "/repo/infra" });
		expect(command).toContain("file=infra/web.json,");
		expect(commands(resultWith(aVerdict()), { folder: "/elsewhere" })[0]).toContain("file=web.json,");
	});
});

describe("JUnit", () => {
	const xml = (judged: CheckResult, strict = false): string =>
		[...junit(judged, { ...formatOptions, strict })].join("");

	const run =
		`<properties><property name="shipshape-version" value="${version()}"/>` +
		'<property name="policy" value="default policy"/></properties>';
	const testcase =
		'<testcase name="task-definition/read-only-root [app]" classname="web.json" file="web.json" line="3"';

	test("has a suite per file and a test per verdict", () => {
		expect(xml(everyStatus)).toBe(`<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="shipshape">
<testsuite name="web.json" tests="5" failures="1" errors="0" skipped="3">
${run}
${testcase}><failure message="container app can write to its root" type="HIGH">web.json:3:5
Write readonlyRootFilesystem: true.</failure></testcase>
${testcase}/>
${testcase}><skipped message="unknown: needs AWS"/></testcase>
${testcase}><skipped message="waived: container app can write to its root"/></testcase>
${testcase}><skipped message="not-applicable: no tmpfs"/></testcase>
</testsuite>
</testsuites>
`);
	});

	test("has an error for an unknown verdict with --strict", () => {
		expect(xml(everyStatus, true)).toContain('errors="1" skipped="2"');
		expect(xml(everyStatus, true)).toContain('<error message="needs AWS">');
	});

	test("has a separate suite for input that could not be read", () => {
		expect(
			xml(withUnread),
		).toContain(`<testsuite name="input that could not be read" tests="3" failures="0" errors="2" skipped="1">
${run}
<testcase name="bad.json:2:7" classname="bad.json"><error message="not JSON; write it as JSON"/></testcase>
<testcase name="gone.json" classname="gone.json"><error message="there is no such file"/></testcase>
<testcase name="web.yaml:1:1" classname="web.yaml"><skipped message="include of x: no such file"/></testcase>
</testsuite>
`);
		expect(xml(withUnread, true)).toContain('errors="3" skipped="0"');
	});
});
