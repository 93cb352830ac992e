/** Names of the CloudWatch metrics: written by the functions, watched by the alarms. */
export const metrics = {
	namespace: "Shipshape",
	/** `unknown` verdicts, counted at each check of a subject. */
	unknownVerdicts: "UnknownVerdicts",
	/** Failed attempts to block a deployment. */
	failedBlocks: "FailedBlocks",
	/** Events that cannot be parsed. */
	rejectedMessages: "RefusedMessages",
	/** Events of other accounts or Regions. */
	foreignEvents: "ForeignEvents",
	/** Changes that could not be delivered to a sink. */
	undelivered: "Undelivered",
	/** Attempts to publish findings while Security Hub is not enabled. */
	securityHubNotEnabled: "SecurityHubNotEnabled",
	/** Findings that fail and that a person has set to RESOLVED, counted when they reopen. */
	resolvedWhileFailing: "ResolvedWhileFailing",
} as const;
