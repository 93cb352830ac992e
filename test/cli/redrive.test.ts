import {
	DeleteMessageCommand,
	GetQueueAttributesCommand,
	ReceiveMessageCommand,
	SendMessageCommand,
	SQSClient,
} from "@aws-sdk/client-sqs";
import { describe, expect, test } from "@jest/globals";
import { mockClient } from "aws-sdk-client-mock";
import type { RedrivenQueue } from "../../operations/redrive.ts";
import { awsError } from "../support/aws-errors.ts";
import { anInstallation, failEveryCall, installStack, sizes } from "../support/installation.ts";
import { aSample } from "../support/routes.ts";
import { runCli } from "../support/terminal.ts";

const start = (...args: readonly string[]) =>
	runCli(["redrive", ...args], { environment: { AWS_REGION: "eu-central-1" } });

/** Queues with this count, none of which returns a message. */
function count(ApproximateNumberOfMessages: string) {
	failEveryCall("AccessDeniedException");
	installStack();
	const sqs = mockClient(SQSClient);
	sqs.on(GetQueueAttributesCommand).resolves({ Attributes: { ApproximateNumberOfMessages } });
	sqs.on(ReceiveMessageCommand).resolves({});
	return sqs;
}

const urlOf = (construct: string, kind: string): string =>
	anInstallation.deadLetters.find((queue) => queue.construct === construct && queue.kind === kind)?.url ?? "";

const resultOf = (printed: string, construct: string, kind: string): RedrivenQueue | undefined =>
	(JSON.parse(printed) as { readonly queues: readonly RedrivenQueue[] }).queues.find(
		(queue) => queue.construct === construct && queue.kind === kind,
	);

describe("redrive", () => {
	test("ends with 0 if there is nothing to move, having received from every queue", async () => {
		const sqs = count("0");
		expect(await start()).toMatchObject({ status: 0, printed: "0 messages moved, 0 left\n" });
		expect(sqs.commandCalls(ReceiveMessageCommand)).toHaveLength(sizes.deadLetters);
	});

	test("moves messages that SQS does not count yet", async () => {
		const sqs = count("0");
		const QueueUrl = urlOf("Sweep", "queue");
		sqs
			.on(ReceiveMessageCommand, { QueueUrl })
			.resolvesOnce({ Messages: [{ MessageId: "a", Body: "{}", ReceiptHandle: "r" }] })
			.resolves({});
		sqs.on(SendMessageCommand).resolves({});
		sqs.on(DeleteMessageCommand).resolves({});
		expect(await start()).toMatchObject({ status: 0, printed: "Sweep queue: 1 moved\n1 message moved, 0 left\n" });
	});

	test("ends with 1 and says so if messages are hidden by another reader", async () => {
		count("2");
		const { status, printed } = await start("--queue", "Sweep");
		expect(status).toBe(1);
		expect(printed).toBe(
			"Sweep queue: 0 moved\n  2 left: another reader, or a redrive that was interrupted, hides it: run redrive again in 15 minutes\n0 messages moved, 2 left\n",
		);
	});

	test("counts with --dry-run the queues of one function", async () => {
		count("2");
		const { status, printed } = await start("--dry-run", "--queue", "Slack");
		expect([status, printed]).toEqual([
			1,
			"Slack undelivered: 2 messages\nSlack given-up: 2 messages\n4 messages would be moved\n",
		]);
	});

	test("ends with 2 for a function that does not exist", async () => {
		count("0");
		const { status, errors } = await start("--queue", "Slck");
		expect(status).toBe(2);
		expect(errors.join()).toMatch(/^shipshape: --queue does not accept "Slck"; write one of ImageScanned, .*, Slack$/);
	});

	test.each([false, true])(
		"ends with 2 and a reason for each queue that it may not read (dry run: %j)",
		async (isDryRun) => {
			failEveryCall("AccessDeniedException");
			installStack();
			const { status, printed } = await start("--json", ...(isDryRun ? ["--dry-run"] : []));
			const { queues } = JSON.parse(printed) as { readonly queues: readonly RedrivenQueue[] };
			expect([status, queues.length]).toEqual([2, sizes.deadLetters]);
			for (const { error } of queues)
				expect(error).toBe("sqs:GetQueueAttributes was denied (AccessDeniedException); fix that and run redrive again");
		},
	);

	test("goes on with the other queues when one fails, and ends with 2", async () => {
		const sqs = count("0");
		const failing = urlOf("ImageScanned", "queue");
		sqs.on(ReceiveMessageCommand, { QueueUrl: failing }).rejects(awsError("AccessDenied"));
		sqs
			.on(ReceiveMessageCommand, { QueueUrl: urlOf("Sweep", "queue") })
			.resolvesOnce({ Messages: [{ MessageId: "a", Body: "{}", ReceiptHandle: "r" }] })
			.resolves({});
		sqs.on(SendMessageCommand).resolves({});
		sqs.on(DeleteMessageCommand).resolves({});
		const { status, printed } = await start();
		expect([status, printed.split("\n")]).toEqual([
			2,
			[
				"ImageScanned queue: 0 moved",
				"  failed: sqs:ReceiveMessage was denied (AccessDenied); fix that and run redrive again",
				"Sweep queue: 1 moved",
				"1 message moved, 0 left; 1 queue failed",
				"",
			],
		]);
	});

	test.each([false, true])("reports a queue that does not exist (dry run: %j)", async (isDryRun) => {
		const sqs = count("0");
		sqs
			.on(GetQueueAttributesCommand, { QueueUrl: urlOf("Findings", "given-up") })
			.rejects(awsError("QueueDoesNotExist"));
		const { status, printed } = await start("--json", ...(isDryRun ? ["--dry-run"] : []));
		expect(status).toBe(2);
		expect(resultOf(printed, "Findings", "given-up")?.error).toMatch(
			/no longer exists; npx --no-install shipshape doctor prints/,
		);
	});
});

describe("a whole event that EventBridge could not deliver", () => {
	const secret = "s3cr3t-value";
	const event = aSample("task-definition-registered", "register");
	const detail = event["detail"] as Readonly<Record<string, Readonly<Record<string, unknown>>>>;
	const whole = {
		...event,
		detail: { ...detail, requestParameters: { ...detail["requestParameters"], environment: [secret] } },
	};

	async function redriven(attributes: Readonly<Record<string, string>>): Promise<string> {
		const sqs = count("0");
		const MessageAttributes = Object.fromEntries(
			Object.entries(attributes).map(([name, StringValue]) => [name, { DataType: "String", StringValue }]),
		);
		sqs
			.on(ReceiveMessageCommand, { QueueUrl: urlOf("TaskDefinitionRegistered", "rule") })
			.resolvesOnce({
				Messages: [{ MessageId: "a", Body: JSON.stringify(whole), ReceiptHandle: "r", MessageAttributes }],
			})
			.resolves({});
		sqs.on(SendMessageCommand).resolves({});
		sqs.on(DeleteMessageCommand).resolves({});
		expect((await start("--queue", "TaskDefinitionRegistered")).status).toBe(0);
		return sqs.commandCalls(SendMessageCommand)[0]?.args[0].input.MessageBody ?? "";
	}

	const rule = "arn:aws:events:eu-central-1:111122223333:rule/TaskDefinitionRegistered-Rule";

	test.each([[{ RULE_ARN: rule }], [{}], [{ RULE_ARN: `${rule}-that-was-replaced` }]])(
		"is sent without environment values, and with what its parser reads (%j)",
		async (attributes) => {
			const body = await redriven(attributes);
			expect(body).not.toContain(secret);
			expect(JSON.parse(body)).toMatchObject({
				source: event["source"],
				detail: {
					eventName: "RegisterTaskDefinition",
					responseElements: {
						taskDefinition: { taskDefinitionArn: expect.stringMatching(/^arn:aws/) },
					},
				},
			});
		},
	);

	test("is sent whole when its rule sends whole events", async () => {
		const body = await redriven({ RULE_ARN: rule.replace("-Rule", "-DeploymentStartedRule") });
		expect(JSON.parse(body)).toEqual(whole);
	});
});
