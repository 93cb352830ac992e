import type { Node } from "constructs";
import { BadInputError } from "../core/errors.ts";
import { recheckSource } from "../core/event.ts";
import { defaultStackName } from "../functions/manifest.ts";
import { type ContextName, rejectUnknownContext, whatToWrite } from "./context-options.ts";
import { parseTags, type StackTags } from "./tags.ts";

/** Options that can be set with `cdk deploy --context name=value`; `contextOptions` documents them. */
export interface PipelineOptions {
	/** Name of the CloudFormation stack. */
	readonly stackName: string;
	/** Name of the Slack secret. */
	readonly slackSecretName: string;
	/** Whether Slack is GovSlack, which is on a domain of its own. */
	readonly govSlack?: true;
	/** SNS topic that is notified instead of Slack; such a stack has no Slack secret. */
	readonly notificationTopic?: string;
	/** Whether the functions send traces to X-Ray. */
	readonly tracing?: true;
	/** Tags of the stack, and of each of its resources that can have tags. */
	readonly tags?: StackTags;
	/** SNS topic that every alarm notifies. */
	readonly alarmTopicArn?: string;
	/** Address of the runbook, to which an alarm's text adds the section. */
	readonly runbookUrl: string;
	/** Whether there is a CloudWatch dashboard, which costs $3 a month. */
	readonly dashboard?: true;
	/** An event source in addition to AWS's own: `PutEvents` does not accept one that begins with `aws.`. */
	readonly replaySource?: string;
	/** Whether a registration from the replay source may be blocked, whatever its age. */
	readonly replayCanBlock?: true;
	/** Whether the stack leaves out the gate, the function that ECS asks before it deploys. */
	readonly withoutGate?: true;
	/** Whether CloudFormation asks the stack's Lambda hook before it creates or updates a resource in this account and Region. */
	readonly cloudFormationHook?: true;
	/** Whether Slack can call a function of the stack, through which people approve deployments that wait. */
	readonly slackApprovals?: true;
	/** For local runs only: endpoint variables of the SDK for every function. */
	readonly localEndpoints?: Readonly<Record<string, string>>;
	/** For local runs only: the origin of the Slack webhook. */
	readonly slackOrigin?: string;
	/** For local runs only: seconds for which changes are collected before Slack is notified; that of the manifest when absent. */
	readonly slackWindowSeconds?: number;
}

/** Reads the options from the context. Throws BadInputError, which names the key. */
export function optionsFrom(node: Node): PipelineOptions {
	rejectUnknownContext(node);
	const alarmTopicArn = matchingText(node, "alarmTopicArn", /^arn:aws[a-z-]*:sns:[a-z0-9-]+:\d{12}:[\w-]+(?:\.fifo)?$/);
	const replaySource = matchingText(node, "replaySource", /^(?!aws\.)[A-Za-z0-9._-]{1,256}$/);
	if (replaySource === recheckSource) {
		throw new BadInputError(
			`context replaySource ${recheckSource} is the source of the pipeline's own messages; write another one`,
		);
	}
	const replayCanBlock = flagAt(node, "replayCanBlock");
	if (replayCanBlock && replaySource === undefined) {
		throw new BadInputError("context replayCanBlock is true, but there is no replaySource; write both or neither");
	}
	const slackOrigin = textAt(node, "slackOrigin");
	// Lambda accepts up to 300.
	const slackWindow = matchingText(node, "slackWindowSeconds", /^(?:[1-9]\d?|[12]\d\d|300)$/);
	const localEndpoints = endpointsAt(node);
	const notificationTopic = matchingText(node, "notificationTopic", topicArn);
	if (notificationTopic !== undefined) rejectOptionsOfSlack(node);
	const tags = textAt(node, "tags");
	const stackName = matchingText(node, "stackName", /^[A-Za-z][A-Za-z0-9-]{0,127}$/) ?? defaultStackName;
	return {
		stackName,
		slackSecretName: matchingText(node, "slackSecretName", /^[\w/+=.@-]{1,512}$/) ?? secretNameFor(stackName),
		...(flagAt(node, "govSlack") ? { govSlack: true } : {}),
		...(notificationTopic === undefined ? {} : { notificationTopic }),
		...(tags === undefined ? {} : { tags: parseTags(tags) }),
		...(flagAt(node, "tracing") ? { tracing: true } : {}),
		runbookUrl: matchingText(node, "runbookUrl", /^(?:https:\/\/)?[^\s#]{1,300}$/) ?? "docs/runbook.md",
		...(alarmTopicArn === undefined ? {} : { alarmTopicArn }),
		...(flagAt(node, "dashboard") ? { dashboard: true } : {}),
		...(flagAt(node, "withoutGate") ? { withoutGate: true } : {}),
		...(flagAt(node, "cloudFormationHook") ? { cloudFormationHook: true } : {}),
		...(flagAt(node, "slackApprovals") ? { slackApprovals: true } : {}),
		...(replaySource === undefined ? {} : { replaySource }),
		...(replayCanBlock ? { replayCanBlock } : {}),
		...(localEndpoints === undefined ? {} : { localEndpoints }),
		...(slackOrigin === undefined ? {} : { slackOrigin: requireLoopback("slackOrigin", slackOrigin) }),
		...(slackWindow === undefined ? {} : { slackWindowSeconds: Number(slackWindow) }),
	};
}

/** With a topic, an option of Slack's would be ignored. */
function rejectOptionsOfSlack(node: Node): void {
	if (flagAt(node, "slackApprovals")) {
		throw new BadInputError(
			"context slackApprovals is true, but nobody can answer a message of the notificationTopic; write one of them",
		);
	}
	const [ignored] = (["govSlack", "slackSecretName"] as const).filter((key) => {
		const value: unknown = node.tryGetContext(key) ?? false;
		return String(value) !== "false";
	});
	if (ignored !== undefined) {
		throw new BadInputError(
			`context ${ignored} is about Slack, which a stack with a notificationTopic does not notify; write one of them`,
		);
	}
}

/** Without FIFO topics, to which neither mails nor web addresses can subscribe (SNS developer guide, "FIFO topic message delivery"). */
const topicArn = /^arn:aws[a-z-]*:sns:[a-z0-9-]+:\d{12}:[\w-]{1,256}$/;

/** Two stacks in an account and Region never have the same one. */
const secretNameFor = (stackName: string): string =>
	stackName === defaultStackName ? "shipshape/slack-webhook" : `shipshape/${stackName}/slack-webhook`;

/** A string in the context; undefined when it is absent. */
export function textAt(node: Node, key: ContextName): string | undefined {
	const value: unknown = node.tryGetContext(key);
	if (value === undefined || value === null) return undefined;
	if (typeof value !== "string" || value === "") throw wrongValue(key, value);
	return value;
}

/** On the command line every value is a string; false when it is absent. */
function flagAt(node: Node, key: ContextName): boolean {
	const value: unknown = node.tryGetContext(key) ?? false;
	if (["true", "false", true, false].includes(value as string | boolean)) return String(value) === "true";
	throw wrongValue(key, value);
}

function matchingText(node: Node, key: ContextName, pattern: RegExp): string | undefined {
	const value = textAt(node, key);
	if (value !== undefined && !pattern.test(value)) throw wrongValue(key, value);
	return value;
}

const wrongValue = (key: ContextName, value: unknown): BadInputError =>
	new BadInputError(`context ${key} is ${JSON.stringify(value)}; write ${whatToWrite(key)}`);

function endpointsAt(node: Node): Readonly<Record<string, string>> | undefined {
	const text = textAt(node, "localEndpoints");
	if (text === undefined) return undefined;
	return Object.fromEntries(
		Object.entries(parseMapping(text)).map(([name, url]) => {
			if (!/^AWS_ENDPOINT_URL(?:_[A-Z_]+)?$/.test(name) || typeof url !== "string") {
				throw new BadInputError(`context localEndpoints has ${name}; write AWS_ENDPOINT_URL_SERVICE and a URL`);
			}
			return [name, requireLoopback(`localEndpoints ${name}`, url)];
		}),
	);
}

function parseMapping(text: string): Readonly<Record<string, unknown>> {
	try {
		const value: unknown = JSON.parse(text);
		if (typeof value === "object" && value !== null && !Array.isArray(value)) return { ...value };
	} catch {
		// Reported below, like every other value that is not a mapping.
	}
	throw new BadInputError("context localEndpoints must be a JSON object with variables as keys and URLs as values");
}

/** Endpoints of local runs must be on this machine, so that they never receive an account's data. */
function requireLoopback(name: string, url: string): string {
	const host = URL.canParse(url) ? new URL(url).hostname : "";
	if (/^(?:127(?:\.\d+){3}|localhost|\[::1\])$/.test(host)) return url;
	throw new BadInputError(`context ${name} is not on this machine; write a URL with the host 127.0.0.1`);
}
