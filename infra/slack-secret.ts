import { RemovalPolicy, Validations } from "aws-cdk-lib";
import { CfnSecret } from "aws-cdk-lib/aws-secretsmanager";
import type { Construct } from "constructs";

/** Created without a value, so that no webhook is in a template. Messages wait until the secret has a value. */
export function slackSecret(scope: Construct, name: string): CfnSecret {
	const secret = new CfnSecret(scope, "SlackSecret", {
		name,
		description: "Slack incoming webhook for Shipshape, an https URL. A single space turns Slack off.",
	});
	secret.applyRemovalPolicy(RemovalPolicy.DESTROY);
	Validations.of(secret).acknowledge({
		id: "AwsSolutions-SMG4",
		reason: "Slack webhooks are created manually and there is no API to replace one, so rotation cannot be automated.",
	});
	return secret;
}
