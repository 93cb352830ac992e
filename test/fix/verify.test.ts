import { describe, expect, test } from "@jest/globals";
import type { ContainerFacts } from "../../core/facts.ts";
import type { Status } from "../../core/verdict.ts";
import type { Bench, Judged, Surveyed, Work } from "../../fix/checked-file.ts";
import { fixFile } from "../../fix/fix-file.ts";
import { refusalsOf } from "../../fix/verify.ts";
import { aContainer, aTaskDefinition, aTmpfs } from "../support/builders.ts";
import { benchFor, fileOf, said } from "./fix-text.ts";

const readingOf = (container: Partial<ContainerFacts>) => ({
	facts: aTaskDefinition({ arn: "t", containers: [aContainer(container)] }),
	positionOf: () => ({ line: 1, column: 1 }),
});

const surveyOf = (verdicts: readonly Judged[], container: Partial<ContainerFacts> = {}): Surveyed => ({
	file: fileOf("{}"),
	subjects: [{ reading: readingOf(container), verdicts }],
});
const verdict = (control: string, status: Status, container: string | null = "app"): Judged => ({
	control,
	subject: "t",
	status,
	...(container === null ? {} : { container }),
});

const compared = (control: string, was: Status, is: Status): readonly string[] =>
	refusalsOf(surveyOf([verdict(control, was)]), surveyOf([verdict(control, is)]), []).map(({ reason }) => reason);

const fail = "fail instead: mend what that asks for first";
const beUnknown = "be unknown instead: write out what that depends on first";

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
	expect(compared("a/b", was, is)).toEqual(change === null ? [] : [`a/b of app would ${change}`]);
});

test("without a memory limit nobody knows the share of a first tmpfs, as before", () => {
	expect(compared("task-definition/tmpfs-size", "not-applicable", "unknown")).toEqual([]);
	expect(compared("task-definition/tmpfs-size", "not-applicable", "fail")).toHaveLength(1);
});

describe("a mend has to help", () => {
	const root = "task-definition/read-only-root";
	const work: Work = {
		subject: 0,
		reading: readingOf({}),
		container: "app",
		mends: [{ kind: "read-only-root" }],
		failing: new Set([`${root} app`]),
	};

	test.each<[string, readonly Judged[], boolean]>([
		["it passes", [verdict(root, "pass")], true],
		["it is unknown", [verdict(root, "unknown")], true],
		["another fails", [verdict(root, "pass"), verdict(root, "fail", "other")], true],
		["it fails", [verdict(root, "fail")], false],
		["nothing is said of it any more", [], true],
	])("%s", (_, verdicts, isRight) => {
		const before = surveyOf([verdict(root, "fail"), verdict(root, "fail", "other")]);
		expect(refusalsOf(before, surveyOf(verdicts), [work])).toEqual(
			isRight
				? []
				: [
						{
							container: "t\napp",
							topic: "root",
							reason: `${root} would fail nevertheless: mend the rest of it by hand`,
						},
					],
		);
	});
});

test("a mount that is not there any more is lost", () => {
	const before = surveyOf([], { tmpfs: [aTmpfs({ path: "/x" }), aTmpfs({ path: { unresolved: "y" } })] });
	expect(refusalsOf(before, surveyOf([], { tmpfs: [] }), [])).toEqual([
		{
			container: "t\napp",
			topic: null,
			reason: "the mount at /x of app would be lost: it is written in another place; mend it there",
		},
	]);
	expect(refusalsOf(before, before, [])).toEqual([]);
});

describe("what shows in no container is found by halves", () => {
	const text = [
		"services:",
		...["a", "b", "c", "d", "e"].map((name) => `  ${name}: {image: 'node:24', mem_limit: 1g}`),
		"",
	].join("\n");
	const failingWith = async (bad: readonly string[], blamed: string | null): Promise<Bench> => {
		const bench = await benchFor("compose");
		const judge: Bench["judge"] = (subject) => {
			const { facts } = subject;
			const [container] = facts.kind === "task-definition" && Array.isArray(facts.containers) ? facts.containers : [];
			const isBad =
				facts.kind === "task-definition" && bad.includes(facts.family) && container?.readonlyRootFilesystem === true;
			return [...bench.judge(subject), verdict("x/y", isBad ? "fail" : "pass", blamed)];
		};
		return { ...bench, judge };
	};

	test.each<[readonly string[], string | null]>([
		[["b"], null],
		[["b"], "nobody"],
		[["a", "e"], null],
		[["a", "b", "c", "d", "e"], null],
		[[], null],
	])("%j, blamed on %s", async (bad, blamed) => {
		const result = fixFile(fileOf(text), await failingWith(bad, blamed));
		expect(result.containers).toBe(5 - bad.length);
		expect(said(result)).toEqual(
			bad.map(
				(name) => `${name}: not mended: x/y of ${blamed ?? "t"} would fail instead: mend what that asks for first`,
			),
		);
		for (const line of result.text.split("\n").slice(1, -1)) {
			expect(line.includes("read_only: true")).toBe(!bad.includes(line.trim().slice(0, 1)));
		}
	});
});
