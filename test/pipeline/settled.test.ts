import { describe, expect, test } from "@jest/globals";
import { defaultPolicy } from "../../controls/default-policy.ts";
import { arnOf } from "../../core/subject.ts";
import { check } from "../../pipeline/check.ts";
import { LedgerInMemory } from "../support/ledger.ts";
import { aFamily, anEntryOf, aVerdict } from "../support/verdicts.ts";

const arn = arnOf(aFamily());
const trigger = { time: "2026-11-01T10:00:00Z", announcedAt: null, registered: [], replayed: false };

describe("a check of what uses images", () => {
	const image = `${arn}/sha256:1`;
	const unrecordedWith = async (state: "present" | "gone" | null, uses: readonly string[] = [image]) => {
		const ledger = new LedgerInMemory();
		if (state !== null) ledger.entries.set(image, { ...anEntryOf({}), arn: image, state });
		await check(aFamily(), trigger, {
			ledger,
			observe: async () => ({
				...{ verdicts: [aVerdict()], blocks: [], about: {}, awaitedSince: null },
				...{ uses, isSettled: true },
			}),
			rules: { policy: defaultPolicy, fingerprint: "r1" },
			now: () => "2026-11-01T10:00:09.000Z",
			backOff: async () => {},
			recheckUsers: async () => {},
		});
		return ledger.entries.get(arn)?.unrecorded;
	};

	test("records nothing more if each of them has an entry, which every sweep checks", async () => {
		expect(await unrecordedWith("present")).toBeUndefined();
		expect(await unrecordedWith(null, [])).toBeUndefined();
	});

	test("records those that have none: without a tag they are in no list of a sweep", async () => {
		expect(await unrecordedWith(null)).toEqual([image]);
		expect(await unrecordedWith("gone")).toEqual([image]);
	});
});
