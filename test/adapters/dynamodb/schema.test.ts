import { describe, expect, test } from "@jest/globals";
import { entryIn, entryItemOf, type Item } from "../../../adapters/dynamodb/items.ts";
import { entryAfter, type LedgerEntry } from "../../../core/ledger.ts";
import { isEventCovered } from "../../../pipeline/covered.ts";
import { changesToPublish } from "../../../pipeline/sinks/changes-to-publish.ts";
import { aFamily, anEntryOf, aRecordedVerdict, aVerdict } from "../../support/verdicts.ts";

const arn = "arn:aws:ecs:ap-northeast-1:111122223333:task-definition/web";
const control = "task-definition/read-only-root";
const since = "2026-05-01T12:00:00.000Z";

const texts = (fields: Readonly<Record<string, string>>) =>
	Object.fromEntries(Object.entries(fields).map(([name, S]) => [name, { S }]));

/** An item as the first version of the ledger wrote it, which had no `schema`. */
const unversioned: Item = {
	pk: { S: arn },
	sk: { S: "verdicts" },
	subject: {
		M: texts({
			kind: "task-definition",
			partition: "aws",
			account: "111122223333",
			region: "ap-northeast-1",
			family: "web",
		}),
	},
	arn: { S: arn },
	readAt: { S: "2026-11-01T12:00:00.000Z" },
	rules: { S: "0123456789abcdef" },
	state: { S: "present" },
	controls: {
		M: {
			[control]: {
				M: {
					...texts({ status: "fail", severity: "HIGH", message: "writable", remediation: "make it read-only", since }),
					pending: { BOOL: false },
					containers: { L: [{ S: "web" }] },
					fields: { M: {} },
					vulnerabilities: { L: [] },
					firstFailed: { S: since },
				},
			},
		},
	},
	blocks: {
		L: [
			{
				M: {
					...texts({ action: "deregister", resource: `${arn}:8`, at: since, outcome: "done" }),
					revision: { N: "8" },
					because: { L: [{ S: control }] },
				},
			},
		],
	},
	about: { M: texts({ revision: "8" }) },
};

/** The same as version 1 wrote it, and after a sweep has marked it. */
const versioned: Item = { ...unversioned, schema: { N: "1" } };
const marked: Item = { ...versioned, seenAt: { S: "2026-11-02T12:00:00.000Z" } };

const entry: LedgerEntry = anEntryOf({
	readAt: "2026-11-01T12:00:00.000Z",
	rules: "0123456789abcdef",
	controls: {
		[control]: aRecordedVerdict({
			message: "writable",
			remediation: "make it read-only",
			containers: ["web"],
			since,
			firstFailed: since,
		}),
	},
	blocks: [{ action: "deregister", resource: `${arn}:8`, revision: 8, because: [control], at: since, outcome: "done" }],
	about: { revision: "8" },
});

/** What the next check of the subject publishes, after the entry in an item. */
function publishedAfter(item: Item, status: "pass" | "fail") {
	const before = entryIn(item);
	const check = { subject: aFamily(), readAt: "2026-11-22T12:00:00.000Z", rules: "rules-1", blocks: [], about: {} };
	const after = entryAfter(before, { ...check, verdicts: [aVerdict({ status })] });
	const changes = changesToPublish({ before, entry: after, publishedAt: before?.readAt ?? null }, false);
	return changes.map(({ kind, control: id, after: verdict }) => [kind, id, verdict?.firstFailed ?? null]);
}

describe("F14: an entry of an earlier version", () => {
	test.each([
		["without a version", unversioned],
		["of version 1", versioned],
		["of version 1 that a sweep has marked", marked],
	])("%s is read as it was written, and ends by the next check", (_, item) => {
		expect(entryIn(item)).toEqual(entry);
		expect(publishedAfter(item, "pass")).toEqual([["closed", control, since]]);
	});

	test("of a subject that is gone keeps when its findings first failed", () => {
		const gone: Item = {
			...unversioned,
			state: { S: "gone" },
			controls: { M: {} },
			remembered: { M: texts({ [control]: since }) },
			expiresAt: { N: "1803211200" },
		};
		expect(entryIn(gone)).toMatchObject({ state: "gone", remembered: { [control]: since }, expiresAt: 1_803_211_200 });
		expect(publishedAfter(gone, "fail")).toEqual([["opened", control, since]]);
	});

	test("has the version of its form when it is written again", () => {
		expect(entryItemOf(entry)).toEqual(versioned);
	});
});

describe("F14: an entry of a newer version, which an installation finds after a rollback", () => {
	const controls = versioned["controls"]?.M ?? {};
	const newer: Item = {
		...versioned,
		schema: { N: "2" },
		score: { N: "7" },
		about: { L: [] },
		controls: {
			M: {
				...controls,
				"task-definition/from-the-future": { M: { grade: { S: "F" } } },
				"task-definition/other-status": { M: { ...controls[control]?.M, status: { S: "deferred" } } },
			},
		},
	};

	test("is covered by no check, and keeps the verdicts of a known form", () => {
		const found = entryIn(newer);
		expect(found).toMatchObject({ arn, readAt: entry.readAt, rules: "", about: {}, controls: entry.controls });
		expect(Object.keys(found?.controls ?? {})).toEqual([control]);
		expect(isEventCovered(found, "2026-01-01T00:00:00Z", entry.rules)).toBe(false);
	});

	test("is replaced by the next check in this version's form, with the same findings", () => {
		expect(publishedAfter(newer, "pass")).toEqual([["closed", control, since]]);
		const check = { subject: aFamily(), readAt: "2026-11-22T12:00:00.000Z", rules: "rules-1", blocks: [], about: {} };
		const after = entryAfter(entryIn(newer), { ...check, verdicts: [aVerdict()] });
		expect(entryItemOf(after)).toMatchObject({ schema: { N: "1" } });
		expect(after.controls[control]).toMatchObject({ since, firstFailed: since });
	});
});
