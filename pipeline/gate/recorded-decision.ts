import { MalformedEventError } from "../../core/errors.ts";
import { objectAt, stringAt } from "../../core/event.ts";
import type { BlockRecord } from "../../core/ledger.ts";

const outcomes: readonly BlockRecord["outcome"][] = ["done", "would-have", "failed", "protected"];

/** A decision of the gate in a message to the route that checks task definitions. Throws MalformedEventError, naming the path. */
export function decisionAt(value: unknown, path: string): BlockRecord {
	const fields = objectAt(value, path);
	const text = (key: string) => stringAt(fields[key], `${path}.${key}`);
	const { revision, because } = fields;
	const outcome = outcomes.find((one) => one === fields["outcome"]);
	if (fields["action"] !== "gate") throw new MalformedEventError(`${path}.action must be gate`);
	if (outcome === undefined) throw new MalformedEventError(`${path}.outcome must be one of ${outcomes.join(", ")}`);
	if (typeof revision !== "number") throw new MalformedEventError(`${path}.revision must be a number`);
	if (!Array.isArray(because)) throw new MalformedEventError(`${path}.because must be a list`);
	return {
		action: "gate",
		resource: text("resource"),
		revision,
		because: because.map((control, at) => stringAt(control, `${path}.because[${at}]`)),
		at: text("at"),
		outcome,
		reason: text("reason"),
	};
}
