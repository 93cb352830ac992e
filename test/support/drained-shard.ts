import { drainStream } from "../../demo/doubles/stream-mapping.ts";
import { sinks } from "../../functions/manifest.ts";
import type { aStreamRecord } from "./entries.ts";

const deployed = sinks.find(({ sink }) => sink === "slack");
const settings = {
	batchSize: deployed?.batchSize ?? 0,
	batchingWindow: (deployed?.windowSeconds ?? 0) * 1_000,
	bisectBatchOnFunctionError: deployed?.bisects ?? true,
	maximumRetryAttempts: -1,
	maximumRecordAge: 12 * 3_600_000,
};

interface Chat {
	readonly reader: () => Parameters<typeof drainStream>[1];
	readonly ports: { time: number; readonly now: () => number };
}

/** Reads a shard as Lambda does for the function that notifies Slack; what fails comes again after a minute. */
export const drainShard = (
	records: ReturnType<typeof aStreamRecord>[],
	{ reader, ports }: Chat,
	betweenCalls: () => void = () => undefined,
) =>
	drainStream(records, reader(), settings, {
		now: ports.now,
		waitUntil: (time) => {
			ports.time = Math.max(ports.time, time);
		},
		betweenCalls: (failed) => {
			ports.time += failed ? 60_000 : 100;
			betweenCalls();
		},
	});
