import { findingIdOf } from "../../core/finding.ts";
import { compareSeverity } from "../../core/verdict.ts";
import { isHeldBack } from "../../domain/notifications/held-back.ts";
import type { ReportedChange } from "../../domain/notifications/notification.ts";
import type { Expectation } from "./expectation.ts";
import type { Services } from "./services.ts";
import type { Post } from "./slack/slack.ts";
import type { Violation } from "./violations.ts";

export const failing: readonly ReportedChange["kind"][] = ["failing", "worse", "milder", "blocking"];

/** What the channel heard of one control on one subject. */
interface Heard {
	readonly readAt: string;
	/** The last thing that was no "unknown", which neither opens nor closes a failure. */
	readonly last: ReportedChange["kind"] | null;
	/** Whether it ever heard of a failure. */
	readonly hasFailed: boolean;
}

/** The channel heard of each state once (I2), of nothing else, and what it heard last is how it is (I3). */
export function checkMessages(services: Services, expectations: readonly Expectation[]): readonly Violation[] {
	const heard = new Map<string, Heard>();
	const violations: Violation[] = [];
	for (const post of services.slack.posts) {
		violations.push(...checkPost(post, services));
		for (const change of post.notification.changes) {
			const { arn, readAt } = post.notification.entry;
			const key = `${change.control} on ${arn}`;
			const before = heard.get(key) ?? null;
			// Repeated: it could not be recorded that it was sent.
			const isRepeated = before?.readAt === readAt;
			// What a suppressed finding was may be heard of when Security Hub does not answer, without what it was before.
			const isUnread = !post.couldRead && services.hub.suppressedAt.has(findingIdOf(change.control, arn));
			if (!isRepeated && !isUnread) violations.push(...checkChange(change, key, before));
			// Why a revision was blocked; the control may have passed again since.
			if (change.kind === "blocking" && change.after?.status !== "fail") continue;
			const hasFailed = failing.includes(change.kind) || before?.hasFailed === true;
			heard.set(key, { last: change.kind === "unknown" ? (before?.last ?? null) : change.kind, hasFailed, readAt });
		}
	}
	violations.push(...checkRepetitions(services.slack.posts));
	return [...violations, ...expectations.flatMap((one) => checkLastMessage(one, heard, services))];
}

/** A state is repeated once if no answer came, and once for each invocation that could not record that it was sent. */
export function checkRepetitions(posts: readonly Post[]): Violation[] {
	const recorded = posts.filter(({ isUnrecorded }) => !isUnrecorded());
	const states = Map.groupBy(recorded, ({ notification: { entry } }) => `${entry.arn} of ${entry.readAt}`);
	return [...states].flatMap(([state, [first, ...others]]): Violation[] => {
		if (others.length <= (first?.isUnanswered() === true ? 1 : 0)) return [];
		return [{ invariant: "I2", text: `Slack heard of ${state} ${others.length + 1} times` }];
	});
}

export function checkPost({ notification, wasConfirmed, couldRead, startedAt }: Post, { hub }: Services): Violation[] {
	const { entry, changes } = notification;
	if (wasConfirmed) {
		const text = `Slack heard of ${entry.arn} of ${entry.readAt} again after it was confirmed`;
		return [{ invariant: "I2", text }];
	}
	return changes.flatMap(({ control }): Violation[] => {
		const suppressedAt = hub.suppressedAt.get(findingIdOf(control, entry.arn)) ?? Number.POSITIVE_INFINITY;
		const text = `Slack heard of ${control} on ${entry.arn} of ${entry.readAt}, whose finding is suppressed`;
		return couldRead && suppressedAt < startedAt ? [{ invariant: "I2", text }] : [];
	});
}

/** `heard`: before it. */
export function checkChange(
	{ kind, severity, before, after }: ReportedChange,
	key: string,
	heard: Pick<Heard, "hasFailed"> | null,
): Violation[] {
	if (kind === "closed" && heard?.hasFailed !== true)
		return [{ invariant: "I2", text: `Slack heard that ${key} is fixed, which never failed` }];
	if (kind !== "worse") return [];
	// Every family has one container, and no vulnerability is tolerated: so only a higher severity or another one is worse.
	const known = before?.status === "fail" ? before : before?.lastFailure;
	const ids = new Set(known?.vulnerabilities?.map(({ id }) => id));
	const isAnother = after?.vulnerabilities.some(({ id }) => !ids.has(id)) === true;
	if (known !== undefined && (compareSeverity(severity, known.severity) < 0 || isAnother)) return [];
	return [{ invariant: "I2", text: `Slack heard that ${key} is worse, although only the wording changed` }];
}

/** Of an image that never had a tag the channel hears a day after its first check; no history lasts that long. */
function isWithoutTag(arn: string, { table, registry }: Services): boolean {
	const entry = table.entries.get(arn);
	return entry?.subject.kind === "image" && isHeldBack(entry) && !registry.isTagged(entry.subject);
}

function checkLastMessage(
	{ arn, control, allowed, ...more }: Expectation,
	heard: ReadonlyMap<string, Heard>,
	services: Services,
): Violation[] {
	if (services.hub.suppressedAt.has(findingIdOf(control, arn))) return [];
	const key = `${control} on ${arn}`;
	const last = heard.get(key)?.last ?? null;
	const hearsFailure = last !== null && failing.includes(last);
	const isRight =
		(isWithoutTag(arn, services) && !hearsFailure) ||
		allowed.some((end) => end === "unknown" || (end === "fail") === hearsFailure);
	const text = `Slack last heard ${last ?? "nothing"} of ${key}; the model says ${allowed.join(" or ")}`;
	return isRight ? [] : [{ invariant: "I3", text, ...more }];
}
