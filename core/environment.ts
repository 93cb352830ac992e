/** Names of the functions' environment variables: set by the stack, read at cold start. */
export const environment = {
	/** Name of the ledger's table. */
	ledgerTable: "LEDGER_TABLE",
	/** URL of the function's own queue, for what is checked again later. */
	queueUrl: "QUEUE_URL",
	/** URL of the queue of the route that checks task definitions. */
	familyQueueUrl: "FAMILY_QUEUE_URL",
	/** URL of the queue of the function that reads which images are in use. */
	refreshQueueUrl: "REFRESH_QUEUE_URL",
	/** URL of the queue of the route that checks repositories again when that is done. */
	recheckQueueUrl: "RECHECK_QUEUE_URL",
	/** URL of the queue of the sweep. */
	sweepQueueUrl: "SWEEP_QUEUE_URL",
	/** URL of the queue of the function that answers PAUSE hooks. */
	deploymentQueueUrl: "DEPLOYMENT_QUEUE_URL",
	/** URL of the dead-letter queue for events that cannot be parsed. */
	deadLetterQueueUrl: "DEAD_LETTER_QUEUE_URL",
	/** URLs of all dead-letter queues of the stack, separated by commas. */
	deadLetterQueueUrls: "DEAD_LETTER_QUEUE_URLS",
	/** Name of the parameter that switches off everything that blocks. */
	offSwitchParameter: "OFF_SWITCH_PARAMETER",
	/** An event source that is accepted in addition to AWS's own; set only if the stack is given one. */
	replaySource: "REPLAY_SOURCE",
	/** `true` if a registration from the replay source may be blocked; set only if the stack has that option. */
	replayCanBlock: "REPLAY_CAN_BLOCK",
	/** ARN of the gate's function; set only if the stack has one. */
	gateFunctionArn: "GATE_FUNCTION_ARN",
	/** ARN of the Slack secret. */
	slackSecretArn: "SLACK_SECRET_ARN",
	/** ARN of the topic that is notified instead of Slack; set only if the stack is given one. */
	notificationTopicArn: "NOTIFICATION_TOPIC_ARN",
	/** Origin that webhooks must have; set only in a local run. */
	slackOrigin: "SLACK_ORIGIN",
	/** `true` if Slack is GovSlack; set only if the stack has that option. */
	govSlack: "GOV_SLACK",
} as const;

/** The value of a required variable. Throws an error that names it if it is missing or empty. */
export function required(name: string, from: Readonly<Record<string, string | undefined>>): string {
	const value = from[name];
	if (value === undefined || value === "") throw new Error(`environment variable ${name} is missing or empty`);
	return value;
}
