import dns from "node:dns";
import { type AddressInfo, createServer, type Server, type Socket } from "node:net";
import { afterEach, beforeEach, describe, expect, jest, test } from "@jest/globals";
import { anEntry, aStreamRecord, repositorySubject } from "../../support/entries.ts";
import { SlackOverHttps } from "../../support/slack-over-https.ts";

let chat: SlackOverHttps;
beforeEach(async () => {
	chat = await SlackOverHttps.open();
});
afterEach(async () => {
	await chat.close();
	expect(chat.told).toEqual([]);
});

const entry = (transport: Transport) =>
	anEntry({
		subject: repositorySubject("a"),
		...(transport === "bot" ? { destination: { channel: "#payments" } } : {}),
	});
type Transport = "webhook" | "bot";
const transports = ["webhook", "bot"] as const;
const headline = "🔴 HIGH: repository a fails 1 check";
const shown = () => [...chat.slack.shown, ...chat.slack.inPayments];
const hours = (count: number): number => count * 3_600_000;

/** Breaks something; returns what repairs it. */
type Break = () => Promise<() => void>;

/** Slack is looked for elsewhere. */
const movedTo = (origin: string): (() => void) => {
	const before = chat.slack.origin;
	const store = (other: string): void => {
		chat.slack.origin = other;
		chat.store(JSON.stringify({ webhook: chat.slack.webhook, botToken: chat.slack.token }));
	};
	store(origin);
	return () => {
		store(before);
		// The secret is cached until then.
		chat.ports.time += 5 * 60_000;
	};
};

/** Something else listens where Slack did. */
const others: Server[] = [];
const sockets: Socket[] = [];
const replacedBy = async (onConnection: (socket: Socket) => void): Promise<() => void> => {
	const other = createServer((socket) => {
		sockets.push(socket);
		socket.on("error", () => undefined);
		onConnection(socket);
	});
	others.push(other);
	await new Promise<void>((resolve) => other.listen(0, "127.0.0.1", resolve));
	return movedTo(`https://127.0.0.1:${(other.address() as AddressInfo).port}`);
};
const closeOthers = async (): Promise<void> => {
	for (const one of sockets.splice(0)) one.destroy();
	await Promise.all(others.splice(0).map((one) => new Promise((resolve) => one.close(resolve))));
};
afterEach(closeOthers);

const refusals: readonly (readonly [string, Break, RegExp])[] = [
	[
		"500",
		async () => {
			chat.slack.trouble = () => ({ status: 500, body: "oops" });
			return () => {
				chat.slack.trouble = () => undefined;
			};
		},
		/^Slack responded with 500$/,
	],
	[
		"a certificate that nobody vouches for",
		async () => {
			chat.slack.distrust();
			return () => chat.slack.trust();
		},
		/\(DEPTH_ZERO_SELF_SIGNED_CERT\)$/,
	],
	["no TLS", () => replacedBy((socket) => socket.end("HTTP/1.1 400 Bad Request\r\n\r\n")), /\(EPROTO\)$/],
	[
		"a connection that is closed before TLS is set up",
		() => replacedBy((socket) => socket.destroy()),
		/\(ECONNRESET\)$/,
	],
	[
		"a refused connection",
		async () => {
			const repair = await replacedBy(() => undefined);
			await closeOthers();
			return repair;
		},
		/\(ECONNREFUSED\)$/,
	],
	[
		"a name that DNS does not know",
		async () => {
			movedTo(chat.slack.origin.replace("127.0.0.1", "localhost"));
			const unknown = Object.assign(new Error("getaddrinfo ENOTFOUND"), { code: "ENOTFOUND" });
			const fake = (...of: unknown[]) => (of.at(-1) as (error: Error) => void)(unknown);
			const lookup = jest.spyOn(dns, "lookup").mockImplementation(fake as unknown as typeof dns.lookup);
			return () => lookup.mockRestore();
		},
		/\(ENOTFOUND\)$/,
	],
];

describe.each(transports)("N02: through the %s, what Slack surely has not got", (transport) => {
	test.each(refusals)("because of %s comes again and is posted once, when that is over", async (_, cause, reason) => {
		const a = entry(transport);
		const record = aStreamRecord(1, null, a);
		const repair = await cause();
		for (let delivery = 0; delivery < 4; delivery++) expect(await chat.handle(record)).toEqual([1]);
		expect([shown(), chat.deadLetters, chat.ports.publishedOf(a.arn)]).toEqual([[], [], undefined]);
		expect(chat.log.map((line) => line.replace("will be retried: ", ""))).toEqual(
			Array<unknown>(4).fill(expect.stringMatching(reason)),
		);
		repair();
		expect(await chat.handle(record)).toEqual([]);
		expect([shown(), chat.deadLetters, chat.ports.publishedOf(a.arn)]).toEqual([[headline], [], a.readAt]);
	});

	test.each(refusals)("because of %s for six hours is in the dead-letter queue, complete", async (_, cause, reason) => {
		const a = entry(transport);
		await cause();
		const record = aStreamRecord(1, null, a, chat.ports.time - hours(6));
		expect(await chat.handle(record)).toEqual([]);
		expect(chat.ports.undelivered).toMatchObject([
			{ subject: a.arn, reason: expect.stringMatching(reason), body: { message: { text: expect.any(String) } } },
		]);
		expect([shown(), chat.ports.publishedOf(a.arn)]).toEqual([[], undefined]);
	});
});

describe.each(transports)("N02: through the %s, a message without an answer", (transport) => {
	test.each([
		["because it takes too long", "silent", "TimeoutError", 2],
		["because the connection is cut in the middle of it", "cut", "", 2],
		["because the connection is reset", "reset", "", 0],
	] as const)("%s is sent twice at most, and then in the dead-letter queue", async (_, trouble, code, copies) => {
		const a = entry(transport);
		const record = aStreamRecord(1, null, a);
		if (trouble === "silent") chat.hurry();
		chat.slack.trouble = () => trouble;
		expect(await chat.handle(record)).toEqual([1]);
		for (let delivery = 0; delivery < 5; delivery++) expect(await chat.handle(record)).toEqual([]);
		expect([chat.slack.arrived.length, shown().length]).toEqual([2, copies]);
		expect(chat.deadLetters).toEqual([expect.stringMatching(/^unconfirmed twice: Slack did not respond/)]);
		expect(chat.ports.undelivered).toMatchObject([
			{ subject: a.arn, body: { told: [{ arn: a.arn }], message: { text: expect.any(String) } } },
		]);
		expect(chat.ports.publishedOf(a.arn)).toBe(a.readAt);
		expect(chat.log[0]).toMatch(new RegExp(`^will be retried: Slack did not respond \\(.*${code}.*\\)`));
		expect(chat.log[1]).toMatch(
			/^undelivered, moved to the dead-letter queue: unconfirmed twice: Slack did not respond/,
		);
	});

	test("that Slack answers the second time is shown twice", async () => {
		const a = entry(transport);
		const record = aStreamRecord(1, null, a);
		chat.slack.trouble = () => "cut";
		expect(await chat.handle(record)).toEqual([1]);
		chat.slack.trouble = () => undefined;
		for (let delivery = 0; delivery < 3; delivery++) expect(await chat.handle(record)).toEqual([]);
		expect([shown(), chat.ports.publishedOf(a.arn)]).toEqual([[headline, headline], a.readAt]);
	});
});
