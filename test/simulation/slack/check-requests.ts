import type { Services } from "../services.ts";
import type { Violation } from "../violations.ts";
import { intervalOf } from "./lines.ts";
import type { Letter } from "./slack.ts";
import { isRejection, isWait } from "./troubles.ts";

/** The longest time for which the pipeline waits, whatever Slack asks for. */
const longestWaitMs = 3_600_000;

/** A destination gets at most one message a second, and nothing while it has asked to wait (I6, fault rows N01 and N05). */
export function checkRequests({ slack }: Services): readonly Violation[] {
	const { requests, postponements } = slack;
	const early = requests
		.filter(({ answer }) => isWait(answer))
		.flatMap((asked): Violation[] => {
			const { line, startedAt, at, answer } = asked;
			const recorded = postponements.find((one) => one.line === line && one.startedAt === startedAt && one.at >= at);
			if (recorded === undefined) return [];
			const until = at + Math.min(Number(answer.retryAfter) * 1_000, longestWaitMs);
			return requests
				.filter((one) => one.line === line && one.startedAt >= recorded.at && one.sentAt < until)
				.map(({ sentAt }) => {
					const text = `${line} was sent a message ${until - sentAt} ms before the time for which it had asked`;
					return { invariant: "I6", text };
				});
		});
	const fast = [...Map.groupBy(requests, ({ line }) => line)].flatMap(([line, own]) => {
		// A reply to a message that is gone is posted instead, in the same turn.
		const times = own
			.filter(({ answer }) => !isRejection(answer))
			.map(({ turn }) => turn)
			.sort((a, b) => a - b);
		return times.flatMap((time, index): Violation[] => {
			const since = time - (times[index - 1] ?? Number.NEGATIVE_INFINITY);
			if (since >= intervalOf(line)) return [];
			return [{ invariant: "I6", text: `${line} has two turns within ${since} ms` }];
		});
	});
	return [...early, ...fast];
}

/** Only what a destination has rejected or twice not answered is a dead letter, and only of the notifier (I1, I5, fault row N03). */
export function checkLetters({ slack, journal }: Services): readonly Violation[] {
	const rejecting = new Set(slack.troubles.filter(({ answer }) => isRejection(answer)).map(({ key }) => key));
	const isTwiceUnanswered = ({ reason, about }: Letter): boolean =>
		reason.startsWith("unconfirmed twice") &&
		about.every(({ entry: { arn } }) => slack.unanswered.filter((one) => one.arn === arn).length >= 2);
	const needless = slack.letters.filter((letter) => !rejecting.has(letter.key) && !isTwiceUnanswered(letter));
	const foreign = journal.undelivered.filter(
		({ sink, reason }) => sink !== "slack" && reason.startsWith("Slack rejected"),
	);
	return [
		...needless.map(({ key, reason }): Violation => {
			return { invariant: "I1", text: `a message to ${key} is a dead letter without need: ${reason}` };
		}),
		...foreign.map(({ sink }): Violation => ({ invariant: "I5", text: `${sink} has a dead letter of Slack's` })),
	];
}
