import { setTimeout as pause } from "node:timers/promises";
import type { AwsSecurityFinding } from "@aws-sdk/client-securityhub";
import { SendMessageCommand } from "@aws-sdk/client-sqs";
import * as z from "zod";
import type { Change } from "../../demo/account-schema.ts";
import { deliver } from "../../demo/deliver.ts";
import type { DemoEvent } from "../../demo/events.ts";
import type { LocalDeployment } from "../../demo/local-deployment.ts";
import { collectResults, type RunResults } from "../../demo/outcome.ts";
import type { DeadLetter } from "../../demo/queues.ts";
import { applyChange } from "../../demo/seed.ts";

/** What there is when the pipeline is idle. */
export interface Observed {
	readonly findings: readonly AwsSecurityFinding[];
	readonly deadLetters: readonly DeadLetter[];
	/** The texts of the messages that Slack has received since the previous observation. */
	readonly slack: readonly string[];
	/** The same messages in full, as JSON. */
	readonly slackBodies: string;
	/** The attempts to block in the ledger, as in `blocked.json`. */
	readonly blocked: RunResults["blocked"];
}

/** Changes a local deployment's account step by step, and observes it after each. */
export class Observer {
	private readonly deployment: LocalDeployment;
	private messages = 0;

	constructor(deployment: LocalDeployment) {
		this.deployment = deployment;
	}

	/** Returns when the deployments that it starts have ended, or wait for somebody. */
	async change(change: Change): Promise<void> {
		const { aws, doubles, deployed } = this.deployment;
		await applyChange({ ...doubles, clients: aws.clients, outputs: deployed.outputs }, change);
		await doubles.ecs.deployments.settled();
	}

	/** Sends events, waits until the pipeline is idle and observes it. */
	async send(events: readonly DemoEvent[]): Promise<Observed> {
		const { aws, doubles, deployed } = this.deployment;
		const { ledger } = await deliver(events, this.deployment);
		const received = doubles.slack.received.slice(this.messages);
		this.messages = doubles.slack.received.length;
		const { findings, deadLetters, blocked } = await collectResults(ledger, deployed, aws.clients, {
			slack: [],
			sent: [],
			logErrors: [],
		});
		const bodies = received.map(({ body }) => body as { readonly text: string });
		return {
			...{ findings, deadLetters, blocked },
			slack: bodies.map(({ text }) => text),
			slackBodies: JSON.stringify(bodies),
		};
	}

	/** Messages that findings cause to be handled later, which SQS does not deliver yet; ministack shows them. */
	async delayed(): Promise<readonly DelayedMessage[]> {
		const { account, aws } = this.deployment;
		const query = new URLSearchParams({ account: account.account, QueueUrl: this.laterQueue });
		const answer = await fetch(`${aws.emulators.ministack}/_ministack/sqs/messages?${query}`);
		const { messages } = shownMessages.parse(await answer.json());
		const queues = Object.values(messages).flatMap((regions) => Object.values(regions));
		return queues
			.flatMap((messagesByQueue) => Object.values(messagesByQueue).flat())
			.filter(({ IsVisible, ReceiveCount }) => !IsVisible && ReceiveCount === 0)
			.map(({ Body, VisibleAt, SentTimestamp }) => ({ body: Body, delaySeconds: VisibleAt - SentTimestamp }));
	}

	/** Sends a copy of a delayed message without its delay, as if that had passed, and observes what it leads to. */
	async deliverNow({ body }: DelayedMessage): Promise<Observed> {
		const { sqs } = this.deployment.aws.clients;
		await sqs.send(new SendMessageCommand({ QueueUrl: this.laterQueue, MessageBody: body, DelaySeconds: 0 }));
		return this.send([]);
	}

	private get laterQueue(): string {
		return this.deployment.deployed.later[0]?.queue ?? "";
	}
}

export interface DelayedMessage {
	readonly body: string;
	readonly delaySeconds: number;
}

const shownMessages = z.object({
	messages: z.record(
		z.string(),
		z.record(
			z.string(),
			z.record(
				z.string(),
				z.array(
					z.object({
						Body: z.string(),
						VisibleAt: z.number(),
						SentTimestamp: z.number(),
						IsVisible: z.boolean(),
						ReceiveCount: z.number(),
					}),
				),
			),
		),
	),
});

/** Waits until something is the case, however long that takes; the test's time limit ends it. */
export async function until(isSo: () => boolean | Promise<boolean>, signal: AbortSignal): Promise<void> {
	while (!(await isSo())) await pause(100, undefined, { signal });
}
