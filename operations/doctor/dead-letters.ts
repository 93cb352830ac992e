import type { SQSClient } from "@aws-sdk/client-sqs";
import { countMessages } from "../../adapters/sqs/queue-attributes.ts";
import type { Installation, InstalledDeadLetters } from "../installation.ts";
import { type Answer, ok, problem } from "../result.ts";
import { awsCommand, shipshapeCommand } from "../shell-command.ts";
import { missing } from "./missing.ts";

const contents: Readonly<Record<InstalledDeadLetters["kind"], readonly [one: string, many: string]>> = {
	queue: ["message that could not be processed", "messages that could not be processed"],
	rule: ["event that EventBridge could not deliver", "events that EventBridge could not deliver"],
	undelivered: ["item that could not be delivered", "items that could not be delivered"],
	"given-up": ["batch of discarded changes of the ledger", "batches of discarded changes of the ledger"],
};

/** Whether a dead-letter queue of the stack is empty. */
export async function checkDeadLetters(
	client: SQSClient,
	installation: Installation,
	{ construct, kind, url, sink }: InstalledDeadLetters,
): Promise<Answer> {
	const count = await countMessages(client, url);
	if (count === null) return missing(`queue ${url}`, installation);
	const [one, many] = contents[kind];
	if (count === 0) return ok(`no ${many}`);
	const what = `${count} ${count === 1 ? one : many}`;
	const { stack, region } = installation;
	if (kind === "given-up" && sink === "slack") {
		return problem(
			`${what}, which Slack is not notified of any more`,
			awsCommand(region, "sqs", "purge-queue", "--queue-url", url),
		);
	}
	return problem(
		`${what}; docs/runbook.md says how to find the cause, which has to be fixed first`,
		shipshapeCommand("redrive", "--stack", stack, "--queue", construct),
	);
}
