import { beforeEach, describe, expect, test } from "@jest/globals";
import { UnconfirmedError } from "../../../core/errors.ts";
import { evening, morning, nightAt, QuietSlack, repository } from "../../support/quiet-slack.ts";

let { slack, ports, held, handle, write, wake } = new QuietSlack();
beforeEach(() => {
	({ slack, ports, held, handle, write, wake } = new QuietSlack());
});

const answers = () => undefined;
const noAnswer = () => new UnconfirmedError("Slack did not respond (TimeoutError)");

/** The channel may show what was sent, so its end is told also if nothing would be left to report. */
describe("a message about what was held, to which Slack did not respond, is repeated once and its end is told", () => {
	const before = repository("web", evening, {});
	const high = repository("web", nightAt(1), { a: "HIGH" });
	const fixed = repository("web", "2026-11-22T07:06:00.000Z", {});
	const told = ["🔴 HIGH: repository web fails 1 check", "✅ Fixed: repository web (1 check)"];

	test("if the subject passes before the next attempt at the end of the quiet hours", async () => {
		await handle(nightAt(2), write(before, high));
		slack.trouble = noAnswer;
		const request = wake();
		expect(await handle(morning, request)).toHaveLength(1);
		slack.trouble = answers;
		const change = write(high, fixed);
		expect(await handle(morning, request)).toEqual([]);
		expect(await handle(morning, change)).toEqual([]);
		expect(slack.headlines.slice(1)).toEqual(told);
		expect(await held.list(10)).toEqual([]);
	});

	test("if the subject passes and that change is delivered before the next attempt", async () => {
		await handle(nightAt(2), write(before, high));
		slack.trouble = noAnswer;
		const request = wake();
		expect(await handle(morning, request)).toHaveLength(1);
		slack.trouble = answers;
		expect(await handle(morning, write(high, fixed))).toEqual([]);
		expect(await handle(morning, request)).toEqual([]);
		expect(slack.headlines.slice(1)).toEqual(told);
		expect(await held.list(10)).toEqual([]);
	});

	test("if it was sent in the night because of a CRITICAL failure, and that has ended", async () => {
		await handle(nightAt(2), write(before, high));
		const critical = repository("web", nightAt(3), { a: "HIGH", b: "CRITICAL" });
		const passes = repository("web", nightAt(5), {});
		slack.trouble = noAnswer;
		const record = write(high, critical);
		expect(await handle(nightAt(4), record)).toHaveLength(1);
		slack.trouble = answers;
		expect(await handle(nightAt(6), record, write(critical, passes))).toEqual([]);
		await handle(morning, wake());
		expect(slack.headlines.slice(1)).toEqual([
			"🚨 CRITICAL: repository web fails 2 checks",
			"✅ Fixed: repository web (2 checks)",
		]);
		expect(await held.list(10)).toEqual([]);
	});

	test("if it was sent before the quiet hours, and its subject passes in them", async () => {
		slack.trouble = noAnswer;
		const early = repository("web", "2026-11-21T21:58:00.000Z", { a: "HIGH" });
		const record = write(before, early);
		expect(await handle("2026-11-21T21:59:00.000Z", record)).toHaveLength(1);
		slack.trouble = answers;
		expect(await handle("2026-11-21T22:00:00.000Z", record, write(early, repository("web", nightAt(0), {})))).toEqual(
			[],
		);
		await handle(morning, wake());
		expect(slack.headlines.slice(1)).toEqual(told);
	});

	test("if it was sent in the night although nothing was held, and another check fails instead before the next attempt", async () => {
		const critical = repository("web", nightAt(1), { b: "CRITICAL" });
		slack.trouble = noAnswer;
		const record = write(before, critical);
		expect(await handle(nightAt(2), record)).toHaveLength(1);
		slack.trouble = answers;
		const changed = write(critical, repository("web", nightAt(3), { a: "HIGH" }));
		expect(await handle(nightAt(4), record, changed)).toEqual([]);
		await handle(morning, wake());
		expect(slack.headlines[1]).toBe("🚨 CRITICAL: repository web fails 1 check");
		expect(JSON.stringify(slack.posted.slice(2))).toContain("Fixed");
		expect(await held.list(10)).toEqual([]);
	});

	test("if its subject was read again meanwhile, without a change: not more often than twice", async () => {
		await handle(nightAt(2), write(before, high));
		slack.trouble = noAnswer;
		const request = wake();
		for (const minute of [6, 7, 8, 9]) {
			await handle(`2026-11-22T07:0${minute}:30.000Z`, request);
			write(high, { ...high, readAt: `2026-11-22T07:0${minute}:40.000Z` });
		}
		expect(slack.posted).toHaveLength(2);
		expect(ports.undelivered).toMatchObject([{ sink: "slack", subject: high.arn }]);
	});

	test("also if it was one of many, in one message", async () => {
		const names = ["a", "b", "c", "d", "e", "f"];
		const fails = names.map((name) => repository(name, nightAt(1), { a: "HIGH" }));
		const records = fails.map((after, at) => write(repository(names[at] ?? "", evening, {}), after));
		await handle(nightAt(2), ...records);
		slack.trouble = noAnswer;
		const request = wake();
		expect(await handle(morning, request)).toHaveLength(1);
		slack.trouble = answers;
		for (const after of fails.slice(0, 2))
			write(after, {
				...after,
				...repository("x", "2026-11-22T07:06:00.000Z", {}),
				arn: after.arn,
				subject: after.subject,
			});
		expect(await handle(morning, request)).toEqual([]);
		const told = slack.posted.slice(1).map((message) => JSON.stringify(message));
		for (const name of ["a", "b"])
			expect(told.filter((text) => text.includes("Fixed") && text.includes(`repository ${name}`))).toHaveLength(1);
		expect(await held.list(10)).toEqual([]);
	});

	test("and what is not answered twice is one dead letter, after which the end is told", async () => {
		await handle(nightAt(2), write(before, high));
		slack.trouble = noAnswer;
		const request = wake();
		expect(await handle(morning, request)).toHaveLength(1);
		const change = write(high, fixed);
		await handle(morning, request);
		slack.trouble = answers;
		await handle(morning, request);
		await handle(morning, change);
		expect(ports.undelivered).toMatchObject([{ sink: "slack", subject: high.arn }]);
		expect(slack.headlines.slice(2)).toEqual(told.slice(1));
		expect(await held.list(10)).toEqual([]);
	});

	test("and of what is not answered twice, in one message about many, all are in its dead letter, however late that is stored", async () => {
		const names = ["a", "b", "c", "d", "e", "f"];
		const fails = names.map((name) => repository(name, nightAt(1), { a: "HIGH" }));
		await handle(nightAt(2), ...fails.map((after, at) => write(repository(names[at] ?? "", evening, {}), after)));
		slack.trouble = noAnswer;
		const request = wake();
		await handle(morning, request);
		ports.isQueueDown = true;
		expect(await handle("2026-11-22T07:07:00.000Z", request)).toHaveLength(1);
		ports.isQueueDown = false;
		expect(await handle("2026-11-22T07:08:00.000Z", request)).toEqual([]);
		const told = ports.undelivered.flatMap(({ body }) => (body as { told: { arn: string }[] }).told);
		expect(told.map(({ arn }) => arn).toSorted()).toEqual(fails.map(({ arn }) => arn));
		expect(await held.list(10)).toEqual([]);
	});

	test("but what Slack refused for now was not told, so nothing of it is left to tell when it has passed", async () => {
		await handle(nightAt(2), write(before, high));
		slack.trouble = () => new Response("", { status: 503 });
		const request = wake();
		expect(await handle(morning, request)).toHaveLength(1);
		slack.trouble = answers;
		const change = write(high, fixed);
		expect(await handle(morning, request)).toEqual([]);
		await handle(morning, change);
		expect([slack.headlines.slice(1), await held.list(10)]).toEqual([[], []]);
	});
});
