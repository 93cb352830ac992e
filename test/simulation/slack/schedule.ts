import { timeLimitOf } from "../../../pipeline/batch.ts";
import { notify } from "../../../pipeline/sweep/notify.ts";
import { invoke } from "../invocation.ts";
import type { Services } from "../services.ts";

const minuteMs = 60_000;
const timeoutMs = 300_000;

/** Plans the schedule's events: more often than in AWS, so that more of what happens falls between two of them. */
export function planSchedule(services: Services, everyMs: number, until: number): void {
	const { clock } = services;
	for (let at = clock.time + everyMs; at < until; at += everyMs) clock.at(at, () => tick(services));
}

/** The part of the sweep's function that has Slack's reader do what it has left. */
function tick(services: Services): void {
	const { clock, note, policy, slack, stream, table } = services;
	const failed = (): void => note(() => "the schedule's event had no effect; the next one tries again");
	invoke(
		"sweep",
		services,
		(invocation) =>
			notify(timeLimitOf(invocation.wait(timeoutMs - minuteMs)), {
				entries: { page: (token) => invocation.call("dynamodb:Scan", () => table.page(token)) },
				rules: { policy },
				now: clock.now,
				held: { list: (limit) => invocation.call("dynamodb:Query", () => slack.held.list(limit)) },
				stale: { list: (limit) => invocation.call("dynamodb:Query", () => slack.stale.list(limit)) },
				reports: {
					lastSummary: async () => null,
					addSummary: async () => undefined,
					addWake: (at) => invocation.call("dynamodb:PutItem", () => stream.appendReport({ kind: "wake", at })),
				},
				telemetry: { ticked: (what) => note(() => what), unreported: failed },
			}),
		{ onEnd: () => undefined, onFailure: failed, timeoutMs },
	);
}

/** Runs until nothing is left for Slack's reader; false if that never comes. */
export async function settle(services: Services): Promise<boolean> {
	const { clock, slack } = services;
	for (let events = 0; events < 12; events++) {
		const left = [...(await slack.held.list(1)), ...(await slack.stale.list(1))];
		if (left.length === 0) return true;
		clock.after(10 * minuteMs, () => tick(services));
		await clock.run();
	}
	return false;
}
