import { randomUUID } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import { dynamodbClient } from "../adapters/clients/dynamodb.ts";
import { sqsClient } from "../adapters/clients/sqs.ts";
import type { BlockRecords } from "../adapters/dynamodb/block-records.ts";
import { createLedger } from "../adapters/dynamodb/ledger.ts";
import { sendMessages } from "../adapters/sqs/send-messages.ts";
import { isCheckedWithFamilies, recheckMessages } from "../pipeline/recheck.ts";
import type { RoutePorts } from "../pipeline/route.ts";
import { rules } from "../pipeline/rules.ts";
import { telemetry } from "../pipeline/telemetry.ts";
import type { RouteName, WorkerName } from "./manifest.ts";
import { queuePorts } from "./queue-ports.ts";
import { now, untilTimeLeft } from "./time.ts";
import { variable } from "./variable.ts";

/** Milliseconds for reporting what failed, before the function is stopped. */
const reportMs = 5_000;

/** Generous for one write to the ledger. */
const writeMs = 50;

const noBlocks = async (): Promise<never> => {
	throw new Error("only the route that checks task definitions records blocks");
};

/** Of a function that blocks nothing: no subject that it checks by itself has a block to record. */
const noBlockRecords: BlockRecords = {
	recordIntent: noBlocks,
	clearIntent: noBlocks,
	recordCandidate: noBlocks,
	clearCandidate: noBlocks,
};

/** What every function has that checks subjects. `recheckQueueUrl`: of the route that checks what is not a family. */
export function batchPorts(
	service: RouteName | WorkerName,
	recheckQueueUrl: string,
	blockRecords: BlockRecords = noBlockRecords,
) {
	const table = variable("ledgerTable");
	const familyQueueUrl = variable("familyQueueUrl");
	const { reject, retrySoon } = queuePorts(service);
	return {
		ledger: { ...createLedger(dynamodbClient(), table), ...blockRecords },
		rules,
		now,
		backOff: (conflicts) => pause(Math.random() * conflicts * writeMs),
		reject,
		retrySoon,
		recheck: async (subjects) => {
			for (const [toFamilies, url] of [
				[true, familyQueueUrl],
				[false, recheckQueueUrl],
			] as const) {
				const own = subjects.filter((subject) => isCheckedWithFamilies(subject) === toFamilies);
				await sendMessages(sqsClient(), url, recheckMessages(own, randomUUID, now()));
			}
		},
		timeUp: (context) => untilTimeLeft(context, reportMs),
		telemetry: telemetry(service),
	} satisfies Partial<RoutePorts>;
}
