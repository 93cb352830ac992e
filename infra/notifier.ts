import { RemovalPolicy, Validations } from "aws-cdk-lib";
import { CfnSecret } from "aws-cdk-lib/aws-secretsmanager";
import type { Construct } from "constructs";
import type { Policy } from "../core/policy.ts";
import type { FunctionEntry } from "../functions/entries.ts";
import { secretNeeds } from "../policy-file/slack-secret-needs.ts";
import { publishesTo, readsSlackSecret } from "./function-permissions.ts";
import type { PipelineOptions } from "./options.ts";
import type { OwnResources } from "./permissions.ts";

/** How the stack notifies people: with the Slack secret, or through a topic that exists. */
export class Notifier {
	private readonly scope: Construct;
	private readonly options: PipelineOptions;
	private secret: CfnSecret | undefined;

	constructor(scope: Construct, options: PipelineOptions) {
		this.scope = scope;
		this.options = options;
	}

	/** What of it a function has access to. The secret is created for the first function that reads it. */
	ownOf(entry: FunctionEntry, policy: Policy): Pick<OwnResources, "slack-secret" | "notification-topic"> {
		const { notificationTopic } = this.options;
		if (notificationTopic !== undefined && publishesTo(entry, this.options))
			return { "notification-topic": notificationTopic };
		return readsSlackSecret(entry, policy, this.options) ? { "slack-secret": this.slackSecret.ref } : {};
	}

	/** For the operator's commands. */
	outputs(policy: Policy): Readonly<Record<string, string>> {
		const { notificationTopic } = this.options;
		if (notificationTopic !== undefined) return { NotificationTopicArn: notificationTopic };
		return { SlackSecretArn: this.slackSecret.ref, SlackSecretNeeds: slackSecretNeeds(policy) };
	}

	private get slackSecret(): CfnSecret {
		this.secret ??= slackSecret(this.scope, this.options.slackSecretName);
		return this.secret;
	}
}

/** Created without a value, so that no webhook is in a template. Messages wait until the secret has a value. */
function slackSecret(scope: Construct, name: string): CfnSecret {
	const secret = new CfnSecret(scope, "SlackSecret", {
		name,
		description:
			"How Shipshape reaches Slack: an incoming webhook, or JSON (docs/policy.md). A single space turns Slack off.",
	});
	secret.applyRemovalPolicy(RemovalPolicy.DESTROY);
	Validations.of(secret).acknowledge({
		id: "AwsSolutions-SMG4",
		reason: "Slack webhooks are created manually and there is no API to replace one, so rotation cannot be automated.",
	});
	return secret;
}

/** Characters of an output's value; CloudFormation's limit has been 1,024 bytes. Doctor does not check what is left out. */
const maxOutput = 1_000;

/** The keys of the secret that the policy needs, for an output. */
function slackSecretNeeds({ slack }: Policy): string {
	const needs = secretNeeds(slack);
	return needs.filter((_, index) => needs.slice(0, index + 1).join().length <= maxOutput).join();
}
