import { findingIdOf } from "../../../core/finding.ts";
import { arnOf } from "../../../core/subject.ts";
import { compareSeverity, type Severity } from "../../../core/verdict.ts";
import { destinationKey } from "../../../domain/notifications/destination.ts";
import { checkChange, checkPost, checkRepetitions, failing } from "../check-messages.ts";
import type { Services } from "../services.ts";
import type { Violation } from "../violations.ts";
import { destinationsOf, type SlackSettings } from "./settings.ts";
import type { Post } from "./slack.ts";

/** A function that began under a policy records an entry at most so much later. */
const longestInvocationMs = 60_000;

/** Each message goes where the policy says, about nothing that nobody wants to hear of there, in order and once (I2, I3, I8). */
export function checkPosts(services: Services, settings: SlackSettings): readonly Violation[] {
	const { posts } = services.slack;
	return [
		...posts.flatMap((post) => [
			...checkPost(post, services),
			...checkDestination(post, services, settings),
			...checkQuiet(post, services, settings),
		]),
		...checkRepetitions(posts),
		...checkOrder(posts),
		...checkNews(services),
	];
}

/** In the quiet hours a destination hears of a subject only if something about it is urgent. */
function checkQuiet(
	{ at, startedAt, key, notification: { entry } }: Post,
	{ slack, hub }: Services,
	{ quiet }: SlackSettings,
) {
	if (quiet === null || startedAt < quiet.from || at >= quiet.until) return [];
	// An urgent part of its changes is a message of its own, if the rest was sent before without an answer, and may follow later.
	const beside = slack.posts.filter((one) => one.startedAt >= startedAt && one.notification.entry.arn === entry.arn);
	const isUrgent = beside.some(
		({ notification: { blocks, changes } }) =>
			blocks.length > 0 || changes.some(({ severity, after }) => [severity, after?.severity].includes("CRITICAL")),
	);
	// What was urgent may be suppressed, and is then left out.
	if ([...hub.suppressedAt.keys()].some((id) => id.endsWith(entry.arn))) return [];
	const text = `${key} heard of ${entry.arn} in the quiet hours, although nothing about it is urgent`;
	return isUrgent ? [] : [{ invariant: "I8", text } as const];
}

/** Nothing is fixed of which nobody heard there that it failed, and nothing is worse of which only the wording changed. */
function checkNews(services: Services): Violation[] {
	const failed = new Set<string>();
	return services.slack.told.flatMap(({ key, about }) =>
		about.flatMap(({ entry: { arn }, changes }) =>
			changes.flatMap((change): Violation[] => {
				const name = `${change.control} on ${arn} in ${key}`;
				// What was suppressed when Security Hub did not answer is another question.
				const isSuppressed = services.hub.suppressedAt.has(findingIdOf(change.control, arn));
				const violations = isSuppressed ? [] : checkChange(change, name, { hasFailed: failed.has(name) });
				if (failing.includes(change.kind)) failed.add(name);
				return violations;
			}),
		),
	);
}

function checkDestination(post: Post, { clock, table }: Services, settings: SlackSettings): Violation[] {
	const { key, at } = post;
	const { entry, changes, blocks } = post.notification;
	// What is gone keeps its destination.
	const from = entry.state === "gone" ? clock.time - 86_400_000 : Date.parse(entry.readAt) - longestInvocationMs;
	const allowed = destinationsOf(entry.subject, from, at, settings).filter((one) => destinationKey(one) === key);
	const name = arnOf(entry.subject);
	if (allowed.length === 0) return [{ invariant: "I8", text: `${key} heard of ${name}, which no route leads there` }];
	const least = allowed
		.map(({ minimumSeverity = "INFORMATIONAL" }) => minimumSeverity)
		.reduce((a, b): Severity => (compareSeverity(a, b) > 0 ? a : b));
	const because = new Set([...blocks, ...(table.entries.get(entry.arn)?.blocks ?? [])].flatMap((one) => one.because));
	return changes.flatMap(({ control, severity }): Violation[] => {
		if (because.has(control) || compareSeverity(severity, least) <= 0) return [];
		return [{ invariant: "I8", text: `${key} heard of ${control} on ${name}, which is ${severity}, below ${least}` }];
	});
}

/** Of one subject a destination hears of no earlier state after a later one, unless that was on its way at the same time. */
function checkOrder(posts: readonly Post[]): Violation[] {
	const subjects = Map.groupBy(posts, ({ key, notification }) => `${notification.entry.arn} in ${key}`);
	return [...subjects].flatMap(([subject, own]) =>
		own.flatMap((post, index): Violation[] => {
			const { readAt } = post.notification.entry;
			const isLate = own.slice(0, index).some((one) => {
				const isRepeated = one.isUnanswered() || one.isUnrecorded();
				return one.notification.entry.readAt > readAt && one.at < post.startedAt && !isRepeated;
			});
			return isLate ? [{ invariant: "I3", text: `Slack heard of ${subject} of ${readAt} after a later state` }] : [];
		}),
	);
}
