import type { EndpointEntry } from "./entries.ts";

/** The functions that a service outside AWS calls through a URL. Part of the manifest. The stack is without them by default. */
export const endpoints = [
	{
		name: "slack-interactions",
		construct: "SlackInteractions",
		description: "takes the answers of people in Slack to deployments that wait",
		adapters: ["secrets-manager/read-slack-secret", "sqs/send-answer"],
		environment: ["slackSecretArn", "deploymentQueueUrl"],
		optionalEnvironment: ["slackOrigin", "govSlack"],
		// Slack waits three seconds; a cold start that takes longer still takes an answer.
		timeoutSeconds: 10,
		// Anybody can call the URL, and people click rarely.
		reservedConcurrency: 5,
	},
] as const satisfies readonly EndpointEntry[];
