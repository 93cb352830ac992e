import { describe, expect, test } from "@jest/globals";
import type { ContainerFacts } from "../../core/facts.ts";
import type { Status } from "../../core/verdict.ts";
import type { Candidate, CheckedFile, CheckResult, FixContext } from "../../fix/checked-file.ts";
import { fixFile } from "../../fix/fix-file.ts";
import { findRejections } from "../../fix/verify.ts";
import { aContainer, aTaskDefinition, aTmpfs } from "../support/builders.ts";
import { contextFor, fileOf, noteLines } from "./fix-text.ts";

const readingOf = (container: Partial<ContainerFacts>) => ({
	facts: aTaskDefinition({ arn: "t", containers: [aContainer(container)] }),
	positionOf: () => ({ line: 1, column: 1 }),
});

const checkedFile = (verdicts: readonly CheckResult[], container: Partial<ContainerFacts> = {}): CheckedFile => ({
	file: fileOf("{}"),
	subjects: [{ reading: readingOf(container), verdicts }],
});
const verdict = (control: string, status: Status, container: string | null = "app"): CheckResult => ({
	control,
	subject: "t",
	status,
	...(container === null ? {} : { container }),
});

const rejectionsOf = (control: string, was: Status, is: Status): readonly string[] =>
	findRejections(checkedFile([verdict(control, was)]), checkedFile([verdict(control, is)]), []).map(
		({ reason }) => reason,
	);

const fail = "fail; fix that first";
const beUnknown = "be unknown; write out the values that it depends on first";

test.each<[Status, Status, string | null]>([
	["pass", "fail", fail],
	["unknown", "fail", fail],
	["waived", "fail", fail],
	["not-applicable", "fail", fail],
	["fail", "fail", null],
	["pass", "unknown", beUnknown],
	["not-applicable", "unknown", beUnknown],
	["fail", "unknown", null],
	["unknown", "unknown", null],
	["waived", "unknown", null],
	["not-applicable", "pass", null],
	["pass", "not-applicable", null],
	["pass", "waived", null],
])("a change from %s to %s: the reason for rejecting it is %j", (was, is, consequence) => {
	expect(rejectionsOf("a/b", was, is)).toEqual(consequence === null ? [] : [`a/b of app would then ${consequence}`]);
});

test("a first tmpfs without a memory limit may be unknown, but must not fail", () => {
	expect(rejectionsOf("task-definition/tmpfs-size", "not-applicable", "unknown")).toEqual([]);
	expect(rejectionsOf("task-definition/tmpfs-size", "not-applicable", "fail")).toHaveLength(1);
});

describe("a fix is kept unless its control still fails", () => {
	const root = "task-definition/read-only-root";
	const work: Candidate = {
		subject: 0,
		reading: readingOf({}),
		container: "app",
		fixes: [{ kind: "read-only-root" }],
		failing: new Set([`${root} app`]),
	};

	test.each<[string, readonly CheckResult[], boolean]>([
		["the control passes", [verdict(root, "pass")], true],
		["the control is unknown", [verdict(root, "unknown")], true],
		["the control fails for another container", [verdict(root, "pass"), verdict(root, "fail", "other")], true],
		["the control still fails", [verdict(root, "fail")], false],
		["the control has no verdict any more", [], true],
	])("%s", (_, verdicts, isKept) => {
		const before = checkedFile([verdict(root, "fail"), verdict(root, "fail", "other")]);
		expect(findRejections(before, checkedFile(verdicts), [work])).toEqual(
			isKept
				? []
				: [
						{
							container: "t\napp",
							topic: "root",
							reason: `${root} would still fail; fix the rest by hand`,
						},
					],
		);
	});
});

test("a fix that loses a mount is rejected", () => {
	const before = checkedFile([], { tmpfs: [aTmpfs({ path: "/x" }), aTmpfs({ path: { unresolved: "y" } })] });
	expect(findRejections(before, checkedFile([], { tmpfs: [] }), [])).toEqual([
		{
			container: "t\napp",
			topic: null,
			reason: "the mount at /x of app would be lost, because it is set elsewhere; fix it there",
		},
	]);
	expect(findRejections(before, before, [])).toEqual([]);
});

describe("a failure that names no fixed container is traced to its container", () => {
	const text = [
		"services:",
		...["a", "b", "c", "d", "e"].map((name) => `  ${name}: {image: 'memcached:1.6', mem_limit: 1g}`),
		"",
	].join("\n");
	const failingWith = async (bad: readonly string[], blamed: string | null): Promise<FixContext> => {
		const context = await contextFor("compose");
		const judge: FixContext["judge"] = (subject) => {
			const { facts } = subject;
			const [container] = facts.kind === "task-definition" && Array.isArray(facts.containers) ? facts.containers : [];
			const isBad =
				facts.kind === "task-definition" && bad.includes(facts.family) && container?.readonlyRootFilesystem === true;
			return [...context.judge(subject), verdict("x/y", isBad ? "fail" : "pass", blamed)];
		};
		return { ...context, judge };
	};

	test.each<[readonly string[], string | null]>([
		[["b"], null],
		[["b"], "missing"],
		[["a", "e"], null],
		[["a", "b", "c", "d", "e"], null],
		[[], null],
	])("when the fixes of %j fail, reported on %s", async (bad, blamed) => {
		const result = fixFile(fileOf(text), await failingWith(bad, blamed));
		expect(result.containers).toBe(5 - bad.length);
		expect(noteLines(result)).toEqual(
			bad.map((name) => `${name}: not fixed: x/y of ${blamed ?? "t"} would then fail; fix that first`),
		);
		for (const line of result.text.split("\n").slice(1, -1)) {
			expect(line.includes("read_only: true")).toBe(!bad.includes(line.trim().slice(0, 1)));
		}
	});
});
