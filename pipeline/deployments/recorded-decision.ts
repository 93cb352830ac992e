import { type BlockRecord, blockActions, blockOutcomes } from "../../core/block-record.ts";
import { MalformedEventError } from "../../core/errors.ts";
import { objectAt, stringAt } from "../../core/event.ts";

/** The others are attempts of the check itself. */
const actions = blockActions.filter((action) => action !== "deregister" && action !== "tag");

/** A decision about a deployment in a message to the route that checks task definitions. Throws MalformedEventError, naming the path. */
export function decisionAt(value: unknown, path: string): BlockRecord {
	const fields = objectAt(value, path);
	const text = (key: string) => stringAt(fields[key], `${path}.${key}`);
	const { revision, because } = fields;
	const outcome = blockOutcomes.find((one) => one === fields["outcome"]);
	const action = actions.find((one) => one === fields["action"]);
	if (action === undefined) throw new MalformedEventError(`${path}.action must be one of ${actions.join(", ")}`);
	if (outcome === undefined)
		throw new MalformedEventError(`${path}.outcome must be one of ${blockOutcomes.join(", ")}`);
	if (typeof revision !== "number") throw new MalformedEventError(`${path}.revision must be a number`);
	if (!Array.isArray(because)) throw new MalformedEventError(`${path}.because must be a list`);
	const unchecked = fields["unchecked"] === true ? ({ unchecked: true } as const) : {};
	const { waitsIn } = fields;
	return {
		action,
		resource: text("resource"),
		revision,
		because: because.map((control, at) => stringAt(control, `${path}.because[${at}]`)),
		at: text("at"),
		outcome,
		reason: text("reason"),
		...unchecked,
		...(fields["refused"] === true ? { refused: true } : {}),
		...(waitsIn === undefined ? {} : { waitsIn: waitingAt(waitsIn, `${path}.waitsIn`) }),
	};
}

function waitingAt(value: unknown, path: string): NonNullable<BlockRecord["waitsIn"]> {
	const { deployment, hook, until } = objectAt(value, path);
	return {
		...{ deployment: stringAt(deployment, `${path}.deployment`), hook: stringAt(hook, `${path}.hook`) },
		...(until === undefined ? {} : { until: stringAt(until, `${path}.until`) }),
	};
}
