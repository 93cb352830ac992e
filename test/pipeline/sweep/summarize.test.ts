import { describe, expect, test } from "@jest/globals";
import { defaultPolicy } from "../../../controls/default-policy.ts";
import { TryLaterError } from "../../../core/errors.ts";
import { arnOf } from "../../../core/subject.ts";
import { repositoryNamed, SweptAccount } from "../../support/sweep.ts";

const hourMs = 3_600_000;

/** An account with a daily summary at 15:00 UTC, at 12:00. */
async function anAccount(): Promise<SweptAccount> {
	const account = new SweptAccount();
	const slack = { ...defaultPolicy.slack, summary: { every: "day", hour: 15 } } as const;
	account.policy = { ...defaultPolicy, slack };
	account.repositories = new Map(["a", "b", "c", "d", "e"].map((name) => [name, []]));
	await account.sweep();
	return account;
}

/** The schedule's event arrives every hour. */
async function pass(account: SweptAccount, hours: number): Promise<void> {
	for (let hour = 0; hour < hours; hour++) {
		account.time += hourMs;
		await account.sweep();
	}
}

const summariesOf = ({ reports }: SweptAccount) => reports.summaries.map(({ summary }) => summary);

describe("a daily summary", () => {
	test("waits for its hour, and is made once a day", async () => {
		const account = await anAccount();
		await pass(account, 2);
		expect(summariesOf(account)).toEqual([]);
		await pass(account, 1);
		expect(summariesOf(account)).toMatchObject([{ at: expect.stringMatching(/^2026-11-21T15/) }]);
		await pass(account, 48);
		expect(summariesOf(account).map(({ at }) => at.slice(0, 13))).toEqual([
			"2026-11-21T15",
			"2026-11-22T15",
			"2026-11-23T15",
		]);
	});

	test("agrees with the ledger: what is open, new and fixed", async () => {
		const account = await anAccount();
		await pass(account, 3);
		account.passing.add(arnOf(repositoryNamed("a")));
		account.repositories.delete("b");
		account.repositories.set("f", []).set("g", []);
		await pass(account, 24);
		const [first, second] = summariesOf(account);
		expect(first).toMatchObject({ subjects: 5, failures: { HIGH: 5 }, changes: null, isComplete: true });
		expect(second).toMatchObject({
			subjects: 6,
			failures: { HIGH: 5 },
			changes: { since: first?.at, opened: 2, fixed: 1, ended: 1 },
			isComplete: true,
		});
	});

	test("that could not be made is made an hour later, and nothing else is disturbed", async () => {
		const account = await anAccount();
		await pass(account, 3 + 23);
		const { addSummary } = account.reports;
		account.reports.addSummary = async () => {
			throw new TryLaterError("dynamodb:PutItem did not respond");
		};
		await pass(account, 1);
		expect(account.log).toContain("not reported: dynamodb:PutItem did not respond");
		expect(account.queue).toEqual([]);
		account.reports.addSummary = addSummary;
		await pass(account, 1);
		expect(summariesOf(account).map(({ at }) => at.slice(0, 13))).toEqual(["2026-11-21T15", "2026-11-22T16"]);
	});

	test("says that it does not know everything if there was no time to read the ledger", async () => {
		const account = await anAccount();
		await pass(account, 2);
		const { page } = account.ledger;
		account.ledger.page = async (token) => {
			account.time += 40_000;
			return page.call(account.ledger, token);
		};
		await pass(account, 1);
		// Pages of two entries: the second one ends after the time.
		expect(summariesOf(account)).toMatchObject([{ isComplete: false, subjects: 4, changes: null }]);
	});

	test("is not made if the policy wants none", async () => {
		const account = await anAccount();
		account.policy = defaultPolicy;
		await pass(account, 30);
		expect(summariesOf(account)).toEqual([]);
	});
});
