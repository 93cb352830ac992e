import { metrics as names } from "../core/metrics.ts";

/** Counts of one invocation, for CloudWatch. */
export interface EmbeddedMetrics {
	readonly count: (metric: string, by?: number) => void;
	/** Writes what was counted, once per invocation; nothing if nothing was. */
	readonly flush: () => void;
}

/**
 * Metrics as one line of JSON on standard output, from which CloudWatch Logs extracts them. Their dimension is the service. Format:
 * CloudWatch User Guide, "Specification: Embedded metric format"; at most a hundred metrics a line.
 */
export function embeddedMetrics(service: string): EmbeddedMetrics {
	const counts = new Map<string, number>();
	return {
		count: (metric, by = 1) => {
			counts.set(metric, (counts.get(metric) ?? 0) + by);
		},
		flush: () => {
			if (counts.size === 0) return;
			const Metrics = [...counts.keys()].map((Name) => ({ Name, Unit: "Count" }));
			const CloudWatchMetrics = [{ Namespace: names.namespace, Dimensions: [["service"]], Metrics }];
			const line = { _aws: { Timestamp: Date.now(), CloudWatchMetrics }, service, ...Object.fromEntries(counts) };
			counts.clear();
			process.stdout.write(`${JSON.stringify(line)}\n`);
		},
	};
}
