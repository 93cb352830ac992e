import type { RefreshRequests } from "../adapters/dynamodb/refresh-requests.ts";
import type { Snapshot, UsedImages } from "../adapters/dynamodb/used-images.ts";
import type { ReadUsedImages } from "../adapters/ecr/images-in-use.ts";
import { TryLaterError } from "../core/errors.ts";
import { arnOf, type RepositorySubject } from "../core/subject.ts";

/** All throw TryLaterError. */
export interface SnapshotPorts {
	readonly usedImages: Pick<UsedImages, "current" | "read">;
	readonly requests: Pick<RefreshRequests, "addWaiting" | "claim" | "claimUntil" | "isDone" | "failure">;
	/** Requests a refresh. */
	readonly sendRefresh: (requestedAt: string) => Promise<void>;
	/** Waits for a random short time, in which another function may send a request. */
	readonly pause: () => Promise<void>;
	/** ISO 8601 with milliseconds. */
	readonly now: () => string;
}

/** ECS is read for a new snapshot at most this often. */
export const refreshedEveryMs = 300_000;

export const isOld = (snapshot: Snapshot | null, at: string): boolean =>
	snapshot === null || Date.parse(at) - Date.parse(snapshot.asOf) >= refreshedEveryMs;

/**
 * Reads the images in use from the last snapshot, however old, so that a verdict stands until there is a newer one. If the
 * snapshot is old at a given time, a refresh is requested, after which the repository is checked again; without a snapshot they are
 * unread.
 */
export function readLastSnapshot(ports: SnapshotPorts) {
	const { usedImages, requests } = ports;
	return async (subject: RepositorySubject, time: string): ReturnType<ReadUsedImages> => {
		let snapshot = await usedImages.current();
		if (isOld(snapshot, time)) {
			await requestRefresh(arnOf(subject), ports);
			// A refresh that ended before this repository was added to those that wait does not check it again.
			snapshot = await usedImages.current();
		}
		if (snapshot !== null) return { value: await usedImages.read(snapshot) };
		const failure = await requests.failure();
		return failure === null
			? { unread: "the services and tasks are being read for the first time", pending: true }
			: { unread: failure.reason };
	};
}

/** The time after which a request that was claimed and not sent is sent by another check. */
const sendingMs = 30_000;
const maxPauses = 5;

/** One of the checks that find an old snapshot sends the request. The others do not end before it is sent. */
async function requestRefresh(arn: string, ports: SnapshotPorts): Promise<void> {
	const { requests, pause, now } = ports;
	await requests.addWaiting(arn, now());
	for (let pauses = 0; pauses < maxPauses; pauses++) {
		const at = now();
		if (await requests.claim("request", at, later(at, sendingMs))) return sendRequest(at, ports);
		if (await requests.isDone("request", at)) return;
		await pause();
	}
	throw new TryLaterError("another check has not yet sent the request to read the images in use");
}

async function sendRequest(at: string, { requests, sendRefresh }: SnapshotPorts): Promise<void> {
	try {
		await sendRefresh(at);
	} catch (error) {
		// The next check has to send it.
		await requests.claimUntil("request", at);
		throw error;
	}
	await requests.claimUntil("request", later(at, refreshedEveryMs));
}

/** A time so many milliseconds later. */
export const later = (time: string, ms: number): string => new Date(Date.parse(time) + ms).toISOString();
