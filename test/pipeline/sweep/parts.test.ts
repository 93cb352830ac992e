import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { defaultPolicy } from "../../../controls/default-policy.ts";
import { TryLaterError } from "../../../core/errors.ts";
import { envelopeOf } from "../../../core/event.ts";
import type { LedgerEntry, RecordedVerdict } from "../../../core/ledger.ts";
import { arnOf } from "../../../core/subject.ts";
import { severities, statuses } from "../../../core/verdict.ts";
import { earlierRules } from "../../../pipeline/earlier-rules.ts";
import { sweptLists, tasksAfter } from "../../../pipeline/sweep/lists.ts";
import { decodeMessage, encodeMessage, listNames, type Task } from "../../../pipeline/sweep/messages.ts";
import { observeByKind, rootLists } from "../../../pipeline/sweep/observe-by-kind.ts";
import { isUnchanged } from "../../../pipeline/sweep/unchanged-family.ts";
import { addEntries, emptySummary } from "../../../pipeline/sweep-summary.ts";
import { readAt } from "../../support/builders.ts";
import { familyNamed, imageIn, repositoryNamed } from "../../support/sweep.ts";
import { aBlock, anEntryOf, aRecordedVerdict } from "../../support/verdicts.ts";

const place = { partition: "aws", account: "111122223333", region: "ap-northeast-1" };
const startedAt = "2026-11-22T12:00:00.000Z";

const anyVerdict = fc
	.record({ status: fc.constantFrom(...statuses), severity: fc.constantFrom(...severities) })
	.map((verdict) => aRecordedVerdict(verdict));
const anyEntry = fc
	.record({
		family: fc.constantFrom("a", "b", "c", "d"),
		controls: fc.dictionary(fc.constantFrom("x", "y", "z"), anyVerdict),
		state: fc.constantFrom("present" as const, "gone" as const),
	})
	.map(({ family, ...rest }): LedgerEntry => {
		const subject = familyNamed(family);
		return anEntryOf({ subject, arn: arnOf(subject), ...rest });
	});

describe("the summary of a sweep", () => {
	test("does not depend on the pages or on the order of the entries", () => {
		fc.assert(
			fc.property(fc.array(anyEntry, { maxLength: 40 }), fc.nat(40), (entries, at) => {
				const whole = addEntries(emptySummary, entries);
				expect(addEntries(addEntries(emptySummary, entries.slice(at)), entries.slice(0, at))).toEqual(whole);
				expect(whole.worst.length).toBe(Math.min(10, whole.statuses.fail));
				expect(Object.values(whole.severities).reduce((sum, one) => sum + one, 0)).toBe(whole.statuses.fail);
			}),
		);
	});

	test("names the worst failures first", () => {
		const entry = anEntryOf({
			controls: {
				low: aRecordedVerdict({ severity: "LOW" }),
				critical: aRecordedVerdict({ severity: "CRITICAL" }),
				waived: aRecordedVerdict({ severity: "CRITICAL", status: "waived" }),
			},
		});
		expect(addEntries(emptySummary, [entry]).worst).toEqual([
			{ name: "task-definition/web", control: "critical", severity: "CRITICAL" },
			{ name: "task-definition/web", control: "low", severity: "LOW" },
		]);
	});
});

describe("a message of a sweep", () => {
	const place = { partition: "aws", account: "111122223333", region: "ap-northeast-1" };
	const tasks: readonly Task[] = [
		...listNames.map((list) => ({ kind: "list", list, of: ["web"], token: "t", last: "api" }) as const),
		{ kind: "list", list: "repositories", of: [], token: null, last: null },
		{
			kind: "check",
			subjects: [{ subject: familyNamed("web"), revision: 7 }, { subject: imageIn("web", "sha256:1") }],
		},
		{ kind: "summary", token: "t", summary: emptySummary },
	];

	test.each(tasks)("is read as it was written: %j", (task) => {
		const message = { cause: "0123", sweep: startedAt, isPartial: false, task };
		const { id, body } = encodeMessage(message, place);
		expect(decodeMessage(envelopeOf(JSON.parse(body)))).toEqual({ id, ...message });
	});

	test.each([
		[{ kind: "list", list: "tasks" }, "detail.task.list is not a list of a sweep"],
		[{ kind: "check", subjects: {} }, "detail.task.subjects must be a list"],
		[
			{ kind: "check", subjects: [{ subject: { ...familyNamed("web"), account: "444455556666" } }] },
			"detail.task.subjects[0].subject is not in the message's account and Region",
		],
		[{ kind: "sleep" }, 'detail.task.kind "sleep" is not a task of a sweep'],
	])("is rejected with a reason: %j", (task, reason) => {
		const { body } = encodeMessage({ cause: null, sweep: startedAt, isPartial: false, task: task as never }, place);
		expect(() => decodeMessage(envelopeOf(JSON.parse(body)))).toThrow(reason);
	});

	test("has the same id only with the same content and the same cause", () => {
		const idsAfter = (cause: string | null) =>
			tasks.map((task) => encodeMessage({ cause, sweep: startedAt, isPartial: false, task }, place).id);
		const causes = [null, "page 1", "page 2"];
		expect(new Set(causes.flatMap(idsAfter)).size).toBe(tasks.length * causes.length);
		expect(idsAfter("page 1")).toEqual(idsAfter("page 1"));
	});
});

describe("a family is not checked again", () => {
	const entry = anEntryOf({
		controls: { x: aRecordedVerdict(), y: aRecordedVerdict({ status: "pass" }) },
		isSettled: true,
		about: { revision: "8", activeRevision: "8" },
	});
	const isSkipped = (more: Partial<LedgerEntry> = {}, revision = 8, now = startedAt) =>
		isUnchanged({ entry: { ...entry, ...more }, intents: [], candidates: [] }, revision, now, {
			policy: defaultPolicy,
			fingerprint: "rules-1",
		});

	test("if its newest active revision is the one that was judged", () => {
		expect(isSkipped()).toBe(true);
	});

	test("also if a verdict is unknown because of the revision itself, such as that on an image of another registry", () => {
		expect(isSkipped({ controls: { x: aRecordedVerdict({ status: "unknown", isByDesign: true }) } })).toBe(true);
	});

	test("but is when a verdict has become unknown for so long that it is reported, once, and not if nobody here can resolve it", () => {
		const hours = (past: number) => new Date(Date.parse(readAt) + past * 3_600_000).toISOString();
		const since = (past: number, more: Partial<RecordedVerdict> = {}): Partial<LedgerEntry> => ({
			readAt: hours(past),
			controls: { x: aRecordedVerdict({ status: "unknown", since: readAt, ...more }) },
		});
		expect([23, 24].map((past) => isSkipped(since(1), 8, hours(past)))).toEqual([true, false]);
		expect(isSkipped(since(24), 8, hours(48))).toBe(true);
		expect(isSkipped(since(1, { isByDesign: true }), 8, hours(48))).toBe(true);
	});

	test.each<[string, Partial<LedgerEntry>]>([
		["with other rules", { rules: "rules-0" }],
		["that is gone", { state: "gone" }],
		["of which another revision is judged", { about: { revision: "7" } }],
		["of which another revision is active", { about: { revision: "8", activeRevision: "7" } }],
		["that is not settled: a fact is missing, or a verdict is waived or pending", { isSettled: undefined as never }],
		["with a failed block", { blocks: [aBlock({ outcome: "failed" })] }],
		["with a block that stands", { blocks: [aBlock({ revision: 9 })] }],
		["that was read 30 days ago", { readAt: "2026-10-23T12:00:00.000Z" }],
	])("but is if it is one %s", (_, more) => {
		expect(isSkipped(more)).toBe(false);
	});

	test("but is if a later revision is active, or a block has not been recorded", () => {
		expect(isSkipped({}, 9)).toBe(false);
		const intent = { revision: 8, resource: "", because: [], at: readAt };
		const rules = { policy: defaultPolicy, fingerprint: "rules-1" };
		expect(isUnchanged({ entry, intents: [intent], candidates: [] }, 8, startedAt, rules)).toBe(false);
		expect(isUnchanged({ entry: null, intents: [], candidates: [] }, 8, startedAt, rules)).toBe(false);
	});
});

describe("the lists of a sweep", () => {
	const observe = async () => ({ verdicts: null, blocks: [], about: {}, awaitedSince: null });

	test("are those that lead to the kinds of subjects that are observed", () => {
		expect(rootLists({ image: observe }, false)).toEqual(["repositories"]);
		expect(rootLists({ service: observe, cluster: observe }, false)).toEqual(["clusters"]);
		expect(rootLists({ "capacity-provider": observe }, true)).toEqual(["capacity-providers", "findings"]);
	});

	test("a subject of another kind is not observed", () => {
		const check = () => observeByKind({ image: observe })(repositoryNamed("web"), readAt, {} as never, {} as never);
		expect(check).toThrow("the sweep does not check subjects of the kind repository");
	});

	test("a family that continues on the next page is listed once, with its newest revision", async () => {
		const taskDefinitions = async () => ({ items: [{ family: "web", revision: 3 }], next: "t2" });
		const lists = sweptLists({ taskDefinitions } as never);
		const read = lists["task-definitions"];
		const first = await read({ token: null, last: null }, "", place, startedAt);
		expect(first).toEqual({ subjects: [{ subject: familyNamed("web"), revision: 3 }], next: "t2", last: "web" });
		expect(await read({ token: "t2", last: "web" }, "", place, startedAt)).toEqual({
			subjects: [],
			next: "t2",
			last: "web",
		});
	});

	test.each<[string, object, string | null, boolean]>([
		["was read before the sweep", { readAt: "2026-11-22T11:59:59.999Z" }, null, true],
		["was seen since, without being read", { readAt: "2026-11-22T11:59:59.999Z" }, "2026-11-22T12:05:00.000Z", false],
		["was read since", { readAt: "2026-11-22T12:05:00.000Z" }, null, false],
		// By a function that was not updated yet.
		["was read since with other rules", { readAt: "2026-11-22T12:05:00.000Z", rules: "rules-0" }, null, true],
		[
			"is gone, but Security Hub has a finding of an earlier installation about it",
			{ state: "gone", rules: earlierRules },
			null,
			true,
		],
		["is gone", { readAt: "2026-11-22T11:59:59.999Z", state: "gone", rules: "rules-0" }, null, false],
	])(
		"an entry is checked if its subject was not looked at since the start, with the same rules: it %s",
		async (...of) => {
			const [, more, seenAt, isChecked] = of;
			const entry = anEntryOf({ subject: familyNamed("web"), rules: "rules-1", ...more });
			const entries = async () => ({ items: [{ ...entry, seenAt }], next: null });
			const lists = sweptLists({ entries, republishMissedClosings: async () => {}, rules: "rules-1" } as never);
			const { subjects } = await lists.entries({ token: null, last: null }, "", place, startedAt);
			expect(subjects).toHaveLength(isChecked ? 1 : 0);
		},
	);

	test.each(["repositories", "findings"] as const)(
		"%s are not read before the images in use, which the checks of repositories need",
		async (list) => {
			const waitForUsedImages = () => Promise.reject(new TryLaterError("the images in use are being read"));
			const read = async () => ({ items: ["payments"], subjects: [], next: null });
			const lists = sweptLists({ waitForUsedImages, repositories: read, findings: read } as never);
			await expect(lists[list]({ token: null, last: null }, "", place, startedAt)).rejects.toThrow("images in use");
		},
	);

	test("a page leads to messages of at most ten subjects, to nested lists and to the next page", () => {
		const names = Array.from({ length: 21 }, (_, at) => `web-${at}`);
		const subjects = names.map((name) => ({ subject: repositoryNamed(name) }));
		const task = { kind: "list", list: "repositories", of: [], token: null, last: null } as const;
		const tasks = tasksAfter(task, { subjects, nested: { list: "images", of: names }, next: "t2" });
		expect(tasks.map((one) => (one.kind === "check" ? one.subjects.length : one))).toEqual([
			{ ...task, token: "t2" },
			10,
			10,
			1,
			{ ...task, list: "images", of: names.slice(0, 10) },
			{ ...task, list: "images", of: names.slice(10, 20) },
			{ ...task, list: "images", of: ["web-20"] },
		]);
	});
});
