import { beforeEach, describe, expect, test } from "@jest/globals";
import { TryLaterError, UnconfirmedError } from "../../../core/errors.ts";
import type { LedgerEntry } from "../../../core/ledger.ts";
import { aStreamRecord } from "../../support/entries.ts";
import { evening, morning, nightAt, QuietSlack, repository } from "../../support/quiet-slack.ts";

let { slack, ports, held, handle, write, wake } = new QuietSlack();
beforeEach(() => {
	({ slack, ports, held, handle, write, wake } = new QuietSlack());
});

describe("after the quiet hours", () => {
	const before = repository("web", evening, {});
	const high = repository("web", nightAt(1), { a: "HIGH" });
	const later = repository("web", "2026-11-22T07:01:00.000Z", { a: "HIGH", b: "LOW" });

	test("a change of a subject begins at what was held of it", async () => {
		await handle(nightAt(2), write(before, high));
		await handle("2026-11-22T07:02:00.000Z", write(high, later));
		expect(slack.headlines).toEqual(["🔴 HIGH: repository web fails 2 checks"]);
		await handle(morning, wake());
		expect(slack.posted).toHaveLength(1);
	});

	test("a state that was sent with what was held is not sent again when the stream delivers it", async () => {
		await handle(nightAt(2), write(before, high));
		const record = write(high, later);
		await handle(morning, wake());
		expect(slack.headlines).toEqual(["🔴 HIGH: repository web fails 2 checks"]);
		await handle(morning, record);
		expect(slack.posted).toHaveLength(1);
	});

	test("many subjects are sent together, each once", async () => {
		const names = ["a", "b", "c", "d"];
		const records = names.map((name) => {
			const after = repository(name, nightAt(1), { a: "HIGH" });
			return write(repository(name, evening, {}), after);
		});
		await handle(nightAt(2), ...records);
		await handle(morning, wake());
		for (const name of names) expect(JSON.stringify(slack.posted)).toContain(`repository ${name}`);
		expect(await held.list(10)).toEqual([]);
	});

	test("what Slack does not accept now is still held, and is sent with the next delivery", async () => {
		await handle(nightAt(2), write(before, high));
		slack.trouble = () => new Response("", { status: 503 });
		const record = wake();
		expect(await handle(morning, record)).toHaveLength(1);
		slack.trouble = () => undefined;
		expect(await handle(morning, record)).toEqual([]);
		expect(slack.headlines.at(-1)).toBe("🔴 HIGH: repository web fails 1 check");
		expect(await held.list(10)).toEqual([]);
	});

	test("what Slack rejects is a dead letter once, and so is what it has not accepted for six hours", async () => {
		await handle(nightAt(2), write(before, high));
		slack.trouble = () => new Response("", { status: 503 });
		const record = wake();
		expect(await handle(morning, record)).toHaveLength(1);
		expect(await handle("2026-11-22T13:05:00.000Z", record)).toEqual([]);
		expect(ports.undelivered).toMatchObject([{ sink: "slack", subject: high.arn }]);
		expect(await held.list(10)).toEqual([]);
		await handle("2026-11-22T13:10:00.000Z", wake("2026-11-22T13:10:00.000Z"));
		expect(ports.undelivered).toHaveLength(1);
	});

	test("what is sent twice without an answer, in the night or later, is a dead letter and not sent again", async () => {
		slack.trouble = () => new UnconfirmedError("Slack did not respond");
		await handle(nightAt(2), write(before, high));
		const critical = repository("web", nightAt(3), { a: "HIGH", b: "CRITICAL" });
		const record = write(high, critical);
		expect(await handle(nightAt(4), record)).toHaveLength(1);
		expect(await handle(nightAt(5), record)).toEqual([]);
		await handle(nightAt(6), write(critical, repository("web", nightAt(6), { a: "MEDIUM", b: "CRITICAL" })));
		const other = write(repository("api", evening, {}), repository("api", nightAt(7), { a: "HIGH" }));
		await handle(nightAt(8), other);
		const request = wake();
		expect(await handle(morning, request)).toHaveLength(1);
		for (const one of [request, wake(), other]) expect(await handle(morning, one)).toEqual([]);
		expect(slack.posted).toHaveLength(4);
		expect(ports.undelivered.map(({ subject }) => subject?.split("/").at(-1))).toEqual(["web", "api"]);
		expect(await held.list(10)).toEqual([]);
	});

	const failing = async () => {
		throw new TryLaterError("dynamodb did not respond");
	};

	test("a function that is stopped between a message and its record repeats that message once", async () => {
		await handle(nightAt(2), write(before, high));
		const { beginAt } = held;
		held.beginAt = failing;
		const record = wake();
		expect(await handle(morning, record)).toHaveLength(1);
		held.beginAt = beginAt;
		expect(await handle(morning, record)).toEqual([]);
		await handle(morning, wake());
		expect(slack.posted).toHaveLength(2);
	});

	test("what could not be released after its message is not sent again, and the end of a failure is told", async () => {
		await handle(nightAt(2), write(before, high));
		held.release = failing;
		const critical = repository("web", nightAt(3), { a: "HIGH", b: "CRITICAL" });
		await handle(nightAt(4), write(high, critical));
		await handle(morning, wake());
		expect(slack.headlines).toEqual(["🚨 CRITICAL: repository web fails 2 checks"]);
		await handle(morning, write(critical, repository("web", nightAt(50), {})));
		expect(slack.headlines.slice(1)).toEqual(["✅ Fixed: repository web (2 checks)"]);
	});

	test("a function that is stopped before the stream's position is recorded tells no end of what nobody was told of", async () => {
		await handle(nightAt(2), write(before, high));
		const record = write(high, repository("web", nightAt(50), {}));
		ports.ledger.confirm = failing;
		expect(await handle(morning, record)).toHaveLength(1);
		Reflect.deleteProperty(ports.ledger, "confirm");
		expect(await handle(morning, record)).toEqual([]);
		await handle(morning, wake());
		expect([slack.posted, await held.list(10)]).toEqual([[], []]);
	});

	test("what is held of a subject whose entry has expired is forgotten", async () => {
		await handle(nightAt(2), write(before, high));
		ports.ledger.entries.delete(high.arn);
		expect(await handle(morning, wake())).toEqual([]);
		expect([slack.posted, await held.list(10)]).toEqual([[], []]);
	});

	test("what was suppressed meanwhile is not sent", async () => {
		await handle(nightAt(2), write(before, high));
		ports.suppressed = ["a"];
		await handle(morning, wake());
		expect([slack.posted, await held.list(10)]).toEqual([[], []]);
	});
});

describe("what is held, and a change of its subject that arrives when it is sent, are told by one function", () => {
	const before = repository("web", evening, {});
	const high = repository("web", nightAt(1), { a: "HIGH" });
	const [fails, fixed] = [{ a: "HIGH", b: "LOW" } as const, {}].map((checks) =>
		repository("web", "2026-11-22T07:04:00.000Z", checks),
	) as [LedgerEntry, LedgerEntry];

	/** Another function runs as soon as the first message is sent; the result is that of the function. */
	const duringTheMessage = (run: () => Promise<unknown>): (() => unknown) => {
		let result: unknown;
		const { send } = slack;
		Object.assign(slack.ports, {
			send: async (...request: Parameters<typeof send>) => {
				Object.assign(slack.ports, { send });
				result = await run();
				return send(...request);
			},
		});
		return () => result;
	};

	test("also if the change arrives meanwhile: it waits, and the end of what is told is not missed", async () => {
		await handle(nightAt(2), write(before, high));
		const record = aStreamRecord(9, high, fixed, Date.parse(fixed.readAt));
		const resultMeanwhile = duringTheMessage(() => handle(morning, record));
		expect(await handle(morning, wake())).toEqual([]);
		expect(resultMeanwhile()).toEqual([9]);
		ports.ledger.entries.set(fixed.arn, fixed);
		expect(await handle(morning, record)).toEqual([]);
		expect(slack.headlines).toEqual(["🔴 HIGH: repository web fails 1 check", "✅ Fixed: repository web (1 check)"]);
	});

	test("also if what is held is to be sent while the change is: nothing is sent twice", async () => {
		await handle(nightAt(2), write(before, high));
		const record = wake();
		const resultMeanwhile = duringTheMessage(() => handle(morning, record));
		expect(await handle(morning, write(high, fails))).toEqual([]);
		expect(resultMeanwhile()).toHaveLength(1);
		expect(await handle(morning, record)).toEqual([]);
		expect(slack.headlines).toEqual(["🔴 HIGH: repository web fails 2 checks"]);
	});

	test("also if the function for the change had read before that its change was not handled", async () => {
		await handle(nightAt(2), write(before, high));
		const record = write(high, fixed);
		const { publishedAt } = ports.ledger;
		ports.ledger.publishedAt = async (...of) => {
			Reflect.deleteProperty(ports.ledger, "publishedAt");
			const read = await publishedAt.apply(ports.ledger, of);
			expect(await handle(morning, wake())).toEqual([]);
			return read;
		};
		expect(await handle(morning, record)).toEqual([]);
		expect([slack.posted, await held.list(10)]).toEqual([[], []]);
	});

	test("unless the one that began with it was stopped: the other one goes on after a minute", async () => {
		await handle(nightAt(2), write(before, high));
		await held.claim(high.arn, { now: Date.parse(morning), until: Date.parse(morning) + 60_000 });
		const record = wake();
		expect(await handle(morning, record)).toHaveLength(1);
		expect(await handle("2026-11-22T07:06:00.000Z", record)).toEqual([]);
		expect(slack.posted).toHaveLength(1);
	});

	test("also if Slack rejects it: no end of what nobody was told of is told", async () => {
		await handle(nightAt(2), write(before, high));
		const both = repository("web", nightAt(3), { b: "HIGH" });
		const record = write(high, both);
		slack.trouble = () => new Response("invalid_blocks", { status: 400 });
		expect(await handle(morning, wake())).toEqual([]);
		slack.trouble = () => undefined;
		expect(await handle(morning, record)).toEqual([]);
		expect([slack.posted.length, ports.undelivered.length]).toEqual([1, 1]);
	});

	test("and what Slack rejects is not told again with what was held again meanwhile", async () => {
		await handle(nightAt(2), write(before, high));
		slack.trouble = () => new Response("invalid_blocks", { status: 400 });
		duringTheMessage(() => held.hold(high.arn, high, fails.readAt));
		await handle(morning, wake());
		expect(await held.list(1)).toEqual([{ arn: high.arn, before: high }]);
	});
});
