import type { DeregisterResult } from "../adapters/ecs/deregister.ts";
import { TryLaterError } from "../core/errors.ts";
import { arnOf } from "../core/subject.ts";
import type { BlockIntent } from "../domain/blocks/intent.ts";
import { isNowInactive } from "../domain/blocks/registrations.ts";
import { type Attempt, type Candidate, decideAttempt } from "./block-attempt.ts";
import { catchTryLater } from "./catch-try-later.ts";
import { type TagPorts, tagIfRequired } from "./tag-revision.ts";

export interface BlockPorts extends TagPorts {
	readonly deregister: (revisionArn: string) => Promise<DeregisterResult>;
	/** Records the intent to block; returns the earlier intent for the same revision, if there is one. */
	readonly recordIntent: (arn: string, intent: BlockIntent) => Promise<BlockIntent | null>;
}

/**
 * Blocks a revision if its verdicts require it under the policy: the tag first, because it counts at once, while ECS may accept a
 * deregistered revision for some minutes. Empty when there is nothing to do. Throws TryLaterError.
 */
export async function blockIfRequired(candidate: Candidate, ports: BlockPorts): Promise<readonly Attempt[]> {
	const tagged = await tagIfRequired(candidate, ports);
	const deregistered = await deregisterIfRequired(candidate, ports);
	// An inactive revision needs no tag.
	const isOver = tagged !== null && deregistered !== null && isNowInactive(deregistered.record);
	return [isOver ? { record: tagged.record } : tagged, deregistered].flatMap((attempt) => attempt ?? []);
}

async function deregisterIfRequired(candidate: Candidate, ports: BlockPorts): Promise<Attempt | null> {
	const { subject, revision, facts, begun, readAt } = candidate;
	const resource = `${arnOf(subject)}:${revision}`;
	const base = { action: "deregister", resource, revision, at: readAt } as const;
	if (facts === null || facts.status === "INACTIVE" || facts.status === "DELETE_IN_PROGRESS") {
		// An earlier attempt deregistered it, but its outcome was not recorded.
		return begun === null ? null : { record: { ...base, because: begun.because, outcome: "done" } };
	}
	if (begun !== null && facts.status !== "ACTIVE") {
		throw new TryLaterError(`cannot tell whether revision ${revision} is deregistered`);
	}
	const decided = await decideAttempt(facts, candidate, base, ports, () => ports.turn(base.action));
	if (decided === null || "record" in decided) return decided;
	const { because } = decided;
	const done = { ...base, ...decided, outcome: "done" } as const;
	const intent = { revision, resource, because, at: readAt };
	const replaced = await ports.recordIntent(arnOf(subject), intent);
	const result = await catchTryLater(() => ports.deregister(resource));
	if (result instanceof TryLaterError) {
		return { record: { ...base, because, outcome: "failed", reason: result.message }, retry: result };
	}
	if (result.outcome === "failed") {
		return { record: { ...base, because, ...result }, retry: new TryLaterError(result.reason) };
	}
	if (result.outcome === "done" || begun !== null || replaced !== null) return { record: done };
	// Another caller was faster. If it recorded an intent after this one, it was another delivery of this event.
	const latest = await ports.recordIntent(arnOf(subject), intent);
	const isOurs = latest !== null && latest.at !== intent.at;
	return { record: isOurs ? done : { ...base, because, outcome: "gone" } };
}
