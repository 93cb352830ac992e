import type { AccountRegion } from "../../core/subject.ts";
import { type Severity, severities, worseSeverity } from "../../core/verdict.ts";
import type { Notification } from "../../domain/notifications/notification.ts";

/** What a message is about, for programs. */
export interface About {
	readonly kind: "change" | "digest" | "summary" | "first-sweep";
	/** The worst. */
	readonly severity: Severity;
	readonly place: AccountRegion;
	/** ARN of the only subject; null if it is about more. */
	readonly subject: string | null;
	readonly changes: readonly AboutChange[];
}

/** A change of a control's verdict, or a control because of which something was blocked. */
interface AboutChange {
	/** ARN. */
	readonly subject: string;
	readonly control: string;
	/** As of a ReportedChange. */
	readonly change: string;
	readonly severity: Severity;
}

/** @throws RangeError if there is no notification. */
export function aboutNotifications(notifications: readonly Notification[]): About {
	const [first] = notifications;
	if (first === undefined) throw new RangeError("a message needs a notification");
	const isOne = notifications.length === 1;
	return {
		kind: isOne ? "change" : "digest",
		severity: worstOf(notifications.map(severityOf)),
		place: first.entry.subject,
		subject: isOne ? first.entry.arn : null,
		changes: notifications.flatMap(({ entry, changes }) =>
			changes.map(({ control, kind, severity }) => ({ subject: entry.arn, control, change: kind, severity })),
		),
	};
}

/** `failures`: the number of those that are open. */
export const aboutReport = (
	kind: "summary" | "first-sweep",
	failures: Readonly<Record<Severity, number>>,
	place: AccountRegion,
): About => ({
	kind,
	severity: severities.find((severity) => failures[severity] > 0) ?? "INFORMATIONAL",
	place,
	subject: null,
	changes: [],
});

/** A block because of controls without a verdict counts as HIGH, so that nobody who wants to hear of what is bad misses it. */
function severityOf({ entry, changes, blocks }: Notification): Severity {
	const blocking = blocks.flatMap(({ because }) =>
		because.flatMap((control) => entry.controls[control]?.severity ?? []),
	);
	const all = [...changes.map(({ severity }) => severity), ...blocking];
	return all.length === 0 && blocks.length > 0 ? "HIGH" : worstOf(all);
}

const worstOf = (all: readonly Severity[]): Severity => all.reduce(worseSeverity, "INFORMATIONAL");
