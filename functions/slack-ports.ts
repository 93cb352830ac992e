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
import type { NotifyPorts } from "../pipeline/sinks/notify-chat.ts";
import type { SweepSummary } from "../pipeline/sweep-summary.ts";
import { findingReader, streamPorts } from "./sink-ports.ts";
import { slackTransport } from "./slack-transport.ts";
import { now } from "./time.ts";
import { variable } from "./variable.ts";

/** For all calls before a batch of messages; what could not be read by then is sent. */
export const suppressionTimeoutMs = 5_000;

/** Milliseconds: what Slack accepts in a channel, apart from short bursts (Slack developer docs, "Rate limits"). */
const messageIntervalMs = 1_000;

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
	const post = slackTransport({ readSecret, origin: webhookOriginOf(process.env), table, policy: slack });
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
		toMessage: (notification, destination) =>
			toMessage(notification, controlDescriptions, {
				hasButtons: destination.channel !== undefined && slack.approvers.length > 0,
			}),
		toDigestMessage: (notifications) => toDigestMessage(notifications, controlDescriptions),
		readReport: reportIn,
		toReportMessage: (report) =>
			report.kind === "summary"
				? toSummaryMessage(report.summary, placeOf(secretArn))
				: toSweepMessage(report.summary as SweepSummary, report.failed === 0, controlDescriptions, placeOf(secretArn)),
		post,
		held: createHeldChanges(client, table, "slack"),
		...{ defaultDestination, minimumSeverity, unknownAfter, hours: slack },
	};
}

/** The partition, account and Region of the stack. */
function placeOf(arn: string): AccountRegion {
	const [, partition = "", , region = "", account = ""] = arn.split(":");
	return { partition, region, account };
}
