import type { Node } from "constructs";
import { BadInputError } from "../core/errors.ts";
import { findNearest } from "../policy-file/nearest.ts";

/** An option of a deployment, as docs/deploy.md lists it: `cdk deploy --context name=value`. */
interface ContextOption {
	readonly name: string;
	/** What can be written. */
	readonly value: string;
	/** The same for a message, in words and with an example. */
	readonly write: string;
	/** What applies without the option. */
	readonly byDefault: string;
	/** What it does, in Markdown, with links from docs/. */
	readonly does: string;
}

const flag = { value: "`true` or `false`", write: "true or false", byDefault: "`false`" } as const;

/** Every option, in the order of the table in docs/deploy.md, which is generated from this list. */
export const contextOptions = [
	{
		name: "policy",
		value: "path of a [policy](policy.md)",
		write: "the path of a policy file",
		byDefault: "`shipshape.yaml`, if the checkout has one",
		does: "what to check, what to tolerate and what to block",
	},
	{
		name: "stackName",
		value: "name of a stack",
		write: "a letter, then letters, digits and hyphens, 128 characters at most",
		byDefault: "`Shipshape`",
		does: "name of the CloudFormation stack; needed for a second one in the same account and Region",
	},
	{
		name: "slackSecretName",
		value: "name of a secret",
		write: "letters, digits and any of /_+=.@-, 512 characters at most",
		byDefault: "`shipshape/slack-webhook`; with a `stackName` of your own `shipshape/<stackName>/slack-webhook`",
		does: "name of the secret in Secrets Manager that the stack creates for Slack",
	},
	{
		name: "govSlack",
		...flag,
		does: "Slack is GovSlack: only webhooks of `hooks.slack-gov.com` are accepted",
	},
	{
		name: "notificationTopic",
		value: "ARN of an SNS topic, not FIFO",
		write: "the ARN of a standard topic (no FIFO), such as arn:aws:sns:eu-west-1:111122223333:shipshape",
		byDefault: "none",
		does: "the topic is notified [instead of Slack](slack-sns.md), and the stack has no secret; not together with options of Slack",
	},
	{
		name: "slackApprovals",
		...flag,
		does: "a URL that Slack calls, so that people can [approve deployments in Slack](slack-approval.md)",
	},
	{
		name: "withoutGate",
		...flag,
		does: "leaves out the [deployment gate](enforcement.md)",
	},
	{
		name: "cloudFormationHook",
		...flag,
		does: "CloudFormation asks before it creates or updates a task definition or repository ([enforcement](enforcement.md#cloudformation-hook))",
	},
	{
		name: "tags",
		value: "`key=value`, several separated by commas",
		write: "key=value, several separated by commas",
		byDefault: "none",
		does: "tags of the stack, and of each of its resources that can have tags",
	},
	{
		name: "alarmTopicArn",
		value: "ARN of an SNS topic",
		write: "the ARN of an SNS topic, such as arn:aws:sns:eu-west-1:111122223333:alarms",
		byDefault: "none",
		does: "the topic that every alarm notifies; without it, alarms only change their state",
	},
	{
		name: "runbookUrl",
		value: "address without `#`",
		write: "an address without # and spaces, such as https://wiki.example.com/shipshape",
		byDefault: "`docs/runbook.md`",
		does: "your copy of the [runbook](runbook.md), to which the text of an alarm adds the section",
	},
	{
		name: "dashboard",
		...flag,
		does: "a CloudWatch dashboard with events, verdicts, findings, blocks, ages, dead letters and sweeps ($3 a month)",
	},
	{
		name: "tracing",
		...flag,
		does: "the functions send traces to X-Ray",
	},
	{
		name: "replaySource",
		value: "source of events that does not begin with `aws.`",
		write: "letters, digits and any of ._- that do not begin with aws., such as shipshape.replay",
		byDefault: "none",
		does: "a source in addition to AWS's own, for [replaying events](replay.md)",
	},
	{
		name: "replayCanBlock",
		...flag,
		does: "registrations from the replay source may be blocked, whatever their age; only with `replaySource`",
	},
] as const satisfies readonly ContextOption[];

/** For runs on the emulated AWS only, so no page lists them. */
export const localOptions = ["localEndpoints", "slackOrigin", "slackWindowSeconds"] as const;

export type ContextName = (typeof contextOptions)[number]["name"] | (typeof localOptions)[number];

/** What a message asks for in place of a wrong value. */
export const whatToWrite = (key: ContextName): string =>
	contextOptions.find(({ name }) => name === key)?.write ?? "what `npm run demo -- --keep` prints";

/**
 * The CDK's own keys have a prefix (`@aws-cdk/core:…`, `aws:cdk:…`, `availability-zones:account=…`), except for what
 * `cdk acknowledge` writes.
 */
const isOfCdk = (key: string): boolean => /[:/]/.test(key) || key === "acknowledged-issue-numbers";

/** Throws BadInputError for a key that is neither an option nor the CDK's: a mistyped option would otherwise be ignored. */
export function rejectUnknownContext(node: Node): void {
	const names: readonly string[] = contextOptions.map(({ name }) => name);
	const known = new Set<string>([...names, ...localOptions]);
	const unknown = Object.keys(node.getAllContext()).filter((key) => !known.has(key) && !isOfCdk(key));
	const [key] = unknown;
	if (key === undefined) return;
	const meant = findNearest(key, names);
	const write = meant === null ? `one of ${names.join(", ")}` : meant;
	throw new BadInputError(
		`context ${JSON.stringify(key)} is no option of Shipshape; write ${write}, or remove it (--context, cdk.json, cdk.context.json, ~/.cdk.json)`,
	);
}
