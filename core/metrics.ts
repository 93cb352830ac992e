/** Names of what the functions count in CloudWatch: written by the functions, watched by the alarms. */
export const metrics = {
	namespace: "Shipshape",
	/** Verdicts that could not be given, each time that a subject was looked at. */
	unknownVerdicts: "UnknownVerdicts",
	/** Attempts to stop a deploy that did not work. */
	failedBlocks: "FailedBlocks",
	/** Events that can never be understood. */
	refusedMessages: "RefusedMessages",
	/** Changes that a sink did not take. */
	undelivered: "Undelivered",
} as const;
