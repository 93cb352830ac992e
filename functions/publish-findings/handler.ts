import type { DynamoDBStreamEvent, SQSEvent } from "aws-lambda";
import { reopenedReader } from "../../pipeline/reopened-findings.ts";
import { securityHubSink } from "../../pipeline/sinks/security-hub.ts";
import { streamReader } from "../../pipeline/stream.ts";
import { securityHubPorts } from "../sink-ports.ts";

const ports = securityHubPorts();
const publish = streamReader(securityHubSink(ports), ports);
const checkReopened = reopenedReader(ports);

/**
 * The ledger changed: publishes its findings to Security Hub; rejected findings go to the dead-letter queue (docs/runbook.md).
 * Or a message of the function's own queue: findings that failed again five minutes ago.
 */
export const handler = (event: DynamoDBStreamEvent | SQSEvent) =>
	isFromQueue(event) ? checkReopened(event) : publish(event);

/** Lambda developer guide, event structure: `eventSource` of a record is `aws:sqs` or `aws:dynamodb`. */
const isFromQueue = (event: DynamoDBStreamEvent | SQSEvent): event is SQSEvent =>
	event.Records[0]?.eventSource === "aws:sqs";
