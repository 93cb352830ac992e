import { beforeEach, describe, expect, test } from "@jest/globals";
import type { SQSRecord } from "aws-lambda";
import { defaultPolicy } from "../../../controls/default-policy.ts";
import { arnOf } from "../../../core/subject.ts";
import { timeLimitOf } from "../../../pipeline/batch.ts";
import { checkSwept, type SweptCheckPorts } from "../../../pipeline/sweep/check-swept.ts";
import type { SweptSubject } from "../../../pipeline/sweep/messages.ts";
import { LedgerInMemory } from "../../support/ledger.ts";
import { familyNamed } from "../../support/sweep.ts";
import { aBlock, anEntryOf, aVerdict } from "../../support/verdicts.ts";

const family = familyNamed("web");
const minuteMs = 60_000;

let ledger: LedgerInMemory;
let time: number;
/** Names of the families that were read, and how long that takes. */
let read: string[];
let readingMs: number;
/** ARNs of the subjects that were sent to their routes. */
let rechecked: string[];
/** ARNs of the images that it uses. */
let uses: readonly string[];
/** The newest active revision in AWS. */
let newest: number;
beforeEach(() => {
	ledger = new LedgerInMemory();
	time = Date.parse("2026-11-21T12:00:00.000Z");
	read = [];
	uses = [];
	readingMs = 0;
	rechecked = [];
	newest = 7;
});

const now = (): string => new Date(time).toISOString();

/** A batch with one message for each list of subjects, of a sweep that starts now. */
async function check(...messages: readonly (readonly SweptSubject[])[]): Promise<void> {
	const startedAt = now();
	time += minuteMs;
	const ports: SweptCheckPorts = {
		ledger,
		entries: ledger,
		arrivals: { missed: async () => {} },
		observe: async (subject) => {
			read.push(arnOf(subject));
			time += readingMs;
			const about = { revision: String(newest), activeRevision: String(newest) };
			return { verdicts: [aVerdict()], blocks: [], about, awaitedSince: null, uses, isSettled: true };
		},
		rules: { policy: defaultPolicy, fingerprint: "rules-1" },
		now,
		backOff: async () => {},
		recheck: async (subjects) => void rechecked.push(...subjects.map(arnOf)),
		telemetry: {
			recorded: () => {},
			skipped: () => {},
			rejected: () => {},
			foreign: () => {},
			requeue: () => {},
			failed: () => {},
			flush: () => {},
		},
	};
	const current = { startedAt, rules: "rules-1", isFirst: false, phase: "lists", failed: 0 } as const;
	const record = {} as SQSRecord;
	const batch = messages.map((subjects) => ({ record, subjects, sweep: startedAt }));
	const checked = await checkSwept(batch, current, timeLimitOf(new Promise(() => {})), ports);
	expect([...checked.values()].filter(({ kind }) => kind === "failed")).toEqual([]);
	time += minuteMs;
}

describe("a family that a list names more than once in a batch", () => {
	beforeEach(async () => {
		await check([{ subject: family, revision: 7 }]);
		read = [];
	});

	test.each([
		["first", [8, 7]],
		["last", [7, 8]],
	])("is read if the revision that a page names %s is newer than the one that was judged", async (_, revisions) => {
		newest = 8;
		await check(...revisions.map((revision) => [{ subject: family, revision }]));
		expect(read).toEqual([arnOf(family)]);
		expect((await ledger.read(arnOf(family))).entry?.about).toMatchObject({ revision: "8" });
	});

	test("is not read if all of them are the one that was judged", async () => {
		await check([{ subject: family, revision: 7 }], [{ subject: family, revision: 7 }]);
		expect(read).toEqual([]);
	});

	test("is read if a message names it without a revision", async () => {
		await check([{ subject: family, revision: 7 }], [{ subject: family }]);
		expect(read).toEqual([arnOf(family)]);
	});
});

test.each([
	["sent to its route if its newest revision was tagged, which may pass now", {}, [arnOf(family)]],
	["left to itself if a newer revision is active", { over: true as const }, []],
	["left to itself if the tag could not be set", { outcome: "failed" as const, reason: "denied" }, []],
])("a family is %s", async (_, block, expected) => {
	const blocks = [aBlock({ action: "tag", ...block })];
	ledger.entries.set(arnOf(family), { ...anEntryOf({ blocks }), subject: family, arn: arnOf(family) });
	await check([{ subject: family }]);
	expect(rechecked).toEqual(expected);
});

test("a subject is read at the time of its own check, not when the batch began", async () => {
	readingMs = minuteMs;
	const families = Array.from({ length: 21 }, (_, at) => familyNamed(`web-${at}`));
	const start = time;
	await check(families.map((subject) => ({ subject, revision: 7 })));
	const readAt = families.map((subject) => ledger.entries.get(arnOf(subject))?.readAt ?? "");
	expect(Math.max(...readAt.map(Date.parse)) - start).toBeGreaterThan(minuteMs);
	for (const one of readAt) expect(Date.parse(one)).toBeLessThanOrEqual(time);
});

describe("a family that uses an image without an entry", () => {
	const image = "arn:aws:ecr:eu-central-1:111122223333:repository/payments/sha256:1";
	const unrecordedImage = async () => {
		uses = [image];
		await check([{ subject: family, revision: 7 }]);
		read = [];
	};

	test("is read again, because no sweep checks an image that has neither an entry nor a tag", async () => {
		await unrecordedImage();
		await check([{ subject: family, revision: 7 }]);
		expect(read).toEqual([arnOf(family)]);
	});

	test("is not read once the image has one, because every sweep checks it then", async () => {
		await unrecordedImage();
		ledger.entries.set(image, { ...anEntryOf({}), arn: image });
		await check([{ subject: family, revision: 7 }]);
		expect(read).toEqual([]);
	});
});
