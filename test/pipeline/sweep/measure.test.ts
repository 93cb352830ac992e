import { describe, expect, test } from "@jest/globals";
import { TryLaterError } from "../../../core/errors.ts";
import { arnOf } from "../../../core/subject.ts";
import { familyNamed, repositoryNamed, SweptAccount } from "../../support/sweep.ts";

const hourMs = 3_600_000;

/** An account that was swept for the first time. */
async function anAccount(): Promise<SweptAccount> {
	const account = new SweptAccount();
	account.repositories = new Map([["web", []]]);
	account.families = new Map([["web", 7]]);
	await account.sweep();
	return account;
}

/** The schedule's event arrives every hour, and everything that it leads to is done. */
async function pass(account: SweptAccount, hours: number): Promise<void> {
	for (let hour = 0; hour < hours; hour++) {
		account.time += hourMs;
		await account.sweep();
	}
}

const silentIn = (account: SweptAccount) => account.measured.flatMap(({ silent }) => silent);

describe("a kind of which no event arrives", () => {
	test("is silent two days after a sweep found a new revision, until an event arrives", async () => {
		const account = await anAccount();
		account.families.set("web", 8);
		await pass(account, 24 + 47);
		expect(silentIn(account)).toEqual([]);
		await pass(account, 3);
		const silent = { kind: "task-definition-registered", subject: arnOf(familyNamed("web")) };
		const since = expect.stringMatching(/^2026-11-22T/);
		const usualCause = expect.stringContaining("no CloudTrail trail logs management events");
		expect(account.measured.at(-1)?.silent).toEqual([{ ...silent, since, usualCause }]);
		await account.arrivals.arrived("task-definition-registered", account.now());
		await pass(account, 30);
		expect(account.measured.at(-1)?.silent).toEqual([]);
	});

	test("is silent only by itself", async () => {
		const account = await anAccount();
		account.repositories.set("api", []);
		await pass(account, 24 + 50);
		expect(account.measured.at(-1)?.silent).toMatchObject([
			{ kind: "repository-changed", subject: arnOf(repositoryNamed("api")) },
		]);
	});

	test("is silent although images are pushed every day, because a missing trail does not keep their events from arriving", async () => {
		const account = await anAccount();
		account.repositories.set("api", []);
		for (let day = 0; day < 4; day++) {
			await pass(account, 24);
			await account.arrivals.arrived("image-pushed", account.now());
		}
		expect(account.measured.at(-1)?.silent.map(({ kind }) => kind)).toEqual(["repository-changed"]);
	});

	test("is not silent if nothing changes", async () => {
		const account = await anAccount();
		await pass(account, 24 * 7);
		expect(account.measured).toHaveLength(1 + 24 * 7);
		expect(silentIn(account)).toEqual([]);
	});

	test("is not silent because of what the first sweep found, also if the first one never finished", async () => {
		const account = new SweptAccount();
		account.families = new Map([["web", 7]]);
		account.tick();
		await account.deliver(1);
		account.queue = [];
		account.time += 6 * hourMs;
		account.families.set("api", 1);
		await pass(account, 24 * 4);
		expect(silentIn(account)).toEqual([]);
	});

	test("is not silent because of what is found after a change of the rules", async () => {
		const account = await anAccount();
		account.rules = "rules-2";
		account.families.set("api", 1);
		await pass(account, 24 * 4);
		expect(silentIn(account)).toEqual([]);
	});

	test("is not silent if the sweep before abandoned a message, because it did not look at everything", async () => {
		const account = await anAccount();
		const last = await account.state.last();
		if (last !== null) await account.state.finish({ ...last, failed: 1 }, false);
		account.families.set("api", 1);
		await pass(account, 24 * 4);
		expect(silentIn(account)).toEqual([]);
	});

	test("is not silent if the event arrives after the sweep that found its change", async () => {
		const account = await anAccount();
		account.families.set("web", 8);
		await pass(account, 24);
		await account.arrivals.arrived("task-definition-registered", account.now());
		await pass(account, 24 * 4);
		expect(silentIn(account)).toEqual([]);
	});
});

describe("what the schedule's event measures", () => {
	test("the age of the last sweep grows until the next one has finished", async () => {
		const account = await anAccount();
		await pass(account, 30);
		const ages = account.measured.map(({ sweepAgeHours }) => Math.round(sweepAgeHours));
		expect(ages.slice(0, 4)).toEqual([0, 1, 2, 3]);
		expect(Math.max(...ages)).toBe(24);
		expect(ages.slice(-3)).toEqual([4, 5, 6]);
	});

	test("the age is published every third hour, and every hour until the first sweep has finished", async () => {
		const account = await anAccount();
		await pass(account, 28);
		const hours = account.measured.flatMap(({ isPublished }, hour) => (isPublished ? hour : []));
		expect(hours).toEqual([0, 3, 6, 9, 12, 15, 18, 21, 24, 27]);
	});

	test("the age counts from the first attempt if no sweep ever finishes", async () => {
		const account = new SweptAccount();
		account.families = new Map([["web", 7]]);
		account.unreadable.add(arnOf(familyNamed("web")));
		for (let hour = 0; hour < 20; hour++) {
			account.tick();
			await account.deliver(1);
			account.queue = [];
			account.time += hourMs;
		}
		expect(account.measured.map(({ sweepAgeHours }) => Math.round(sweepAgeHours)).at(-1)).toBe(19);
	});

	test("the share of unknown verdicts is that of the last sweep, without those that are not applicable", async () => {
		const account = await anAccount();
		const last = await account.state.last();
		const statuses = { pass: 5, fail: 3, waived: 1, unknown: 1, "not-applicable": 90 };
		if (last !== null) await account.state.finish({ ...last, summary: { statuses } }, false);
		await pass(account, 1);
		expect(account.measured.at(-1)?.unknownPercent).toBe(10);
		expect(account.measured[0]?.unknownPercent).toBe(0);
	});

	test("the dead letters are those of all queues that are not empty", async () => {
		const account = await anAccount();
		const full = { queue: "FindingsUndelivered", messages: 2 };
		account.deadLetters = [{ queue: "SlackGivenUp", messages: 0 }, full];
		await pass(account, 1);
		expect(account.measured.at(-1)?.deadLetters).toEqual([full]);
	});

	test("is nothing if the queues cannot be read: the age is missing then, and the event is not tried again", async () => {
		const account = await anAccount();
		account.countDeadLetters = async () => {
			throw new TryLaterError("sqs:GetQueueAttributes was denied");
		};
		account.tick();
		await account.deliver(1);
		expect(account.measured).toHaveLength(1);
		expect(account.log.at(-1)).toBe("not measured: sqs:GetQueueAttributes was denied");
		expect(account.queue).toEqual([]);
	});

	test("is nothing if the event's own step fails, which is tried again", async () => {
		const account = await anAccount();
		account.tick();
		// The sweep that is running can be read, the last one cannot.
		await account.deliver(1, { stopsAfter: 2 });
		expect(account.measured).toHaveLength(1);
		expect(account.queue).toHaveLength(1);
	});

	test("does not keep a sweep from ending whose messages are resent by the event", async () => {
		const account = await anAccount();
		account.countDeadLetters = async () => {
			throw new TryLaterError("sqs:GetQueueAttributes was denied");
		};
		account.rules = "rules-2";
		await account.sweep();
		expect(await account.state.last()).toMatchObject({ rules: "rules-2", failed: 0 });
		expect(account.queue).toEqual([]);
	});
});
