import type { SlackMessage } from "../adapters/slack/blocks.ts";
import { toDigestMessage } from "../adapters/slack/to-digest-message.ts";
import { toMessage } from "../adapters/slack/to-message.ts";
import { controls } from "../controls/index.ts";
import type { Destination } from "../core/destination.ts";
import { entryAfter } from "../core/ledger.ts";
import type { Policy } from "../core/policy.ts";
import { partitionOf, type Subject } from "../core/subject.ts";
import { worseSeverity } from "../core/verdict.ts";
import { changesBetween } from "../domain/changes.ts";
import { maxSingleMessages, type Notification, notificationOf } from "../domain/notifications/notification.ts";
import { groupBy } from "./group-by.ts";
import { type AssumedSubject, routeOf } from "./slack-route.ts";
import type { ReportedVerdict } from "./verdict-report.ts";

/** What would be sent, and where. */
export interface PreviewedMessage {
	/** As in the verdicts. */
	readonly subjects: readonly string[];
	readonly destination: Destination;
	readonly message: SlackMessage;
}

export interface Preview {
	readonly messages: readonly PreviewedMessage[];
	/** What a reader of the messages has to know besides, one line each. */
	readonly notes: readonly string[];
}

interface Report {
	readonly subject: string;
	readonly destination: Destination;
	readonly notification: Notification;
}

/**
 * The messages that the failures in files would be if they were new in AWS: one for each subject, or with `isDigest` one for each
 * destination. `now`: ISO 8601.
 */
export function previewOf(
	verdicts: readonly ReportedVerdict[],
	policy: Pick<Policy, "slack">,
	assumed: AssumedSubject,
	{ isDigest, now }: { readonly isDigest: boolean; readonly now: string },
): Preview {
	const notes = new Set<string>();
	const reports: Report[] = [];
	for (const own of groupBy(verdicts, ({ kind, subject }) => JSON.stringify([kind, subject])).values()) {
		const [first] = own;
		if (first === undefined) continue;
		const { destination, notes: ofRoute } = routeOf(first.kind, policy, assumed);
		const minimumSeverity = destination.minimumSeverity ?? policy.slack.minimumSeverity;
		const entry = entryAfter(null, {
			subject: subjectOf(first, assumed),
			...{ readAt: now, rules: "", blocks: [], about: {} },
			verdicts: own.map((verdict) => ({ ...verdict, field: "" })),
		});
		const hearing = { minimumSeverity, unknownAfter: policy.slack.unknownAfter };
		const notification = notificationOf(changesBetween(null, entry), hearing);
		const failures = own.filter(({ status }) => status === "fail").map(({ severity }) => severity);
		if (notification !== null) reports.push({ subject: first.subject, destination, notification });
		else if (failures.length > 0) {
			const worst = failures.reduce(worseSeverity, "INFORMATIONAL");
			notes.add(`${first.subject}: no message, because its failures (${worst}) are below ${minimumSeverity}`);
		}
		if (failures.length > 0) for (const note of ofRoute) notes.add(`${first.subject}: ${note}`);
	}
	const byDestination = [...groupBy(reports, ({ destination }) => wordsFor(destination)).values()];
	for (const many of byDestination.filter(({ length }) => !isDigest && length > maxSingleMessages)) {
		const to = wordsFor(many[0]?.destination ?? {});
		notes.add(`${many.length} new failures to ${to} at once are one digest; --digest shows it`);
	}
	if (reports.length === 0) notes.add("no message: nothing fails that would be reported");
	const groups = isDigest ? byDestination : reports.map((report) => [report]);
	return { messages: groups.map((group) => messageOf(group, isDigest)), notes: [...notes] };
}

function messageOf(reports: readonly Report[], isDigest: boolean): PreviewedMessage {
	const [first] = reports;
	if (first === undefined) throw new RangeError("a message needs a report");
	const notifications = reports.map(({ notification }) => notification);
	return {
		subjects: reports.map(({ subject }) => subject),
		destination: first.destination,
		message: isDigest
			? toDigestMessage(notifications, controls)
			: toMessage(first.notification, controls, { buttons: "none", isFromFile: true }),
	};
}

/** `channel #payments`, `webhook payments`, `the default webhook`. */
export function wordsFor({ channel, webhook }: Destination): string {
	if (channel !== undefined) return `channel ${channel}`;
	return webhook === undefined ? "the default webhook" : `webhook ${webhook}`;
}

function subjectOf({ kind, subject, name = subject }: ReportedVerdict, assumed: AssumedSubject): Subject {
	const { account = "", region = "" } = assumed;
	const place = { partition: region === "" ? "" : partitionOf(region), account, region };
	return kind === "repository"
		? { kind, ...place, name: assumed.repository ?? name }
		: { kind, ...place, family: assumed.family ?? name };
}
