import { setTimeout } from "node:timers/promises";
import { dynamodbClient } from "../adapters/clients/dynamodb.ts";
import { secretsManagerClient } from "../adapters/clients/secrets-manager.ts";
import { securityHubClient } from "../adapters/clients/securityhub.ts";
import { createHeldChanges } from "../adapters/dynamodb/held-changes.ts";
import { postponeUntil, readNotBefore } from "../adapters/dynamodb/not-before.ts";
import { claimPost } from "../adapters/dynamodb/sink-pace.ts";
import { reportIn } from "../adapters/dynamodb/stream-record.ts";
import { readUnconfirmed, recordUnconfirmed } from "../adapters/dynamodb/unconfirmed.ts";
import { createSlackSecretReader } from "../adapters/secrets-manager/read-slack-secret.ts";
import { boundedFindingId } from "../adapters/security-hub/finding-id.ts";
import { toDigestMessage } from "../adapters/slack/to-digest-message.ts";
import { type SlackMessage, toMessage } from "../adapters/slack/to-message.ts";
import { toSummaryMessage } from "../adapters/slack/to-summary-message.ts";
import { toSweepMessage } from "../adapters/slack/to-sweep-message.ts";
import { webhookOriginOf } from "../adapters/slack/webhook-url.ts";
import { controlDescriptions } from "../controls/descriptions.ts";
import type { AccountRegion } from "../core/subject.ts";
import { rules } from "../pipeline/rules.ts";
import type { FindingOf } from "../pipeline/sinks/chat.ts";
import type { LinePorts } from "../pipeline/sinks/chat-channel.ts";
import { updateLine } from "../pipeline/sinks/chat-threads.ts";
import type { NotifyPorts } from "../pipeline/sinks/notify-chat.ts";
import type { SweepSummary } from "../pipeline/sweep-summary.ts";
import { findingReader, streamPorts } from "./sink-ports.ts";
import { slackTransport } from "./slack-transport.ts";
import { now } from "./time.ts";
import { variable } from "./variable.ts";

/** For all calls before a batch of messages; what could not be read by then is sent. */
export const suppressionTimeoutMs = 5_000;

/**
 * Milliseconds: what Slack accepts in a channel, apart from short bursts, and of changes of messages in a workspace (Slack developer
 * docs, "Rate limits": one message a second; chat.update is of tier 3, 50 and more a minute).
 */
const [messageIntervalMs, updateIntervalMs] = [1_000, 1_200];

/** Connects the adapters and clients of the function that notifies Slack, once per cold start. */
export function slackPorts(): NotifyPorts<SlackMessage> {
	const secretArn = variable("slackSecretArn");
	const readSecret = createSlackSecretReader(secretsManagerClient(), secretArn);
	const table = variable("ledgerTable");
	const client = dynamodbClient();
	const readFindings = findingReader(securityHubClient(), table, "slack");
	const stream = streamPorts("slack");
	const { slack } = rules.policy;
	const { channel, minimumSeverity, unknownAfter } = slack;
	const defaultDestination = channel === "" ? {} : { channel };
	const line: LinePorts = {
		notBefore: (key) => readNotBefore(client, table, "slack", key),
		postponeUntil: (destination, notBefore) => postponeUntil(client, table, "slack", { destination, notBefore }),
		claimPost: (destination, time) => {
			const intervalMs = destination === updateLine ? updateIntervalMs : messageIntervalMs;
			return claimPost(client, table, "slack", { destination, intervalMs }, time);
		},
		now: Date.now,
		sleep: setTimeout,
	};
	return {
		...slackTransport({ readSecret, origin: webhookOriginOf(process.env), table, policy: slack, line }),
		...line,
		...stream,
		suppressedAmong: async (findings) => {
			const idOf = ({ control, entry }: FindingOf) => boundedFindingId(control, entry.arn);
			const { found } = await readFindings(findings.map(idOf), suppressionTimeoutMs);
			return findings.filter((finding) => found.get(idOf(finding))?.workflow === "SUPPRESSED");
		},
		unconfirmed: (arns) => readUnconfirmed(client, table, "slack", arns),
		recordUnconfirmed: (states) => recordUnconfirmed(client, table, "slack", { states, now: now() }),
		confirmState: ({ arn, readAt, expiresAt }) => stream.ledger.confirm(arn, "slack", readAt, expiresAt),
		toMessage: (notification) => toMessage(notification, controlDescriptions),
		toDigestMessage: (notifications) => toDigestMessage(notifications, controlDescriptions),
		readReport: reportIn,
		toReportMessage: (report) =>
			report.kind === "summary"
				? toSummaryMessage(report.summary, placeOf(secretArn))
				: toSweepMessage(report.summary as SweepSummary, report.failed === 0, controlDescriptions, placeOf(secretArn)),
		held: createHeldChanges(client, table, "slack"),
		...{ defaultDestination, minimumSeverity, unknownAfter, hours: slack },
	};
}

/** The partition, account and Region of the stack. */
function placeOf(arn: string): AccountRegion {
	const [, partition = "", , region = "", account = ""] = arn.split(":");
	return { partition, region, account };
}
