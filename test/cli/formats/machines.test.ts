import { describe, expect, test } from "@jest/globals";
import { csv } from "../../../cli/formats/csv.ts";
import { github } from "../../../cli/formats/github.ts";
import { inJson, json } from "../../../cli/formats/json.ts";
import { junit } from "../../../cli/formats/junit.ts";
import type { Judged } from "../../../cli/judged.ts";
import { aVerdict, judgedWith, someLooks } from "../../support/judged-files.ts";

const waiver = { owner: "ops", reason: "migration", expires: "2026-12-31" };
const everyStatus = judgedWith(
	aVerdict(),
	aVerdict({ status: "pass", message: "fine" }),
	aVerdict({ status: "unknown", message: "needs AWS" }),
	aVerdict({ status: "waived", waiver }),
	aVerdict({ status: "not-applicable", message: "no tmpfs" }),
);
const notJudged: Judged = {
	...everyStatus,
	unread: [
		{ path: "bad.json", at: { line: 2, column: 7 }, text: "not JSON; write it as JSON", what: "file" },
		{ path: "gone.json", at: null, text: "there is no such file", what: "file" },
		{ path: "web.yaml", at: { line: 1, column: 1 }, text: "include of x: no such file", what: "part" },
	],
};

describe("JSON", () => {
	test("is the form that is promised", () => {
		const report = JSON.parse([...json(everyStatus)].join("")) as { verdicts: object[] };
		expect(report).toEqual({
			schemaVersion: "1",
			summary: { pass: 1, fail: 1, unknown: 1, waived: 1, "not-applicable": 1 },
			verdicts: expect.any(Array),
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

	test("of nothing is whole too", () => {
		expect(JSON.parse([...json({ files: [], unread: [], others: [] })].join(""))).toMatchObject({ verdicts: [] });
	});

	test("says what is risky as escapes", () => {
		expect(inJson("a\u009bb\u202ec##[x]##\u001b")).toBe(String.raw`"a\u009bb\u202ec\u0023#[x]\u0023#\u001b"`);
	});
});

describe("CSV", () => {
	test("has a row for each verdict", () => {
		expect([...csv(judgedWith(aVerdict()))]).toEqual([
			'"status","severity","control","subject","container","file","line","column","message","remediation"\r\n',
			'"fail","HIGH","task-definition/read-only-root","web.json","app","web.json","3","5","container app can write to its root","Write readonlyRootFilesystem: true."\r\n',
		]);
	});

	test.each(["=1", "+1", "-1", "@x", "\t=1", "\r=1", " =1"])("makes %j a text", (message) => {
		expect([...csv(judgedWith(aVerdict({ message })))][1]).toContain(`,"'${message.trim()}",`);
	});

	test("doubles quotes", () => {
		expect([...csv(judgedWith(aVerdict({ container: 'a "b", c' })))][1]).toContain(',"a ""b"", c",');
	});
});

describe("GitHub annotations", () => {
	const commands = (judged: Judged, more: Partial<typeof someLooks> = {}) => [
		...github(judged, { ...someLooks, ...more }),
	];

	test("failures that count are errors, what is not known a notice; then the summary", () => {
		expect(commands(everyStatus)).toEqual([
			"::error file=web.json,line=3,col=5,title=HIGH task-definition/read-only-root::container app can write to its root. Write readonlyRootFilesystem: true.\n",
			"::notice file=web.json,line=3,col=5,title=task-definition/read-only-root is not known::needs AWS. Write readonlyRootFilesystem: true.\n",
			"1 file: 1 failure (1 HIGH), 1 unknown, 1 waived, 1 passed, 1 not applicable\n",
		]);
		expect(commands(judgedWith(aVerdict({ blocks: false })))[0]).toMatch(/^::warning file=web.json,/);
	});

	test("what could not be read is there too", () => {
		expect(commands(notJudged).slice(0, 3)).toEqual([
			"::error file=bad.json,line=2,col=7,title=not judged::not JSON; write it as JSON\n",
			"::error file=gone.json,title=not judged::there is no such file\n",
			"::warning file=web.yaml,line=1,col=1,title=not judged::include of x: no such file\n",
		]);
	});

	test("percent signs, colons, commas and line breaks are escaped where they must be", () => {
		const location = { file: "a,b:c%.json", line: 1, column: 1 };
		const [command] = commands(judgedWith(aVerdict({ location, message: "50 %\n::x:y", remediation: "z" })));
		expect(command).toContain("file=a%2Cb%3Ac%25.json,");
		expect(command).toContain("::50 %25 : :x:y. z\n");
	});

	test("paths start at the root of the repository", () => {
		const [command] = commands(judgedWith(aVerdict()), { folder: "/repo/infra" });
		expect(command).toContain("file=infra/web.json,");
		expect(commands(judgedWith(aVerdict()), { folder: "/elsewhere" })[0]).toContain("file=web.json,");
	});
});

describe("JUnit", () => {
	const xml = (judged: Judged, strict = false): string => [...junit(judged, { ...someLooks, strict })].join("");

	test("a file is a suite, a verdict a test", () => {
		expect(xml(everyStatus)).toBe(`<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="shipshape">
<testsuite name="web.json" tests="5" failures="1" errors="0" skipped="3">
<testcase name="task-definition/read-only-root [app]" classname="web.json" file="web.json" line="3"><failure message="container app can write to its root" type="HIGH">web.json:3:5
Write readonlyRootFilesystem: true.</failure></testcase>
<testcase name="task-definition/read-only-root [app]" classname="web.json" file="web.json" line="3"/>
<testcase name="task-definition/read-only-root [app]" classname="web.json" file="web.json" line="3"><skipped message="unknown: needs AWS"/></testcase>
<testcase name="task-definition/read-only-root [app]" classname="web.json" file="web.json" line="3"><skipped message="waived: container app can write to its root"/></testcase>
<testcase name="task-definition/read-only-root [app]" classname="web.json" file="web.json" line="3"><skipped message="not-applicable: no tmpfs"/></testcase>
</testsuite>
</testsuites>
`);
	});

	test("under --strict what is not known is an error", () => {
		expect(xml(everyStatus, true)).toContain('errors="1" skipped="2"');
		expect(xml(everyStatus, true)).toContain('<error message="needs AWS">');
	});

	test("what could not be read is a suite of its own", () => {
		expect(
			xml(notJudged),
		).toContain(`<testsuite name="what could not be read" tests="3" failures="0" errors="2" skipped="1">
<testcase name="bad.json:2:7" classname="bad.json"><error message="not JSON; write it as JSON"/></testcase>
<testcase name="gone.json" classname="gone.json"><error message="there is no such file"/></testcase>
<testcase name="web.yaml:1:1" classname="web.yaml"><skipped message="include of x: no such file"/></testcase>
</testsuite>
`);
		expect(xml(notJudged, true)).toContain('errors="3" skipped="0"');
	});
});
