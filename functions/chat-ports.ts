import { setTimeout } from "node:timers/promises";
import { dynamodbClient } from "../adapters/clients/dynamodb.ts";
import { securityHubClient } from "../adapters/clients/securityhub.ts";
import { createHeldChanges } from "../adapters/dynamodb/held-changes.ts";
import { postponeUntil, readNotBefore } from "../adapters/dynamodb/not-before.ts";
import { claimPost } from "../adapters/dynamodb/sink-pace.ts";
import { reportIn } from "../adapters/dynamodb/stream-record.ts";
import { readUnconfirmed, recordUnconfirmed } from "../adapters/dynamodb/unconfirmed.ts";
import { boundedFindingId } from "../adapters/security-hub/finding-id.ts";
import { defaultDestinationOf } from "../core/destination.ts";
import { rules } from "../pipeline/rules.ts";
import type { FindingOf } from "../pipeline/sinks/chat.ts";
import type { LinePorts } from "../pipeline/sinks/chat-channel.ts";
import { updateLine } from "../pipeline/sinks/chat-threads.ts";
import type { NotifyPorts } from "../pipeline/sinks/notify-chat.ts";
import { findingReader, streamPorts } from "./sink-ports.ts";
import { now } from "./time.ts";
import { variable } from "./variable.ts";

/** For all calls before a batch of messages; what could not be read by then is sent. */
export const suppressionTimeoutMs = 5_000;

/**
 * Milliseconds: what Slack accepts in a channel, apart from short bursts, and of changes of messages in a workspace (Slack developer
 * docs, "Rate limits": one message a second; chat.update is of tier 3, 50 and more a minute).
 */
const [messageIntervalMs, updateIntervalMs] = [1_000, 1_200];

/** What the invocations share about where messages go. */
export function linePorts(): LinePorts {
	const [client, table] = [dynamodbClient(), variable("ledgerTable")];
	return {
		notBefore: (key) => readNotBefore(client, table, "slack", key),
		postponeUntil: (destination, notBefore) => postponeUntil(client, table, "slack", { destination, notBefore }),
		claimPost: (destination, time) => {
			const intervalMs = destination === updateLine ? updateIntervalMs : messageIntervalMs;
			return claimPost(client, table, "slack", { destination, intervalMs }, time);
		},
		now: Date.now,
		sleep: setTimeout,
	};
}

/** The form of messages, and the way that they take. */
export type Transport<Message> = Pick<
	NotifyPorts<Message>,
	"toMessage" | "toDigestMessage" | "toReportMessage" | "post" | "firstMessages"
>;

/** What the function that notifies people needs besides, whichever way its messages take. */
export function chatPorts(): Omit<NotifyPorts<never>, keyof Transport<never>> {
	const table = variable("ledgerTable");
	const client = dynamodbClient();
	const readFindings = findingReader(securityHubClient(), table, "slack");
	const stream = streamPorts("slack");
	const { slack } = rules.policy;
	const { minimumSeverity, unknownAfter } = slack;
	return {
		...linePorts(),
		...stream,
		suppressedAmong: async (findings) => {
			const idOf = ({ control, entry }: FindingOf) => boundedFindingId(control, entry.arn);
			const { found } = await readFindings(findings.map(idOf), suppressionTimeoutMs);
			return findings.filter((finding) => found.get(idOf(finding))?.workflow === "SUPPRESSED");
		},
		unconfirmed: (arns) => readUnconfirmed(client, table, "slack", arns),
		recordUnconfirmed: (states, time) => recordUnconfirmed(client, table, "slack", { states, time, now: now() }),
		confirmState: ({ arn, readAt, expiresAt }) => stream.ledger.confirm(arn, "slack", readAt, expiresAt),
		readReport: reportIn,
		held: createHeldChanges(client, table, "slack"),
		publishedAt: (arn) => stream.ledger.publishedAt(arn, "slack"),
		...{ defaultDestination: defaultDestinationOf(slack), minimumSeverity, unknownAfter, hours: slack },
	};
}
