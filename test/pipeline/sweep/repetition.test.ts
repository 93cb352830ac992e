import { expect, test } from "@jest/globals";
import { repositoryNamed, SweptAccount } from "../../support/sweep.ts";

const taskOf = (body: string) => JSON.parse(body).detail.task;

/** A sweep whose first messages are handled, and those messages. */
async function aSweepThatHasBegun() {
	const account = new SweptAccount();
	account.repositories = new Map([["api", ["sha256:1"]]]);
	account.families = new Map([["web", 1]]);
	account.tick();
	await account.deliver(1);
	const first = account.queue.map(({ body }) => body);
	return { account, first };
}

test("a message that is delivered again after its end has nothing sent again that follows from it", async () => {
	const { account, first } = await aSweepThatHasBegun();
	await account.deliver(first.length);
	const following = account.queue.map(({ body }) => body);
	expect(following.length).toBeGreaterThan(0);
	account.queue.unshift({ body: first[0] ?? "", deliveries: 1 });
	await account.deliver(1);
	expect(account.queue.map(({ body }) => body)).toEqual(following);
});

test("a message that is delivered again has those sent again with which the phase began, if they are left", async () => {
	const { account, first } = await aSweepThatHasBegun();
	const [done = "", ...left] = first;
	await account.deliver(1);
	account.queue = [{ body: done, deliveries: 1 }];
	await account.deliver(1);
	expect(account.queue.map(({ body }) => taskOf(body))).toEqual(left.map(taskOf));
	await account.finish();
	expect((await account.state.last())?.failed).toBe(0);
	expect([...account.states()].length).toBeGreaterThan(0);
	expect(account.exists(repositoryNamed("api"))).toBe(true);
});
