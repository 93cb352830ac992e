/** What is wrong, what it means, what to do first; and the section of docs/runbook.md that says the rest. */
interface AlarmText {
	readonly text: string;
	readonly section: string;
}

/** By the id of the alarm. */
export const alarmTexts = {
	FailedBlock: {
		text:
			"ECS did not deregister a task definition revision that the policy blocks, so the revision can still be deployed, and Shipshape tries again for more " +
			"than an hour; or what was to be deployed could not be checked, which the policy's block.onUnknown then decided, or not be stopped; or the off switch " +
			"could not be read. First: look for the reason in the finding of the revision or in the logs of DeploymentGate, DeploymentStarted and " +
			"CloudFormationHook, and roll back or deregister manually what must not run.",
		section: "failed-block",
	},
	DeadLetters: {
		text:
			"A dead-letter queue is not empty: events were not checked, or findings or Slack messages were not delivered, and nothing tries them again. First: the " +
			'log of the sweep ("there are dead letters") names the queues; fix the reason that a message has, then redrive the messages.',
		section: "dead-letters",
	},
	LateStream: {
		text:
			"Security Hub or Slack is more than 15 minutes behind the verdicts: findings or messages are late, none is lost yet. First: look in the log of the " +
			'functions Findings and Slack for "will be retried" and its reason.',
		section: "late-stream",
	},
	LateQueue: {
		text:
			"Events have been waiting for more than 15 minutes, so verdicts and blocks are late; none is lost yet. First: see in the SQS console which route's " +
			"queue has old messages, and whether its event source mapping is enabled.",
		section: "late-queue",
	},
	SweepOverdue: {
		text:
			"No sweep of all subjects has finished in time, or the schedule's hourly event was not handled for six hours. What AWS sent no event about is not " +
			"found, and the alarms about dead letters, unknown verdicts and missing events are blind. Expected for up to an hour after an installation. First: " +
			"look in the log of the sweep for errors.",
		section: "sweep-overdue",
	},
	UnknownVerdicts: {
		text:
			"More than 20% of the verdicts are unknown: Shipshape cannot tell whether these subjects comply, and they are not blocked. First: read the message of " +
			"an unknown verdict; usually a call to AWS is denied by a service control policy or a permissions boundary.",
		section: "unknown-verdicts",
	},
	FailingFunction: {
		text:
			"A function that checks events has failed or was throttled in at least three of the last six periods of five minutes, so verdicts and blocks are late. " +
			"No event is lost yet. First: see in the Lambda console which function has errors or throttles, and read its log.",
		section: "failing-function",
	},
	SecurityHubNotEnabled: {
		text:
			"Security Hub CSPM is not enabled in this account and Region, or denies access, so no finding is published. Findings wait for six hours, then they are " +
			"dead letters. First: run `aws securityhub describe-hub`, and enable Security Hub.",
		section: "security-hub-not-enabled",
	},
	MissingEvents: {
		text:
			"For two days no event of a kind has arrived, although a sweep found changes that such events report: Shipshape sees these changes only once a day, " +
			'and blocks nothing if the kind is task-definition-registered. First: the log of the sweep ("no event of this kind has arrived since") names the kind and ' +
			"the usual cause: for image-pushed a disabled rule; for repository-changed and task-definition-registered also a missing CloudTrail trail.",
		section: "missing-events",
	},
} as const satisfies Readonly<Record<string, AlarmText>>;
