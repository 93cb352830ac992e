/** What a service deployment says of itself. Statuses: Amazon ECS API reference, ServiceDeployment. */
interface DescribedDeployment {
	/** Such as IN_PROGRESS. */
	readonly status: string;
	/** A rollback has begun, or the target is what ECS rolls back to. */
	readonly isRollback: boolean;
	/** Whether ECS rolls it back by itself, and since when (ISO 8601; null if ECS does not return it). */
	readonly rollback: { readonly isAutomatic: boolean; readonly startedAt: string | null };
}

/**
 * `open`: it goes forward, and can be stopped; `given-up`: ECS rolls it back or stops it, or did; `complete`: ECS regards it as
 * successful; `ended` in another way, such as by a newer deployment.
 */
export type Standing = "open" | "given-up" | "complete" | "ended";

/** Statuses of a deployment that goes forward. */
const goingOn: readonly (string | undefined)[] = ["PENDING", "IN_PROGRESS"];

/** Whether a deployment is over, or goes back; a status that ECS does not return says nothing. */
export const isOver = (status: string | undefined): boolean => status !== undefined && !goingOn.includes(status);

/** One with a status that is not documented is nothing to act on. */
export function standingOf({ status, isRollback }: Pick<DescribedDeployment, "status" | "isRollback">): Standing {
	if (isRollback || status.startsWith("ROLLBACK_") || status === "STOP_REQUESTED") return "given-up";
	if (!isOver(status)) return "open";
	return status === "SUCCESSFUL" ? "complete" : "ended";
}

/** Whether somebody has asked ECS to roll a deployment back; whether that was Shipshape, ECS does not say. */
export const isRolledBackOnRequest = ({ status, rollback }: Omit<DescribedDeployment, "isRollback">): boolean =>
	status.startsWith("ROLLBACK_") && !rollback.isAutomatic;

/**
 * What is true of a rollback on request after a call without a response, for display. The service model has no caller in ServiceDeployment,
 * and documents no text of `rollback.reason` or `statusReason` for a stop, so it may be somebody else's.
 */
export function describeRollback({ rollback: { startedAt } }: Pick<DescribedDeployment, "rollback">): string {
	const since = startedAt === null ? "" : ` since ${startedAt}`;
	return `the response to the call was lost, and ECS rolls the deployment back${since} without saying who asked for it`;
}
