import { describe, expect, test } from "@jest/globals";
import { defaultPolicy } from "../../controls/default-policy.ts";
import { TryLaterError } from "../../core/errors.ts";
import type { LedgerEntry } from "../../core/ledger.ts";
import type { Policy } from "../../core/policy.ts";
import { hasFailedBlock } from "../../pipeline/covered.ts";
import { FamilyAccount, revisionArn } from "../support/family-account.ts";
import { aWaiver } from "../support/waivers.ts";

const id = "task-definition/read-only-root";
const throttled = new TryLaterError("ecs:TagResource did not respond (ThrottlingException)");

/** Revisions 7 and 8 of a family, of which 8 fails. By default, failing ones are tagged and not deregistered. */
function accountWith(block: Partial<Policy["block"]> = {}, mode: Policy["mode"] = "enforce"): FamilyAccount {
	const account = new FamilyAccount(mode, [7, 8], [8]);
	account.policy = { ...account.policy, block: { ...defaultPolicy.block, tag: true, deregister: false, ...block } };
	return account;
}

const outcomes = ({ entry }: FamilyAccount) => entry?.blocks.map(({ action, outcome }) => `${action} ${outcome}`);

describe("a registered revision that fails", () => {
	test("is tagged with the controls that it fails", async () => {
		const account = accountWith();
		await account.registered(8);
		expect([...account.tags]).toEqual([[8, id]]);
		expect(account.entry?.blocks).toMatchObject([
			{ action: "tag", outcome: "done", resource: revisionArn(8), revision: 8, because: [id] },
		]);
		expect(account.deregistered).toEqual([]);
		expect(account.ledger.intents.size).toBe(0);
	});

	test("is tagged before it is deregistered", async () => {
		const account = accountWith({ deregister: true });
		const { deregister } = account;
		account.deregister = async (resource) => {
			expect(account.tags.has(8)).toBe(true);
			return deregister(resource);
		};
		await account.registered(8);
		expect(outcomes(account)).toEqual(["tag done", "deregister done"]);
	});

	test("is not tagged unless the policy says so", async () => {
		const account = accountWith({ tag: false, deregister: true });
		await account.registered(8);
		expect(account.tagCalls).toBe(0);
		expect(outcomes(account)).toEqual(["deregister done"]);
	});

	test("is tagged once, however often its event is delivered", async () => {
		const account = accountWith();
		await account.registered(8);
		await account.registered(8);
		account.ledger.entries.clear();
		await account.registered(8);
		expect(account.tagCalls).toBe(1);
		expect(outcomes(account)).toEqual(["tag done"]);
	});

	test("is recorded if the function ended after the tag and before the record", async () => {
		const account = accountWith();
		await account.tag(revisionArn(8), [id]);
		await account.registered(8);
		expect(outcomes(account)).toEqual(["tag done"]);
	});
});

describe("nothing is written", () => {
	test.each<[string, () => FamilyAccount, string]>([
		["in audit mode", () => accountWith({}, "audit"), "tag would-have"],
		["for a protected family", () => accountWith({ protected: ["w*"] }), "tag protected"],
		[
			"in an emergency",
			() =>
				accountWith({
					breakGlass: [{ resource: "task-definition/web", reason: "fire", owner: "ops", expires: "2026-12-31" }],
				}),
			"tag overridden",
		],
	])("%s, neither a tag nor its removal", async (_, make, outcome) => {
		const account = make();
		await account.registered(8);
		expect(outcomes(account)).toEqual([outcome]);
		account.tags.set(8, id);
		account.repair(8);
		await account.event();
		expect(account.tagCalls).toBe(0);
	});
});

describe("a tag that could not be set", () => {
	test.each([
		["is recorded as failed and set later", async () => Promise.reject(throttled), throttled.message],
		[
			"is recorded as failed and set later, also if ECS rejected it",
			async () => ({ outcome: "failed", reason: "ecs:TagResource was denied (AccessDeniedException)" }) as const,
			"ecs:TagResource was denied (AccessDeniedException)",
		],
	])("%s", async (_, fails, reason) => {
		const account = accountWith();
		const { tag } = account;
		account.tag = fails;
		await expect(account.registered(8)).rejects.toThrow(reason);
		expect(account.entry?.blocks).toMatchObject([{ action: "tag", outcome: "failed", reason }]);
		account.tag = tag;
		await account.registered(8);
		expect(outcomes(account)).toEqual(["tag done"]);
	});

	test("does not keep the revision from being deregistered, and is not set any more then", async () => {
		const account = accountWith({ deregister: true });
		account.tag = async () => Promise.reject(throttled);
		await account.registered(8);
		expect(outcomes(account)).toEqual(["tag failed", "deregister done"]);
		expect(account.entry).toBeDefined();
		expect(hasFailedBlock(account.entry as LedgerEntry)).toBe(false);
		await account.registered(8);
		expect(outcomes(account)).toEqual(["tag failed", "deregister done"]);
	});

	test("is nothing to do if the revision was deleted", async () => {
		const account = accountWith();
		account.tag = async () => ({ outcome: "gone" });
		await account.registered(8);
		expect(outcomes(account)).toEqual(["tag gone"]);
	});
});

describe("a tagged revision is untagged by a check that finds", () => {
	async function tagged(): Promise<FamilyAccount> {
		const account = accountWith();
		await account.registered(8);
		return account;
	}

	test("that it passes", async () => {
		const account = await tagged();
		account.repair(8);
		await account.event();
		expect(account.tags.size).toBe(0);
		expect(account.status).toBe("pass");
	});

	test("that its failure is waived", async () => {
		const account = await tagged();
		account.policy = { ...account.policy, waivers: [aWaiver({ control: id, resource: "task-definition/web" })] };
		await account.event();
		expect(account.tags.size).toBe(0);
	});

	test("a tag that was registered with it", async () => {
		const account = accountWith();
		account.repair(8);
		account.tags.set(8, id);
		await account.registered(8);
		expect(account.tags.size).toBe(0);
		expect(outcomes(account)).toEqual([]);
	});

	test.each([
		["it still fails", () => {}],
		[
			"its control is unknown",
			(account: FamilyAccount) => {
				account.evaluated = "unknown";
			},
		],
		[
			"the policy does not tag any more",
			(account: FamilyAccount) => {
				account.repair(8);
				account.policy = { ...account.policy, block: { ...account.policy.block, tag: false } };
			},
		],
	])("but not while %s", async (_, change) => {
		const account = await tagged();
		change(account);
		await account.event();
		expect([...account.tags.keys()]).toEqual([8]);
	});

	test("and tries again if that failed", async () => {
		const account = await tagged();
		const { untag } = account;
		account.repair(8);
		account.untag = async () => ({ outcome: "failed", reason: "ecs:UntagResource was denied" });
		await expect(account.event()).rejects.toThrow("ecs:UntagResource was denied");
		account.untag = untag;
		await account.event();
		expect(account.tags.size).toBe(0);
	});
});
