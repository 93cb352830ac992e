import type { DeadMessage } from "../../adapters/sqs/dead-letter-messages.ts";
import { type Fields, fieldsIn } from "../../core/json.ts";
import { keepFields } from "../../events/input-transformer.ts";
import type { InstalledRule } from "../installation.ts";

/**
 * What EventBridge could not deliver may be the whole event, with environment values that must not wait in a queue: it becomes what the
 * rule would have sent. `RULE_ARN` is an attribute of EventBridge's dead letters (EventBridge user guide, "Using dead-letter queues").
 * `rules`: those that share the dead-letter queue.
 */
export function keepSentFields(rules: readonly InstalledRule[], message: DeadMessage): DeadMessage {
	const event = eventIn(message.body);
	const arn = message.texts["RULE_ARN"] ?? "";
	const own = rules.filter(({ name }) => arn.endsWith(`/${name}`));
	// Without the attribute, it may be of any of the rules for calls.
	const possible = own.length > 0 || event["detail-type"] !== call ? own : rules;
	const folders = possible.flatMap(({ events }) => events?.folder ?? []);
	const kept = keepFields(folders, event);
	return kept === undefined ? message : { ...message, body: JSON.stringify(kept) };
}

/** The only events that may contain environment values. */
const call = "AWS API Call via CloudTrail";

function eventIn(body: string): Fields {
	try {
		return fieldsIn(JSON.parse(body));
	} catch {
		return {};
	}
}
