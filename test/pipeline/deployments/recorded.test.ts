import { beforeEach, describe, expect, test } from "@jest/globals";
import type { BlockRecord } from "../../../core/block-record.ts";
import { MalformedEventError } from "../../../core/errors.ts";
import { envelopeOf } from "../../../core/event.ts";
import { arnOf } from "../../../core/subject.ts";
import { check } from "../../../pipeline/check.ts";
import { isCovered } from "../../../pipeline/covered.ts";
import { goneObservation } from "../../../pipeline/observe.ts";
import { parseRecheck, recheckMessages } from "../../../pipeline/recheck.ts";
import { isUnchanged } from "../../../pipeline/sweep/unchanged-family.ts";
import { mergeTriggers, type Trigger } from "../../../pipeline/trigger.ts";
import { FamilyAccount, subject } from "../../support/family-account.ts";
import { aFamily, aRefusal } from "../../support/verdicts.ts";

const time = "2026-11-01T11:00:00Z";
const trigger = (...decided: readonly BlockRecord[]): Trigger => {
	return { time, announcedAt: null, registered: [], replayed: false, decided };
};

describe("a message about a decision of the gate", () => {
	const bodyWith = (decided: unknown): unknown => {
		const [body = ""] = recheckMessages([aFamily()], () => "id", time, { decided: decided as BlockRecord[] });
		return JSON.parse(body);
	};

	test("is read again as it was sent", () => {
		const waitsIn = { deployment: "arn:aws:ecs:eu-west-1:111122223333:service-deployment/shop/web/1", hook: "h" };
		const decided = [
			aRefusal(),
			aRefusal({ outcome: "failed", because: [], unchecked: true }),
			aRefusal({ action: "pause", outcome: "not-possible", waitsIn }),
			aRefusal({ action: "pause", outcome: "not-possible", waitsIn: { ...waitsIn, until: time } }),
			aRefusal({ action: "pause", refused: true }),
		];
		expect(parseRecheck(envelopeOf(bodyWith(decided)))).toEqual({ kind: "check", subjects: [aFamily()], decided });
	});

	test.each<[unknown, string]>([
		["x", "detail.decided must be a list"],
		[[null], "detail.decided[0] must be an object"],
		[[{ ...aRefusal(), waitsIn: { hook: "h" } }], "detail.decided[0].waitsIn.deployment must be a non-empty string"],
		[
			[aRefusal({ action: "deregister" })],
			"detail.decided[0].action must be one of gate, pause, stop-deployment, set-back, cloudformation-hook",
		],
		[
			[{ ...aRefusal(), outcome: "blocked" }],
			"detail.decided[0].outcome must be one of done, would-have, failed, gone, protected, not-possible, overridden",
		],
		[[{ ...aRefusal(), revision: "8" }], "detail.decided[0].revision must be a number"],
		[[{ ...aRefusal(), because: "a" }], "detail.decided[0].because must be a list"],
		[[{ ...aRefusal(), because: [1] }], "detail.decided[0].because[0] must be a non-empty string"],
		[[{ ...aRefusal(), resource: "" }], "detail.decided[0].resource must be a non-empty string"],
	])("is rejected if it is malformed: %j", (decided, message) => {
		expect(() => parseRecheck(envelopeOf(bodyWith(decided)))).toThrow(new MalformedEventError(message));
	});
});

describe("a decision of the gate", () => {
	let account: FamilyAccount;
	const entry = () => account.ledger.entries.get(arnOf(subject));
	const deliver = (...decided: readonly BlockRecord[]) =>
		check(
			subject,
			trigger(...decided),
			account.portsAt(`2026-11-01T11:${String(++account.minute).padStart(2, "0")}:09.000Z`),
		);
	beforeEach(() => {
		account = new FamilyAccount("enforce", [7, 8], [8]);
	});

	test("is recorded with the verdicts of the family, and is no attempt of the check to block", async () => {
		const outcome = await deliver(aRefusal());
		expect(entry()).toMatchObject({ blocks: [aRefusal()], about: { revision: "8", activeRevision: "8" } });
		expect(outcome).toMatchObject({ kind: "recorded", blocks: [] });
		expect(account.deregistered).toEqual([]);
	});

	test("about a service revision that could not be read is recorded with its service", async () => {
		const { family: _, ...place } = subject;
		const service = { ...place, kind: "service", cluster: "shop", name: "web" } as const;
		const decided = [aRefusal({ revision: 0, because: [], outcome: "failed", reason: "ECS did not respond" })];
		const [body = ""] = recheckMessages([service], () => "id", time, { decided });
		expect(parseRecheck(envelopeOf(JSON.parse(body)))).toEqual({ kind: "check", subjects: [service], decided });
		const ports = account.portsAt("2026-11-01T11:30:00.000Z");
		const observe = async () => ({ ...goneObservation, verdicts: [] });
		await check(service, trigger(...decided), { ...ports, observe });
		expect(account.ledger.entries.get(arnOf(service))?.blocks).toEqual(decided);
	});

	test("is recorded although AWS was read after it", async () => {
		account.minute = 30;
		await deliver();
		await deliver(aRefusal());
		expect(entry()?.blocks).toEqual([aRefusal()]);
	});

	test("B03: is one record if it is delivered twice, and the second delivery causes no check", async () => {
		account.minute = 30;
		await deliver(aRefusal());
		expect(await deliver(aRefusal({ at: "2026-11-01T11:59:00.000Z" }))).toMatchObject({ kind: "skipped" });
		expect(entry()?.blocks).toEqual([aRefusal()]);
	});

	test("stays a refusal when a later invocation about the same service revision decides otherwise", async () => {
		await deliver(aRefusal());
		await deliver(aRefusal({ outcome: "failed", because: [] }));
		expect(entry()?.blocks).toEqual([aRefusal()]);
	});

	test("B03: does not keep the next revision from being judged, nor its own from being deregistered", async () => {
		account.minute = 30;
		await deliver(aRefusal());
		const registered = [{ revision: 8, until: "2026-11-02T10:00:00.000Z" }];
		const { ledger } = account;
		const known = await ledger.read(arnOf(subject));
		const rules = { policy: account.policy, fingerprint: "r1" };
		expect(isCovered(known, { ...trigger(), time: "2026-11-01T10:00:00Z", registered }, rules)).toBe(false);
		account.revisions = [7, 8, 9];
		await account.registered(9);
		expect(entry()).toMatchObject({ about: { revision: "9" }, blocks: [{ ...aRefusal(), over: true }] });
	});

	test("that it could not check a deployment is not tried again, and causes no more checks", async () => {
		account = new FamilyAccount("enforce", [8], []);
		account.minute = 30;
		await deliver(aRefusal({ outcome: "failed", because: [] }));
		const known = await account.ledger.read(arnOf(subject));
		const rules = { policy: account.policy, fingerprint: "r1" };
		expect(isCovered(known, { ...trigger(), time: "2026-11-01T10:00:00Z" }, rules)).toBe(true);
		const settled = known.entry === null ? null : { ...known.entry, isSettled: true as const };
		expect(isUnchanged({ ...known, entry: settled }, 8, "2026-11-01T12:00:00.000Z", rules)).toBe(true);
	});

	test("is not lost when messages about a family are handled together", () => {
		const other = aRefusal({ resource: `${aRefusal().resource}-other` });
		const { decided: _, ...plain } = trigger();
		expect(mergeTriggers(trigger(aRefusal()), plain).decided).toEqual([aRefusal()]);
		expect(mergeTriggers(plain, trigger(aRefusal())).decided).toEqual([aRefusal()]);
		const merged = mergeTriggers(trigger(aRefusal(), other), trigger(aRefusal({ outcome: "failed" })));
		expect(merged.decided).toEqual([aRefusal(), other]);
		expect(mergeTriggers(plain, plain)).not.toHaveProperty("decided");
	});
});
