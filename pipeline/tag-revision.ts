import type { TagResult } from "../adapters/ecs/tag-revision.ts";
import { TryLaterError } from "../core/errors.ts";
import type { TaskDefinitionFacts } from "../core/facts.ts";
import { policyFor } from "../core/scopes.ts";
import { arnOf } from "../core/subject.ts";
import type { Verdict } from "../core/verdict.ts";
import { blockTagOf, blockTagValue } from "../domain/blocks/block-tag.ts";
import { exemptionOf } from "../domain/blocks/decide.ts";
import { type Attempt, type Candidate, type DecisionPorts, decideAction, decideAttempt } from "./block-attempt.ts";
import { catchTryLater } from "./catch-try-later.ts";

export interface TagPorts extends DecisionPorts {
	readonly tag: (revisionArn: string, because: readonly string[]) => Promise<TagResult>;
	/** Null in a sweep, which changes nothing. */
	readonly untag: ((revisionArn: string) => Promise<TagResult>) | null;
}

/**
 * Tags a revision if its verdicts require it under the policy; null when there is nothing to do. Needs no intent: it may be repeated,
 * and a revision that has the tag is not tagged again.
 */
export async function tagIfRequired(candidate: Candidate, ports: TagPorts): Promise<Attempt | null> {
	const { subject, revision, facts, readAt } = candidate;
	if (facts?.status !== "ACTIVE") return null;
	const attempted = { action: "tag", resource: `${arnOf(subject)}:${revision}`, revision, at: readAt } as const;
	// Nothing is written if it has the tag already.
	const hasTag = (because: readonly string[]): boolean => blockTagOf(facts) === blockTagValue(because);
	const turn = async (because: readonly string[]): Promise<void> => {
		if (!hasTag(because)) await ports.turn("tag");
	};
	const decided = await decideAttempt(facts, candidate, attempted, ports, turn);
	if (decided === null || "record" in decided) return decided;
	const { because } = decided;
	const base = { ...attempted, ...decided };
	if (hasTag(because)) return { record: { ...base, outcome: "done" } };
	const result = await catchTryLater(() => ports.tag(base.resource, because));
	if (result instanceof TryLaterError) {
		return { record: { ...base, outcome: "failed", reason: result.message }, retry: result };
	}
	return {
		record: { ...base, ...result },
		...(result.outcome === "failed" ? { retry: new TryLaterError(result.reason) } : {}),
	};
}

/**
 * Removes the tag of a revision that is not to be blocked any more, because of a waiver, another policy or another scan. Nothing is removed
 * where the policy blocks nothing. Returns why it has to be tried again, or null.
 */
export async function untagIfPassing(
	facts: TaskDefinitionFacts,
	judged: Pick<Candidate, "verdicts" | "readAt">,
	ports: TagPorts,
): Promise<TryLaterError | null> {
	const { untag } = ports;
	const value = blockTagOf(facts);
	if (untag === null || value === null || facts.status !== "ACTIVE" || facts.revision === null) return null;
	const policy = policyFor(ports.rules.policy, facts);
	if (!policy.block.tag || exemptionOf(facts, policy, judged.readAt) !== null) return null;
	if (decideAction(facts, judged, "tag", ports).kind !== "none") return null;
	if (judged.verdicts.some((verdict) => isReasonUnknown(verdict, value))) return null;
	const result = await catchTryLater(() => untag(`${facts.arn}:${facts.revision}`));
	if (result instanceof TryLaterError) return result;
	return result.outcome === "failed" ? new TryLaterError(result.reason) : null;
}

/** Whether it cannot be told now if a control still fails for which the revision was tagged. */
const isReasonUnknown = ({ control, status, pending }: Verdict, tag: string): boolean =>
	(status === "unknown" || pending === true) && tag.split(" ").includes(control);
