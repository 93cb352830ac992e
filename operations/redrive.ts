import type { OperatorClients } from "../adapters/clients/operator.ts";
import { publishedAt } from "../adapters/dynamodb/published.ts";
import { republish } from "../adapters/dynamodb/republish.ts";
import { createSweptEntries } from "../adapters/dynamodb/swept-entries.ts";
import { explainFailure, FailedCallError } from "../adapters/explain-failure.ts";
import type { ControlText } from "../adapters/slack/change-item.ts";
import { createDeadMessages, type DeadMessage } from "../adapters/sqs/dead-letter-messages.ts";
import { countMessages } from "../adapters/sqs/queue-attributes.ts";
import { BadInputError } from "../core/errors.ts";
import type { Installation, InstalledDeadLetters } from "./installation.ts";
import { type Moved, moveBack } from "./redrive/move-back.ts";
import { keepSentFields } from "./redrive/sent-fields.ts";
import { deliverFinding, deliverMessage } from "./redrive/undelivered.ts";

/** What became of the messages of one dead-letter queue. */
export interface RedrivenQueue extends Moved {
	readonly construct: string;
	readonly kind: InstalledDeadLetters["kind"];
	/** Messages that were there; about as many if others arrive. */
	readonly found: number;
}

export interface RedriveOptions {
	/** Only the queues of a construct; null for all. */
	readonly construct: string | null;
	/** Only counts. */
	readonly isDryRun: boolean;
	/** Of all controls, for messages. */
	readonly controls: readonly ControlText[];
}

/**
 * Moves every message of every dead-letter queue of an installation to where it belongs: messages to their queue, findings and
 * messages of Slack to their receiver. If a call fails, the queue's result says so, and the others are still redriven. Throws
 * BadInputError if there is no such construct.
 */
export async function redrive(
	clients: OperatorClients,
	installation: Installation,
	{ construct, isDryRun, controls }: RedriveOptions,
): Promise<readonly RedrivenQueue[]> {
	const queues = installation.deadLetters.filter((queue) => construct === null || queue.construct === construct);
	if (queues.length === 0) {
		const known = [...new Set(installation.deadLetters.map((queue) => queue.construct))];
		throw new BadInputError(`--queue does not accept "${construct}"; write one of ${known.join(", ")}`);
	}
	const startedAt = Date.now();
	const results: RedrivenQueue[] = [];
	for (const queue of queues) {
		const { construct: of, kind } = queue;
		const progress = await redriveQueue(clients, installation, queue, {
			startedAt: isDryRun ? null : startedAt,
			controls,
		}).catch(failed);
		results.push({ construct: of, kind, ...progress });
	}
	return results;
}

type Progress = Moved & { readonly found: number };

/** A queue that fails keeps its messages, and says nothing about the others. */
function failed(error: unknown): Progress {
	if (!(error instanceof FailedCallError)) throw error;
	return { found: 0, moved: 0, left: [], error: `${error.message}; fix that and run redrive again` };
}

/** `startedAt`: epoch milliseconds; null only to count. Throws FailedCallError before anything is moved. */
async function redriveQueue(
	clients: OperatorClients,
	installation: Installation,
	queue: InstalledDeadLetters,
	{ startedAt, controls }: { readonly startedAt: number | null } & Pick<RedriveOptions, "controls">,
): Promise<Progress> {
	const { url } = queue;
	const found = await countMessages(clients.sqs, url);
	if (found === null) {
		const message = `queue ${url} no longer exists; npx --no-install shipshape doctor prints how to restore it`;
		return { found: 0, moved: 0, left: [], error: message };
	}
	if (startedAt === null) return { found, moved: 0, left: [], error: null };
	// For some queues this reads the whole ledger, so it waits for the first message.
	let prepared: ReturnType<typeof delivererOf> | undefined;
	const deliver = async (message: DeadMessage): Promise<string | null> => {
		prepared ??= delivererOf(clients, installation, queue, controls);
		return (await prepared)(message);
	};
	const result = await moveBack(url, createDeadMessages(clients.sqs), deliver, { startedAt, found });
	const unseen = found - result.moved - result.left.length;
	if (result.error !== null || unseen <= 0) return { found, ...result };
	// The count at the start may have been too high.
	const now = (await countMessages(clients.sqs, url)) ?? 0;
	const hidden = Array<string>(Math.max(0, Math.min(unseen, now - result.left.length))).fill(isHidden);
	return { found, ...result, left: [...result.left, ...hidden] };
}

const isHidden = "another reader, or a redrive that was interrupted, hides it: run redrive again in 15 minutes";

async function delivererOf(
	clients: OperatorClients,
	installation: Installation,
	{ kind, url, target, sink }: InstalledDeadLetters,
	controls: readonly ControlText[],
): Promise<(message: DeadMessage) => Promise<string | null>> {
	const messages = createDeadMessages(clients.sqs);
	if (target !== null) {
		const rules = installation.rules.filter(({ events }) => kind === "rule" && events?.deadLetters === url);
		return (message) => messages.send(target, keepSentFields(rules, message)).then(() => null);
	}
	if (kind === "given-up") return publishMissed(clients, installation, sink ?? "");
	return sink === "slack"
		? deliverMessage(clients, installation, controls)
		: deliverFinding(clients, installation, sink ?? "");
}

/**
 * Positions of discarded changes: the stream may no longer have them, but the ledger knows what the sink has handled. Slack is
 * notified of changes only, so there is nothing to send.
 */
async function publishMissed({ dynamodb }: OperatorClients, { ledgerTable }: Installation, sink: string) {
	if (sink === "slack") return async () => "Slack is not notified of changes that were discarded; purge the queue";
	const entries = createSweptEntries(dynamodb, ledgerTable);
	let token: string | null = null;
	do {
		const page: Awaited<ReturnType<typeof entries.swept>> = await explainFailure("dynamodb:Scan", entries.swept(token));
		for (const { arn, readAt } of page.items) {
			const published = publishedAt(dynamodb, ledgerTable, arn, sink);
			const until = await explainFailure("dynamodb:GetItem", published);
			if (until !== null && until >= readAt) continue;
			await republish(dynamodb, ledgerTable, { arn, sink, now: new Date().toISOString() });
		}
		token = page.next;
	} while (token !== null);
	return async () => null;
}
