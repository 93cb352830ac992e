import { PutItemCommand } from "@aws-sdk/client-dynamodb";
import { SendMessageBatchCommand, SendMessageCommand } from "@aws-sdk/client-sqs";
import { unmarshall } from "@aws-sdk/util-dynamodb";
import type { Context } from "aws-lambda";
import type { FunctionName } from "../../functions/manifest.ts";
import { scenarios } from "./degradation-scenarios.ts";
import { awaitedDigest, calledPermissions, clients, indexDigest, queueUrlOf } from "./degraded-account.ts";
import { disturbance } from "./degraded-ecs.ts";
import { dynamodb, sqs } from "./mocked-account.ts";

/** What a function does with each message, by what the message is about, and the status of every control on what it checked. */
export interface Outcome {
	readonly messages: Readonly<Record<string, string>>;
	readonly verdicts: Readonly<Record<string, string>>;
}

/** Handles every scenario of a function as it is now. `onCall` receives the permission that each call needs. */
export async function outcomeOf(name: FunctionName, onCall: (permission: string) => void = () => {}): Promise<Outcome> {
	const [messages, verdicts]: [Record<string, string>, Record<string, string>] = [{}, {}];
	const ofFunction = scenarios[name];
	if (ofFunction === undefined) throw new Error(`test/support/degradation-scenarios.ts has no messages for ${name}`);
	for (const [about, event] of Object.entries(ofFunction.events())) {
		for (const client of Object.values(clients)) client.resetHistory();
		Object.assign(disturbance, {
			isSlow: /ECR|ECS/.test(about),
			isTableSlow: about.includes("the table"),
			conflicts: about.includes("another check") ? 1 : 0,
		});
		const context = { getRemainingTimeInMillis: () => 60_000 } as Context;
		const answer = await ofFunction.handler()(event as never, context);
		calledPermissions().forEach(onCall);
		if ("hookStatus" in answer) {
			messages[about] = `${answer.hookStatus}, ${await recordedOutcome()}`;
			continue;
		}
		if ("statusCode" in answer) {
			messages[about] = String(answer.statusCode);
			continue;
		}
		const { batchItemFailures } = answer;
		const end = batchItemFailures.length > 0 ? "retried" : whereSent();
		messages[about] = name === "deployment-started" ? `${end}, ${await recordedOutcome()}` : end;
		if (batchItemFailures.length === 0) Object.assign(verdicts, writtenVerdicts());
	}
	return { messages, verdicts };
}

function whereSent(): string {
	const urls = sqs.commandCalls(SendMessageCommand).map(({ args: [{ input }] }) => input.QueueUrl);
	if (urls.includes(queueUrlOf("dead-letter-queue"))) return "a dead letter";
	return urls.includes(queueUrlOf("own-queue")) ? "sent again" : "done";
}

/** What was recorded of the last decision about a deployment. */
async function recordedOutcome(): Promise<string> {
	const [sent] = sqs.commandCalls(SendMessageBatchCommand);
	if (sent === undefined) return "nothing recorded";
	try {
		await sent.returnValue;
	} catch {
		return "not recorded";
	}
	const { detail } = JSON.parse(sent.args[0].input.Entries?.[0]?.MessageBody ?? "");
	return `recorded as ${detail.decided[0].outcome}`;
}

function writtenVerdicts(): Record<string, string> {
	const entries = dynamodb
		.commandCalls(PutItemCommand)
		.map(({ args: [{ input }] }) => unmarshall(input.Item ?? {}))
		.filter(({ sk, subject }) => sk === "verdicts" && subject.digest !== awaitedDigest);
	return Object.fromEntries(
		entries.flatMap(({ controls, subject }) =>
			Object.entries(controls as Record<string, { status: string }>).map(([id, { status }]) => [
				subject.digest === indexDigest ? `${id} of an index` : id,
				status,
			]),
		),
	);
}

/** What is different: the verdicts that have another status, and the messages that end in another way. */
export function degradation(before: Outcome, after: Outcome): readonly string[] {
	const messages = Object.keys(before.messages).filter((about) => after.messages[about] !== before.messages[about]);
	const isRead = new Set(Object.keys(after.verdicts));
	const verdicts = Object.keys(before.verdicts).filter(
		(id) => isRead.has(id) && after.verdicts[id] !== before.verdicts[id],
	);
	return [
		...messages.map((about) => `${about}: ${after.messages[about]}`),
		...verdicts.map((id) => `${id} is ${after.verdicts[id]}`),
	].sort();
}
