import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Permission } from "../core/permission.ts";
import type { FunctionName } from "../functions/manifest.ts";

/**
 * What is different without a permission, with the default policy, by function and by `permissionName`: verdicts that are unknown, and
 * messages that end in another way. A test denies each permission and compares, and fails for a function that is not in it.
 */
export const degradations = JSON.parse(readFileSync(join(import.meta.dirname, "degradation.json"), "utf8")) as Readonly<
	Partial<Record<FunctionName, Readonly<Record<string, readonly string[]>>>>
>;

/** The effect of permissions without which every verdict and message is the same. */
export const effectWithoutChange: Readonly<Record<string, string>> = {
	"dynamodb:PutItem": "many first messages in Slack are brought up to date within hours instead of minutes",
	"dynamodb:UpdateItem": "a message that is delivered again may get a second dead letter",
	"ecr:ListTagsForResource": "scopes and required tags of the policy are unknown; by default there are none",
	"ecs:ListServiceDeployments": "a deployment that ECS is stopping already may be refused and recorded once more",
	"securityhub:GetFindings": "Slack is also notified about suppressed findings",
	"sqs:ChangeMessageVisibility on its own queue":
		"a message that failed comes back after the queue's visibility timeout, minutes later",
	"sqs:GetQueueAttributes on every dead-letter queue of the stack":
		"no metric of the whole pipeline is published, and the alarm on an overdue sweep is raised",
};

const resourceNames: Readonly<Partial<Record<Permission["on"], string>>> = {
	"all-dead-letter-queues": "every dead-letter queue of the stack",
	"dead-letter-queue": "its dead-letter queue",
	ledger: "the ledger",
	"own-queue": "its own queue",
	"family-queue": "the queue of task definitions",
	"refresh-queue": "the queue of the images in use",
	"recheck-queue": "the queue of repositories",
	"sweep-queue": "the queue of the sweep",
	"deployment-queue": "the queue of the function that answers PAUSE hooks",
	"security-hub": "the account's Security Hub",
	"security-hub-product": "the account's own product in Security Hub",
	"slack-secret": "the Slack secret",
	"notification-topic": "the notification topic",
	"off-switch": "the off switch",
};

/** What a permission is for, in the documentation. */
export const resourceNameOf = (on: Permission["on"]): string => resourceNames[on] ?? on;

/** An action, and for SQS the queue that it is for, because a function has several. */
export const permissionName = ({ action, on }: Pick<Permission, "action" | "on">): string =>
	action.startsWith("sqs:") ? `${action} on ${resourceNameOf(on)}` : action;
