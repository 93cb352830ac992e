import { describe, expect, test } from "@jest/globals";
import { hooks, routes, sinks, workers } from "../../functions/manifest.ts";
import { partsOf, type Resource, statementsOf, synthesizeStack, target } from "../support/synthesize-stack.ts";

const stack = synthesizeStack();
const constructsOf = (entries: readonly { readonly construct: string }[]) => entries.map(({ construct }) => construct);
/** The timeout of a function, by the id of any resource in its construct: a minute, and that of the worker. */
const timeoutOf = ({ id }: Resource): number =>
	[...workers, ...hooks].find(({ construct }) => id.startsWith(construct))?.timeoutSeconds ?? 60;

/** Functions that receive events. */
const receivers = [...routes, ...workers.filter((worker) => "events" in worker)];

const queues = stack.ofType("AWS::SQS::Queue");
const [schedules, rules] = [true, false].map((isSchedule) =>
	stack.ofType("AWS::Events::Rule").filter(({ properties }) => "ScheduleExpression" in properties === isSchedule),
) as [Resource[], Resource[]];
const functions = stack.ofType("AWS::Lambda::Function");
const mappings = stack.ofType("AWS::Lambda::EventSourceMapping");

/** Statements of the policy of a queue. */
const policyOf = (queue: string) =>
	stack
		.ofType("AWS::SQS::QueuePolicy")
		.filter(({ properties }) => (properties["Queues"] as unknown[]).some((one) => target(one) === queue))
		.flatMap(statementsOf);

const targetsOf = ({ properties }: Resource) =>
	properties["Targets"] as { readonly Arn: unknown; readonly DeadLetterConfig: { readonly Arn: unknown } }[];

/** ARNs of the rules that send messages to a queue. */
const sendersTo = (queue: string) =>
	rules
		.filter((rule) =>
			targetsOf(rule).some(({ Arn, DeadLetterConfig }) => [Arn, DeadLetterConfig.Arn].map(target).includes(queue)),
		)
		.map(({ id }) => ({ "Fn::GetAtt": [id, "Arn"] }));

const isOf = ({ id }: Resource, entries: readonly { readonly construct: string }[]): boolean =>
	constructsOf(entries).some((construct) => id.startsWith(construct));
/** L13: an outage of an hour makes no dead letters. Routes return messages after seconds to minutes, workers send them again. */
const receiveCounts = [
	{ entries: routes, count: 20 },
	{ entries: workers, count: 20 },
	{ entries: sinks, count: 15 },
];
const isDeadLetterQueue = ({ id }: Resource): boolean => /DeadLetters|Undelivered|GivenUp/.test(id);

describe("rules", () => {
	test("there is one for every kind of event of every function that receives some", () => {
		const ids = receivers.flatMap(({ construct, events }) => events.map(({ rule }) => `${construct}${rule}`));
		expect(rules.map(({ id }) => id.replace(/[0-9A-F]{8}$/, "")).sort()).toEqual(ids.sort());
	});

	test.each(receivers)("those of $name deliver to one queue", ({ construct, events }) => {
		const own = events.map(({ rule }) => target(stack.outputs[`${construct}${rule}Name`]?.Value));
		const queue = target(stack.outputs[`${construct}QueueUrl`]?.Value);
		expect(own.map((rule) => targetsOf(stack.named(rule)).map(({ Arn }) => target(Arn)))).toEqual(
			own.map(() => [queue]),
		);
	});

	test.each(rules)(
		"$id delivers events to a queue, unchanged or only some of their fields, and undeliverable ones to a dead-letter queue",
		(rule) => {
			const targets = targetsOf(rule);
			const transformer = /(?:Registered(?:EcsChanged)?|TaskSetCreated)Rule[0-9A-F]{8}$/.test(rule.id)
				? ["InputTransformer"]
				: [];
			expect(targets.map(Object.keys)).toEqual([["Arn", "DeadLetterConfig", "Id", ...transformer, "RetryPolicy"]]);
			for (const queue of targets.flatMap(({ Arn, DeadLetterConfig }) => [target(Arn), target(DeadLetterConfig.Arn)])) {
				expect(stack.named(queue).type).toBe("AWS::SQS::Queue");
				expect(policyOf(queue).filter(({ Effect }) => Effect === "Allow")).toEqual([
					{
						Effect: "Allow",
						Action: "sqs:SendMessage",
						Principal: { Service: "events.amazonaws.com" },
						Resource: { "Fn::GetAtt": [queue, "Arn"] },
						Condition: { ArnEquals: { "aws:SourceArn": sendersTo(queue) } },
					},
				]);
			}
		},
	);
});

test("the sweep has a schedule, and only its rule may send messages to the sweep's queue", () => {
	const queue = target(stack.outputs["SweepQueueUrl"]?.Value);
	expect(schedules.map(({ properties }) => properties["ScheduleExpression"])).toEqual(["rate(1 hour)"]);
	expect(schedules.flatMap(targetsOf).map(({ Arn }) => target(Arn))).toEqual([queue]);
	const senders = { ArnEquals: { "aws:SourceArn": [{ "Fn::GetAtt": [schedules[0]?.id, "Arn"] }] } };
	expect(policyOf(queue).flatMap(({ Effect, Condition }) => (Effect === "Allow" ? [Condition] : []))).toEqual([
		senders,
	]);
});

describe("queues", () => {
	test.each(queues)("$id is encrypted and rejects requests without TLS", ({ id, properties }) => {
		expect(properties["SqsManagedSseEnabled"]).toBe(true);
		expect(policyOf(id)).toContainEqual(
			expect.objectContaining({
				Effect: "Deny",
				Principal: { AWS: "*" },
				Condition: { Bool: { "aws:SecureTransport": "false" } },
			}),
		);
	});

	test.each(queues.filter(isDeadLetterQueue))("$id keeps its messages for 14 days", ({ properties }) => {
		expect(properties["MessageRetentionPeriod"]).toBe(14 * 86_400);
	});

	test.each(queues.filter((queue) => !isDeadLetterQueue(queue)))(
		"$id allows enough attempts, and a crashed one ends after six times the function's timeout and the batch's window",
		(queue) => {
			const { properties } = queue;
			const { deadLetterTargetArn, maxReceiveCount } = properties["RedrivePolicy"] as Record<string, unknown>;
			expect(maxReceiveCount).toBe(receiveCounts.find(({ entries }) => isOf(queue, entries))?.count);
			expect(target(deadLetterTargetArn)).toMatch(/^[A-Za-z]+DeadLetters[0-9A-F]{8}$/);
			const isFlooded = properties["DelaySeconds"] === 20;
			expect(properties["VisibilityTimeout"]).toBe(6 * timeoutOf(queue) + (isFlooded ? 5 : 0));
			expect(properties["MessageRetentionPeriod"]).toBeGreaterThanOrEqual(4 * 86_400);
		},
	);
});

test("F5: only events of scans wait in their queue, because the other routes can block or lead to one", () => {
	const delayed = queues.filter(({ properties }) => Number(properties["DelaySeconds"] ?? 0) > 0);
	expect(delayed.map(({ id }) => id.replace(/[0-9A-F]{8}$/, ""))).toEqual(["ImageScannedQueue"]);
});

describe("functions", () => {
	test.each(functions)("$id runs on Node 24 with limits, and has its own log group and role", (one) => {
		expect(one.properties).toMatchObject({
			Runtime: "nodejs24.x",
			Architectures: ["arm64"],
			Handler: "index.handler",
			MemorySize: 512,
			Timeout: timeoutOf(one),
		});
		const { LogGroup } = one.properties["LoggingConfig"] as { LogGroup: unknown };
		const role = target(one.properties["Role"]);
		expect(functions.filter(({ properties }) => target(properties["Role"]) === role)).toHaveLength(1);
		expect(stack.named(target(LogGroup)).properties["RetentionInDays"]).toBe(30);
		expect(Object.keys(stack.named(role).properties)).toEqual(["AssumeRolePolicyDocument"]);
	});

	test("environment variables contain only names, URLs and ARNs of this stack", () => {
		const names = functions.flatMap(({ properties }) => {
			const { Variables } = properties["Environment"] as { Variables: Record<string, unknown> };
			expect(Object.values(Variables).flatMap(partsOf).map(target)).not.toContain("");
			return Object.keys(Variables);
		});
		expect([...new Set(names)].sort()).toEqual([
			...["DEAD_LETTER_QUEUE_URL", "DEAD_LETTER_QUEUE_URLS"],
			...["FAMILY_QUEUE_URL", "GATE_FUNCTION_ARN"],
			...["LEDGER_TABLE", "OFF_SWITCH_PARAMETER"],
			...["QUEUE_URL", "RECHECK_QUEUE_URL", "REFRESH_QUEUE_URL"],
			...["SLACK_SECRET_ARN", "SWEEP_QUEUE_URL"],
		]);
	});
});

describe("event source mappings", () => {
	const sourceOf = ({ properties }: Resource) => stack.named(target(properties["EventSourceArn"])).type;

	test.each(mappings.filter((one) => sourceOf(one) === "AWS::SQS::Queue"))(
		"$id: takes batches, or single requests, and reports failures per message",
		(one) => {
			const isFlooded = one.id.startsWith("ImageScanned");
			const worker = workers.find(({ construct }) => one.id.startsWith(construct));
			const batch = isFlooded
				? { BatchSize: 100, MaximumBatchingWindowInSeconds: 5 }
				: { BatchSize: worker?.batchSize ?? 10 };
			expect(one.properties).toMatchObject({ ...batch, FunctionResponseTypes: ["ReportBatchItemFailures"] });
			const scaling = one.properties["ScalingConfig"] as { MaximumConcurrency: number } | undefined;
			// Without a maximum, Lambda polls an idle queue less.
			expect(scaling === undefined).toBe(worker !== undefined && !("maxConcurrency" in worker));
			expect(scaling?.MaximumConcurrency ?? 2).toBeGreaterThanOrEqual(2);
		},
	);

	test.each(mappings.filter((one) => sourceOf(one) === "AWS::DynamoDB::Table"))(
		"$id: reads verdicts, Slack's also reports of sweeps, bisects, and does not discard a change before the function does",
		({ id, properties }) => {
			expect(properties).toMatchObject({
				StartingPosition: "TRIM_HORIZON",
				FunctionResponseTypes: ["ReportBatchItemFailures"],
				BisectBatchOnFunctionError: true,
				MaximumRetryAttempts: -1,
				MaximumRecordAgeInSeconds: 12 * 3600,
			});
			const { Filters } = properties["FilterCriteria"] as { Filters: { Pattern: string }[] };
			const patternFor = (eventName: string[], S: unknown[]) => ({ eventName, dynamodb: { Keys: { sk: { S } } } });
			expect(Filters.map(({ Pattern }) => JSON.parse(Pattern))).toEqual([
				patternFor(["INSERT", "MODIFY"], ["verdicts"]),
				...(id.startsWith("Slack") ? [patternFor(["INSERT"], [{ prefix: "report#" }])] : []),
			]);
			const { OnFailure } = properties["DestinationConfig"] as { OnFailure: { Destination: unknown } };
			expect(target(OnFailure.Destination)).toMatch(/GivenUp/);
		},
	);
});

describe("the ledger", () => {
	const [ledger] = stack.ofType("AWS::DynamoDB::Table");

	test("has point-in-time recovery, expires only items with a date, and streams old and new images", () => {
		expect(ledger?.properties).toMatchObject({
			BillingMode: "PAY_PER_REQUEST",
			SSESpecification: { SSEEnabled: true },
			PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
			TimeToLiveSpecification: { AttributeName: "expiresAt", Enabled: true },
			StreamSpecification: { StreamViewType: "NEW_AND_OLD_IMAGES" },
		});
	});

	test("is retained when the stack is deleted, except in a local run", () => {
		expect(ledger?.template["DeletionPolicy"]).toBe("RetainExceptOnCreate");
		const local = synthesizeStack(undefined, { localEndpoints: '{"AWS_ENDPOINT_URL_ECR":"http://127.0.0.1:1"}' });
		expect(local.ofType("AWS::DynamoDB::Table")[0]?.template["DeletionPolicy"]).toBe("Delete");
	});
});

test("the Slack secret is created without a value", () => {
	const secrets = stack.ofType("AWS::SecretsManager::Secret").map(({ properties }) => properties);
	expect(secrets).toEqual([{ Description: expect.any(String), Name: "shipshape/slack-webhook" }]);
});
