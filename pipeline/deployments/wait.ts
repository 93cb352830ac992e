import { isFields } from "../../core/json.ts";
import type { HookRequest } from "./request.ts";

/**
 * For how long a deployment waits in a stage, in minutes, for scans and for AWS together, from the first question on. ECS rolls it back
 * when the hook's own time-out is over, by default after 1,440 (Amazon ECS developer guide, "Lambda hooks for Amazon ECS service
 * deployments"), which would look like a refusal.
 */
export const maxWaitMinutes = 15;
const patientAfterMinutes = 5;

/** The end of scans, or an answer of AWS. */
export type Awaited = "scan" | "aws";

/** How long a deployment has waited. */
export interface Waited {
	/** Since when, ISO 8601. */
	readonly since: string;
	/** ISO 8601. */
	readonly now: string;
	/** From 0 up to 1; it spreads the next questions of deployments that AWS throttles at the same time. Absent: 0. */
	readonly spread?: number;
}

/** Seconds until a deployment is decided again; null if it has waited long enough. */
export function nextDelayOf(awaited: Awaited, { since, now, spread = 0 }: Waited): number | null {
	const minutes = (Date.parse(now) - Date.parse(since)) / 60_000;
	if (minutes >= maxWaitMinutes) return null;
	if (awaited === "aws") return 15 + Math.floor(spread * 15);
	return minutes < patientAfterMinutes ? 30 : 60;
}

/** The key in `hookDetails` under which the gate keeps since when a deployment waits. */
const key = "shipshapeWait";
const maxSkewMs = 60_000;

type Asked = Pick<HookRequest, "targetServiceRevisionArn" | "stage" | "hookDetails">;

/**
 * The details that ECS passes back with the next request (same page, "Passing state with hookDetails"): those of this request, because
 * the page does not say whether they replace what the service configures, and since when the deployment waits.
 */
export const detailsToKeep = (
	{ targetServiceRevisionArn: revision, stage, hookDetails }: Asked,
	since: string,
): Readonly<Record<string, unknown>> => ({ ...hookDetails, [key]: { revision, stage, since } });

/**
 * Since when a deployment waits, from the request; null if it does not say so. Whoever configures the service can write anything there, so
 * a time of another deployment or stage, one before the service revision was created or one in the future does not count.
 */
function keptSince(
	{ targetServiceRevisionArn, stage, hookDetails }: Asked,
	createdAt: string | null,
	now: string,
): string | null {
	const kept = hookDetails[key];
	if (!isFields(kept) || kept["revision"] !== targetServiceRevisionArn || kept["stage"] !== stage) return null;
	const { since } = kept;
	if (typeof since !== "string") return null;
	const at = Date.parse(since);
	const isPlausible =
		at <= Date.parse(now) + maxSkewMs && (createdAt === null || at >= Date.parse(createdAt) - maxSkewMs);
	return isPlausible ? since : null;
}

/** Deployments that are remembered. */
const maxRemembered = 1_000;

/**
 * Since when deployments wait: `hookDetails` says so. Without them it is the first question in the stage that this process has been asked,
 * not the creation of the service revision: manual approvals and starting tasks may take longer than the wait before ECS asks at all.
 */
export function waitingTimes(): (request: Asked, createdAt: string | null, now: string) => string {
	const firstAsked = new Map<string, string>();
	return (request, createdAt, now) => {
		const { targetServiceRevisionArn, stage } = request;
		const asked = `${stage} ${targetServiceRevisionArn}`;
		const first = firstAsked.get(asked) ?? now;
		firstAsked.set(asked, first);
		const [oldest] = firstAsked.keys();
		if (firstAsked.size > maxRemembered && oldest !== undefined) firstAsked.delete(oldest);
		return keptSince(request, createdAt, now) ?? first;
	};
}
