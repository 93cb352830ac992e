import { Duration, Validations } from "aws-cdk-lib";
import { Queue, QueueEncryption, type QueueProps } from "aws-cdk-lib/aws-sqs";
import type { Construct } from "constructs";

/** A queue that is encrypted at rest and answers over TLS only. */
export function pipelineQueue(scope: Construct, id: string, props: QueueProps): Queue {
	return new Queue(scope, id, { encryption: QueueEncryption.SQS_MANAGED, enforceSSL: true, ...props });
}

/** As long as SQS keeps anything. */
export const longestRetention = Duration.days(14);

/** The end of a way that does not begin at a queue: what does would be the queue's own dead-letter queue. */
export function finalQueue(scope: Construct, id: string, holds: string): Queue {
	const queue = pipelineQueue(scope, id, { retentionPeriod: longestRetention });
	Validations.of(queue).acknowledge({
		id: "AwsSolutions-SQS3",
		reason: `It is a dead-letter queue itself, of something that is no queue: it holds ${holds}. An alarm watches it.`,
	});
	return queue;
}
