import { Duration, Validations } from "aws-cdk-lib";
import { Queue, QueueEncryption, type QueueProps } from "aws-cdk-lib/aws-sqs";
import type { Construct } from "constructs";

/** A queue that is encrypted at rest and accepts only TLS connections. */
export function pipelineQueue(scope: Construct, id: string, props: QueueProps): Queue {
	return new Queue(scope, id, { encryption: QueueEncryption.SQS_MANAGED, enforceSSL: true, ...props });
}

/** The longest retention that SQS supports. */
export const longestRetention = Duration.days(14);

/** A dead-letter queue of something other than a queue. `contents` completes "it contains …" for cdk-nag. */
export function deadLetterQueue(scope: Construct, id: string, contents: string): Queue {
	const queue = pipelineQueue(scope, id, { retentionPeriod: longestRetention });
	Validations.of(queue).acknowledge({
		id: "AwsSolutions-SQS3",
		reason: `This is itself a dead-letter queue, but not of a queue: it contains ${contents}. An alarm monitors all of them.`,
	});
	return queue;
}
