import { waitingKeyOf } from "../../domain/approvals/waiting.ts";
import { maxSingleMessages, type Notification } from "../../domain/notifications/notification.ts";
import type { Unit } from "./chat-units.ts";

/** A unit with what is reported of it. */
export interface Report {
	readonly unit: Unit;
	readonly notification: Notification;
}

/** What one message is about; more than one report is a digest. */
export type Content = readonly [Report, ...Report[]];

/** With more reports than that, blocks are in the digest as well, which begins with them: a burst is not a message for each. */
const maxBesideBlocks = 10;

/**
 * The contents of the messages to one destination. What is overdue comes first and by itself, so that it can become a dead letter by
 * itself; then what was sent without an answer, twice or once, so that nothing else is repeated with it.
 */
export function contentsOf(reports: readonly Report[]): readonly Content[] {
	const isOverdue = ({ unit }: Report): boolean => unit.changes[0].isOverdue === true;
	return [true, false].flatMap((overdue) =>
		[2, 1, 0].flatMap((sent) =>
			group(reports.filter((report) => isOverdue(report) === overdue && report.unit.sent === sent)),
		),
	);
}

/**
 * A block has a message of its own, unless there are many, of blocks or in all; a deployment that waits always has: somebody has to answer it
 * there. So has what is reported before it of the same subject, because these messages are posted before the digest.
 */
function group(reports: readonly Report[]): readonly Content[] {
	if (reports.length <= maxSingleMessages) return reports.map((report) => [report]);
	const isBlock = ({ notification }: Report): boolean => notification.blocks.length > 0;
	const asks = ({ notification: { blocks, entry } }: Report): boolean =>
		blocks.some((block) => waitingKeyOf(block, entry) !== null);
	const isBurst = reports.length > maxBesideBlocks || reports.filter(isBlock).length > maxSingleMessages;
	const ofSubject = Map.groupBy(reports, ({ unit }) => unit.last.arn).values();
	const singles = new Set(
		[...ofSubject].flatMap((own) => own.slice(0, own.findLastIndex(isBurst ? asks : isBlock) + 1)),
	);
	const contents = reports.filter((report) => singles.has(report)).map((report): Content => [report]);
	return [...contents, ...inOne(reports.filter((report) => !singles.has(report)))];
}

function inOne([first, ...others]: readonly Report[]): readonly Content[] {
	return first === undefined ? [] : [[first, ...others]];
}
