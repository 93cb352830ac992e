import { type Severity, severities } from "../../core/verdict.ts";
import type { Notification } from "../../domain/notifications/notification.ts";

/** What a digest counts together; a severity: failures of that severity, new or worse. */
type Group =
	| Severity
	| "undecided"
	| "block-failed"
	| "blocked"
	| "not-blocked"
	| "unknown"
	| "milder"
	| "deregistered"
	| "ended"
	| "gone"
	| "fixed";

/** Worst first. */
const order: readonly Group[] = [
	"undecided",
	"block-failed",
	"blocked",
	"CRITICAL",
	"HIGH",
	"not-blocked",
	"MEDIUM",
	"LOW",
	"INFORMATIONAL",
	"unknown",
	"milder",
	"deregistered",
	"ended",
	"gone",
	"fixed",
];

/** After the number of notifications. */
const words: Readonly<Record<Exclude<Group, Severity>, string>> = {
	undecided: "waiting for your decision",
	"block-failed": "could not be blocked",
	blocked: "blocked",
	"not-blocked": "not blocked",
	unknown: "could not be checked",
	milder: "milder",
	deregistered: "deregistered",
	ended: "no longer checked",
	gone: "removed",
	fixed: "fixed",
};

function groupOf({ headline }: Notification): Group {
	switch (headline.kind) {
		case "failing":
		case "worse":
			return headline.severity;
		case "block": {
			const { action, outcome } = headline.block;
			if (action === "pause" && outcome === "not-possible") return "undecided";
			if (outcome === "failed") return "block-failed";
			return outcome === "done" ? "blocked" : "not-blocked";
		}
		default:
			return headline.kind;
	}
}

/** Worst first; those that are equally bad stay in their order. */
export const worstFirst = (notifications: readonly Notification[]): readonly Notification[] =>
	notifications.toSorted((one, other) => order.indexOf(groupOf(one)) - order.indexOf(groupOf(other)));

/** `3 CRITICAL, 5 HIGH; 1 blocked; 4 fixed`. */
export function countsOf(notifications: readonly Notification[]): string {
	const groups = notifications.map(groupOf);
	const count = (group: Group) => groups.filter((one) => one === group).length;
	const bySeverity = severities.flatMap((severity) => (count(severity) === 0 ? [] : `${count(severity)} ${severity}`));
	const others = (Object.keys(words) as (keyof typeof words)[]).flatMap((group) =>
		count(group) === 0 ? [] : `${count(group)} ${words[group]}`,
	);
	return [...(bySeverity.length === 0 ? [] : [bySeverity.join(", ")]), ...others].join("; ");
}
