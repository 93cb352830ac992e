import type { SecurityHubClient } from "@aws-sdk/client-securityhub";
import { dynamodbClient } from "../adapters/clients/dynamodb.ts";
import { secretsManagerClient } from "../adapters/clients/secrets-manager.ts";
import { securityHubClient } from "../adapters/clients/securityhub.ts";
import { sqsClient } from "../adapters/clients/sqs.ts";
import { createHeldChanges } from "../adapters/dynamodb/held-changes.ts";
import { postponeUntil, readNotBefore } from "../adapters/dynamodb/not-before.ts";
import { confirm, publishedAt, readRejections, recordRejections } from "../adapters/dynamodb/published.ts";
import { claimRead } from "../adapters/dynamodb/read-pace.ts";
import { findingsResolvedSince, recordResolutions } from "../adapters/dynamodb/resolutions.ts";
import { entryChangeIn, reportIn } from "../adapters/dynamodb/stream-record.ts";
import { createWebhookReader } from "../adapters/secrets-manager/read-webhook.ts";
import { boundedFindingId } from "../adapters/security-hub/finding-id.ts";
import { importFindings } from "../adapters/security-hub/import-findings.ts";
import { createFindingReader, type FindingReader, idsInAFilter } from "../adapters/security-hub/read-findings.ts";
import { resolveFindings } from "../adapters/security-hub/resolve-findings.ts";
import { toAsff } from "../adapters/security-hub/to-asff.ts";
import { updateWorkflow } from "../adapters/security-hub/update-workflow.ts";
import { postMessage } from "../adapters/slack/post-message.ts";
import { type SlackMessage, toMessage } from "../adapters/slack/to-message.ts";
import { toSummaryMessage } from "../adapters/slack/to-summary-message.ts";
import { toSweepMessage } from "../adapters/slack/to-sweep-message.ts";
import { slackOrigin } from "../adapters/slack/webhook-url.ts";
import { sendLater } from "../adapters/sqs/send-later.ts";
import { storeUndelivered } from "../adapters/sqs/undelivered.ts";
import { controlDescriptions } from "../controls/descriptions.ts";
import { splitIntoChunks } from "../core/chunks.ts";
import { environment } from "../core/environment.ts";
import { findingsBeingResolved, type ReopenedPorts } from "../pipeline/reopened-findings.ts";
import { rules } from "../pipeline/rules.ts";
import type { FindingOf } from "../pipeline/sinks/chat.ts";
import type { NotifyPorts } from "../pipeline/sinks/notify-chat.ts";
import type { SecurityHubPorts } from "../pipeline/sinks/security-hub.ts";
import type { Ports as StreamPorts } from "../pipeline/stream.ts";
import { streamTelemetry } from "../pipeline/stream-telemetry.ts";
import type { SweepSummary } from "../pipeline/sweep-summary.ts";
import type { SinkName } from "./manifest.ts";
import { now } from "./time.ts";
import { variable } from "./variable.ts";

/*
 * Connects the adapters and clients of the functions behind the ledger's stream, once per cold start.
 * A missing environment variable ends the cold start with an error that names it.
 */

/** Until the workflow of a finding that reopened is read again. */
const recheckSeconds = 300;

/** For all calls before a batch of messages; what could not be read by then is sent. */
export const suppressionTimeoutMs = 5_000;

/** Milliseconds. Of the three calls of GetFindings per second that an account has, one is for publishing findings, two are for notifications. */
export const findingReadIntervals = { "security-hub": 1_000, slack: 500 } as const satisfies Record<SinkName, number>;

const findingReader = (client: SecurityHubClient, table: string, sink: SinkName): FindingReader =>
	createFindingReader(client, (time) => claimRead(dynamodbClient(), table, sink, findingReadIntervals[sink], time));

export function securityHubPorts(): StreamPorts & SecurityHubPorts & ReopenedPorts {
	const client = securityHubClient();
	const stream = streamPorts("security-hub");
	const [table, queueUrl] = [variable("ledgerTable"), variable("queueUrl")];
	const readFindings = findingReader(client, table, "security-hub");
	const record = (ids: readonly string[]) => recordResolutions(dynamodbClient(), table, ids, now());
	const resolvedSince = (ids: readonly string[], since: string) =>
		findingsResolvedSince(dynamodbClient(), table, ids, since);
	return {
		...stream,
		toFinding: (entry, change) =>
			toAsff(
				entry,
				change,
				controlDescriptions.find(({ id }) => id === change.control),
			),
		importFindings: (findings) => importFindings(client, findings),
		resolveFindings: (findings) => resolveFindings(client, findings, { readFindings, recordResolutions: record }),
		findingsBeingResolved: (ids) => findingsBeingResolved(ids, { readFindings, resolvedSince, now: Date.now }),
		checkLater: async (findings) => {
			for (const part of splitIntoChunks(findings, idsInAFilter))
				await sendLater(sqsClient(), queueUrl, part, recheckSeconds);
		},
		reportNotEnabled: stream.telemetry.notEnabled,
		readFindings,
		setToNew: (findings) => updateWorkflow(client, findings, "NEW"),
	};
}

export function slackPorts(): NotifyPorts<SlackMessage> {
	const readWebhook = createWebhookReader(secretsManagerClient(), variable("slackSecretArn"));
	// An origin other than Slack's own is for local runs.
	const slack = { readWebhook, origin: process.env[environment.slackOrigin] || slackOrigin };
	const table = variable("ledgerTable");
	const readFindings = findingReader(securityHubClient(), table, "slack");
	return {
		...streamPorts("slack"),
		suppressedAmong: async (findings) => {
			const idOf = ({ control, entry }: FindingOf) => boundedFindingId(control, entry.arn);
			const { found } = await readFindings(findings.map(idOf), suppressionTimeoutMs);
			return findings.filter((finding) => found.get(idOf(finding))?.workflow === "SUPPRESSED");
		},
		notBefore: () => readNotBefore(dynamodbClient(), table, "slack"),
		postponeUntil: (time) => postponeUntil(dynamodbClient(), table, "slack", time),
		toMessage: (notification) => toMessage(notification, controlDescriptions),
		readReport: reportIn,
		toReportMessage: (report) =>
			report.kind === "summary"
				? toSummaryMessage(report.summary)
				: toSweepMessage(report.summary as SweepSummary, report.failed === 0, controlDescriptions),
		post: (message) => postMessage(message, slack),
		minimumSeverity: rules.policy.slack.minimumSeverity,
		held: createHeldChanges(dynamodbClient(), table, "slack"),
		hours: rules.policy.slack,
	};
}

function streamPorts(sink: SinkName): StreamPorts {
	const table = variable("ledgerTable");
	const queueUrl = variable("deadLetterQueueUrl");
	return {
		sink,
		readChange: entryChangeIn,
		ledger: {
			publishedAt: (...of) => publishedAt(dynamodbClient(), table, ...of),
			confirm: (...of) => confirm(dynamodbClient(), table, ...of),
			rejections: (...of) => readRejections(dynamodbClient(), table, ...of),
			recordRejections: (...of) => recordRejections(dynamodbClient(), table, ...of),
		},
		storeUndelivered: (undelivered) => storeUndelivered(sqsClient(), queueUrl, undelivered),
		telemetry: streamTelemetry(sink),
		now: Date.now,
	};
}
