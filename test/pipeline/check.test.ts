import { describe, expect, test } from "@jest/globals";
import { defaultPolicy } from "../../controls/default-policy.ts";
import { TryLaterError } from "../../core/errors.ts";
import { arnOf, type RepositorySubject } from "../../core/subject.ts";
import type { Verdict } from "../../core/verdict.ts";
import { type CheckPorts, check, type Observation } from "../../pipeline/check.ts";
import type { Trigger } from "../../pipeline/trigger.ts";
import { LedgerInMemory } from "../support/ledger.ts";

const subject: RepositorySubject = {
	kind: "repository",
	partition: "aws",
	account: "111122223333",
	region: "eu-central-1",
	name: "payments",
};
const arn = arnOf(subject);
const trigger: Trigger = { time: "2026-11-01T10:00:00Z", announcedAt: null, registered: [], replayed: false };

const verdict = (status: Verdict["status"]): Verdict => ({
	control: "repository/scan-on-push",
	subject: arn,
	status,
	severity: "HIGH",
	message: `it is ${status}`,
	remediation: "turn it on",
	field: "imageScanningConfiguration",
});
const seeing = (status: Verdict["status"]): Observation => ({
	verdicts: [verdict(status)],
	blocks: [],
	about: {},
	awaitedSince: null,
});
const goneNow: Observation = { verdicts: null, blocks: [], about: {}, awaitedSince: null };

function portsAt(now: string, look: CheckPorts["observe"], ledger = new LedgerInMemory(), fingerprint = "r1") {
	const rules = { policy: defaultPolicy, fingerprint };
	return {
		ledger,
		observe: look,
		rules,
		now: () => now,
		backOff: async () => {},
		recheckUsers: async () => {},
	} satisfies CheckPorts;
}

describe("a check records its result", () => {
	test("the first check writes the verdicts and the time when AWS was read", async () => {
		const ports = portsAt("2026-11-01T10:00:09.000Z", async () => seeing("fail"));
		const outcome = await check(subject, trigger, ports);
		expect(outcome).toMatchObject({ kind: "recorded", entry: { arn, readAt: "2026-11-01T10:00:09.000Z" } });
		expect(ports.ledger.entries.get(arn)?.controls["repository/scan-on-push"]).toMatchObject({
			status: "fail",
			message: "it is fail",
			since: "2026-11-01T10:00:09.000Z",
		});
	});

	test("an outage while reading AWS is thrown and records nothing", async () => {
		const ports = portsAt("2026-11-01T10:00:09.000Z", async () => {
			throw new TryLaterError("throttled");
		});
		await expect(check(subject, trigger, ports)).rejects.toThrow("throttled");
		expect(ports.ledger.history).toEqual([]);
	});

	test("a subject that is already deleted is recorded as gone, so that a slower check that still found it does not count", async () => {
		const ports = portsAt("2026-11-01T10:00:09.000Z", async () => goneNow);
		const slow = portsAt(
			"2026-11-01T10:00:08.000Z",
			async () => {
				await check(subject, trigger, ports);
				return seeing("fail");
			},
			ports.ledger,
		);
		expect(await check(subject, trigger, slow)).toMatchObject({ kind: "skipped" });
		expect(ports.ledger.entries.get(arn)).toMatchObject({ state: "gone", controls: {} });
	});

	test("a deleted subject that has an entry is recorded as gone", async () => {
		const ports = portsAt("2026-11-01T10:00:09.000Z", async () => goneNow);
		await check(
			subject,
			trigger,
			portsAt("2026-11-01T10:00:08.000Z", async () => seeing("fail"), ports.ledger, "r0"),
		);
		await check(subject, trigger, ports);
		expect(ports.ledger.entries.get(arn)).toMatchObject({ state: "gone", controls: {} });
	});
});

describe("the later reading of AWS wins", () => {
	test("a check that began before the stored one is dropped", async () => {
		const ledger = new LedgerInMemory();
		const slow = portsAt(
			"2026-11-01T10:00:01.000Z",
			async () => {
				await check(
					subject,
					trigger,
					portsAt("2026-11-01T10:00:02.000Z", async () => seeing("pass"), ledger),
				);
				return seeing("fail");
			},
			ledger,
		);
		expect(await check(subject, trigger, slow)).toEqual({
			kind: "skipped",
			reason: "a later reading of AWS is already recorded",
		});
		expect(ledger.entries.get(arn)?.controls["repository/scan-on-push"]?.status).toBe("pass");
	});

	test("a check that began after the stored one replaces it, even if that was written during the check", async () => {
		const ledger = new LedgerInMemory();
		const fast = portsAt(
			"2026-11-01T10:00:03.000Z",
			async () => {
				await check(
					subject,
					trigger,
					portsAt("2026-11-01T10:00:02.000Z", async () => seeing("fail"), ledger),
				);
				return seeing("fail");
			},
			ledger,
		);
		await check(subject, trigger, fast);
		expect(ledger.entries.get(arn)).toMatchObject({
			readAt: "2026-11-01T10:00:03.000Z",
			controls: { "repository/scan-on-push": { since: "2026-11-01T10:00:02.000Z" } },
		});
	});

	test("a history of six events leads to the same state in every order", async () => {
		const truth: Record<string, Verdict["status"]> = {
			1: "fail",
			2: "fail",
			3: "unknown",
			4: "pass",
			5: "fail",
			6: "pass",
		};
		for (const order of permutations(Object.keys(truth))) {
			const ledger = new LedgerInMemory();
			const finish = new Map<string, () => void>();
			// All of them begin before the first one is recorded; AWS answers them in this order.
			const checks = Object.keys(truth).map((second) => {
				const look = async () => {
					// A reading after that finds what is true at the end.
					if (finish.has(second)) return seeing("pass");
					await new Promise<void>((done) => finish.set(second, done));
					return seeing(truth[second] ?? "unknown");
				};
				const time = `2026-11-01T10:00:0${second}`;
				return check(subject, { ...trigger, time: `${time}Z` }, portsAt(`${time}.000Z`, look, ledger));
			});
			while (finish.size < checks.length) await null;
			for (const [at, second] of order.entries()) {
				finish.get(second)?.();
				await checks[Object.keys(truth).indexOf(second)];
				expect(ledger.history.length).toBeLessThanOrEqual(at + 1);
			}
			expect(ledger.entries.get(arn)?.readAt).toBe("2026-11-01T10:00:06.000Z");
			expect(ledger.entries.get(arn)?.controls["repository/scan-on-push"]?.status).toBe("pass");
		}
	});

	test("L09: a check that begins after another one was recorded is later, even if its clock is an hour behind", async () => {
		const ledger = new LedgerInMemory();
		await check(
			subject,
			trigger,
			portsAt("2026-11-01T11:00:00.000Z", async () => seeing("fail"), ledger),
		);
		const late = { ...trigger, time: "2026-11-01T11:00:00Z" };
		await check(
			subject,
			late,
			portsAt("2026-11-01T10:00:00.000Z", async () => seeing("pass"), ledger),
		);
		expect(ledger.entries.get(arn)).toMatchObject({
			readAt: "2026-11-01T11:00:00.001Z",
			controls: { "repository/scan-on-push": { status: "pass" } },
		});
	});
});

describe("a burst of events causes one check", () => {
	const look = async () => seeing("fail");
	test.each([
		["2026-11-01T10:00:00Z", "r1", 1, "AWS was read more than six seconds later"],
		["2026-11-01T10:00:02Z", "r1", 1, "AWS was read seven seconds later"],
		["2026-11-01T10:00:03Z", "r1", 2, "the event may be newer than the response of AWS"],
		["2026-11-01T10:00:00Z", "r2", 2, "the rules have changed"],
	])("after an event of %s with rules %s there were %d checks: %s", async (event, fingerprint, looks) => {
		const ledger = new LedgerInMemory();
		let looked = 0;
		const counting = () => {
			looked += 1;
			return look();
		};
		await check(subject, trigger, portsAt("2026-11-01T10:00:09.000Z", counting, ledger));
		await check(
			subject,
			{ ...trigger, time: event },
			portsAt("2026-11-01T10:00:20.000Z", counting, ledger, fingerprint),
		);
		expect(looked).toBe(looks);
	});

	test("a replayed event causes a check, regardless of its time", async () => {
		const ledger = new LedgerInMemory();
		await check(subject, trigger, portsAt("2026-11-01T10:00:09.000Z", look, ledger));
		const replay = { ...trigger, replayed: true };
		const outcome = await check(subject, replay, portsAt("2026-11-01T10:00:20.000Z", look, ledger));
		expect(outcome).toMatchObject({ kind: "recorded", entry: { readAt: "2026-11-01T10:00:20.000Z" } });
	});

	test("a subject with an unknown verdict is checked again", async () => {
		const ledger = new LedgerInMemory();
		await check(
			subject,
			trigger,
			portsAt("2026-11-01T10:00:09.000Z", async () => seeing("unknown"), ledger),
		);
		await check(
			subject,
			trigger,
			portsAt("2026-11-01T10:00:20.000Z", async () => seeing("pass"), ledger),
		);
		expect(ledger.entries.get(arn)?.controls["repository/scan-on-push"]?.status).toBe("pass");
	});
});

function permutations<T>(items: readonly T[]): T[][] {
	if (items.length <= 1) return [[...items]];
	return items.flatMap((item, at) =>
		permutations([...items.slice(0, at), ...items.slice(at + 1)]).map((rest) => [item, ...rest]),
	);
}
