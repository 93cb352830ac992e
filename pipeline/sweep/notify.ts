import type { HeldChanges } from "../../adapters/dynamodb/held-changes.ts";
import { isQuiet } from "../../domain/notifications/quiet-hours.ts";
import { beforeTimeIsUp, type TimeLimit } from "../batch.ts";
import { type SummarizePorts, summarize } from "./summarize.ts";

export interface NotifyPorts extends SummarizePorts {
	/** What Slack's sink holds during the quiet hours. */
	readonly held: Pick<HeldChanges, "list">;
	/** First messages that it has to bring up to date, and that nothing else has it do. */
	readonly stale: Pick<HeldChanges, "list">;
	readonly telemetry: {
		/** The schedule's event had this effect. */
		readonly ticked: (what: string) => void;
		/** What Slack should hear of at this event of the schedule could not be reported; the next event tries again. */
		readonly unreported: (error: Error) => void;
	};
}

/** Writes what Slack should hear of at an event of the schedule. A failure is only logged: the next event tries again. */
export async function notify(time: TimeLimit, ports: NotifyPorts): Promise<void> {
	for (const report of [summarize, wake]) {
		try {
			const what = await beforeTimeIsUp(time, () => report(ports));
			if (what !== null) ports.telemetry.ticked(what);
		} catch (error) {
			ports.telemetry.unreported(error instanceof Error ? error : new Error(String(error)));
		}
	}
}

/** Has Slack's sink send what it holds when it is not quiet any more, also because the policy has changed, and do what it has left. */
async function wake({ held, stale, reports, rules, now }: NotifyPorts): Promise<string | null> {
	const at = now();
	const isLeft = async ({ list }: Pick<HeldChanges, "list">) => (await list(1)).length > 0;
	const what = (await isLeft(stale))
		? "to bring first messages up to date"
		: !isQuiet(rules.policy.slack, at) && (await isLeft(held))
			? "to send what it holds"
			: null;
	if (what === null) return null;
	await reports.addWake(at);
	return `Slack's sink was asked ${what}`;
}
