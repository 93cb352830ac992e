import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
	EventBridgeClient,
	PutEventsCommand,
	PutRuleCommand,
	PutTargetsCommand,
	TestEventPatternCommand,
} from "@aws-sdk/client-eventbridge";
import {
	CreateQueueCommand,
	DeleteMessageCommand,
	GetQueueAttributesCommand,
	ReceiveMessageCommand,
	SQSClient,
} from "@aws-sdk/client-sqs";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { type Emulators, startEmulators } from "../../demo/emulators.ts";
import { createWorkspace, type Workspace } from "../../demo/workspace.ts";
import { transformerFor } from "../../events/input-transformer.ts";
import { deployedRule } from "../../infra/event-pattern.ts";
import { describeEmulated } from "../support/emulated.ts";
import { messageOf } from "../support/input-transformer.ts";
import { account, region } from "../support/moto.ts";
import { answerTo, eventKinds } from "../support/routes.ts";

const replaySource = "shipshape.replay";
const isOwn = ({ event }: { readonly event: Readonly<Record<string, unknown>> }): boolean =>
	event["account"] === account && event["region"] === region;

describeEmulated("the rules on the emulated AWS", () => {
	const results = mkdtempSync(join(tmpdir(), "shipshape-rules-"));
	let workspace: Workspace;
	let emulators: Emulators;
	let events: EventBridgeClient;
	let sqs: SQSClient;

	beforeAll(async () => {
		workspace = createWorkspace(account, region, results);
		emulators = await startEmulators(workspace, new AbortController().signal);
		const credentials = { accessKeyId: account, secretAccessKey: "local" };
		const options = { endpoint: emulators.ministack, region, credentials };
		events = new EventBridgeClient(options);
		sqs = new SQSClient(options);
	}, 90_000);
	afterAll(async () => {
		await emulators.stop();
		workspace.dispose();
		rmSync(results, { recursive: true, force: true, maxRetries: 3 });
	});

	/** The URL of a queue that a rule with the deployed pattern and transformer sends to. */
	async function deploy(name: string): Promise<string> {
		const { pattern } = deployedRule(name, { account, region, replaySource });
		const transformer = transformerFor(name);
		await events.send(new PutRuleCommand({ Name: name, EventPattern: JSON.stringify(pattern) }));
		const { QueueUrl = "" } = await sqs.send(new CreateQueueCommand({ QueueName: name }));
		const AttributeNames = ["QueueArn" as const];
		const { Attributes } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames }));
		const { inputPathsMap: InputPathsMap, inputTemplate: InputTemplate } = transformer ?? {};
		const InputTransformer = InputTemplate === undefined ? undefined : { InputTemplate, InputPathsMap };
		const Targets = [{ Id: "Queue", Arn: Attributes?.["QueueArn"], InputTransformer }];
		await events.send(new PutTargetsCommand({ Rule: name, Targets }));
		return QueueUrl;
	}

	/** The message of a queue after an event was put on the bus. */
	async function send(event: Readonly<Record<string, unknown>>, QueueUrl: string): Promise<string> {
		const entry = {
			Source: replaySource,
			DetailType: String(event["detail-type"]),
			Detail: JSON.stringify(event["detail"]),
			Resources: event["resources"] as string[],
			Time: new Date(String(event["time"])),
		};
		expect(await events.send(new PutEventsCommand({ Entries: [entry] }))).toMatchObject({ FailedEntryCount: 0 });
		const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 20 }));
		expect(Messages).toHaveLength(1);
		const [{ ReceiptHandle, Body = "" } = {}] = Messages;
		await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
		return Body;
	}

	test.each(eventKinds)(
		"of $name match every sample, and send what the simulator's bus sends, from which the parser reads the same",
		async ({ name, samples, parse }) => {
			const { pattern } = deployedRule(name, { account, region });
			const url = await deploy(name);
			const own = samples.filter(isOwn);
			expect(own).not.toEqual([]);
			for (const { event } of own) {
				const question = { EventPattern: JSON.stringify(pattern), Event: JSON.stringify(event) };
				expect(await events.send(new TestEventPatternCommand(question))).toMatchObject({ Result: true });
				const message = JSON.parse(await send(event, url)) as Record<string, unknown>;
				const sent = { ...event, source: replaySource, id: message["id"], time: message["time"] };
				expect(message).toEqual(JSON.parse(messageOf(sent, transformerFor(name))));
				expect(answerTo(parse, message)).toEqual(answerTo(parse, sent));
			}
		},
		60_000,
	);
});
