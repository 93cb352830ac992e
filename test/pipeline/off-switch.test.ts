import { describe, expect, test } from "@jest/globals";
import { TryLaterError } from "../../core/errors.ts";
import { FamilyAccount, revisionArn } from "../support/family-account.ts";

const name = "/shipshape/Shipshape/enforcement";
const failing = (mode: "audit" | "enforce" = "enforce") => new FamilyAccount(mode, [1, 2], [2]);

describe("the off switch is read before a revision is deregistered", () => {
	test("once for one that is blocked", async () => {
		const account = failing();
		await account.registered(2);
		expect(account.offSwitchReads).toBe(1);
		expect(account.deregistered).toEqual([revisionArn(2)]);
	});

	test.each<[string, FamilyAccount, number]>([
		["in audit mode", failing("audit"), 2],
		["if nothing fails", failing(), 1],
	])("and never %s", async (_, account, revision) => {
		await account.registered(revision);
		expect(account.offSwitchReads).toBe(0);
		expect(account.deregistered).toEqual([]);
	});

	test("and never if the policy protects the family", async () => {
		const account = failing();
		account.policy = { ...account.policy, block: { ...account.policy.block, protected: ["web"] } };
		await account.registered(2);
		expect(account.offSwitchReads).toBe(0);
	});
});

test("nothing is deregistered while the off switch is audit, the record names it, and no intent is written", async () => {
	const account = failing();
	account.readOffSwitch = async () => ({ value: "audit" });
	await account.registered(2);
	expect(account.deregistered).toEqual([]);
	expect(account.ledger.intents).toEqual(new Map());
	const reason = `the parameter ${name} is audit: nothing is blocked; set it to policy to block again`;
	expect(account.entry?.blocks).toMatchObject([{ action: "deregister", outcome: "overridden", reason }]);
	expect(account.status).toBe("fail");
});

test("nothing is deregistered if the off switch becomes audit while the revision waits for its turn", async () => {
	const account = failing();
	account.turn = async () => {
		account.readOffSwitch = async () => ({ value: "audit" });
	};
	await account.registered(2);
	expect(account.deregistered).toEqual([]);
	expect(account.entry?.blocks).toMatchObject([{ action: "deregister", outcome: "overridden" }]);
});

test("nothing waits for a turn in audit mode, or if nothing fails", async () => {
	const [audit, enforce] = [failing("audit"), failing()];
	await audit.registered(2);
	await enforce.registered(1);
	expect([audit.turns, enforce.turns]).toEqual([[], []]);
});

test("a block that was begun is not completed while the off switch is audit", async () => {
	const account = failing();
	account.deregister = async () => Promise.reject(new TryLaterError("ECS did not respond"));
	await expect(account.registered(2)).rejects.toThrow("ECS did not respond");
	account.readOffSwitch = async () => ({ value: "audit" });
	account.deregister = async () => Promise.reject(new Error("deregistered"));
	await account.registered(2);
	expect(account.entry?.blocks).toMatchObject([{ outcome: "overridden" }]);
	expect(account.ledger.intents).toEqual(new Map());
});

describe("B05: while the off switch cannot be read", () => {
	test("for a moment, the verdicts are recorded and the block is retried", async () => {
		const account = failing();
		const later = "ssm:GetParameter did not respond (ThrottlingException)";
		account.readOffSwitch = async () => Promise.reject(new TryLaterError(later));
		const reason = `the off switch (parameter ${name}) could not be read because ${later}`;
		await expect(account.registered(2)).rejects.toThrow(reason);
		expect(account.status).toBe("fail");
		expect(account.entry?.blocks).toMatchObject([{ outcome: "failed", reason }]);
		expect(account.deregistered).toEqual([]);
		account.readOffSwitch = async () => ({ value: "policy" });
		await account.registered(2);
		expect(account.deregistered).toEqual([revisionArn(2)]);
		expect(account.entry?.blocks).toMatchObject([{ outcome: "done" }]);
	});

	test.each([
		["allow", "failed", []],
		["block", "done", [revisionArn(2)]],
	] as const)("at all, the policy's onUnknown %s decides", async (onUnknown, outcome, deregistered) => {
		const account = failing();
		account.policy = { ...account.policy, block: { ...account.policy.block, onUnknown } };
		account.readOffSwitch = async () => ({ unread: "ssm:GetParameter was denied (AccessDeniedException)" });
		await account.registered(2);
		expect(account.entry?.blocks).toMatchObject([{ outcome }]);
		expect(account.deregistered).toEqual(deregistered);
	});
});
