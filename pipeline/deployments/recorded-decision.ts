import type { BlockRecord } from "../../core/block-record.ts";
import { MalformedEventError } from "../../core/errors.ts";
import { objectAt, stringAt } from "../../core/event.ts";

/** The others are attempts of the check itself. */
const actions: readonly BlockRecord["action"][] = [
	...(["gate", "pause", "stop-deployment", "set-back", "cloudformation-hook"] as const),
];
const outcomes: readonly BlockRecord["outcome"][] = [
	...(["done", "would-have", "failed", "gone", "protected", "not-possible", "overridden"] as const),
];

/** A decision about a deployment in a message to the route that checks task definitions. Throws MalformedEventError, naming the path. */
export function decisionAt(value: unknown, path: string): BlockRecord {
	const fields = objectAt(value, path);
	const text = (key: string) => stringAt(fields[key], `${path}.${key}`);
	const { revision, because } = fields;
	const outcome = outcomes.find((one) => one === fields["outcome"]);
	const action = actions.find((one) => one === fields["action"]);
	if (action === undefined) throw new MalformedEventError(`${path}.action must be one of ${actions.join(", ")}`);
	if (outcome === undefined) throw new MalformedEventError(`${path}.outcome must be one of ${outcomes.join(", ")}`);
	if (typeof revision !== "number") throw new MalformedEventError(`${path}.revision must be a number`);
	if (!Array.isArray(because)) throw new MalformedEventError(`${path}.because must be a list`);
	const unchecked = fields["unchecked"] === true ? ({ unchecked: true } as const) : {};
	return {
		action,
		resource: text("resource"),
		revision,
		because: because.map((control, at) => stringAt(control, `${path}.because[${at}]`)),
		at: text("at"),
		outcome,
		reason: text("reason"),
		...unchecked,
	};
}
