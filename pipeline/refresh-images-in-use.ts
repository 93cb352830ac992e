import type { SQSBatchResponse, SQSEvent, SQSRecord } from "aws-lambda";
import type { RefreshRequests, WaitingRepository } from "../adapters/dynamodb/refresh-requests.ts";
import type { UsedImages } from "../adapters/dynamodb/used-images.ts";
import { TryLaterError } from "../core/errors.ts";
import type { Reading } from "../core/reading.ts";
import { wasRead } from "../core/reading.ts";
import { type AccountRegion, partitionOf } from "../core/subject.ts";
import { isOld, later, refreshedEveryMs } from "./images-in-use.ts";
import type { Telemetry } from "./telemetry.ts";

type Used = Parameters<UsedImages["store"]>[1];

/** All throw TryLaterError. */
export interface RefreshPorts {
	/** Reads from ECS which images of the account and Region are in use. */
	readonly read: (place: AccountRegion) => Promise<Reading<Used>>;
	readonly usedImages: Pick<UsedImages, "current" | "store">;
	readonly requests: Pick<RefreshRequests, "claim" | "claimUntil" | "failure" | "recordFailure">;
	readonly listWaiting: () => Promise<readonly WaitingRepository[]>;
	/** Those that were added again since they were listed still wait. */
	readonly removeWaiting: (waiting: readonly WaitingRepository[]) => Promise<void>;
	/** Sends messages after which these repositories, by their ARNs, are checked again. */
	readonly sendRechecks: (arns: readonly string[], at: string) => Promise<void>;
	/** The number of the message's attempt, from 1. */
	readonly attemptOf: (record: SQSRecord) => number;
	/** Sends the message to its own queue again, as the next attempt. */
	readonly requeue: (record: SQSRecord, delaySeconds: number) => Promise<void>;
	/** Makes a failed message visible again after a short delay that grows with its deliveries. Never throws. */
	readonly retrySoon: (record: SQSRecord) => Promise<void>;
	/** Moves the message to the dead-letter queue, once. */
	readonly reject: (record: SQSRecord, reason: string) => Promise<void>;
	readonly now: () => string;
	readonly telemetry: Pick<Telemetry, "skipped" | "rejected" | "requeue" | "failed" | "flush"> & {
		readonly stored: (images: number) => void;
	};
}

/** Seconds until each further attempt. The last is more than an hour after the first, so that an outage of an hour loses no request. */
const retryDelays = [60, 120, 240, 480, 900, 900, 900, 900] as const;
/** Longer than the function's timeout. */
const leaseMs = 330_000;

/**
 * The handler that refreshes the images in use: it reads ECS, unless that was done recently or is being done, and has the
 * repositories that wait for it checked again. If ECS cannot be read, the last snapshot stays and another attempt follows.
 */
export function refreshImagesInUse(ports: RefreshPorts): (event: SQSEvent) => Promise<SQSBatchResponse> {
	return async ({ Records }) => {
		const batchItemFailures: { itemIdentifier: string }[] = [];
		for (const record of Records) {
			try {
				await handleMessage(record, ports);
			} catch (error) {
				ports.telemetry.failed(record.messageId, error instanceof Error ? error : new Error(String(error)));
				batchItemFailures.push({ itemIdentifier: record.messageId });
				await ports.retrySoon(record);
			}
		}
		ports.telemetry.flush();
		return { batchItemFailures };
	};
}

async function handleMessage(record: SQSRecord, ports: RefreshPorts): Promise<void> {
	const { usedImages, requests, telemetry, now } = ports;
	const at = now();
	// The claim may be that of an earlier delivery of this message, which was stopped or did not learn that it has it.
	if (!(await requests.claim("refresh", at, later(at, leaseMs)))) {
		throw new TryLaterError("another function is reading the images in use");
	}
	const wasRefreshed = !isOld(await usedImages.current(), at);
	const failure = wasRefreshed ? null : await refresh(record, at, ports);
	// The claim ends now.
	await requests.claimUntil("refresh", at);
	if (wasRefreshed) telemetry.skipped(record.messageId, "the images in use were read recently");
	if (failure === null) {
		// The next check that finds this snapshot old has to send a request, also if another message stood for it until later.
		await requests.claimUntil("request", at);
		return recheckWaiting(record, ports);
	}
	const delaySeconds = retryDelays[ports.attemptOf(record) - 1];
	if ((failure.isLasting || delaySeconds === undefined) && (await usedImages.current()) === null) {
		await reportFailure(failure.reason, ports);
	}
	if (delaySeconds === undefined) {
		// The next check has to send a request.
		await requests.claimUntil("request", at);
		await ports.reject(record, failure.reason);
		telemetry.rejected(record.messageId, failure.reason);
		return;
	}
	// This message is the request until then.
	await requests.claimUntil("request", later(now(), delaySeconds * 1_000 + refreshedEveryMs));
	await ports.requeue(record, delaySeconds);
	telemetry.requeue(`${record.messageId}: ${failure.reason}`, delaySeconds);
}

interface Failure {
	readonly reason: string;
	/** It does not pass by itself, such as a missing permission. */
	readonly isLasting: boolean;
}

/** Null when the new snapshot is stored. */
async function refresh({ eventSourceARN }: SQSRecord, at: string, ports: RefreshPorts): Promise<Failure | null> {
	const [, , , region = "", account = ""] = eventSourceARN.split(":");
	try {
		const used = await ports.read({ partition: partitionOf(region), account, region });
		if (!wasRead(used)) return { reason: used.unread, isLasting: true };
		await ports.usedImages.store(at, used.value);
		ports.telemetry.stored(used.value.length);
		return null;
	} catch (error) {
		if (error instanceof TryLaterError) return { reason: error.message, isLasting: false };
		if (error instanceof RangeError) return { reason: error.message, isLasting: true };
		throw error;
	}
}

/**
 * Those that began to wait after ECS was read for this snapshot are checked, and wait for the next one as well: the snapshot may be
 * from before the deployment that they wait for.
 */
async function recheckWaiting(record: SQSRecord, ports: RefreshPorts): Promise<void> {
	const { usedImages, listWaiting, sendRechecks, removeWaiting, requeue, now } = ports;
	const asOf = (await usedImages.current())?.asOf ?? "";
	const waiting = await listWaiting();
	const at = now();
	await sendRechecks(arnsOf(waiting), at);
	if (waiting.some(({ since }) => since > asOf)) {
		await requeue(record, Math.ceil((Date.parse(asOf) + refreshedEveryMs - Date.parse(at)) / 1_000));
	}
	await removeWaiting(waiting.filter(({ since }) => since <= asOf));
}

/** Without a snapshot there is no verdict to keep: it becomes unknown, with the reason. The repositories still wait for a snapshot. */
async function reportFailure(reason: string, { requests, ...ports }: RefreshPorts): Promise<void> {
	const known = await requests.failure();
	if (known?.reason === reason && known.isReported) return;
	await requests.recordFailure({ reason, isReported: false });
	await ports.sendRechecks(arnsOf(await ports.listWaiting()), ports.now());
	await requests.recordFailure({ reason, isReported: true });
}

const arnsOf = (waiting: readonly WaitingRepository[]): readonly string[] => waiting.map(({ arn }) => arn);
