import type { SecurityHubClient } from "@aws-sdk/client-securityhub";
import { dynamodbClient } from "../adapters/clients/dynamodb.ts";
import { securityHubClient } from "../adapters/clients/securityhub.ts";
import { sqsClient } from "../adapters/clients/sqs.ts";
import { confirm, publishedAt, readRejections, recordRejections } from "../adapters/dynamodb/published.ts";
import { findingsResolvedSince, recordResolutions } from "../adapters/dynamodb/resolutions.ts";
import { claimRead } from "../adapters/dynamodb/sink-pace.ts";
import { entryChangeIn } from "../adapters/dynamodb/stream-record.ts";
import { importFindings } from "../adapters/security-hub/import-findings.ts";
import { createFindingReader, type FindingReader, idsInAFilter } from "../adapters/security-hub/read-findings.ts";
import { resolveFindings } from "../adapters/security-hub/resolve-findings.ts";
import { toAsff } from "../adapters/security-hub/to-asff.ts";
import { updateWorkflow } from "../adapters/security-hub/update-workflow.ts";
import { sendLater } from "../adapters/sqs/send-later.ts";
import { storeUndelivered } from "../adapters/sqs/undelivered.ts";
import { controlDescriptions } from "../controls/descriptions.ts";
import { splitIntoChunks } from "../core/chunks.ts";
import { findingsBeingResolved, type ReopenedPorts } from "../pipeline/reopened-findings.ts";
import type { SecurityHubPorts } from "../pipeline/sinks/security-hub.ts";
import type { Ports as StreamPorts } from "../pipeline/stream.ts";
import { streamTelemetry } from "../pipeline/stream-telemetry.ts";
import type { SinkName } from "./manifest.ts";
import { now } from "./time.ts";
import { variable } from "./variable.ts";

/*
 * Connects the adapters and clients of the functions behind the ledger's stream, once per cold start.
 * A missing environment variable ends the cold start with an error that names it.
 */

/** Until the workflow of a finding that reopened is read again. */
const recheckSeconds = 300;

/** Milliseconds. Of the three calls of GetFindings per second that an account has, one is for publishing findings, two are for notifications. */
export const findingReadIntervals = { "security-hub": 1_000, slack: 500 } as const satisfies Record<SinkName, number>;

export const findingReader = (client: SecurityHubClient, table: string, sink: SinkName): FindingReader =>
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

export function streamPorts(sink: SinkName): StreamPorts {
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
