import type { CfnRule } from "aws-cdk-lib/aws-events";
import { PolicyStatement } from "aws-cdk-lib/aws-iam";
import type { Queue } from "aws-cdk-lib/aws-sqs";
import { letRulesSend } from "../events/queue-policy.ts";

/** Lets these rules, and no others, send messages to a queue. */
export function allowRules(queue: Queue, rules: Iterable<CfnRule>): void {
	const arns = [...rules].map(({ attrArn }) => attrArn);
	queue.addToResourcePolicy(PolicyStatement.fromJson(letRulesSend(queue.queueArn, arns)));
}
