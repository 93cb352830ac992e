import { findingIdOf } from "../../../core/finding.ts";
import { type LedgerEntry, openFailureOf } from "../../../core/ledger.ts";
import { compareSeverity, type Severity } from "../../../core/verdict.ts";
import { destinationKey } from "../../../domain/notifications/destination.ts";
import { isHeldBack } from "../../../domain/notifications/held-back.ts";
import type { ReportedChange } from "../../../domain/notifications/notification.ts";
import type { Services } from "../services.ts";
import type { Violation } from "../violations.ts";
import type { SlackSettings } from "./settings.ts";
import type { Told } from "./slack.ts";

/** The last thing that a reader heard of one control on one subject. */
interface Belief {
	readonly kind: ReportedChange["kind"];
	readonly severity: Severity;
	readonly readAt: string;
	/** It is a dead letter: who redrives it is told how it is then. */
	readonly isLetter: boolean;
	/** Nobody may hear of its end, because it is not known that it was told. */
	readonly mayStay: boolean;
}

const opening: readonly ReportedChange["kind"][] = ["failing", "worse", "blocking"];

/**
 * Whoever reads a destination, and its dead letters, takes for open what the ledger has open of the subjects that belong there, at or above
 * its minimum severity (I3).
 */
export function checkBeliefs(services: Services, settings: SlackSettings): readonly Violation[] {
	const { table, slack } = services;
	const beliefs = beliefsFrom(slack.told);
	return [...table.entries.values()].flatMap((entry) => checkSubject(entry, beliefs, services, settings));
}

function beliefsFrom(all: readonly Told[]): ReadonlyMap<string, Belief> {
	const beliefs = new Map<string, Belief>();
	for (const { key, about, isLetter, isUnknown } of all) {
		for (const { entry, changes } of about) {
			for (const { control, kind, severity, after } of changes) {
				// Neither opens nor closes anything; and why a revision was blocked that may have passed again since.
				if (kind === "unknown" || (kind === "blocking" && after?.status !== "fail")) continue;
				beliefs.set(`${key} ${control} ${entry.arn}`, {
					kind,
					severity,
					readAt: entry.readAt,
					isLetter,
					mayStay: isUnknown,
				});
			}
		}
	}
	return beliefs;
}

function checkSubject(
	entry: LedgerEntry,
	beliefs: ReadonlyMap<string, Belief>,
	services: Services,
	settings: SlackSettings,
): Violation[] {
	const { arn } = entry;
	const { channel, minimumSeverity } = settings.slack;
	const own = entry.destination ?? {};
	const isDefault = own.channel === undefined && own.webhook === undefined;
	const key = destinationKey(isDefault && channel !== "" ? { channel } : own);
	const minimum = own.minimumSeverity ?? minimumSeverity;
	const moved = lastMove(arn, services);
	// What is held across a move begins with a state of before it.
	if (moved !== null && services.slack.hasQuietHours) return [];
	const controls = new Set([...Object.keys(entry.controls), ...Object.keys(moved?.controls ?? {})]);
	return [...controls].flatMap((control): Violation[] => {
		if (services.hub.suppressedAt.has(findingIdOf(control, arn))) return [];
		const failure = isHeldBack(entry) ? undefined : openFailureOf(entry.controls[control] ?? null);
		const isOpen = failure !== undefined && compareSeverity(failure.severity, minimum) <= 0;
		const belief = beliefs.get(`${key} ${control} ${arn}`);
		const believed = belief !== undefined && opening.includes(belief.kind);
		if (belief?.isLetter === true) return [];
		if (isOpen === believed || (!isOpen && belief?.mayStay === true) || entry.controls[control]?.pending === true)
			return [];
		// What was open when it moved is not told again where it went, and its end only if it got worse there.
		const wasOpen = openFailureOf(moved?.controls[control] ?? null) !== undefined;
		if (moved !== null && (isOpen ? wasOpen : (belief?.readAt ?? "") < moved.readAt)) return [];
		// Told as the reason for a block, below the minimum: its end is not.
		if (believed && compareSeverity(belief.severity, minimum) > 0) return [];
		const text = `${key} last heard ${belief?.kind ?? "nothing"} of ${control} on ${arn}; the ledger has it ${isOpen ? "open" : "closed"}`;
		return [{ invariant: "I3", text }];
	});
}

/** The entry of a subject after its messages began to go to where they go now; null if they always went there. */
function lastMove(arn: string, { table }: Services): LedgerEntry | null {
	const writes = table.writes.flatMap(({ change: { before, after } }) =>
		after?.arn === arn && before !== null ? [{ before, after }] : [],
	);
	const placeOf = ({ destination }: LedgerEntry): string => JSON.stringify(destination ?? {});
	return writes.findLast(({ before, after }) => placeOf(before) !== placeOf(after))?.after ?? null;
}
