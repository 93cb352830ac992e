import { expect, test } from "@jest/globals";
import { defaultPolicy } from "../../../controls/default-policy.ts";
import { anEntry } from "../../support/entries.ts";
import { SweptAccount } from "../../support/sweep.ts";

/** An account at noon with something that Slack's sink holds. */
async function anAccount(quietHours: { from: string; to: string } | undefined): Promise<SweptAccount> {
	const account = new SweptAccount();
	const slack = { ...defaultPolicy.slack, ...(quietHours === undefined ? {} : { quietHours }) };
	account.policy = { ...defaultPolicy, slack };
	const entry = anEntry();
	await account.held.hold(entry.arn, null, entry.readAt);
	return account;
}

test("while it is quiet Slack's sink is not asked to send what it holds", async () => {
	const account = await anAccount({ from: "11:00", to: "13:00" });
	await account.sweep();
	expect(account.reports.wakes).toEqual([]);
});

test("after the quiet hours Slack's sink is asked to send what it holds, until nothing is held", async () => {
	const account = await anAccount({ from: "22:00", to: "11:00" });
	await account.sweep();
	expect(account.reports.wakes).toHaveLength(1);
	const { arn, readAt } = anEntry();
	await account.held.release(arn, readAt);
	await account.sweep();
	expect(account.reports.wakes).toHaveLength(1);
});

test("what is held is also sent if the policy has no quiet hours any more", async () => {
	const account = await anAccount(undefined);
	await account.sweep();
	expect(account.reports.wakes).toHaveLength(1);
});

test("Slack's sink is asked to bring first messages up to date that it has left, also while it is quiet", async () => {
	const account = await anAccount({ from: "11:00", to: "13:00" });
	const { arn, readAt } = anEntry();
	await account.stale.hold(arn, null, readAt);
	await account.sweep();
	expect(account.reports.wakes).toHaveLength(1);
});
