import { type Destination, defaultDestinationOf } from "../../core/destination.ts";
import type { LedgerEntry } from "../../core/ledger.ts";
import type { SlackPolicy } from "../../core/policy.ts";
import { compareSeverity } from "../../core/verdict.ts";
import { changesBetween } from "../changes.ts";
import { destinationKey, isSameDestination, type NamedChannel, orDefault } from "./destination.ts";
import { failureChange, shownOf } from "./failure-change.ts";

/** Where a notification goes. */
export interface Listener {
	readonly destination: Destination;
	readonly defaultDestination: Destination;
	/** What is known of channels of which the policy has changed the spelling. */
	readonly channels?: readonly NamedChannel[];
}

/**
 * The entry with the failures that are open, by where somebody was notified of them: where the subject's notifications went when they
 * opened or got worse, unless they were below the minimum severity there, or when a deployment was blocked because of them.
 */
export function withNotified(
	previous: LedgerEntry | null,
	entry: LedgerEntry,
	slack: Pick<SlackPolicy, "channel" | "minimumSeverity">,
): LedgerEntry {
	const before = previous === null ? null : shownOf(previous);
	const defaultDestination = defaultDestinationOf(slack);
	const own = destinationKey(orDefault(entry.destination, defaultDestination));
	const least = entry.destination?.minimumSeverity ?? slack.minimumSeverity;
	const because = new Set(changesBetween(previous, entry).blocks.flatMap((block) => block.because));
	const open = Object.entries(entry.controls).flatMap(([control, verdict]) => {
		const change = failureChange(before?.controls[control] ?? null, verdict, entry.readAt);
		if (change === null || change.kind === "closed") return [];
		const known = before === null || change.kind === "opened" ? [] : keysOf(control, before, defaultDestination);
		const isSevere = compareSeverity(change.failure.severity, least) <= 0;
		const isNews = because.has(control) || (change.kind !== "same" && isSevere);
		return [{ control, keys: isNews ? [...known, own] : known }];
	});
	const { notified, ...rest } = entry;
	if (open.length === 0) return rest;
	const keys = [...new Set(open.flatMap((one) => one.keys))].sort();
	const controlsAt = (key: string) => open.flatMap((one) => (one.keys.includes(key) ? one.control : []));
	return { ...rest, notified: Object.fromEntries(keys.map((key) => [key, controlsAt(key)])) };
}

/**
 * Whether somebody was notified of the failure of a control in a state, where a notification about a later one goes. Without its tags a
 * subject is between routes for a while: then it is enough that it was anywhere.
 */
export function wasNotified(control: string, before: LedgerEntry, entry: LedgerEntry, to: Listener): boolean {
	const keys = keysOf(control, before, to.defaultDestination);
	const own = destinationKey(to.destination);
	return entry.unrouted === undefined ? keys.some((key) => isSameDestination(key, own, to.channels)) : keys.length > 0;
}

/** Keys of the destinations that were notified of a failure. An entry of an earlier version does not say it: where it says that they went. */
const keysOf = (control: string, { notified, destination }: LedgerEntry, defaultDestination: Destination) =>
	notified === undefined
		? [destinationKey(orDefault(destination, defaultDestination))]
		: Object.entries(notified).flatMap(([key, controls]) => (controls.includes(control) ? key : []));

/** Whether a state knows a channel that a destination may name differently, so that it depends on `channels` whether it is the same. */
export const mayBeRespelled = ({ notified = {} }: LedgerEntry, destination: Destination): boolean => {
	const own = destinationKey(destination);
	return Object.keys(notified).some((key) => key !== own && isSameDestination(key, own));
};
