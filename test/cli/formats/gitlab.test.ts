import { describe, expect, test } from "@jest/globals";
import type { CheckResult } from "../../../cli/check-result.ts";
import { gitlab } from "../../../cli/formats/gitlab.ts";
import type { FormatOptions } from "../../../cli/formats/options.ts";
import { aVerdict, formatOptions, resultWith } from "../../support/check-results.ts";
import { gitlabProblems } from "../../support/gitlab-schema.ts";

interface Issue {
	readonly [key: string]: unknown;
	readonly description: string;
	readonly fingerprint: string;
	readonly severity: string;
}

const issuesOf = (judged: CheckResult, more: Partial<FormatOptions> = {}): readonly Issue[] =>
	JSON.parse([...gitlab(judged, { ...formatOptions, ...more })].join("")) as readonly Issue[];

test("the schema reports what GitLab does not take", () => {
	const [issue] = issuesOf(resultWith(aVerdict()));
	expect(gitlabProblems([issue])).toEqual([]);
	expect(gitlabProblems([issue, issue])).toHaveLength(1);
	expect(gitlabProblems([{ ...issue, severity: "high" }])).toHaveLength(1);
	expect(gitlabProblems([{ ...issue, location: { path: "./web.json", lines: { begin: 0 } } }])).toHaveLength(2);
	expect(gitlabProblems({})).toHaveLength(1);
});

test("a failure has a description with its resource and remedy, its control, severity and line", () => {
	const address = "aws_ecs_task_definition.web";
	expect(issuesOf(resultWith(aVerdict({ address })))).toEqual([
		{
			description: `${address}: container app can write to its root. Write readonlyRootFilesystem: true.`,
			check_name: "task-definition/read-only-root",
			fingerprint: expect.stringMatching(/^[0-9a-f]{32}$/),
			severity: "critical",
			location: { path: "web.json", lines: { begin: 3 } },
		},
	]);
});

test("the worst come first, each with GitLab's severity", () => {
	const verdicts = (["LOW", "CRITICAL", "INFORMATIONAL", "MEDIUM", "HIGH"] as const).map((severity) =>
		aVerdict({ severity }),
	);
	const unknown = aVerdict({ status: "unknown", severity: "CRITICAL", message: "cannot tell" });
	const issues = issuesOf(resultWith(unknown, ...verdicts));
	expect(issues.map(({ severity }) => severity)).toEqual(["blocker", "critical", "major", "minor", "info", "info"]);
	expect(issues.at(-1)?.description).toMatch(/^unknown: cannot tell\. /);
});

test("what passes, is waived or does not apply is no issue", () => {
	const verdicts = (["pass", "waived", "not-applicable"] as const).map((status) => aVerdict({ status }));
	expect(issuesOf(resultWith(...verdicts))).toEqual([]);
});

test("what could not be read is an issue of its file", () => {
	const unread = [
		{ path: "bad.json", at: { line: 2, column: 7 }, text: "not JSON; write JSON", extent: "file" },
		{ path: "web.yaml", at: null, text: "include of x: no such file", extent: "part" },
		{ path: "web.yaml", at: null, text: "include of y: no such file", extent: "part" },
	] as const;
	const issues = issuesOf({ files: [], unread, unrecognized: [] });
	expect(gitlabProblems(issues)).toEqual([]);
	expect(issues.map(({ description, severity }) => `${severity} ${description}`)).toEqual([
		"critical not checked: not JSON; write JSON",
		"major not checked: include of x: no such file",
		"major not checked: include of y: no such file",
	]);
	expect(issues[0]).toMatchObject({ location: { path: "bad.json", lines: { begin: 2 } }, check_name: "not-checked" });
});

describe("the fingerprint", () => {
	const hashOf = (more: Parameters<typeof aVerdict>[0]) => issuesOf(resultWith(aVerdict(more)))[0]?.fingerprint;

	test("stays the same when lines move, and differs for another container, resource, file or control", () => {
		expect(hashOf({ location: { file: "web.json", line: 90, column: 1 }, message: "x" })).toBe(hashOf({}));
		const others = [
			{ container: "other" },
			{ part: "Web" },
			{ location: { file: "b.json", line: 3, column: 5 } },
			{ control: "task-definition/logging" },
		].map(hashOf);
		expect(new Set([hashOf({}), ...others]).size).toBe(5);
	});

	test("is never there twice, so that GitLab drops nothing", () => {
		expect(gitlabProblems(issuesOf(resultWith(aVerdict(), aVerdict(), aVerdict())))).toEqual([]);
	});
});

test("paths are relative to the root of the repository", () => {
	const [issue] = issuesOf(resultWith(aVerdict()), { folder: "/repo/infra" });
	expect(issue).toMatchObject({ location: { path: "infra/web.json" } });
});
