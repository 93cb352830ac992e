import { randomUUID } from "node:crypto";
import { keyOf, sortKeys, sweepKey } from "../../adapters/dynamodb/items.ts";
import { BadInputError } from "../../core/errors.ts";
import type { Installation } from "../installation.ts";
import { awsCommand } from "../shell-command.ts";

/**
 * The commands that start a sweep now, or continue the current one: the record of the last one is made one of other rules, so that a
 * sweep is due, and an event like those of the schedule is sent. `now`: ISO 8601.
 * `hasLast`: whether there is such a record.
 */
export function sweepNow(
	{ account, region, ledgerTable, functions }: Installation,
	now: string,
	hasLast: boolean,
): readonly string[] {
	const queue = functions.find(({ construct }) => construct === "Sweep")?.queue ?? null;
	if (queue === null) throw new BadInputError("the stack has no queue of the sweep; deploy this version");
	const event = {
		version: "0",
		id: randomUUID(),
		"detail-type": "Scheduled Event",
		source: "aws.events",
		account,
		time: now,
		region,
		resources: [],
		detail: {},
	};
	const makeDue = awsCommand(
		region,
		"dynamodb",
		"update-item",
		"--table-name",
		ledgerTable,
		"--key",
		JSON.stringify(keyOf(sweepKey, sortKeys.lastSweep)),
		"--update-expression",
		"REMOVE #rules",
		"--expression-attribute-names",
		JSON.stringify({ "#rules": "rules" }),
	);
	const body = JSON.stringify(event);
	return [
		...(hasLast ? [makeDue] : []),
		awsCommand(region, "sqs", "send-message", "--queue-url", queue, "--message-body", body),
	];
}
