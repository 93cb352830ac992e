import { setTimeout } from "node:timers/promises";
import { dynamodbClient } from "../adapters/clients/dynamodb.ts";
import { securityHubClient } from "../adapters/clients/securityhub.ts";
import { createHeldChanges } from "../adapters/dynamodb/held-changes.ts";
import { postponeUntil, readNotBefore } from "../adapters/dynamodb/not-before.ts";
import { claimPost } from "../adapters/dynamodb/sink-pace.ts";
import { reportIn } from "../adapters/dynamodb/stream-record.ts";
import { readUnconfirmed, recordUnconfirmed } from "../adapters/dynamodb/unconfirmed.ts";
import { boundedFindingId } from "../adapters/security-hub/finding-id.ts";
import { rules } from "../pipeline/rules.ts";
import type { FindingOf } from "../pipeline/sinks/chat.ts";
import type { NotifyPorts } from "../pipeline/sinks/notify-chat.ts";
import { findingReader, streamPorts } from "./sink-ports.ts";
import { now } from "./time.ts";
import { variable } from "./variable.ts";

/** For all calls before a batch of messages; what could not be read by then is sent. */
export const suppressionTimeoutMs = 5_000;

/** Milliseconds: what Slack accepts in a channel, apart from short bursts (Slack developer docs, "Rate limits"). */
const messageIntervalMs = 1_000;

/** The form of messages, and the way that they take. */
export type Transport<Message> = Pick<
	NotifyPorts<Message>,
	"toMessage" | "toDigestMessage" | "toReportMessage" | "post"
>;

/** What the function that notifies people needs besides, whichever way its messages take. */
export function chatPorts(): Omit<NotifyPorts<never>, keyof Transport<never>> {
	const table = variable("ledgerTable");
	const client = dynamodbClient();
	const readFindings = findingReader(securityHubClient(), table, "slack");
	const stream = streamPorts("slack");
	const { slack } = rules.policy;
	const { channel, minimumSeverity, unknownAfter } = slack;
	return {
		...stream,
		suppressedAmong: async (findings) => {
			const idOf = ({ control, entry }: FindingOf) => boundedFindingId(control, entry.arn);
			const { found } = await readFindings(findings.map(idOf), suppressionTimeoutMs);
			return findings.filter((finding) => found.get(idOf(finding))?.workflow === "SUPPRESSED");
		},
		notBefore: (destination) => readNotBefore(client, table, "slack", destination),
		postponeUntil: (destination, notBefore) => postponeUntil(client, table, "slack", { destination, notBefore }),
		claimPost: (destination, time) =>
			claimPost(client, table, "slack", { destination, intervalMs: messageIntervalMs }, time),
		unconfirmed: (arns) => readUnconfirmed(client, table, "slack", arns),
		recordUnconfirmed: (states) => recordUnconfirmed(client, table, "slack", { states, now: now() }),
		confirmState: ({ arn, readAt, expiresAt }) => stream.ledger.confirm(arn, "slack", readAt, expiresAt),
		sleep: setTimeout,
		readReport: reportIn,
		held: createHeldChanges(client, table, "slack"),
		...{ defaultDestination: channel === "" ? {} : { channel }, minimumSeverity, unknownAfter, hours: slack },
	};
}
