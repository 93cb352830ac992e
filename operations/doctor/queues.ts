import { isDeepStrictEqual } from "node:util";
import type { SQSClient } from "@aws-sdk/client-sqs";
import { type QueueSettings, readQueueSettings } from "../../adapters/sqs/queue-attributes.ts";
import { type Fields, fieldsIn, isFields, itemsIn } from "../../core/json.ts";
import { letRulesSend, requireTls } from "../../events/queue-policy.ts";
import { type Installation, type InstalledDeadLetters, queueArnOf } from "../installation.ts";
import { type Answer, ok, problem } from "../result.ts";
import { awsCommand } from "../shell-command.ts";
import { missing } from "./missing.ts";

/** A queue that functions take messages from, or that EventBridge moves events to. */
export interface CheckedQueue {
	/** The construct, and `rule` for the dead-letter queue of its rules. */
	readonly of: string;
	readonly url: string;
	/** Names of the rules that send to it. */
	readonly rules: readonly string[];
	/** Where its messages go when they fail; null if nothing takes them. */
	readonly failed: InstalledDeadLetters | null;
}

/** All queues of an installation whose policy or redrive policy matters. */
export const queuesOf = ({ rules, deadLetters }: Installation): readonly CheckedQueue[] =>
	deadLetters.flatMap((letters): CheckedQueue[] => {
		const { construct, kind, url, target } = letters;
		if (kind === "rule") {
			const own = rules.filter(({ events }) => events?.deadLetters === url);
			return [{ of: `${construct} rule`, url, rules: own.map(({ name }) => name), failed: null }];
		}
		if (target === null) return [];
		const own = rules.filter(({ queue }) => queue === target);
		return [{ of: construct, url: target, rules: own.map(({ name }) => name), failed: letters }];
	});

/** Whether a queue of the stack exists, accepts the events of its rules, and moves messages that fail to its dead-letter queue. */
export async function checkQueue(client: SQSClient, installation: Installation, queue: CheckedQueue): Promise<Answer> {
	const { url, failed } = queue;
	const found = await readQueueSettings(client, url);
	if (found === null) return missing(`queue ${url}`, installation);
	const policy = correctPolicy(found, installation, queue);
	const redrive = correctRedrive(found, installation, failed);
	const lost = failed === null ? "so events that cannot be delivered are lost" : "so their events become dead letters";
	const what = [
		...(policy === null ? [] : [`does not have the policy that lets only its rules send messages over TLS, ${lost}`]),
		...(redrive === null ? [] : ["does not move messages that fail to its dead-letter queue as the stack has it"]),
	];
	if (what.length === 0) return ok(failed === null ? "accepts events" : "accepts messages, and moves those that fail");
	const attributes = {
		...(policy === null ? {} : { Policy: JSON.stringify(policy) }),
		...(redrive === null ? {} : { RedrivePolicy: JSON.stringify(redrive) }),
	};
	const values = JSON.stringify(attributes);
	return problem(
		`queue ${url} ${what.join(" and ")}`,
		awsCommand(installation.region, "sqs", "set-queue-attributes", "--queue-url", url, "--attributes", values),
	);
}

/** The policy with what the stack has in it and nothing that denies it, and with every other statement; null if it is so. */
function correctPolicy({ policy }: QueueSettings, installation: Installation, { url, rules }: CheckedQueue) {
	const { partition, region, account } = installation;
	const arn = queueArnOf(installation, url);
	const ruleArns = rules.map((name) => `arn:${partition}:events:${region}:${account}:rule/${name}`);
	const needed = [requireTls(arn), ...(rules.length === 0 ? [] : [letRulesSend(arn, ruleArns)])];
	const statements = [policy["Statement"] ?? []].flat().map(fieldsIn);
	const absent = needed.filter((one) => !statements.some((other) => isSameStatement(one, other)));
	const kept = statements.filter((one) => !deniesEverything(one));
	if (absent.length === 0 && kept.length === statements.length) return null;
	return { Version: "2012-10-17", Statement: [...kept, ...absent] };
}

/** A denial without a condition holds for the rules, too. */
function deniesEverything({ Effect, Action, Condition }: Fields): boolean {
	const actions = [Action ?? []].flat().map((action) => String(action).toLowerCase());
	return (
		Effect === "Deny" && Condition === undefined && actions.some((one) => /^(?:\*|sqs:\*|sqs:sendmessage)$/.test(one))
	);
}

const isSameStatement = (one: object, { Sid: _, ...other }: Fields): boolean =>
	isDeepStrictEqual(normalize(one), normalize(other));

/** In policies, a list of one item means the same as the item, and the order of a list means nothing (IAM user guide, JSON policy grammar). */
function normalize(value: unknown): unknown {
	if (Array.isArray(value)) return value.length === 1 ? normalize(value[0]) : itemsIn(value).map(normalize).toSorted();
	if (isFields(value)) return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, normalize(inner)]));
	return value;
}

function correctRedrive({ redrive }: QueueSettings, installation: Installation, failed: InstalledDeadLetters | null) {
	if (failed === null) return null;
	const needed = { deadLetterTargetArn: queueArnOf(installation, failed.url), maxReceiveCount: failed.maxReceiveCount };
	// The API reference writes the number as a string in its examples.
	const found = { ...redrive, maxReceiveCount: Number(redrive["maxReceiveCount"]) };
	return isDeepStrictEqual(found, needed) ? null : needed;
}
