import type { SlackAnswer } from "../../../adapters/slack/send.ts";
import type { Random } from "../random.ts";

/** What a destination answers for a while instead of taking messages. Times are epoch milliseconds. */
export interface Trouble {
	/** As `destinationKey` names the destination. */
	readonly key: string;
	readonly from: number;
	readonly until: number;
	readonly answer: SlackAnswer;
}

const minuteMs = 60_000;

/** Seconds that Slack asks to wait (fault row N01). */
const waits = [1, 30, 3_600] as const;

/** What Slack answers if it will never take a message (fault row N03), with 200 as well. */
const rejections: readonly SlackAnswer[] = [
	{ status: 400, retryAfter: null, body: "invalid_blocks" },
	{ status: 403, retryAfter: null, body: "invalid_token" },
	{ status: 404, retryAfter: null, body: "no_service" },
	{ status: 410, retryAfter: null, body: "channel_is_archived" },
	{ status: 200, retryAfter: null, body: '{"ok":false,"error":"invalid_blocks"}' },
];

export const isWait = ({ status }: SlackAnswer): boolean => status === 429;
export const isRejection = (answer: SlackAnswer): boolean => answer.body !== "ok" && !isWait(answer);

/** One destination may ask to wait, and one may reject what it gets. All ends by itself before `endAt`. */
export function troublesOf(random: Random, keys: readonly string[], startAt: number, endAt: number): Trouble[] {
	const during = (longest: number) => {
		const from = startAt + random.between(0, 45 * minuteMs);
		return { key: random.pick(keys), from, until: Math.min(endAt, from + random.between(minuteMs, longest)) };
	};
	const waiting = during(30 * minuteMs);
	const retryAfter = String(random.pick(waits));
	const rejecting = during(60 * minuteMs);
	const answer = random.pick(rejections);
	return [
		...(random.chance(0.6) ? [{ ...waiting, answer: { status: 429, retryAfter, body: "rate_limited" } }] : []),
		...(random.chance(0.4) ? [{ ...rejecting, answer }] : []),
	];
}
