/** What can stop a deployment: each is a switch in the policy's section `block`. */
export const blockActions = [
	/** A newly registered revision. */
	"deregister",
	/** The tag of a revision, which a deny policy of the account reads. */
	"tag",
	/** A deployment, before its tasks start or get traffic: as an ECS lifecycle hook. */
	"gate",
	/** A deployment that waits in a PAUSE hook. */
	"pause",
	/** A deployment that has started: it is stopped and rolled back. */
	"stop-deployment",
	/** A deployment that ECS regards as complete: its service is set back to the revision before. */
	"set-back",
	/** A resource of a CloudFormation stack, before it is provisioned. */
	"cloudformation-hook",
] as const;

export type BlockAction = (typeof blockActions)[number];
/** `gone`: there was nothing to block any more; `not-possible`: ECS has no way to; `overridden`: by the off switch or by break-glass. */
export const blockOutcomes = [
	"done",
	"would-have",
	"failed",
	"gone",
	"protected",
	"not-possible",
	"overridden",
] as const;

/** One attempt to block a deployment. */
export interface BlockRecord {
	readonly action: BlockAction;
	/**
	 * An ARN: of the revision; for a deployment of the service revision, or of the deployment, task set or service; or
	 * `SERVICEARN/TIME` of a task set without an ARN, or `STACKID/LOGICALID/TOKEN`.
	 */
	readonly resource: string;
	/** Of the family; 0 if the service revision could not be read, then the record is in the service's entry. */
	readonly revision: number;
	/** Ids of the blocking controls that failed. */
	readonly because: readonly string[];
	readonly at: string;
	readonly outcome: (typeof blockOutcomes)[number];
	/** Why the attempt failed, or why nothing was done. */
	readonly reason?: string;
	/** Only of a deployment that is left to a person: its ARN, the id of the PAUSE hook in which it waits, and when ECS ends that (ISO 8601). */
	readonly waitsIn?: { readonly deployment: string; readonly hook: string; readonly until?: string };
	/** Nothing was tried, because what decides could not be read; only of actions on deployments that have failed. */
	readonly unchecked?: true;
	/** A person has refused it, whom the reason names. */
	readonly refused?: true;
	/** A later revision has become active since, so the block no longer applies, even if that revision is deregistered too. */
	readonly over?: true;
}

const maxBlocks = 20;
const keyOf = ({ action, resource }: BlockRecord): string => `${action} ${resource}`;

/** Their answer is the block, so all that can fail is the check: such a failure never replaces what was decided with knowledge. */
const answering: readonly BlockAction[] = ["gate", "cloudformation-hook"];

/** It says nothing of the deployment, only that it could not be checked. */
const isBlind = ({ outcome, action, unchecked }: BlockRecord): boolean =>
	outcome === "failed" && (unchecked === true || answering.includes(action));

/** Messages come late and again, so an earlier outcome replaces a later one only if that says nothing, or if it is `done`. */
const isOutdated = (block: BlockRecord, old: BlockRecord | undefined): boolean =>
	old !== undefined &&
	(old.outcome === "done" ||
		(isBlind(block) && old.outcome !== "failed") ||
		(Date.parse(block.at) < Date.parse(old.at) && block.outcome !== "done" && !isBlind(old)));

/** By time, 20 of each action. A new outcome of an action on the same resource replaces the old one, unless the old one is `done`. */
export function mergeBlocks(
	old: readonly BlockRecord[],
	fresh: readonly BlockRecord[],
	newestActive: number | null = null,
): readonly BlockRecord[] {
	const known = new Map(old.map((block) => [keyOf(block), block]));
	const newBlocks = fresh.filter((block) => !isOutdated(block, known.get(keyOf(block))));
	const replaced = new Set(newBlocks.map(keyOf));
	const all = [...old.filter((block) => !replaced.has(keyOf(block))), ...newBlocks]
		.toSorted((one, other) => Date.parse(one.at) - Date.parse(other.at))
		.map((block) =>
			block.outcome === "done" && (newestActive ?? 0) > block.revision ? ({ ...block, over: true } as const) : block,
		);
	const newest = blockActions.flatMap((of) => all.filter(({ action }) => action === of).slice(-maxBlocks));
	return all.filter((block) => newest.includes(block));
}
