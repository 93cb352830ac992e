import { metrics as names } from "../core/metrics.ts";

/** Of a metric that is measured, not counted. Names: CloudWatch API reference, MetricDatum. */
type Unit = "Count" | "Percent" | "None";

/** Metrics of one invocation, for CloudWatch. */
export interface EmbeddedMetrics {
	readonly count: (metric: string, by?: number) => void;
	/** Replaces an earlier value of the same invocation. */
	readonly measure: (metric: string, value: number, unit: Unit) => void;
	/** Writes what was counted and measured, once per invocation; nothing if nothing was. */
	readonly flush: () => void;
}

/**
 * Metrics as one line of JSON on standard output, from which CloudWatch Logs extracts them. Their dimension is the service. Format:
 * CloudWatch User Guide, "Specification: Embedded metric format"; at most a hundred metrics a line.
 */
export function embeddedMetrics(service: string): EmbeddedMetrics {
	const values = new Map<string, number>();
	const units = new Map<string, Unit>();
	return {
		count: (metric, by = 1) => {
			values.set(metric, (values.get(metric) ?? 0) + by);
		},
		measure: (metric, value, unit) => {
			values.set(metric, value);
			units.set(metric, unit);
		},
		flush: () => {
			if (values.size === 0) return;
			const Metrics = [...values.keys()].map((Name) => ({ Name, Unit: units.get(Name) ?? "Count" }));
			const CloudWatchMetrics = [{ Namespace: names.namespace, Dimensions: [["service"]], Metrics }];
			const line = { _aws: { Timestamp: Date.now(), CloudWatchMetrics }, service, ...Object.fromEntries(values) };
			values.clear();
			process.stdout.write(`${JSON.stringify(line)}\n`);
		},
	};
}
