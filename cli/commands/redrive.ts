import { controlDescriptions } from "../../controls/descriptions.ts";
import { BadInputError } from "../../core/errors.ts";
import { connect } from "../../operations/connect.ts";
import { type RedrivenQueue, redrive as redriveQueues } from "../../operations/redrive.ts";
import { type Option, parseArguments } from "../arguments.ts";
import type { Command } from "../command.ts";
import { jsonOption, stackOption } from "../common-options.ts";
import { toSafeJson } from "../formats/json.ts";
import { formatCount } from "../formats/summary.ts";
import { sanitize, type Terminal } from "../terminal.ts";

const about = `Moves every message of every dead-letter queue of an installation back to where it belongs, and deletes it there once it has
arrived: events and requests to the queue of their function, findings to Security Hub, messages to Slack. Fix the cause first;
docs/runbook.md says how to find it. Nothing is lost if this is interrupted; a message that could not be moved may then be hidden for
15 minutes. A message that fails again and comes back meanwhile stays in its dead-letter queue. If a call fails for one queue, the
others are still redriven. A message to Slack says as of when it is true; if its subject stands differently by now, that is posted
instead, and nothing if all of it is over.`;

const options: Readonly<Record<string, Option>> = {
	stack: stackOption,
	queue: {
		type: "string",
		value: "NAME",
		help: "only the dead-letter queues of a function, such as ImageScanned; doctor prints the names",
	},
	"dry-run": { type: "flag", help: "only counts the messages" },
	json: jsonOption,
};

const statuses = {
	0: "no message is left",
	1: "messages are left",
	2: "bad usage, no such stack, no credentials, no permission, or a queue that could not be redriven",
};

async function start(args: readonly string[], terminal: Terminal): Promise<number> {
	const { flags, values, positionals } = parseArguments(args, options);
	if (positionals.length > 0) throw new BadInputError("redrive takes no argument; write a function after --queue");
	const { clients, installation } = await connect(values["stack"], terminal.environment);
	const isDryRun = flags.has("dry-run");
	const queues = await redriveQueues(clients, installation, {
		construct: values["queue"] ?? null,
		isDryRun,
		controls: controlDescriptions,
	});
	const isLeft = queues.some(({ found, left }) => left.length > 0 || (isDryRun && found > 0));
	const lines = formatText(queues, isDryRun);
	await terminal.print(flags.has("json") ? formatJson(queues) : `${lines.join("\n")}\n`);
	if (queues.some(({ error }) => error !== null)) return 2;
	return isLeft ? 1 : 0;
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, one) => total + one, 0);

function formatText(queues: readonly RedrivenQueue[], isDryRun: boolean): string[] {
	const lines = queues.flatMap(({ construct, kind, found, moved, left, error }) => {
		const failure = error === null ? [] : [`  failed: ${sanitize(error)}`];
		if (found + moved + left.length + failure.length === 0) return [];
		if (isDryRun) return [`${construct} ${kind}: ${formatCount(found, "message")}`, ...failure];
		const reasons = [...new Set(left)].map(
			(reason) => `  ${left.filter((one) => one === reason).length} left: ${sanitize(reason)}`,
		);
		return [`${construct} ${kind}: ${moved} moved`, ...reasons, ...failure];
	});
	const failures = queues.filter(({ error }) => error !== null).length;
	const total = isDryRun
		? `${formatCount(sum(queues.map(({ found }) => found)), "message")} would be moved`
		: `${formatCount(sum(queues.map(({ moved }) => moved)), "message")} moved, ${sum(queues.map(({ left }) => left.length))} left`;
	return [...lines, failures === 0 ? total : `${total}; ${formatCount(failures, "queue")} failed`];
}

function formatJson(queues: readonly RedrivenQueue[]): string {
	return `${toSafeJson({
		schemaVersion: "1",
		found: sum(queues.map(({ found }) => found)),
		moved: sum(queues.map(({ moved }) => moved)),
		left: sum(queues.map(({ left }) => left.length)),
		queues,
	})}\n`;
}

export const redrive: Command = { usage: "redrive [OPTIONS]", about, options, statuses, start };
