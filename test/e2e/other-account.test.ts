import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
	ChangeMessageVisibilityCommand,
	DeleteMessageCommand,
	ReceiveMessageCommand,
	SendMessageCommand,
} from "@aws-sdk/client-sqs";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { deliver } from "../../demo/deliver.ts";
import { readEvents } from "../../demo/events.ts";
import { collectResults } from "../../demo/outcome.ts";
import { readDeadLetters } from "../../demo/queues.ts";
import { type DemoRun, runDemo } from "../../demo/run.ts";
import { waitUntilIdle } from "../../demo/wait-until-idle.ts";
import { describeEmulated } from "../support/emulated.ts";
import { events, images, nasty, other, writeOther } from "../support/other-account.ts";

const patience = 240_000;

describeEmulated("somebody else's account and events, in audit mode", () => {
	const folder = mkdtempSync(join(tmpdir(), "shipshape-other-"));
	let run: DemoRun;
	let again: Awaited<ReturnType<typeof replayed>>;
	let redriven: Awaited<ReturnType<typeof copiedAndRedriven>>;

	beforeAll(async () => {
		const paths = writeOther(folder);
		const options = { ...paths, policy: null, keep: false, into: join(folder, "results") };
		const stop = new AbortController();
		run = await runDemo(
			options,
			() => {},
			stop.signal,
			async (done) => {
				again = await replayed(done, paths.events);
				redriven = await copiedAndRedriven(done);
			},
		);
	}, patience);
	afterAll(() => rmSync(folder, { recursive: true, force: true }));

	test("what its description expects comes out, and nothing else", () => {
		expect(run.difference).toEqual({ missing: [], unexpected: [] });
	});

	test("findings are about the account that the events were delivered to", () => {
		const accounts = new Set(run.results.findings.map(({ AwsAccountId, Region }) => `${AwsAccountId} ${Region}`));
		expect([...accounts]).toEqual([`${other.account} ${other.region}`]);
	});

	test("only what AWS would route is routed", () => {
		const unrouted = run.results.sent.filter(({ routed }) => !routed).map(({ file }) => file);
		expect(unrouted).toEqual(["10-elsewhere.json", "11-delete-failed.json"]);
	});

	test("the malformed one of ten is a dead letter, whole and with its reason; the others are judged", () => {
		const { deadLetters, entries } = run.results;
		expect(deadLetters).toHaveLength(1);
		const [letter] = deadLetters;
		const sent = events["04-no-detail.json"] as object;
		expect(JSON.parse(letter?.body ?? "")).toEqual({ ...sent, ...other });
		expect(letter?.attributes["reason"]).toBe("detail must be an object");
		// Two of the events are about images that the account does not have.
		const states = entries.map(({ state }) => state).toSorted();
		expect(states).toEqual([...Array<string>(2).fill("gone"), ...Array<string>(9).fill("present")]);
	});

	test("findings behind the first page count, suppressed and closed ones do not", () => {
		const verdict = run.results.entries.find(({ arn }) => arn.endsWith(images.gateway))?.controls[
			"image/vulnerabilities"
		];
		expect(verdict).toMatchObject({ status: "fail", severity: "HIGH", message: expect.stringContaining("1 HIGH") });
	});

	test("audit mode says what it would have done, and does nothing", () => {
		expect(run.results.blocked).toMatchObject([
			{ outcome: "would-have", resource: expect.stringMatching(/Nightly_Job-2:1$/) },
		]);
		const family = run.results.entries.find(({ arn }) => arn.endsWith("Nightly_Job-2"));
		expect(family?.about["activeRevision"]).toBe("1");
	});

	test("no text from outside reaches Slack as markup", () => {
		const said = JSON.stringify(run.results.slack);
		expect(said).not.toContain("<!channel>");
		expect(said).not.toContain("<https://evil.example");
	});

	test("no environment value reaches anybody", () => {
		expect(JSON.stringify(run.results)).not.toContain("hunter2");
		expect(nasty).toContain("<");
	});

	test("the same events twice and in reverse order lead to the same findings, and nothing is reported again", () => {
		expect(again.findings).toEqual(again.before);
		expect(again.messages).toBe(run.results.slack.length);
		expect(again.deadLetters).toBe(3);
	});

	test("I9: two copies of each dead letter count once, and redriving both changes nothing", () => {
		expect(redriven.copied).toEqual(redriven.before);
		expect(redriven.after).toEqual(redriven.before);
		expect(redriven.before).toHaveLength(3);
		expect(redriven.findings).toEqual(again.findings);
		expect(redriven.messages).toBe(again.messages);
	});
});

/** Everything once more, backwards and each event twice, into the same account. */
async function replayed(run: DemoRun, folder: string) {
	const { account, aws, doubles, deployed, results } = run;
	const backwards = readEvents(folder, account.account, account.region).toReversed();
	const { ledger } = await deliver([...backwards, ...backwards], run);
	const { findings, deadLetters } = await collectResults(ledger, deployed, aws.clients, { ...results, slack: [] });
	return {
		before: results.findings.map(timeless),
		findings: findings.map(timeless),
		messages: doubles.slack.received.length,
		deadLetters: deadLetters.length,
	};
}

/** Copies every dead letter of the routes, as a killed function does, and redrives all of them, as SQS does: with new ids. */
async function copiedAndRedriven({ aws, deployed, doubles, results, signal }: DemoRun) {
	const { sqs } = aws.clients;
	const ids = async () => {
		const letters = await Promise.all(deployed.routes.map(({ deadLetters: [url = ""] }) => readDeadLetters(sqs, url)));
		return letters.flatMap((of) => of.map(({ messageId }) => messageId)).toSorted();
	};
	const move = async (from: string, to: string, keep: boolean) => {
		const options = { MaxNumberOfMessages: 10, MessageAttributeNames: ["All"], VisibilityTimeout: keep ? 1 : 30 };
		const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl: from, ...options }));
		for (const { Body: MessageBody, MessageAttributes, ReceiptHandle } of Messages) {
			await sqs.send(new SendMessageCommand({ QueueUrl: to, MessageBody, MessageAttributes }));
			const letter = { QueueUrl: from, ReceiptHandle };
			if (keep) await sqs.send(new ChangeMessageVisibilityCommand({ ...letter, VisibilityTimeout: 0 }));
			else await sqs.send(new DeleteMessageCommand(letter));
		}
		return Messages.length;
	};
	const before = await ids();
	for (const {
		deadLetters: [url = ""],
	} of deployed.routes)
		await move(url, url, true);
	const copied = await ids();
	let moved = 0;
	for (const {
		queue,
		deadLetters: [url = ""],
	} of deployed.routes)
		moved += await move(url, queue, false);
	expect(moved).toBe(2 * before.length);
	const ledger = await waitUntilIdle(deployed, aws.clients, signal);
	const { findings } = await collectResults(ledger, deployed, aws.clients, { ...results, slack: [] });
	return {
		before,
		copied,
		after: await ids(),
		findings: findings.map(timeless),
		messages: doubles.slack.received.length,
	};
}

/** A finding without what says when it was looked at. */
function timeless({ UpdatedAt, LastObservedAt, ProcessedAt, ...finding }: DemoRun["results"]["findings"][number]) {
	return finding;
}
