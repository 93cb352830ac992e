import { GetFindingsCommand } from "@aws-sdk/client-securityhub";
import { SendMessageCommand } from "@aws-sdk/client-sqs";
import { beforeAll, expect, test } from "@jest/globals";
import { countMessages } from "../../adapters/sqs/queue-attributes.ts";
import { hooks } from "../../functions/manifest.ts";
import type { RedrivenQueue } from "../../operations/redrive.ts";
import { describeEmulated } from "../support/emulated.ts";
import { eventually, type Finished, type Operated, withOperated } from "../support/operated.ts";
import { aPushOf } from "../support/push.ts";
import { accountOf } from "../support/subject-trio.ts";

const patience = 600_000;

/** `FAILED ACTIVE` for each of Shipshape's findings. */
async function statesOf({ operator }: Operated): Promise<readonly string[]> {
	const { Findings = [] } = await operator.securityHub.send(new GetFindingsCommand({ MaxResults: 100 }));
	return Findings.map(({ Id, Compliance, RecordState }) => `${Id} ${Compliance?.Status} ${RecordState}`).sort();
}

async function counts({ operator, installation }: Operated): Promise<readonly number[]> {
	return Promise.all(installation.deadLetters.map(async ({ url }) => (await countMessages(operator.sqs, url)) ?? -1));
}

/** One message in every dead-letter queue, and one event in that of a route that will never be understood. */
async function fill(operated: Operated, arn: string): Promise<void> {
	const { operator, installation } = operated;
	for (const { construct, kind, url, sink } of installation.deadLetters) {
		const send = (MessageBody: string, attributes: Readonly<Record<string, string>> = {}) => {
			const MessageAttributes = Object.fromEntries(
				Object.entries(attributes).map(([name, StringValue]) => [name, { DataType: "String", StringValue }]),
			);
			return operator.sqs.send(new SendMessageCommand({ QueueUrl: url, MessageBody, MessageAttributes }));
		};
		if (kind === "given-up") await send('{"DDBStreamBatchInfo":{}}');
		else if (sink === "slack") await send('{"text":"a message that Slack missed"}', { reason: "429", sink });
		else if (sink !== null) await send("{}", { reason: "InvalidInput", sink, subject: arn });
		else if (construct === "Findings") await send("[]");
		else
			await send(JSON.stringify(aPushOf("one", installation)), {
				reason: "test",
				messageId: `at-first-${construct}-${kind}`,
			});
		if (construct === "ImageScanned" && kind === "queue") await send("{", { reason: "test", messageId: "malformed" });
	}
}

interface Seen {
	readonly filled: readonly number[];
	readonly dryRun: Finished;
	readonly first: Finished;
	readonly after: readonly number[];
	readonly slack: readonly unknown[];
	readonly findings: { readonly before: readonly string[]; readonly after: readonly string[] };
	readonly plan: Finished;
	readonly removal: Finished;
	readonly archived: readonly string[];
	readonly doctor: Finished;
}

describeEmulated("redrive and uninstall, on the deployed stack", () => {
	let seen: Seen;

	beforeAll(async () => {
		seen = await withOperated(accountOf(["one"]), async (operated) => {
			const { shell, installation, operator, doubles } = operated;
			const { account, region } = installation;
			const [pushed] = installation.functions.filter(({ construct }) => construct === "ImagePushed");
			const MessageBody = JSON.stringify(aPushOf("one", installation));
			await operator.sqs.send(new SendMessageCommand({ QueueUrl: pushed?.queue ?? "", MessageBody }));
			const before = await eventually(
				() => statesOf(operated),
				(states) => states.length > 1,
			);
			await fill(operated, `arn:aws:ecr:${region}:${account}:repository/one`);
			const filled = await counts(operated);
			const dryRun = await shell("npx --no-install shipshape redrive --dry-run");
			const first = await shell("npx --no-install shipshape redrive --json");
			const after = await eventually(
				() => counts(operated),
				(all) => all.filter((count) => count > 0).length === 3,
			);
			const slack = doubles.slack.received.map(({ body }) => body);
			const findings = { before, after: await statesOf(operated) };
			const plan = await shell("npx --no-install shipshape uninstall");
			const removal = await shell("npx --no-install shipshape uninstall --yes");
			const archived = await statesOf(operated);
			// On a busy machine, a call may take too long.
			const doctor = await eventually(
				() => shell("npx --no-install shipshape doctor --json"),
				({ output }) => output !== "",
			);
			return { filled, dryRun, first, after, slack, findings, plan, removal, archived, doctor };
		});
	}, patience);

	test("redrive --dry-run counts and moves nothing", () => {
		const total = seen.filled.reduce((sum, one) => sum + one, 0);
		expect(seen.dryRun.output).toContain(`${total} messages would be moved`);
		expect(seen.dryRun.status).toBe(1);
	});

	test("redrive moves every message once, except for positions of changes that Slack is not notified of", () => {
		const { moved, left, queues } = JSON.parse(seen.first.output);
		const total = seen.filled.reduce((sum, one) => sum + one, 0);
		expect([seen.first.errors, moved]).toEqual(["", total - 1]);
		// What is rejected again may come back before the end, or later.
		const stays = queues.flatMap((one: RedrivenQueue) => (one.left.length > 0 ? `${one.construct} ${one.kind}` : []));
		expect(stays).toContain("Slack given-up");
		expect(["ImageScanned queue", "Sweep queue", "Slack given-up"]).toEqual(expect.arrayContaining(stays));
		expect(left).toBe(stays.length);
		expect(seen.first.status).toBe(1);
	});

	test("what can never be processed comes back, and nothing else", () => {
		expect(seen.after.filter((count) => count > 0)).toEqual([1, 1, 1]);
	});

	test("redrive posts what Slack has missed, and publishes the findings of a subject again", () => {
		expect(seen.slack).toContainEqual({
			text: expect.stringMatching(/^Redriven, as of \d{4}-.* UTC:\na message that Slack missed$/),
			blocks: [],
		});
		expect(seen.findings.after).toEqual(seen.findings.before);
	});

	test("uninstall without --yes only says what it would do", () => {
		const active = seen.findings.after.filter((state) => state.endsWith("ACTIVE")).length;
		expect(active).toBeGreaterThan(0);
		expect(seen.plan.output).toMatch(new RegExp(`then archive ${active} findings?; write --yes to do it`));
		expect(seen.plan.status).toBe(0);
	});

	test("uninstall archives every finding, and says what stays", () => {
		expect(seen.removal.status).toBe(0);
		expect(seen.archived.length).toBeGreaterThan(0);
		expect(seen.archived.filter((state) => !state.endsWith("ARCHIVED"))).toEqual([]);
		expect(seen.removal.output).toContain("aws dynamodb delete-table --table-name");
		expect(seen.removal.output).toContain("aws cloudformation delete-stack --stack-name Shipshape");
	});

	test("after uninstall, doctor finds every rule and every function stopped that takes events", () => {
		expect(seen.doctor.errors).toBe("");
		const { checks } = JSON.parse(seen.doctor.output) as {
			readonly checks: readonly { readonly check: string; readonly of: string; readonly status: string }[];
		};
		const isAsked = ({ of }: { readonly of: string }) => hooks.some(({ construct }) => construct === of);
		const stopped = checks.filter((one) => ["rule", "function"].includes(one.check) && !isAsked(one));
		expect(stopped.filter(({ status }) => status !== "problem")).toEqual([]);
	});
});
