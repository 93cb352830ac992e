import { type InputTransformer, transformerFor } from "./input-transformer.ts";

/** The target of a rule, as in a template, with the first letters of its fields in lower case (CloudFormation, AWS::Events::Rule Target). */
export interface RuleTarget {
	readonly id: string;
	/** Of the queue. */
	readonly arn: string;
	readonly inputTransformer?: InputTransformer;
	readonly deadLetterConfig?: { readonly arn: string };
	readonly retryPolicy?: { readonly maximumEventAgeInSeconds: number; readonly maximumRetryAttempts: number };
}

/** EventBridge's own default, which is also its maximum. */
const retryPolicy = { maximumEventAgeInSeconds: 86_400, maximumRetryAttempts: 185 };

/** The target of the rule of a kind of event: its route's queue. `arn`, `deadLetters`: ARNs of queues. */
export function eventTarget(folder: string, arn: string, deadLetters: string): RuleTarget {
	const inputTransformer = transformerFor(folder);
	return {
		...scheduleTarget(arn),
		...(inputTransformer === undefined ? {} : { inputTransformer }),
		deadLetterConfig: { arn: deadLetters },
		retryPolicy,
	};
}

/** The target of a schedule. If an event of it cannot be delivered, the next one has the same effect, so there is no dead-letter queue. */
export const scheduleTarget = (arn: string): RuleTarget => ({ id: "Queue", arn });
