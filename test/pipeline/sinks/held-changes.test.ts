import { beforeEach, describe, expect, test } from "@jest/globals";
import { TryLaterError } from "../../../core/errors.ts";
import { anEntry } from "../../support/entries.ts";
import { evening, morning, nightAt, QuietSlack, repository } from "../../support/quiet-slack.ts";
import { aBlock, aFamily } from "../../support/verdicts.ts";

let { slack, ports, held, handle, write, wake } = new QuietSlack();
beforeEach(() => {
	({ slack, ports, held, handle, write, wake } = new QuietSlack());
});

describe("in the quiet hours", () => {
	const before = repository("web", evening, {});
	const high = repository("web", nightAt(1), { a: "HIGH" });

	test("a failure is held, and is one message when they are over", async () => {
		expect(await handle(nightAt(2), write(before, high))).toEqual([]);
		expect(slack.posted).toEqual([]);
		expect(ports.log).toContain("delivered: held until the quiet hours end");
		expect(await handle(morning, wake())).toEqual([]);
		expect(slack.headlines).toEqual(["🔴 HIGH: repository web fails 1 check"]);
		expect(await handle(morning, wake())).toEqual([]);
		expect(slack.posted).toHaveLength(1);
	});

	test("a failure that is fixed before they end is no message", async () => {
		await handle(nightAt(2), write(before, high));
		await handle(nightAt(5), write(high, repository("web", nightAt(4), {})));
		await handle(morning, wake());
		expect(slack.posted).toEqual([]);
		expect(await held.list(10)).toEqual([]);
	});

	test("a CRITICAL failure is sent at once, with what was held of its subject, and nothing follows in the morning", async () => {
		await handle(nightAt(2), write(before, high));
		const critical = repository("web", nightAt(3), { a: "HIGH", b: "CRITICAL" });
		expect(await handle(nightAt(4), write(high, critical))).toEqual([]);
		expect(slack.headlines).toEqual(["🚨 CRITICAL: repository web fails 2 checks"]);
		await handle(morning, wake());
		expect(slack.posted).toHaveLength(1);
	});

	test("a block is sent at once", async () => {
		const family = anEntry({ subject: aFamily(), readAt: evening });
		const blocked = { ...family, readAt: nightAt(1), blocks: [aBlock()] };
		await handle(nightAt(2), write(family, blocked));
		expect(slack.posted).toHaveLength(1);
		expect(await held.list(10)).toEqual([]);
	});

	test("what the first sweep finds is neither sent nor held", async () => {
		await handle(nightAt(2), write(null, { ...high, quiet: true }));
		expect([slack.posted, await held.list(10)]).toEqual([[], []]);
	});

	test.each([
		["does not respond", new TryLaterError("dynamodb:UpdateItem did not respond")],
		["is not allowed", new Error("AccessDenied")],
	])("a change that cannot be held because the call %s is delivered again", async (_, error) => {
		held.hold = async () => {
			throw error;
		};
		const record = write(before, high);
		expect(await handle(nightAt(2), record)).toHaveLength(1);
		expect(ports.publishedOf(high.arn)).toBeUndefined();
	});

	test("nothing is sent by a request that arrives when they have begun again", async () => {
		await handle(nightAt(2), write(before, high));
		expect(await handle("2026-11-22T22:00:00.000Z", wake())).toEqual([]);
		expect(slack.posted).toEqual([]);
		expect(await held.list(10)).toHaveLength(1);
	});
});
