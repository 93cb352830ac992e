import type { Claim, RefreshRequests } from "../adapters/dynamodb/refresh-requests.ts";
import type { Snapshot, UsedImages } from "../adapters/dynamodb/used-images.ts";
import type { ReadUsedImages } from "../adapters/ecr/images-in-use.ts";
import { TryLaterError } from "../core/errors.ts";
import { arnOf, type RepositorySubject } from "../core/subject.ts";
import { marginMs } from "./covered.ts";

/** All throw TryLaterError. */
export interface SnapshotPorts {
	readonly usedImages: Pick<UsedImages, "current" | "read">;
	readonly requests: Pick<RefreshRequests, "addWaiting" | "claim" | "claimUntil" | "isDone" | "failure">;
	/** Requests a refresh, at once or after a delay. */
	readonly sendRefresh: (requestedAt: string, delaySeconds?: number) => Promise<void>;
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
			await requests.addWaiting(arnOf(subject), ports.now());
			await requestRefresh(ports);
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

/** Until then, a request that was claimed and not sent is left to its sender. */
const sendingMs = 30_000;
const maxPauses = 5;

interface RefreshRequest {
	readonly claim: Exclude<Claim, "refresh">;
	/** The message arrives at this time. */
	readonly dueAt: string;
	/** It stands for all requests until this time. */
	readonly until: string;
}

/** One of those that find an old snapshot, or none, sends the request. */
const requestRefresh = (ports: SnapshotPorts): Promise<void> =>
	requestOnce((at) => ({ claim: "request", dueAt: at, until: later(at, refreshedEveryMs) }), ports);

/** One of those that need a refresh sends the request. The others do not end before it is sent. */
async function requestOnce(requestAt: (at: string) => RefreshRequest, ports: SnapshotPorts): Promise<void> {
	const { requests, pause, now } = ports;
	for (let pauses = 0; pauses < maxPauses; pauses++) {
		const at = now();
		const request = requestAt(at);
		if (await requests.claim(request.claim, at, later(at, sendingMs))) return send(request, at, ports);
		if (await requests.isDone(request.claim, at)) return;
		await pause();
	}
	throw new TryLaterError("another function has not yet sent the request to read the images in use");
}

async function send({ claim, dueAt, until }: RefreshRequest, at: string, ports: SnapshotPorts): Promise<void> {
	const { requests, sendRefresh } = ports;
	try {
		await sendRefresh(at, Math.ceil((Date.parse(dueAt) - Date.parse(at)) / 1_000));
	} catch (error) {
		// The next one has to send it.
		await requests.claimUntil(claim, at);
		throw error;
	}
	await requests.claimUntil(claim, until);
}

const longestWaitMs = 600_000;
const maxPausesForSnapshot = 50;

/**
 * Has the images in use read if the last snapshot is old at a time, and throws TryLaterError until that is done, for at most ten minutes
 * after the time. So a sweep judges each repository once, and also finds the images of services about which no event was sent.
 */
export async function waitForSnapshot(since: string, ports: SnapshotPorts): Promise<void> {
	const isReady = async (): Promise<boolean> => {
		const snapshot = await ports.usedImages.current();
		return !isOld(snapshot, since) || (snapshot === null && (await ports.requests.failure()) !== null);
	};
	if (await isReady()) return;
	if (Date.parse(ports.now()) - Date.parse(since) >= longestWaitMs) return;
	await requestRefresh(ports);
	// Reading a small account takes a second or two; a message that is returned comes back after five or more.
	for (let pauses = 0; pauses < maxPausesForSnapshot; pauses++) {
		await ports.pause();
		if (await isReady()) return;
	}
	throw new TryLaterError("the images in use are being read");
}

/** Digests of the images of a repository that are in use, by the last snapshot; none before the first one. Throws TryLaterError. */
export async function usedDigestsOf(
	repository: string,
	{ usedImages }: Pick<SnapshotPorts, "usedImages">,
): Promise<ReadonlySet<string>> {
	const snapshot = await usedImages.current();
	const images = snapshot === null ? [] : await usedImages.read(snapshot);
	return new Set(images.flatMap((image) => (image.repository === repository ? (image.digest ?? []) : [])));
}

/** Has the images in use read after a deployment at a time, and then these repositories checked, by their ARNs. Throws TryLaterError. */
export type RefreshAfterDeployment = (repositories: readonly string[], time: string) => Promise<void>;

/**
 * A deployment changes which images are in use, so a snapshot from before it is too old, also if it is younger than five minutes.
 * One request stands for all deployments until the snapshot is five minutes old; by then the refresh reads all of them.
 */
export function refreshAfterDeployment(ports: SnapshotPorts): RefreshAfterDeployment {
	const { usedImages, requests, now } = ports;
	return async (repositories, time) => {
		if (repositories.length === 0) return;
		const snapshot = await usedImages.current();
		if (snapshot !== null && Date.parse(snapshot.asOf) > Date.parse(time) + marginMs) return;
		for (const arn of repositories) await requests.addWaiting(arn, now());
		const requestAt = (at: string): RefreshRequest => {
			const dueAt = snapshot === null || isOld(snapshot, at) ? at : later(snapshot.asOf, refreshedEveryMs);
			return { claim: "deployment", dueAt, until: dueAt };
		};
		await requestOnce(requestAt, ports);
	};
}

/** A time so many milliseconds later. */
export const later = (time: string, ms: number): string => new Date(Date.parse(time) + ms).toISOString();
