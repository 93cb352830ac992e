import { DynamoDBClient, GetItemCommand } from "@aws-sdk/client-dynamodb";
import { GetFunctionConcurrencyCommand, GetFunctionConfigurationCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { GetSecretValueCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { afterEach, describe, expect, jest, test } from "@jest/globals";
import { mockClient } from "aws-sdk-client-mock";
import type { OperatorClients } from "../../adapters/clients/operator.ts";
import { entryItemOf } from "../../adapters/dynamodb/items.ts";
import { type SlackMessage, toMessage } from "../../adapters/slack/to-message.ts";
import type { LedgerEntry } from "../../core/ledger.ts";
import { changesBetween } from "../../domain/changes.ts";
import { notificationOf } from "../../domain/notifications/notification.ts";
import { toldIn } from "../../domain/notifications/told.ts";
import { deliverMessage } from "../../operations/redrive/undelivered.ts";
import { anEntry, laterBy, repositorySubject } from "../support/entries.ts";
import { anInstallation } from "../support/installation.ts";
import { hearing } from "../support/notifications.ts";
import { answerForSlack } from "../support/slack-network.ts";
import { aBlock, aRecordedVerdict } from "../support/verdicts.ts";

const message = { text: "hello", blocks: [] };
const late = { text: "Redriven, as of 2026-11-21 13:00:00 UTC:\nhello", blocks: [] };
const webhook = "https://hooks.slack.com/services/T/B/default";
const payments = "https://hooks.slack.com/services/T/B/payments";

afterEach(() => {
	jest.restoreAllMocks();
});

/** What becomes of a dead letter, and what was posted where. */
async function redriven(
	body: unknown,
	secret: object = { webhook, webhooks: { payments } },
	entry: LedgerEntry | null = null,
) {
	const posted: unknown[] = [];
	answerForSlack((url, json) => {
		posted.push([url.href, JSON.parse(json)]);
		return { status: 200, body: "ok" };
	});
	jest.spyOn(globalThis, "fetch").mockImplementation(async (url, init) => {
		posted.push([String(url), JSON.parse(String(init?.body))]);
		return new Response('{"ok":true}');
	});
	mockClient(SecretsManagerClient)
		.on(GetSecretValueCommand)
		.resolves({ SecretString: JSON.stringify(secret) });
	const lambda = mockClient(LambdaClient);
	lambda.on(GetFunctionConfigurationCommand).resolves({ Role: "role" });
	lambda.on(GetFunctionConcurrencyCommand).resolves({});
	const dynamodb = mockClient(DynamoDBClient);
	dynamodb.on(GetItemCommand).resolves(entry === null ? {} : { Item: entryItemOf(entry) });
	const clients = {
		dynamodb: new DynamoDBClient({}),
		secrets: new SecretsManagerClient({}),
		lambda: new LambdaClient({}),
	};
	const deliver = await deliverMessage(clients as OperatorClients, anInstallation, []);
	const letter = { id: "a", texts: {}, attributes: {}, sentAt: Date.parse("2026-11-21T13:00:00.000Z"), receipt: "r" };
	return { left: await deliver({ ...letter, body: JSON.stringify(body) }), posted };
}

test.each<[string, unknown, string]>([
	["that is bare, as in the version before", message, webhook],
	["without a destination", { message }, webhook],
	["for the default with a minimum severity", { destination: { minimumSeverity: "LOW" }, message }, webhook],
	["for a named webhook", { destination: { webhook: "payments" }, message }, payments],
])("a message %s is posted to its webhook, with the time of its dead letter", async (_, body, url) => {
	expect(await redriven(body)).toEqual({ left: null, posted: [[url, late]] });
});

const asWritten = { parse: "none", unfurl_links: false, unfurl_media: false };

test("a message for a channel is posted there by the bot", async () => {
	const secret = { webhook, botToken: "xoxb-1-2-abc" };
	expect(await redriven({ destination: { channel: "#a" }, message }, secret)).toEqual({
		left: null,
		posted: [["https://slack.com/api/chat.postMessage", { channel: "#a", ...late, ...asWritten }]],
	});
});

test.each<[string, unknown, string]>([
	["for a channel, without a bot", { destination: { channel: "#a" }, message }, "the Slack secret has no botToken"],
	[
		"for a webhook that the secret no longer has",
		{ destination: { webhook: "b" }, message },
		"the Slack secret has no webhook b, which a route names",
	],
	["without a text", { destination: {}, message: {} }, "it is not a message of Slack"],
	["that is something else", { Id: "a" }, "it is not a message of Slack"],
])("a message %s stays with the reason, and is posted nowhere else", async (_, body, left) => {
	expect(await redriven(body)).toEqual({ left, posted: [] });
});

describe("a message about one subject", () => {
	const control = "task-definition/read-only-root";
	const failing = anEntry({ subject: repositorySubject("a") });
	const passing = laterBy(60, failing, { controls: { [control]: aRecordedVerdict({ status: "pass" }) } });
	/** The dead letter of what the sink would have said of a change. */
	const letterOf = (before: LedgerEntry | null, after: LedgerEntry) => {
		const notification = notificationOf(changesBetween(before, after), hearing());
		if (notification === null) throw new Error("nothing to report");
		return { destination: {}, told: [toldIn(notification)], message: toMessage(notification, []) };
	};
	const textsOf = ({ posted }: { readonly posted: readonly unknown[] }) =>
		posted.map((one) => (one as [string, { text: string }])[1].text);

	test("that still fails in the same way is posted with the time of its reading, in the text and in the blocks", async () => {
		const letter = letterOf(null, failing);
		const { left, posted } = await redriven(letter, undefined, laterBy(60, failing, {}));
		const note = "Redriven, as of 2026-11-21 12:00:00 UTC:";
		expect(left).toBeNull();
		expect(textsOf({ posted })).toEqual([`${note}\n${letter.message.text}`]);
		const [[, { blocks }]] = posted as [[string, SlackMessage]];
		expect(blocks.slice(0, -1)).toEqual(letter.message.blocks.slice(0, -1));
		expect(JSON.stringify(blocks.at(-1))).toContain(note);
	});

	test("whose failure has ended is not posted", async () => {
		expect(await redriven(letterOf(null, failing), undefined, passing)).toEqual({ left: null, posted: [] });
	});

	test("that is gone by now is not posted", async () => {
		const gone = laterBy(60, failing, { state: "gone", controls: {} });
		expect(await redriven(letterOf(null, failing), undefined, gone)).toEqual({ left: null, posted: [] });
	});

	test("that was fixed, and is, is posted, because its failure may have been", async () => {
		const [text = ""] = textsOf(await redriven(letterOf(failing, passing), undefined, passing));
		expect(text).toMatch(/^Redriven, as of [^\n]*:\n✅ Fixed: repository a/);
	});

	test("that was fixed and fails again is posted as it stands now", async () => {
		const again = laterBy(120, failing, {});
		const [text = ""] = textsOf(await redriven(letterOf(failing, passing), undefined, again));
		expect(text).toMatch(
			/^Redriven, as of [^\n]*, in place of a message of [^\n]*: ✅ Fixed: repository a[^\n]*\n(?!✅)/,
		);
		expect(text).toContain(`HIGH ${control}`);
	});

	test("whose severity has changed is posted as it stands now", async () => {
		const milder = laterBy(60, failing, { controls: { [control]: aRecordedVerdict({ severity: "LOW" }) } });
		const [text = ""] = textsOf(await redriven(letterOf(null, failing), undefined, milder));
		expect(text).toContain(`LOW ${control}`);
		expect(text).not.toContain(`HIGH ${control}`);
	});

	test("with a deployment that was blocked is posted even if its failure has ended: as it stands now, with what was said", async () => {
		const blocked = { ...failing, blocks: [aBlock({ because: [control], outcome: "done" })] };
		const letter = letterOf(null, blocked);
		const [text = ""] = textsOf(await redriven(letter, undefined, { ...passing, blocks: blocked.blocks }));
		const [headline = ""] = letter.message.text.split("\n");
		const [note = ""] = text.split("\n");
		expect(note).toContain("in place of a message of 2026-11-21 12:00:00 UTC");
		expect(note.endsWith(`: ${headline}`)).toBe(true);
		expect(text).toContain("✅ Fixed: repository a");
	});

	test("of which the ledger knows nothing any more is posted with its time", async () => {
		const [text = ""] = textsOf(await redriven(letterOf(null, failing)));
		expect(text).toMatch(/^Redriven, as of /);
	});
});

test("a digest is posted with the time of the latest reading, whatever has happened since", async () => {
	const told = ["10", "11"].map((hour) => {
		return { arn: `arn:${hour}`, readAt: `2026-11-21T${hour}:00:00.000Z`, controls: [], blocks: [] };
	});
	const { posted } = await redriven({ destination: {}, told, message });
	expect(posted).toEqual([[webhook, { text: "Redriven, as of 2026-11-21 11:00:00 UTC:\nhello", blocks: [] }]]);
});
