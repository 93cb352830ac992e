/** Names of the functions' environment variables: set by the stack, read at cold start. */
export const environment = {
	/** Name of the ledger's table. */
	ledgerTable: "LEDGER_TABLE",
	/** URL of the route's own queue, for messages that look again later. */
	queueUrl: "QUEUE_URL",
	/** URL of the dead-letter queue for what is refused for good. */
	deadLetterQueueUrl: "DEAD_LETTER_QUEUE_URL",
	/** A source of events beside AWS's own; only where the stack was told one. */
	replaySource: "REPLAY_SOURCE",
	/** ARN of the secret that holds the Slack incoming webhook. */
	slackSecretArn: "SLACK_SECRET_ARN",
	/** Origin that a webhook must have; another than Slack's own only in a local run. */
	slackOrigin: "SLACK_ORIGIN",
} as const;

/** The value of a variable that must be there; throws an error that names it. */
export function required(name: string, from: Readonly<Record<string, string | undefined>>): string {
	const value = from[name];
	if (value === undefined || value === "") throw new Error(`environment variable ${name} is missing or empty`);
	return value;
}
