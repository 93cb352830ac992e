import { type LedgerEntry, openFailureOf } from "../../../core/ledger.ts";
import { compareSeverity } from "../../../core/verdict.ts";
import type { Thread } from "../../../domain/notifications/thread.ts";
import type { Services } from "../services.ts";
import type { Violation } from "../violations.ts";
import type { Message } from "./message.ts";
import type { SlackSettings } from "./settings.ts";
import type { FirstMessage } from "./slack.ts";

/**
 * When everything has settled, the first message of each thread shows what the ledger says: open what is open, and ended what is not (I3).
 * One that no thread is known of shows nothing as open that is not, unless the pipeline could not know of it.
 */
export async function checkThreads(services: Services, settings: SlackSettings): Promise<readonly Violation[]> {
	const { slack, table } = services;
	const known = new Set<string>();
	const violations: Violation[] = [];
	for (const entry of table.entries.values()) {
		for (const thread of await slack.threads.readThreads(entry.arn)) {
			known.add(thread.ts);
			violations.push(...checkThread(entry, thread, services, settings));
		}
	}
	for (const [ts, message] of slack.messages) {
		if (message.arn === null || known.has(ts) || isExcused(message, services)) continue;
		const entry = table.entries.get(message.arn);
		const stale = shownIn(message.content).filter((control) => !isFailing(entry, control));
		if (stale.length === 0) continue;
		violations.push(violationOf(ts, message, `shows ${stale.join(", ")} as open, and no thread is known of it`));
	}
	return violations;
}

function checkThread(
	entry: LedgerEntry,
	{ channel, ts, reported, isEnded }: Thread,
	services: Services,
	settings: SlackSettings,
): Violation[] {
	const message = services.slack.messages.get(ts);
	if (message === undefined) return [{ invariant: "I3", text: `there is no message ${ts} about ${entry.arn}` }];
	if (isExcused(message, services)) return [];
	const own = entry.destination ?? {};
	const place = own.channel ?? (own.webhook === undefined ? settings.slack.channel : "");
	// The thread before it in the same channel has the time stamp in its name.
	const isPresent = channel.split(" ")[0] === place;
	// A message about a block names why, whether that is still so or not.
	const named = blockedIn(message.content);
	// Whether it has ended is unknown where the verdict is.
	const isUnknown = (control: string): boolean => entry.controls[control]?.status === "unknown";
	const shown = shownIn(message.content).filter((one) => !named.includes(one) && !(isPresent && isUnknown(one)));
	if (!isPresent || isEnded) {
		const text = `shows ${shown.join(", ")} as open, although ${isPresent ? "all has ended" : `messages go to ${place || "a webhook"}`}`;
		return shown.length === 0 ? [] : [violationOf(ts, message, text)];
	}
	const minimum = own.minimumSeverity ?? settings.slack.minimumSeverity;
	const because = new Set(entry.blocks.filter(({ over }) => over !== true).flatMap((block) => block.because));
	const open = reported.filter((control) => {
		const failure = openFailureOf(entry.controls[control] ?? null);
		if (failure === undefined || entry.controls[control]?.status !== "fail") return false;
		return because.has(control) || compareSeverity(failure.severity, minimum) <= 0;
	});
	if (shown.every((one) => open.includes(one)) && open.every((one) => shown.includes(one) || named.includes(one)))
		return [];
	return [violationOf(ts, message, `shows [${shown.join(", ")}] as open; in the ledger [${open.join(", ")}] are`)];
}

/** Something about it could not be recorded, or Slack did not let it be changed. */
const isExcused = ({ arn, wasRejected, isExcused: isUnknown }: FirstMessage, { slack }: Services): boolean =>
	wasRejected || isUnknown() || [...slack.unwritten].some((one) => one.arn === arn);

const isFailing = (entry: LedgerEntry | undefined, control: string): boolean =>
	openFailureOf(entry?.controls[control] ?? null) !== undefined;

/** Controls that a first message shows as open. */
function shownIn(content: Message): readonly string[] {
	if (content.kind === "present")
		return content.state.checks.filter(({ state }) => state === "open").map(({ control }) => control);
	if (content.kind !== "news") return [];
	// That a revision was blocked says nothing about the one that is judged now.
	return content.about.flatMap(({ changes }) =>
		changes.flatMap(({ control, after }) => (openFailureOf(after) === undefined ? [] : control)),
	);
}

const blockedIn = (content: Message): readonly string[] =>
	content.kind === "news" ? content.about.flatMap(({ blocks }) => blocks.flatMap(({ because }) => because)) : [];

const violationOf = (ts: string, { channelId, arn }: FirstMessage, what: string): Violation => ({
	invariant: "I3",
	text: `the first message ${ts} in ${channelId} about ${arn} ${what}`,
});
