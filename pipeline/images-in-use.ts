import type { RefreshRequests } from "../adapters/dynamodb/refresh-requests.ts";
import type { Snapshot, UsedImages } from "../adapters/dynamodb/used-images.ts";
import type { ReadUsedImages } from "../adapters/ecr/images-in-use.ts";
import { arnOf, type RepositorySubject } from "../core/subject.ts";

/** All throw TryLaterError. */
export interface SnapshotPorts {
	readonly usedImages: Pick<UsedImages, "current" | "read">;
	readonly requests: Pick<RefreshRequests, "addWaiting" | "claim" | "claimUntil" | "failure">;
	/** Requests a refresh. */
	readonly sendRefresh: (requestedAt: string) => Promise<void>;
	/** ISO 8601 with milliseconds. */
	readonly now: () => string;
}

/** ECS is read for a new snapshot at most this often. */
export const refreshedEveryMs = 300_000;
/** Until the request is sent; not longer than the shortest time after which a message that failed is delivered again. */
const sendingMs = 5_000;

export const isOld = (snapshot: Snapshot | null, at: string): boolean =>
	snapshot === null || Date.parse(at) - Date.parse(snapshot.asOf) >= refreshedEveryMs;

/**
 * Reads the images in use from the last snapshot, however old, so that a verdict stands until there is a newer one. If the
 * snapshot is old for an event of a time, a refresh is requested, after which the repository is checked again; that check has the
 * time of the refresh, so that it requests no further one. Without a snapshot they are unread.
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
			: { unread: failure };
	};
}

/**
 * One of the checks that find an old snapshot sends the request. If it is stopped before it has, because it was killed or out of
 * time, its next delivery sends the request.
 */
async function requestRefresh(arn: string, { requests, sendRefresh, now }: SnapshotPorts): Promise<void> {
	const at = now();
	await requests.addWaiting(arn, at);
	if (!(await requests.claim("request", at, later(at, sendingMs)))) return;
	try {
		await sendRefresh(at);
		await requests.claimUntil("request", later(at, refreshedEveryMs));
	} catch (error) {
		// The next check has to send it.
		await requests.claimUntil("request", at);
		throw error;
	}
}

/** A time so many milliseconds later. */
export const later = (time: string, ms: number): string => new Date(Date.parse(time) + ms).toISOString();
