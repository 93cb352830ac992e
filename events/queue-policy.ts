/** A statement of the policy of a queue, as JSON. */
export interface QueueStatement {
	readonly Effect: "Allow" | "Deny";
	readonly Principal: Readonly<Record<string, string>>;
	readonly Action: string;
	readonly Resource: string;
	readonly Condition: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
}

/** Only these rules may send messages to a queue: without the condition, any rule in any account could. All are ARNs. */
export const letRulesSend = (queue: string, rules: readonly string[]): QueueStatement => ({
	Effect: "Allow",
	Principal: { Service: "events.amazonaws.com" },
	Action: "sqs:SendMessage",
	Resource: queue,
	Condition: { ArnEquals: { "aws:SourceArn": rules } },
});

/** A queue accepts only TLS connections: what CDK's `enforceSSL` adds. */
export const requireTls = (queue: string): QueueStatement => ({
	Effect: "Deny",
	Principal: { AWS: "*" },
	Action: "sqs:*",
	Resource: queue,
	Condition: { Bool: { "aws:SecureTransport": "false" } },
});
