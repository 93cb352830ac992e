import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import type { ListedFinding } from "../../../adapters/security-hub/list-findings.ts";
import { toAsff } from "../../../adapters/security-hub/to-asff.ts";
import { entryAfter, type LedgerEntry } from "../../../core/ledger.ts";
import { arnOf, type Subject } from "../../../core/subject.ts";
import type { Verdict } from "../../../core/verdict.ts";
import { changesToPublish } from "../../../pipeline/sinks/changes-to-publish.ts";
import { rememberEarlierFindings } from "../../../pipeline/sweep/earlier-findings.ts";
import { LedgerInMemory } from "../../support/ledger.ts";
import { familyNamed, repositoryNamed } from "../../support/sweep.ts";
import { anEntryOf, aRecordedVerdict, aVerdict } from "../../support/verdicts.ts";

const place = { partition: "aws", account: "111122223333", region: "ap-northeast-1" };
const subject = familyNamed("web");
const arn = arnOf(subject);
const createdAt = "2026-05-01T12:00:00.000Z";
const aFinding = (control: string, more: Partial<ListedFinding> = {}): ListedFinding => ({
	control,
	arn,
	createdAt,
	updatedAt: "2026-11-01T12:00:00.000Z",
	...more,
});

/** A page of findings, or what a check finds of each control; null: the subject is gone. */
type Step = { readonly page: readonly string[] } | { readonly found: Readonly<Record<string, Found>> | null };
type Found = "pass" | "fail" | "unknown" | "waived" | "not-applicable" | "pending";

async function remember(findings: readonly ListedFinding[], ledger: LedgerInMemory) {
	const kinds = ["task-definition", "image", "repository"] as const;
	return rememberEarlierFindings(null, place, {
		findings: async () => ({ items: findings, next: "t2" }),
		ledger,
		kinds,
	});
}

const verdictOf = (control: string, found: Found): Verdict =>
	found === "pending"
		? aVerdict({ control, status: "unknown", pending: true })
		: aVerdict({ control, status: found, subject: arn });

async function check(found: Readonly<Record<string, Found>> | null, ledger: LedgerInMemory): Promise<void> {
	const before = (await ledger.read(arn)).entry;
	const verdicts = found === null ? null : Object.entries(found).map(([control, one]) => verdictOf(control, one));
	const readAt = new Date(Date.parse("2026-11-21T12:00:00.000Z") + 60_000 * ledger.history.length).toISOString();
	const entry = entryAfter(before, { subject, readAt, rules: "rules-1", verdicts, blocks: [], about: {} });
	await ledger.write(entry, before?.readAt ?? null);
}

/** What Security Hub receives after each write, as `control status state`. */
const published = (history: readonly LedgerEntry[]): string[][] =>
	history.map((entry, at) => {
		const before = history[at - 1] ?? null;
		return changesToPublish({ before, entry, publishedAt: before?.readAt ?? null }, false)
			.map((change) => toAsff(entry, change, undefined))
			.map(({ ProductFields, Compliance, RecordState, CreatedAt }) => {
				const isKept = CreatedAt === createdAt ? "" : ", created anew";
				return `${ProductFields?.["shipshape/control"]} ${Compliance?.Status} ${RecordState}${isKept}`;
			})
			.sort();
	});

async function run(steps: readonly Step[]): Promise<readonly string[][]> {
	const ledger = new LedgerInMemory();
	for (const step of steps) {
		if ("page" in step)
			await remember(
				step.page.map((control) => aFinding(control)),
				ledger,
			);
		else await check(step.found, ledger);
	}
	return published(ledger.history);
}

describe("of the findings of an earlier installation, Security Hub receives", () => {
	const page = (...controls: string[]): Step => ({ page: controls });
	const found = (of: Readonly<Record<string, Found>>): Step => ({ found: of });
	const gone: Step = { found: null };
	const failing = ["a FAILED ACTIVE", "b FAILED ACTIVE"];
	const archived = ["a NOT_AVAILABLE ARCHIVED", "b NOT_AVAILABLE ARCHIVED"];
	test.each<[string, readonly Step[], readonly string[][]]>([
		["nothing before a check, also from two pages", [page("a"), page("b"), page("a", "b")], [[], []]],
		["what still fails", [page("a", "b"), found({ a: "fail", b: "fail" })], [[], failing]],
		["what still fails, of two pages", [page("a"), page("b"), found({ a: "fail", b: "fail" })], [[], [], failing]],
		["what passes, as closed", [page("a"), found({ a: "pass", b: "pass" })], [[], ["a PASSED ACTIVE"]]],
		["what is unknown", [page("a"), found({ a: "unknown" })], [[], ["a NOT_AVAILABLE ACTIVE"]]],
		["what is waived", [page("a"), found({ a: "waived" })], [[], ["a WARNING ACTIVE"]]],
		[
			"what does not apply, as archived",
			[page("a"), found({ a: "not-applicable" })],
			[[], ["a NOT_AVAILABLE ARCHIVED"]],
		],
		["what is off, as archived", [page("a"), found({ b: "pass" })], [[], ["a NOT_AVAILABLE ARCHIVED"]]],
		["all of a subject that is gone, as archived", [page("a"), page("b"), gone], [[], [], archived]],
		["a subject that was gone before, as archived", [gone, page("a"), page("b"), gone], [[], [], [], archived]],
		[
			"what a check has found to pass before, as closed",
			[found({ a: "pass" }), page("a"), found({ a: "pass" })],
			[[], [], ["a PASSED ACTIVE"]],
		],
		[
			"what a check has found to pass before and fails now",
			[found({ a: "pass" }), page("a"), found({ a: "fail" })],
			[[], [], ["a FAILED ACTIVE"]],
		],
		[
			"what was off before, as archived",
			[found({ b: "pass" }), page("a"), found({ b: "pass" })],
			[[], [], ["a NOT_AVAILABLE ARCHIVED"]],
		],
		[
			"nothing more of what this installation has published",
			[found({ a: "fail" }), page("a"), found({ a: "fail" })],
			[["a FAILED ACTIVE, created anew"], []],
		],
		[
			"what passes after it waited for a scan, as closed",
			[page("a"), found({ a: "pending" }), found({ a: "pending" }), found({ a: "pass" }), found({ a: "pass" })],
			[[], [], [], ["a PASSED ACTIVE"], []],
		],
		[
			"what fails after it waited for a scan",
			[page("a"), found({ a: "pending" }), found({ a: "fail" })],
			[[], [], ["a FAILED ACTIVE"]],
		],
		[
			"what is off after it waited for a scan, as archived",
			[page("a"), found({ a: "pending" }), found({ b: "pass" })],
			[[], [], ["a NOT_AVAILABLE ARCHIVED"]],
		],
		[
			"what is gone after it waited for a scan, as archived",
			[page("a"), found({ a: "pending" }), gone],
			[[], [], ["a NOT_AVAILABLE ARCHIVED"]],
		],
		[
			"what passed before, waited and passes, as closed",
			[found({ a: "pass" }), page("a"), found({ a: "pending" }), found({ a: "pass" })],
			[[], [], [], ["a PASSED ACTIVE"]],
		],
		[
			"what passes, once",
			[page("a"), found({ a: "pass" }), found({ a: "pass" }), gone],
			[[], ["a PASSED ACTIVE"], [], ["a NOT_AVAILABLE ARCHIVED"]],
		],
	])("%s", async (_, steps, expected) => {
		const all = await run(steps);
		// A page that adds nothing is no write.
		expect(all).toEqual(expected);
	});

	test("the same after the first check as from one page, wherever the pages end and whenever another check took place", async () => {
		const controls = ["a", "b", "c", "d"];
		const statuses = ["pass", "fail", "unknown", "waived", "not-applicable"] as const;
		const anyFound = fc.option(
			fc.dictionary(fc.constantFrom(...controls), fc.constantFrom<Found>(...statuses), { noNullPrototype: true }),
		);
		const pages = fc.array(fc.subarray(controls), { minLength: 1, maxLength: 4 });
		await fc.assert(
			fc.asyncProperty(pages, fc.nat(4), anyFound, async (parts, at, of) => {
				const steps = parts.map((part): Step => ({ page: part }));
				const [whole = []] = (await run([{ page: parts.flat() }, { found: of }])).slice(-1);
				expect((await run([...steps, { found: of }])).at(-1)).toEqual(whole);
				// Another check before, after and between the pages, which passes: it cannot have published anything that is false.
				const passing: Step = { found: Object.fromEntries(controls.map((one) => [one, "pass"])) };
				const all = await run([...steps.slice(0, at), passing, ...steps.slice(at), passing]);
				const listed = new Set(parts.flat());
				expect(all.flat().every((text) => / PASSED ACTIVE$/.test(text) && listed.has(text[0] ?? ""))).toBe(true);
				expect(new Set(all.flat().map((text) => text[0]))).toEqual(listed);
			}),
		);
	});
});

describe("the ledger", () => {
	const earlier = aFinding("a");

	test("is told of a finding once, and the subject is checked", async () => {
		const ledger = new LedgerInMemory();
		const listed = await remember([earlier, aFinding("b")], ledger);
		expect(listed).toEqual({ subjects: [subject], next: "t2" });
		expect(ledger.history).toMatchObject([{ quiet: true, readAt: earlier.updatedAt, controls: {} }]);
		expect(await remember([earlier], ledger)).toEqual(listed);
		expect(ledger.history).toHaveLength(1);
	});

	test("keeps the verdicts of an entry, and whether it is quiet", async () => {
		const ledger = new LedgerInMemory();
		const passing = aRecordedVerdict({ status: "pass", firstFailed: null });
		const known = anEntryOf({
			subject,
			arn,
			controls: { a: passing, b: aRecordedVerdict() },
			facts: "f",
			isSettled: true,
		});
		await ledger.write(known, null);
		await remember([earlier, aFinding("b")], ledger);
		const { entry } = await ledger.read(arn);
		const readAt = "2026-11-21T12:00:00.001Z";
		expect(entry).toEqual({ ...known, readAt, rules: "earlier installation", remembered: { a: createdAt } });
	});

	test("is told of a finding when a check writes the entry at the same time", async () => {
		const ledger = new LedgerInMemory();
		const { read } = ledger;
		ledger.read = async (...of) => {
			const state = await read.apply(ledger, of);
			if (ledger.history.length === 0) await ledger.write(anEntryOf({ subject, arn }), null);
			return state;
		};
		await remember([earlier], ledger);
		expect(ledger.history.map(({ remembered }) => remembered)).toEqual([undefined, { a: createdAt }]);
	});

	test("is not told of unknown kinds of subjects", async () => {
		const ledger = new LedgerInMemory();
		const arns = ["arn:aws:s3:::bucket", arnOf({ ...repositoryNamed("x"), kind: "cluster", name: "x" } as Subject), ""];
		const { subjects } = await remember(
			arns.map((one) => aFinding("a", { arn: one })),
			ledger,
		);
		expect([subjects, ledger.history]).toEqual([[], []]);
	});
});
