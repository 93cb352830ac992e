import { type BlockRecord, mergeBlocks } from "../core/block-record.ts";
import type { BlockCandidate } from "../domain/blocks/intent.ts";

/** Why a subject is checked: the time of the event and what it announced. */
export interface Trigger {
	/** ISO 8601; the time of the event. */
	readonly time: string;
	/** The time of the event that announced a scan result; null when it did not announce one. */
	readonly announcedAt: string | null;
	/** Revisions of the family that the events report as registered. No other revision can be blocked. */
	readonly registered: readonly BlockCandidate[];
	/** Sent again on purpose, not by AWS: AWS must be read now, regardless of when the event happened. */
	readonly replayed: boolean;
	/** A deployment of the service began or ended, so the images in use have changed. */
	readonly isDeployment?: true;
	/** What the gate has decided about deployments of the family, which is recorded with the check; not empty. */
	readonly decided?: readonly BlockRecord[];
}

/** The trigger of a check that stands for two: it must be made if either must, and decides about the revisions of both. */
export function mergeTriggers(one: Trigger, other: Trigger): Trigger {
	return {
		time: later(one.time, other.time),
		announcedAt:
			one.announcedAt === null || other.announcedAt === null
				? (one.announcedAt ?? other.announcedAt)
				: later(one.announcedAt, other.announcedAt),
		registered: [...one.registered, ...other.registered],
		replayed: one.replayed || other.replayed,
		...(one.isDeployment === true || other.isDeployment === true ? { isDeployment: true } : {}),
		...(one.decided === undefined && other.decided === undefined
			? {}
			: { decided: mergeBlocks(one.decided ?? [], other.decided ?? []) }),
	};
}

/** Whether someone deploys: a revision was registered, a deployment of a service began or ended, or the gate has decided about one. */
export const isDeploying = ({ registered, isDeployment, decided }: Trigger): boolean =>
	registered.length > 0 || isDeployment === true || decided !== undefined;

/** Two times with a different number of decimals do not compare as text. */
const later = (one: string, other: string): string => (Date.parse(one) < Date.parse(other) ? other : one);
