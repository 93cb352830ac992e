import { describe, expect, test } from "@jest/globals";
import { defaultPolicy } from "../../controls/default-policy.ts";
import { arnOf } from "../../core/subject.ts";
import type { Status } from "../../core/verdict.ts";
import { type CheckPorts, check, type Observation } from "../../pipeline/check.ts";
import type { Trigger } from "../../pipeline/trigger.ts";
import { LedgerInMemory } from "../support/ledger.ts";
import { aBlock, aFamily, aVerdict } from "../support/verdicts.ts";

const subject = aFamily();
const announcedAt = "2026-11-01T10:00:00Z";
const trigger: Trigger = { time: announcedAt, announcedAt: null, registered: [], replayed: false };
const control = "task-definition/image-vulnerabilities";

const seeing = (status: Status, more: Partial<Observation> = {}): Observation => ({
	verdicts: [aVerdict({ control, status, pending: status === "unknown" && more.awaitedSince !== undefined })],
	blocks: [],
	about: {},
	awaitedSince: null,
	...more,
});

/** A check that reads `slow` twice, during whose first reading another check records `later`, which it read at `laterAt`. */
async function overtaken(slow: Observation, later: Observation, laterAt = "2026-11-01T10:00:30.000Z") {
	const ledger = new LedgerInMemory();
	const ports = (now: string, observe: CheckPorts["observe"]): CheckPorts => ({
		ledger,
		observe,
		rules: { policy: defaultPolicy, fingerprint: "rules-1" },
		now: () => now,
		backOff: async () => {},
		recheckUsers: async () => {},
	});
	let readings = 0;
	const observe = async () => {
		readings += 1;
		if (readings === 1)
			await check(
				subject,
				trigger,
				ports(laterAt, async () => later),
			);
		return slow;
	};
	const outcome = await check(subject, trigger, ports("2026-11-01T10:00:09.000Z", observe));
	return { outcome, readings, status: ledger.entries.get(arnOf(subject))?.controls[control]?.status };
}

describe("a check that was overtaken by a later reading of AWS", () => {
	test.each([
		["pass", "fail"],
		["unknown", "pass"],
		["unknown", "unknown"],
	] as const)("is done if it found %s and the later one %s", async (found, later) => {
		const { outcome, readings, status } = await overtaken(seeing(found), seeing(later));
		expect(outcome).toEqual({ kind: "skipped", reason: "a later reading of AWS is already recorded" });
		expect({ readings, status }).toEqual({ readings: 1, status: later });
	});

	test.each(["pass", "fail"] as const)(
		"reads AWS again if it found %s, which the later one could not tell",
		async (found) => {
			const { outcome, readings, status } = await overtaken(seeing(found), seeing("unknown"));
			expect(outcome).toMatchObject({ kind: "recorded" });
			expect({ readings, status }).toEqual({ readings: 2, status: found });
		},
	);

	test("reads AWS again if it waits for a scan result that the later one did not know of", async () => {
		const { outcome, readings } = await overtaken(seeing("unknown", { awaitedSince: announcedAt }), seeing("unknown"));
		expect(outcome).toMatchObject({ kind: "recorded", awaitedSince: announcedAt });
		expect(readings).toBe(2);
	});

	test("reads AWS again if a block failed in the later one", async () => {
		const failed = aBlock({ outcome: "failed" });
		const { outcome, readings } = await overtaken(seeing("fail"), seeing("fail", { blocks: [failed] }));
		expect(outcome).toMatchObject({ kind: "recorded" });
		expect(readings).toBe(2);
	});
});

describe("a check during which another one, that read AWS earlier, recorded a block", () => {
	const [before, after] = ["2026-11-01T10:00:08.000Z", { about: { revision: "1" } }];

	test("reads AWS again, because the blocked revision is the one to judge", async () => {
		const block = aBlock({ outcome: "done", revision: 2 });
		const { outcome, readings } = await overtaken(seeing("pass", after), seeing("fail", { blocks: [block] }), before);
		expect(outcome).toMatchObject({ kind: "recorded" });
		expect(readings).toBe(2);
	});

	test("reads AWS again if it found the revision already inactive", async () => {
		const [gone, done] = [aBlock({ outcome: "gone", revision: 2 }), aBlock({ outcome: "done", revision: 2 })];
		const own = seeing("pass", { ...after, blocks: [gone] });
		const { readings } = await overtaken(own, seeing("fail", { blocks: [done] }), before);
		expect(readings).toBe(2);
	});

	test.each(["would-have", "protected", "gone"] as const)("is done if its outcome is %s", async (outcome) => {
		const block = aBlock({ outcome, revision: 2 });
		const { readings } = await overtaken(seeing("pass", after), seeing("fail", { blocks: [block] }), before);
		expect(readings).toBe(1);
	});

	test("is done if it made the same block itself", async () => {
		const blocks = [aBlock({ outcome: "done", revision: 2 })];
		const { readings } = await overtaken(seeing("fail", { blocks }), seeing("fail", { blocks }), before);
		expect(readings).toBe(1);
	});
});
