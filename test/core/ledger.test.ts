import { describe, expect, test } from "@jest/globals";
import { type Check, countByStatus, entryAfter, settledStatusOf } from "../../core/ledger.ts";
import { arnOf } from "../../core/subject.ts";
import { readAt } from "../support/builders.ts";
import { aBlock, aFamily, anEntryOf, aRecordedVerdict, aVerdict } from "../support/verdicts.ts";

const control = "task-definition/read-only-root";
const later = "2026-11-22T09:00:00.000Z";

const aLook = (look: Partial<Check> = {}): Check => ({
	subject: aFamily(),
	readAt: later,
	rules: "rules-2",
	verdicts: [aVerdict()],
	blocks: [],
	about: { revision: "8" },
	...look,
});
const recordedAfter = (verdicts: Check["verdicts"], before = anEntryOf()) =>
	entryAfter(before, aLook({ verdicts })).controls[control];

describe("the entry after a check", () => {
	test("contains the subject, the time of the reading and the rules", () => {
		expect(entryAfter(null, aLook())).toEqual({
			subject: aFamily(),
			arn: arnOf(aFamily()),
			readAt: later,
			rules: "rules-2",
			state: "present",
			controls: { [control]: aRecordedVerdict({ since: later, firstFailed: later }) },
			blocks: [],
			about: { revision: "8" },
		});
	});

	test("contains the verdict of each control", () => {
		const size = "task-definition/tmpfs-size";
		const verdicts = [
			aVerdict(),
			aVerdict({ control: size, status: "pass", message: "small enough", container: "app" }),
		];
		const before = anEntryOf({ controls: { [size]: aRecordedVerdict({ status: "pass", firstFailed: null }) } });
		expect(entryAfter(before, aLook({ verdicts })).controls).toEqual({
			[control]: aRecordedVerdict({ since: later, firstFailed: later }),
			[size]: aRecordedVerdict({ status: "pass", message: "small enough", containers: ["app"], firstFailed: null }),
		});
	});

	test("drops controls that are no longer evaluated", () => {
		const before = anEntryOf({
			controls: { [control]: aRecordedVerdict(), "task-definition/gone": aRecordedVerdict() },
		});
		expect(Object.keys(entryAfter(before, aLook()).controls)).toEqual([control]);
	});

	test("has no verdicts if the subject is gone, and expires 90 days later", () => {
		const before = anEntryOf({ controls: { [control]: aRecordedVerdict() }, blocks: [aBlock()] });
		expect(entryAfter(before, aLook({ verdicts: null, readAt: "2026-11-22T09:00:00.999Z" }))).toEqual({
			...anEntryOf({
				readAt: "2026-11-22T09:00:00.999Z",
				rules: "rules-2",
				about: { revision: "8" },
				blocks: [aBlock()],
			}),
			state: "gone",
			remembered: { [control]: readAt },
			expiresAt: Date.parse("2027-02-20T09:00:00.000Z") / 1000,
		});
	});

	test("starts again for a subject that was created again, keeps firstFailed and does not expire", () => {
		const before = anEntryOf({ controls: { [control]: aRecordedVerdict() } });
		const gone = entryAfter(before, aLook({ verdicts: null }));
		const stillGone = entryAfter(gone, aLook({ verdicts: null }));
		const entry = entryAfter(stillGone, aLook());
		expect(entry).not.toHaveProperty("expiresAt");
		expect(entry).not.toHaveProperty("remembered");
		expect(entry.controls[control]).toMatchObject({ since: later, firstFailed: readAt });
	});

	test("marks the blocks of a family that are over, permanently", () => {
		const blocks = [
			aBlock({ revision: 8, resource: "r8" }),
			aBlock({ revision: 9, resource: "r9", outcome: "failed" }),
		];
		const at = (newestActive: number | null, before = anEntryOf({ blocks })) =>
			entryAfter(before, aLook({ newestActive }));
		expect(at(null).blocks).toEqual(blocks);
		expect(at(8).blocks).toEqual(blocks);
		const over = [{ ...blocks[0], over: true }, blocks[1]];
		expect(at(9).blocks).toEqual(over);
		expect(at(7, at(10)).blocks).toEqual(over);
	});
});

describe("the times of a verdict", () => {
	const having = (verdict: Parameters<typeof aRecordedVerdict>[0]) =>
		anEntryOf({ controls: { [control]: aRecordedVerdict(verdict) } });

	test.each([
		["fail", "fail", { since: readAt, firstFailed: readAt }],
		["fail", "pass", { since: later, firstFailed: readAt }],
		["pass", "pass", { since: readAt, firstFailed: null }],
		["pass", "fail", { since: later, firstFailed: later }],
		["pass", "unknown", { since: later, firstFailed: later }],
		["pass", "waived", { since: later, firstFailed: later }],
		["pass", "not-applicable", { since: later, firstFailed: null }],
		["unknown", "fail", { since: later, firstFailed: readAt }],
	] as const)("%s, then %s", (was, is, expected) => {
		const known = having({ status: was, firstFailed: was === "pass" ? null : readAt });
		expect(recordedAfter([aVerdict({ status: is })], known)).toMatchObject(expected);
	});

	test("a pending verdict does not set firstFailed", () => {
		const pending = aVerdict({ status: "unknown", pending: true });
		expect(recordedAfter([pending], having({ status: "pass", firstFailed: null }))?.firstFailed).toBeNull();
	});

	test("a failure that was fixed once keeps firstFailed", () => {
		const known = having({ status: "pass", firstFailed: "2026-01-01T00:00:00.000Z" });
		expect(recordedAfter([aVerdict()], known)).toMatchObject({ since: later, firstFailed: "2026-01-01T00:00:00.000Z" });
	});
});

describe("the verdicts on several containers are combined", () => {
	test("the worst decides, and only the containers with its status are listed", () => {
		expect(
			recordedAfter([
				aVerdict({ status: "pass", message: "fine", container: "proxy", severity: "CRITICAL" }),
				aVerdict({
					severity: "LOW",
					message: "writable",
					container: "app",
					remediation: "first",
					fields: { a: "1", b: "1" },
				}),
				aVerdict({
					severity: "HIGH",
					message: "no /tmp",
					container: "job",
					remediation: "second",
					fields: { b: "2", c: "2" },
				}),
				aVerdict({ severity: "LOW", message: "writable", container: "cron" }),
				aVerdict({ severity: "LOW", message: "somewhere" }),
			]),
		).toEqual(
			aRecordedVerdict({
				severity: "HIGH",
				message: "writable; no /tmp; somewhere",
				remediation: `second first ${aVerdict().remediation}`,
				containers: ["app", "job", "cron"],
				fields: { b: "2", c: "2" },
				since: later,
				firstFailed: later,
			}),
		);
	});

	test("the vulnerabilities are those of the deciding verdict", () => {
		const vulnerabilities = [{ id: "CVE-2026-0001", severity: "HIGH" }];
		expect(recordedAfter([aVerdict({ vulnerabilities })])?.vulnerabilities).toEqual(vulnerabilities);
		expect(recordedAfter([aVerdict()])?.vulnerabilities).toEqual([]);
	});

	test("at most fifty containers and messages are kept", () => {
		const many = Array.from({ length: 60 }, (_, index) => aVerdict({ container: `c${index}`, message: `m${index}` }));
		const { containers = [], message = "" } = recordedAfter(many) ?? {};
		expect(containers).toHaveLength(50);
		expect(containers.at(-1)).toBe("c49");
		expect(message.split("; ")).toHaveLength(50);
		expect(message.endsWith("; m49")).toBe(true);
	});
});

describe("a pending verdict", () => {
	const pending = [aVerdict({ status: "unknown", pending: true })];
	const having = (verdict: Parameters<typeof aRecordedVerdict>[0]) =>
		anEntryOf({ controls: { [control]: aRecordedVerdict(verdict) } });

	test("is pending unless a failure decides", () => {
		expect(recordedAfter(pending)).toMatchObject({ status: "unknown", pending: true });
		expect(recordedAfter([...pending, aVerdict({ status: "unknown" })])?.pending).toBe(true);
		expect(recordedAfter([...pending, aVerdict()])).toMatchObject({ status: "fail", pending: false });
		expect(recordedAfter([aVerdict({ status: "unknown", pending: false })])?.pending).toBe(false);
	});

	test.each([
		["fail", { status: "fail" }],
		["pass", { status: "pass" }],
		["fail", { status: "unknown", pending: true, settled: "fail" }],
	] as const)("remembers that the last answer was %s", (settled, verdict) => {
		const recorded = recordedAfter(pending, having(verdict));
		expect(recorded?.settled).toBe(settled);
		expect(settledStatusOf(recorded ?? aRecordedVerdict())).toBe(settled);
	});

	test("has no settled status if there was no result before", () => {
		expect(recordedAfter(pending)).not.toHaveProperty("settled");
		expect(recordedAfter(pending, having({ status: "unknown", pending: true }))).not.toHaveProperty("settled");
	});

	test("loses its settled status once the result arrives", () => {
		const recorded = recordedAfter([aVerdict()], having({ status: "unknown", pending: true, settled: "pass" }));
		expect(recorded).not.toHaveProperty("settled");
		expect(settledStatusOf(recorded ?? aRecordedVerdict({ status: "pass" }))).toBe("fail");
	});
});

describe("the blocks of an entry", () => {
	const blocksAfter = (old: readonly ReturnType<typeof aBlock>[], fresh: readonly ReturnType<typeof aBlock>[]) =>
		entryAfter(anEntryOf({ blocks: old }), aLook({ blocks: fresh })).blocks;

	test("are kept, newest last", () => {
		expect(blocksAfter([aBlock()], [aBlock({ revision: 9 })]).map((block) => block.revision)).toEqual([8, 9]);
		expect(blocksAfter([aBlock()], [])).toEqual([aBlock()]);
	});

	test("replace an older outcome of the same revision", () => {
		const failed = aBlock({ outcome: "failed", reason: "AccessDenied" });
		expect(blocksAfter([failed, aBlock({ revision: 7 })], [aBlock()])).toEqual([aBlock({ revision: 7 }), aBlock()]);
	});

	test("keep an outcome that is done, and take in those of other revisions", () => {
		const failed = aBlock({ outcome: "failed", reason: "it is inactive already" });
		expect(blocksAfter([aBlock()], [failed, aBlock({ revision: 9 })])).toEqual([aBlock(), aBlock({ revision: 9 })]);
		expect(blocksAfter([aBlock({ outcome: "would-have" })], [aBlock()])).toEqual([aBlock()]);
	});

	test("are limited to the twenty newest", () => {
		const old = Array.from({ length: 25 }, (_, index) => aBlock({ revision: index + 1 }));
		const kept = blocksAfter(old, [aBlock({ revision: 99 })]).map((block) => block.revision);
		expect(kept).toEqual([...Array.from({ length: 19 }, (_, index) => index + 7), 99]);
	});
});

test("countByStatus counts pairs of control and subject by status", () => {
	const entries = [
		anEntryOf({ controls: { a: aRecordedVerdict(), b: aRecordedVerdict({ status: "pass" }) } }),
		anEntryOf({ controls: { a: aRecordedVerdict(), c: aRecordedVerdict({ status: "unknown" }) } }),
		anEntryOf(),
	];
	expect(countByStatus(entries)).toEqual({ fail: 2, unknown: 1, waived: 0, pass: 1, "not-applicable": 0 });
	expect(countByStatus([])).toEqual({ fail: 0, unknown: 0, waived: 0, pass: 0, "not-applicable": 0 });
});
