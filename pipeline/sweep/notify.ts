import { beforeTimeIsUp, type TimeLimit } from "../batch.ts";
import { type SummarizePorts, summarize } from "./summarize.ts";

export interface NotifyPorts extends SummarizePorts {
	readonly telemetry: {
		/** The schedule's event had this effect. */
		readonly ticked: (what: string) => void;
		/** What Slack should hear of at this event of the schedule could not be reported; the next event tries again. */
		readonly unreported: (error: Error) => void;
	};
}

/** Writes what Slack should hear of at an event of the schedule. A failure is only logged: the next event tries again. */
export async function notify(time: TimeLimit, ports: NotifyPorts): Promise<void> {
	for (const report of [summarize]) {
		try {
			const what = await beforeTimeIsUp(time, () => report(ports));
			if (what !== null) ports.telemetry.ticked(what);
		} catch (error) {
			ports.telemetry.unreported(error instanceof Error ? error : new Error(String(error)));
		}
	}
}
