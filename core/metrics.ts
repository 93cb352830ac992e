/** Names of the CloudWatch metrics: written by the functions, watched by the alarms. All but `sweepAge` and `unknownShare` are rare. */
export const metrics = {
	namespace: "Shipshape",
	/** Failed attempts to block a deployment. */
	failedBlocks: "FailedBlocks",
	/** Events of other accounts or Regions. */
	foreignEvents: "ForeignEvents",
	/** Changes that could not be delivered to a sink. */
	undelivered: "Undelivered",
	/** Attempts to publish findings while Security Hub is not enabled. */
	securityHubNotEnabled: "SecurityHubNotEnabled",
	/** Findings that fail and that a person has set to RESOLVED, counted when they reopen. */
	resolvedWhileFailing: "ResolvedWhileFailing",
	/** Messages of sweeps that failed until they were abandoned. */
	sweepFailures: "SweepFailures",
	/** Hours since the start of the last sweep that finished, every third hour. */
	sweepAge: "HoursSinceSweep",
	/** Share of the verdicts after the last sweep that are `unknown`, in percent, every third hour; nothing if there are none. */
	unknownShare: "UnknownPercent",
	/** Messages in all dead-letter queues together; nothing if they are empty. */
	deadLetters: "DeadLetters",
	/** Kinds of which no event has arrived since a sweep found a change; nothing if there are none. */
	silentKinds: "SilentEventKinds",
} as const;
