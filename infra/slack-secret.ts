import { RemovalPolicy, Validations } from "aws-cdk-lib";
import { CfnSecret } from "aws-cdk-lib/aws-secretsmanager";
import type { Construct } from "constructs";
import type { Policy } from "../core/policy.ts";
import { secretNeeds } from "../policy-file/slack-secret-needs.ts";

/** Created without a value, so that no webhook is in a template. Messages wait until the secret has a value. */
export function slackSecret(scope: Construct, name: string): CfnSecret {
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
export function slackSecretNeeds({ slack }: Policy): string {
	const needs = secretNeeds(slack);
	return needs.filter((_, index) => needs.slice(0, index + 1).join().length <= maxOutput).join();
}
