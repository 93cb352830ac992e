import { GetQueueAttributesCommand, SQSClient } from "@aws-sdk/client-sqs";
import { describe, expect, test } from "@jest/globals";
import { mockClient } from "aws-sdk-client-mock";
import { checkQueue, queuesOf } from "../../operations/doctor/queues.ts";
import { awsError } from "../support/aws-errors.ts";
import { anInstallation, sizes } from "../support/installation.ts";
import { statementsOf, synthesizeStack, target } from "../support/synthesize-stack.ts";

const stack = synthesizeStack();
const queues = queuesOf(anInstallation);
type Queue = (typeof queues)[number];

interface Settings {
	readonly policy?: object;
	readonly redrive?: object;
}

async function check(queue: Queue, { policy, redrive }: Settings | Record<string, never>) {
	const attributes = { QueueArn: "arn", Policy: JSON.stringify(policy), RedrivePolicy: JSON.stringify(redrive) };
	mockClient(SQSClient).on(GetQueueAttributesCommand).resolves({ Attributes: attributes });
	return checkQueue(new SQSClient({}), anInstallation, queue);
}

/** What a command sets. */
function setBy(fix: readonly string[]): Settings {
	const [, json = "{}"] = /--attributes '(.*)' --region/.exec(fix.join()) ?? [];
	const { Policy, RedrivePolicy } = JSON.parse(json) as Record<string, string | undefined>;
	return {
		...(Policy === undefined ? {} : { policy: JSON.parse(Policy) as object }),
		...(RedrivePolicy === undefined ? {} : { redrive: JSON.parse(RedrivePolicy) as object }),
	};
}

/** What doctor sets on a queue without anything. */
const wholeOf = async (queue: Queue) => setBy((await check(queue, {})).fix) as { policy: Record<string, object[]> };

/** A queue and its statements in the template, with every reference replaced by the same text. */
function deployed({ of }: Queue) {
	const [construct = "", kind] = of.split(" ");
	const output = `${construct}${kind === undefined ? "QueueUrl" : "RuleDeadLetterQueueUrl"}`;
	const id = target(stack.outputs[output]?.Value);
	const statements = stack
		.ofType("AWS::SQS::QueuePolicy")
		.filter(({ properties }) => (properties["Queues"] as unknown[]).some((one) => target(one) === id))
		.flatMap(statementsOf);
	return { queue: stack.named(id), statements };
}
const withoutArns = (value: unknown): unknown =>
	JSON.parse(
		JSON.stringify(value)
			.replace(/\{"Fn::GetAtt":\["[^"]+","Arn"\]\}|"arn:[^"]+"/g, '"ARN"')
			.replace(/\["ARN"\]/g, '"ARN"'),
	);

test("every queue that rules or functions use is checked", () => {
	expect(queues).toHaveLength(sizes.queues);
	expect(new Set(queues.map(({ of }) => of)).size).toBe(sizes.queues);
});

describe.each(queues)("queue $of", (queue) => {
	test("gets the policy and the redrive policy of the stack", async () => {
		const { policy, redrive } = (await wholeOf(queue)) as Required<Settings>;
		const { queue: resource, statements } = deployed(queue);
		const sorted = (all: readonly unknown[]) =>
			all.map((one) => JSON.stringify(withoutArns(one), Object.keys(one as object).sort())).sort();
		expect(sorted((policy as { Statement: object[] }).Statement)).toEqual(sorted(statements));
		expect(withoutArns(redrive ?? null)).toEqual(withoutArns(resource.properties["RedrivePolicy"] ?? null));
	});

	test("is ok with them", async () => {
		expect((await check(queue, await wholeOf(queue))).status).toBe("ok");
	});

	test("is ok when AWS returns lists, other orders and strings", async () => {
		const { policy, redrive } = (await wholeOf(queue)) as { policy: { Statement: object[] }; redrive?: object };
		const Statement = policy.Statement.map((one) => ({
			Sid: "x",
			...one,
			Resource: [queue.url].map(() => Object(one).Resource),
		}));
		const asText = redrive && { ...redrive, maxReceiveCount: String(Object(redrive).maxReceiveCount) };
		const settings = {
			policy: { Statement: Statement.toReversed() },
			...(asText === undefined ? {} : { redrive: asText }),
		};
		expect((await check(queue, settings)).status).toBe("ok");
	});

	test("is a problem with a statement that denies everything, which the command removes", async () => {
		const whole = await wholeOf(queue);
		const denial = { Effect: "Deny", Principal: "*", Action: "SQS:*", Resource: "*" };
		const other = { Effect: "Allow", Principal: { AWS: "111122223333" }, Action: "sqs:SendMessage", Resource: "*" };
		const policy = { ...whole.policy, Statement: [denial, other, ...(whole.policy["Statement"] ?? [])] };
		const { status, fix } = await check(queue, { ...whole, policy });
		expect(status).toBe("problem");
		expect(setBy(fix).policy).toMatchObject({ Statement: [other, ...(whole.policy["Statement"] ?? [])] });
	});

	test("is a problem when it does not exist", async () => {
		mockClient(SQSClient).on(GetQueueAttributesCommand).rejects(awsError("QueueDoesNotExist"));
		const { status, message } = await checkQueue(new SQSClient({}), anInstallation, queue);
		expect([status, message]).toEqual(["problem", expect.stringContaining("no longer exists")]);
	});
});

test.each(queues.filter(({ failed }) => failed !== null))(
	"queue $of is a problem when it moves messages elsewhere, or earlier",
	async (queue) => {
		const whole = (await wholeOf(queue)) as { policy: Record<string, object[]>; redrive: object };
		for (const change of [{ maxReceiveCount: 1 }, { deadLetterTargetArn: "arn:aws:sqs:eu-central-1:111122223333:x" }]) {
			const { status, fix } = await check(queue, { ...whole, redrive: { ...whole.redrive, ...change } });
			expect([status, setBy(fix)]).toEqual(["problem", { redrive: whole.redrive }]);
		}
	},
);
