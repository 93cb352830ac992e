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

const surveyOf = (verdicts: readonly CheckResult[], container: Partial<ContainerFacts> = {}): CheckedFile => ({
	file: fileOf("{}"),
	subjects: [{ reading: readingOf(container), verdicts }],
});
const verdict = (control: string, status: Status, container: string | null = "app"): CheckResult => ({
	control,
	subject: "t",
	status,
	...(container === null ? {} : { container }),
});

const compared = (control: string, was: Status, is: Status): readonly string[] =>
	findRejections(surveyOf([verdict(control, was)]), surveyOf([verdict(control, is)]), []).map(({ reason }) => reason);

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
])("from %s to %s", (was, is, change) => {
	expect(compared("a/b", was, is)).toEqual(change === null ? [] : [`a/b of app would then ${change}`]);
});

test("without a memory limit nobody knows the share of a first tmpfs, as before", () => {
	expect(compared("task-definition/tmpfs-size", "not-applicable", "unknown")).toEqual([]);
	expect(compared("task-definition/tmpfs-size", "not-applicable", "fail")).toHaveLength(1);
});

describe("a mend has to help", () => {
	const root = "task-definition/read-only-root";
	const work: Candidate = {
		subject: 0,
		reading: readingOf({}),
		container: "app",
		fixes: [{ kind: "read-only-root" }],
		failing: new Set([`${root} app`]),
	};

	test.each<[string, readonly CheckResult[], boolean]>([
		["it passes", [verdict(root, "pass")], true],
		["it is unknown", [verdict(root, "unknown")], true],
		["another fails", [verdict(root, "pass"), verdict(root, "fail", "other")], true],
		["it fails", [verdict(root, "fail")], false],
		["nothing is said of it any more", [], true],
	])("%s", (_, verdicts, isRight) => {
		const before = surveyOf([verdict(root, "fail"), verdict(root, "fail", "other")]);
		expect(findRejections(before, surveyOf(verdicts), [work])).toEqual(
			isRight
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

test("a mount that is not there any more is lost", () => {
	const before = surveyOf([], { tmpfs: [aTmpfs({ path: "/x" }), aTmpfs({ path: { unresolved: "y" } })] });
	expect(findRejections(before, surveyOf([], { tmpfs: [] }), [])).toEqual([
		{
			container: "t\napp",
			topic: null,
			reason: "the mount at /x of app would be lost, because it is set elsewhere; fix it there",
		},
	]);
	expect(findRejections(before, before, [])).toEqual([]);
});

describe("what shows in no container is found by halves", () => {
	const text = [
		"services:",
		...["a", "b", "c", "d", "e"].map((name) => `  ${name}: {image: 'node:24', mem_limit: 1g}`),
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
	])("%j, blamed on %s", async (bad, blamed) => {
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
