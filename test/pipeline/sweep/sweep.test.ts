import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { arnOf } from "../../../core/subject.ts";
import { repositoriesMessage } from "../../../pipeline/sweep/messages.ts";
import { aDigest } from "../../support/builders.ts";
import { familyNamed, imageIn, repositoryNamed, SweptAccount } from "../../support/sweep.ts";

const hourMs = 3_600_000;
const digests = ["1", "2", "3"].map((character) => aDigest(character));

/** Three repositories, four images and three families. */
function anAccount(): SweptAccount {
	const account = new SweptAccount();
	account.repositories = new Map([
		["api", digests],
		["web", [...digests.slice(0, 1), "-untagged", "-used"]],
		["empty", []],
	]);
	account.families = new Map([
		["api", 3],
		["web", 7],
		["worker", 1],
	]);
	return account;
}

const existing = [
	...["api", "web", "empty"].map(repositoryNamed),
	...digests.map((digest) => imageIn("api", digest)),
	...[...digests.slice(0, 1), "-used"].map((digest) => imageIn("web", digest)),
	...["api", "web", "worker"].map(familyNamed),
].map(arnOf);
const allPresent = Object.fromEntries(existing.map((arn) => [arn, "present"]));
const statesOf = (account: SweptAccount) => Object.fromEntries(account.states());

describe("a sweep", () => {
	test("judges what existed before the installation: repositories, tagged and used images, and families", async () => {
		const account = anAccount();
		await account.sweep();
		expect(statesOf(account)).toEqual(allPresent);
		expect(await account.state.current()).toBeNull();
		expect(await account.state.last()).toMatchObject({ rules: "rules-1", failed: 0, summary: { subjects: 11 } });
	});

	test.each([
		["a scan of the image ended after it began, which the family may not have seen", "2026-11-21T12:00:05.000Z", true],
		["the image is older, because the family is read as well", "2026-11-21T11:00:00.000Z", false],
	])("as the first one, has the family that uses an image checked: %s", async (_, changedAt, isChecked) => {
		const account = anAccount();
		const image = arnOf(imageIn("api", digests[0] ?? ""));
		account.changedAt.set(image, changedAt);
		await account.ledger.link(familyNamed("api"), [image]);
		await account.sweep();
		expect(account.rechecked).toEqual(isChecked ? [arnOf(familyNamed("api"))] : []);
	});

	test("does not take place again before its time, with the same rules", async () => {
		const account = anAccount();
		await account.sweep();
		account.observed.length = 0;
		account.time += 23 * hourMs;
		await account.sweep();
		expect(account.observed).toEqual([]);
		account.rules = "rules-2";
		await account.sweep();
		expect(new Set(account.observed)).toEqual(new Set(existing));
	});

	test("reads no family again that has not changed, and marks it as seen", async () => {
		const account = anAccount();
		await account.sweep();
		account.observed.length = 0;
		account.time += 24 * hourMs;
		account.families.set("web", 8);
		await account.sweep();
		expect(account.observed.filter((arn) => arn.includes("task-definition"))).toEqual([arnOf(familyNamed("web"))]);
	});

	test("closes what is gone, and finds again what is created again", async () => {
		const account = anAccount();
		await account.sweep();
		account.families.delete("web");
		account.repositories.delete("api");
		account.time += 24 * hourMs;
		await account.sweep();
		const gone = existing.filter((arn) => /repository\/api|definition\/web$/.test(arn));
		expect(statesOf(account)).toEqual({ ...allPresent, ...Object.fromEntries(gone.map((arn) => [arn, "gone"])) });
		account.families.set("web", 7);
		account.time += 24 * hourMs;
		await account.sweep();
		expect(account.states().get(arnOf(familyNamed("web")))).toBe("present");
	});

	test("closes nothing that it could not read, ends without it, and reads it the next time", async () => {
		const account = anAccount();
		await account.sweep();
		account.time += 24 * hourMs;
		account.repositories.delete("api");
		account.unreadable.add(arnOf(repositoryNamed("api")));
		await account.sweep();
		expect(account.states().get(arnOf(repositoryNamed("api")))).toBe("present");
		expect(await account.state.last()).toMatchObject({ failed: 1 });
		account.unreadable.clear();
		account.time += 24 * hourMs;
		await account.sweep();
		expect(account.states().get(arnOf(repositoryNamed("api")))).toBe("gone");
	});

	test("is abandoned after six hours, and its messages do nothing then", async () => {
		const account = anAccount();
		account.tick();
		await account.deliver(1);
		const messages = account.queue;
		account.queue = [];
		account.time += 6 * hourMs;
		await account.sweep();
		expect(statesOf(account)).toEqual(allPresent);
		account.observed.length = 0;
		account.queue = messages;
		await account.finish();
		expect(account.observed).toEqual([]);
		expect(account.log).toContain("its sweep is over");
	});

	test("is reported once, and only the first one", async () => {
		const account = anAccount();
		await account.sweep();
		account.time += 24 * hourMs;
		await account.sweep();
		expect([...account.state.reports.values()]).toMatchObject([{ subjects: 11, statuses: { fail: 11 } }]);
	});

	test("is a first one until it has looked at everything: what it could not read is no news when the next one finds it", async () => {
		const account = anAccount();
		const late = [repositoryNamed("api"), familyNamed("web")].map(arnOf);
		for (const arn of late) account.unreadable.add(arn);
		await account.sweep();
		expect(await account.state.last()).toMatchObject({ isFirst: true, failed: expect.anything() });
		account.unreadable.clear();
		account.time += 24 * hourMs;
		account.observed.length = 0;
		await account.sweep();
		expect(account.ledger.history.filter(({ quiet }) => quiet !== true)).toEqual([]);
		expect([...account.state.reports.values()]).toMatchObject([{ subjects: 9 }, { subjects: 11 }]);
		// A family may have been checked with another state of an image than this sweep finds.
		expect(account.observed.filter((arn) => arn.includes("task-definition"))).toHaveLength(3);
		account.time += 24 * hourMs;
		account.families.set("late", 1);
		await account.sweep();
		expect(account.state.reports.size).toBe(2);
		expect(account.ledger.entries.get(arnOf(familyNamed("late")))?.quiet).toBeUndefined();
	});

	test("is repeated as the first one twice at most, if something can never be read", async () => {
		const account = anAccount();
		account.unreadable.add(arnOf(repositoryNamed("api")));
		for (let day = 0; day < 5; day++) {
			await account.sweep();
			account.time += 24 * hourMs;
		}
		expect(account.state.reports.size).toBe(3);
		account.families.set("new", 1);
		await account.sweep();
		expect(account.ledger.entries.get(arnOf(familyNamed("new")))?.quiet).toBeUndefined();
	});

	test("writes what it finds first as quiet, and what changes later not", async () => {
		const account = anAccount();
		await account.sweep();
		expect(account.ledger.history.every(({ quiet }) => quiet === true)).toBe(true);
		account.ledger.history.length = 0;
		account.time += 24 * hourMs;
		account.families.set("web", 8);
		await account.sweep();
		expect(account.ledger.history.filter(({ quiet }) => quiet === true)).toEqual([]);
	});
});

test("a partial sweep checks all repositories, closes what it looked at only, and leaves no trace", async () => {
	const account = anAccount();
	await account.sweep();
	const last = await account.state.last();
	account.repositories.delete("api");
	account.families.delete("web");
	account.observed.length = 0;
	account.time += hourMs;
	const place = { partition: "aws", account: "111122223333", region: "ap-northeast-1" };
	account.queue.push({ body: repositoriesMessage(account.now(), place), deliveries: 0 });
	await account.finish();
	expect(account.observed).toEqual(["empty", "web"].map(repositoryNamed).map(arnOf));
	expect(statesOf(account)).toEqual(allPresent);
	expect([await account.state.current(), await account.state.last()]).toEqual([null, last]);
});

test("a message that is no message of a sweep is rejected", async () => {
	const account = anAccount();
	account.queue = ["{", '{"source":"aws.ecr"}'].map((body) => ({ body, deliveries: 0 }));
	await account.deliver(2);
	expect(account.log).toEqual(["rejected: the message is not JSON", "rejected: detail must be an object"]);
	expect(account.queue).toEqual([]);
});

test("a sweep that stops anywhere, with messages delivered twice and in any order, ends with all subjects judged and closed", async () => {
	const step = fc.record({
		count: fc.integer({ min: 1, max: 10 }),
		from: fc.nat(20),
		repeats: fc.boolean(),
		stopsAfter: fc.option(fc.nat(60)),
	});
	await fc.assert(
		fc.asyncProperty(fc.array(step, { maxLength: 12 }), fc.array(step, { maxLength: 12 }), async (first, second) => {
			const account = anAccount();
			const sweepWith = async (steps: typeof first) => {
				account.tick();
				for (const { from, count, ...more } of steps) {
					account.queue.push(...account.queue.splice(0, from % (account.queue.length + 1)));
					await account.deliver(count, more);
				}
				await account.finish();
			};
			await sweepWith(first);
			expect(statesOf(account)).toEqual(allPresent);
			account.time += 24 * hourMs;
			account.repositories.delete("api");
			account.families.delete("worker");
			await sweepWith(second);
			// The event may have been lost with the function that handled it.
			await account.sweep();
			const gone = existing.filter((arn) => /repository\/api|definition\/worker$/.test(arn));
			expect(statesOf(account)).toEqual({ ...allPresent, ...Object.fromEntries(gone.map((arn) => [arn, "gone"])) });
			expect(account.state.reports.size).toBe(1);
			expect(await account.state.current()).toBeNull();
		}),
		{ numRuns: 100 },
	);
});
