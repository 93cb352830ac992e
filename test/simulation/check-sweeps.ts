import type { FinishedSweep } from "../../adapters/dynamodb/sweep-state.ts";
import type { SweptEntry } from "../../adapters/dynamodb/swept-entries.ts";
import type { LedgerEntry } from "../../core/ledger.ts";
import { isHeldBack } from "../../domain/notifications/held-back.ts";
import type { Notification } from "../../domain/notifications/notification.ts";
import { isRefreshDue } from "../../pipeline/sinks/refresh.ts";
import type { SweepStateInMemory } from "../support/sweep-state.ts";
import { isUntagged } from "./ecr.ts";
import { imageNamesOf } from "./ecs.ts";
import { isOfBlockedRevision } from "./model.ts";
import type { Services } from "./services.ts";
import type { Timeline } from "./timeline.ts";
import type { Violation } from "./violations.ts";

/**
 * A sweep that has finished without giving up a message has looked at everything that existed all the time, and at every entry of the
 * ledger (I1), wherever its functions were killed.
 */
export async function checkFinished(services: Services, { startedAt, failed }: FinishedSweep): Promise<Violation[]> {
	if (failed > 0) return [];
	const entries = new Map((await allEntries(services)).map((swept) => [swept.arn, swept]));
	const isSeen = (arn: string): boolean => {
		const { readAt, seenAt } = entries.get(arn) ?? {};
		return (readAt ?? "") >= startedAt || (seenAt ?? "") >= startedAt;
	};
	const present = [...entries.values()].flatMap(({ arn, state }) => (state === "present" ? arn : []));
	const all = new Set([...present, ...existingSince(services, Date.parse(startedAt))]);
	return [...all]
		.filter((arn) => !isSeen(arn))
		.map((arn) => ({ invariant: "I1", text: `the sweep of ${startedAt} has finished and has not looked at ${arn}` }));
}

async function allEntries({ table }: Services): Promise<readonly SweptEntry[]> {
	const all: SweptEntry[] = [];
	let token: string | null = null;
	do {
		const { items, next } = await table.swept(token);
		all.push(...items);
		token = next;
	} while (token !== null);
	return all;
}

/** ARNs of what has existed since a time, which every list has shown. */
function existingSince({ registry, families, workloads, clock }: Services, since: number): readonly string[] {
	const hasExisted = ({ exists }: { readonly exists: Timeline<boolean> }) =>
		exists.between(since, clock.time).every(Boolean);
	const repositories = registry.repositories.filter((one) => one.exists.createdAt < since && hasExisted(one));
	const images = repositories.flatMap((one) => one.images);
	const isActive = workloads.denial === null;
	return [
		...repositories.map(({ arn }) => arn),
		...images
			.filter((one) => one.pushedAt < since && hasExisted(one) && !isUntagged(one.subject.digest))
			.map(({ arn }) => arn),
		...families.families
			.filter((family) => families.activeAt(family, since).some((one) => one.deregisteredBy.last === null))
			.map(({ arn }) => arn),
		...workloads.clusters
			.filter((one) => isActive && one.exists.createdAt < since && hasExisted(one))
			.map(({ arn }) => arn),
		...workloads.services
			.filter((one) => isActive && one.isActive && (one.deployments[0]?.createdAt ?? since) < since)
			.map(({ arn }) => arn),
	];
}

/** With its two repetitions. */
const maxFirstSweeps = 3;

/**
 * Each first sweep is one message, which is repeated only if it could not be recorded that it was sent (I2). There are several only if
 * one of them gave up what failed or was denied.
 */
export function checkReports(
	{ slack, faults, workloads }: Services,
	{ reports }: SweepStateInMemory,
): readonly Violation[] {
	const { length } = slack.reports;
	const isRight =
		faults.profile.name === "no faults"
			? length === reports.size && reports.size <= (workloads.denial === null ? 1 : maxFirstSweeps)
			: length >= reports.size;
	if (isRight && reports.size > 0) return [];
	return [{ invariant: "I2", text: `${reports.size} first sweeps were ${length} messages to Slack` }];
}

/**
 * What existed before the installation is not reported subject by subject (I2). Only if something fails or is late do other functions check
 * a subject as well, and what they find is reported.
 */
export function checkInstallation({ slack, faults, journal }: Services): readonly Violation[] {
	const checkedByOthers = new Set(journal.observations.flatMap(({ arn, by }) => (by === "sweep" ? [] : arn)));
	return slack.posts.flatMap(({ notification: { entry, changes } }) =>
		changes.flatMap(({ control }): Violation[] => {
			if (faults.profile.name !== "no faults" && checkedByOthers.has(entry.arn)) return [];
			return [{ invariant: "I2", text: `Slack heard of ${control} on ${entry.arn} because of the first sweep` }];
		}),
	);
}

const dayMs = 86_400_000;

/** What was true before a sweep in which nothing had changed. */
export interface Before {
	readonly posts: number;
	readonly reports: number;
	readonly imports: number;
	readonly observations: number;
	readonly published: ReadonlyMap<string, string>;
	/** By ARN. */
	readonly entries: ReadonlyMap<string, LedgerEntry>;
	/** The last sweep gave up a message, so the next one checks what Security Hub has findings about. */
	readonly hasGivenUp: boolean;
	/** Families with a revision that a scan result still decides about. */
	readonly undecided: readonly string[];
}

export const stateBefore = ({ slack, hub, journal, table }: Services, last: FinishedSweep | null): Before => ({
	posts: slack.posts.length,
	reports: slack.reports.length,
	imports: hub.imports.length,
	observations: journal.observations.length,
	published: new Map(table.published),
	entries: new Map(table.entries),
	hasGivenUp: (last?.failed ?? 0) > 0,
	undecided: [...table.candidates.keys()].map((key) => key.slice(0, key.lastIndexOf("#"))),
});

/**
 * A sweep in which nothing has changed sends nothing to Slack (I2), and to Security Hub only what it would delete otherwise, or has
 * never accepted. Only time may pass: a block ends after the policy's `keepFor`. It does not read families again whose verdicts cannot have changed (I6).
 */
export function checkUnchanged(services: Services, before: Before): readonly Violation[] {
	const { slack, hub, journal, policy, table } = services;
	const violations: Violation[] = [];
	/** Another revision is judged, because the blocked one's time is over. */
	const hasBlockEnded = (arn: string): boolean => {
		const [earlier, now] = [before.entries.get(arn), table.entries.get(arn)];
		if (!isOfBlockedRevision(earlier) || earlier?.about["revision"] === now?.about["revision"]) return false;
		const at = Math.max(...(earlier?.blocks ?? []).map((block) => Date.parse(block.at)));
		return Date.parse(now?.readAt ?? "") - at >= policy.block.keepFor * dayMs;
	};
	/** It was an image without a tag a day ago, or it has been unknown for long now. */
	const isDueByTime = ({ entry, changes }: Notification): boolean => {
		const earlier = before.entries.get(entry.arn);
		if (earlier !== undefined && isHeldBack(earlier)) return !isHeldBack(entry);
		const dueAt = changes.map(({ after }) => Date.parse(after?.since ?? "") + policy.slack.unknownAfter * 3_600_000);
		const isDue = (at: number) => at <= Date.parse(entry.readAt) && at > Date.parse(earlier?.readAt ?? "");
		return changes.every(({ kind }) => kind === "unknown") && dueAt.every(isDue);
	};
	const posts = slack.posts
		.slice(before.posts)
		.filter(({ notification }) => !hasBlockEnded(notification.entry.arn) && !isDueByTime(notification));
	if (posts.length > 0 || slack.reports.length > before.reports) {
		violations.push({ invariant: "I2", text: "a sweep that found nothing new was reported to Slack" });
	}
	for (const { Id, Resources, UpdatedAt = "" } of hub.imports.slice(before.imports)) {
		const [{ Id: arn = "" } = {}] = Resources ?? [];
		const entry = table.entries.get(arn);
		const publishedAt = before.published.get(`${arn} security-hub`) ?? null;
		const isDue = entry !== undefined && isRefreshDue({ entry: { ...entry, readAt: UpdatedAt }, publishedAt });
		const isRejected = [...hub.rejected].some((id) => id.endsWith(arn));
		if (isDue || isRejected || hasBlockEnded(arn)) continue;
		violations.push({ invariant: "I2", text: `a sweep imported ${Id} again, which has not changed` });
	}
	for (const { arn } of journal.observations.slice(before.observations)) {
		const entry = table.entries.get(arn);
		if (entry?.subject.kind !== "task-definition" || entry.state === "gone") continue;
		const { controls, blocks, about } = entry;
		const mayEnd = Object.values(controls).some(({ status }) => status === "unknown" || status === "waived");
		const hasFinding = [...hub.findings.keys()].some((id) => id.endsWith(arn));
		const isBlocked = blocks.some(({ over }) => over !== true) || about["activeRevision"] !== about["revision"];
		if ((before.hasGivenUp && hasFinding) || mayChangeByItself(arn, services)) continue;
		if (mayEnd || isBlocked || before.undecided.includes(arn)) continue;
		violations.push({ invariant: "I6", text: `a sweep read ${arn} again, which has not changed` });
	}
	return violations;
}

/** The family runs an image that no list shows, or a waiver of some of its containers ends. */
function mayChangeByItself(arn: string, services: Services): boolean {
	const { families, registry, clock, policy } = services;
	const family = families.families.find((one) => one.arn === arn);
	const [newest] = family === undefined ? [] : families.activeAt(family, clock.time);
	if (newest === undefined) return false;
	const isPartlyWaived = policy.waivers.some(({ resource }) => imageNamesOf(newest).includes(resource));
	return isPartlyWaived || !registry.isTagged(newest.image.last.subject);
}
