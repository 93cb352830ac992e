import { type AddressInfo, createServer } from "node:net";
import { GetSecretValueCommand } from "@aws-sdk/client-secrets-manager";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { awsError } from "../../support/aws-errors.ts";
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

const entryOf = (name: string) => anEntry({ subject: repositorySubject(name) });
const headline = (name: string) => `🔴 HIGH: repository ${name} fails 1 check`;
const [a, b] = [entryOf("a"), entryOf("b")];
const [first, second] = [aStreamRecord(1, null, a), aStreamRecord(2, null, b)];
const minutes = (count: number): number => count * 60_000;
const recorded = () => [a, b].map(({ arn }) => chat.ports.publishedOf(arn));
const noValue = "the Slack secret has no value; store a webhook, or a single space to turn Slack off";

describe("N06: while the secret of the webhook", () => {
	test.each<[string, () => unknown, string]>([
		["does not exist", () => chat.secret.rejects(awsError("ResourceNotFoundException")), noValue],
		["is marked for deletion", () => chat.secret.rejects(awsError("InvalidRequestException")), noValue],
		["has no value", () => chat.secret.resolves({}), noValue],
		["is empty", () => chat.store(""), noValue],
		[
			"cannot be read because of throttling",
			() => chat.secret.rejects(awsError("ThrottlingException", 400, "at /services/T000/B000/secretwebhook")),
			"secretsmanager:GetSecretValue did not respond (ThrottlingException)",
		],
		[
			"cannot be read because access is denied",
			() => chat.secret.rejects(awsError("AccessDeniedException", 400)),
			"secretsmanager:GetSecretValue was denied (AccessDeniedException)",
		],
	])("%s, nothing is posted or lost; it is posted once there is one", async (_, take, reason) => {
		const { webhook } = chat.slack;
		chat.secret.reset();
		take();
		for (let delivery = 0; delivery < 3; delivery++) expect(await chat.handle(first, second)).toEqual([1, 2]);
		expect([chat.slack.arrived, chat.deadLetters, recorded()]).toEqual([[], [], [undefined, undefined]]);
		expect(new Set(chat.log)).toEqual(new Set([`will be retried: ${reason}`]));
		chat.secret.reset();
		chat.store(webhook);
		expect(await chat.handle(first, second)).toEqual([]);
		expect([chat.slack.shown, recorded()]).toEqual([["a", "b"].map(headline), [a.readAt, b.readAt]]);
	});

	test("is blank, Slack is turned off: nothing is posted, retried or kept", async () => {
		chat.store(" ");
		expect(await chat.handle(first, second)).toEqual([]);
		expect([chat.slack.arrived, chat.deadLetters, recorded()]).toEqual([[], [], [a.readAt, b.readAt]]);
		expect(chat.log).toEqual(["delivered: turned off", "delivered: turned off"]);
	});
});

describe("N06: a webhook that is replaced during a run", () => {
	test("is read again at the first rejection, and no message is lost or repeated", async () => {
		expect(await chat.handle(first)).toEqual([]);
		chat.slack.path = "/services/T000/B001/secretwebhook2";
		chat.store(chat.slack.webhook);
		expect(await chat.handle(second)).toEqual([]);
		expect([chat.slack.shown, recorded()]).toEqual([["a", "b"].map(headline), [a.readAt, b.readAt]]);
		expect(chat.slack.arrived).toHaveLength(3);
		expect([chat.deadLetters, chat.secret.commandCalls(GetSecretValueCommand).length]).toEqual([[], 2]);
	});

	test("in Slack only is a dead letter for each message, with one more reading of the secret for each", async () => {
		chat.slack.path = "/services/T000/B001/secretwebhook2";
		expect(await chat.handle(first, second)).toEqual([]);
		const reason = "Slack rejected the message: no_service (404)";
		expect([chat.slack.shown, chat.deadLetters, recorded()]).toEqual([[], [reason, reason], [undefined, undefined]]);
		expect([chat.slack.arrived.length, chat.secret.commandCalls(GetSecretValueCommand).length]).toEqual([2, 3]);
	});

	test("while Secrets Manager is throttled comes again", async () => {
		expect(await chat.handle(first)).toEqual([]);
		chat.slack.path = "/services/T000/B001/secretwebhook2";
		chat.secret.reset();
		chat.secret.rejects(awsError("ThrottlingException", 400));
		expect(await chat.handle(second)).toEqual([2]);
		chat.secret.reset();
		chat.store(chat.slack.webhook);
		expect(await chat.handle(second)).toEqual([]);
		expect([chat.slack.shown, chat.deadLetters]).toEqual([["a", "b"].map(headline), []]);
	});
});

describe("N07: a webhook that is not one of Slack's over https", () => {
	test.each([
		["the metadata of the machine", "http://169.254.169.254/latest/meta-data/secretwebhook"],
		["a file", "file:///etc/secretwebhook"],
		["Slack without TLS", "http://hooks.slack.com/services/T/B/secretwebhook"],
		["a host that only looks like Slack's", "https://hooks.slack.com.evil.example/secretwebhook"],
		["Slack's host as the name of a user", "https://hooks.slack.com@evil.example/secretwebhook"],
		["an address inside", "https://10.0.0.1/secretwebhook"],
		["no URL", "secretwebhook"],
		["GovSlack, where Slack is allowed", "https://hooks.slack-gov.com/services/T/B/secretwebhook"],
	])("%s: nothing is sent anywhere, and the reason does not repeat it", async (_, webhook) => {
		chat.store(webhook);
		expect(await chat.handle(first, second)).toEqual([]);
		expect([chat.slack.arrived, recorded()]).toEqual([[], [undefined, undefined]]);
		expect(chat.deadLetters).toEqual(
			Array<unknown>(2).fill(
				expect.stringMatching(/the Slack secret.* (?:does not contain a URL|does not belong to https:)/),
			),
		);
		expect(chat.ports.undelivered[0]).toMatchObject({
			body: { message: { text: expect.stringContaining(headline("a")) } },
		});
	});

	test("another port of this machine is not connected to", async () => {
		let connections = 0;
		const other = createServer((socket) => {
			connections += 1;
			socket.destroy();
		});
		await new Promise<void>((resolve) => other.listen(0, "127.0.0.1", resolve));
		chat.store(`https://127.0.0.1:${(other.address() as AddressInfo).port}/services/T000/B000/secretwebhook`);
		expect(await chat.handle(first)).toEqual([]);
		expect([connections, chat.slack.arrived, chat.ports.undelivered.length]).toEqual([0, [], 1]);
		await new Promise((resolve) => other.close(resolve));
	});
});

describe("N08: a webhook that is stored an hour late", () => {
	test("gets everything that happened meanwhile, once and in order", async () => {
		const entries = Array.from({ length: 12 }, (_, at) => entryOf(`r${at}`));
		const records = entries.map((entry, at) => aStreamRecord(at + 1, null, entry, chat.ports.time + minutes(at * 5)));
		const { webhook } = chat.slack;
		chat.store("");
		for (const at of records.keys()) {
			expect(await chat.handle(...records.slice(0, at + 1))).toHaveLength(at + 1);
			chat.ports.time += minutes(5);
		}
		expect([chat.slack.arrived, chat.deadLetters]).toEqual([[], []]);
		chat.store(webhook);
		expect(await chat.handle(...records)).toEqual([]);
		expect(await chat.handle(...records)).toEqual([]);
		expect(chat.slack.shown).toEqual(["🔴 12 subjects: 12 HIGH"]);
		const [{ body = "" } = {}] = chat.slack.arrived;
		const places = entries.map((_, at) => body.indexOf(`repository r${at}>`));
		expect(places).toEqual(places.filter((place) => place > 0).toSorted((one, other) => one - other));
		expect(entries.every(({ arn, readAt }) => chat.ports.publishedOf(arn) === readAt)).toBe(true);
		expect(chat.deadLetters).toEqual([]);
	});
});
