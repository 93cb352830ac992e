import { metrics } from "../core/metrics.ts";

type Fields = Readonly<Record<string, unknown>>;

/** Lines of JSON for CloudWatch Logs, and counts for its metrics. */
export interface StructuredLog {
	readonly info: (message: string, fields: Fields) => void;
	readonly warn: (message: string, fields: Fields) => void;
	readonly error: (message: string, fields: Fields) => void;
	/** Adds to a count that `flush` writes. */
	readonly count: (metric: string, value: number) => void;
	/** Writes what was counted since the last time, in CloudWatch's embedded metric format; nothing when nothing was. */
	readonly flush: () => void;
}

/** Every line and every count has the service's name. */
export function structuredLog(service: string): StructuredLog {
	const counts = new Map<string, number>();
	const log = (level: string) => (message: string, fields: Fields) =>
		write({ level, message, timestamp: new Date().toISOString(), service, ...traceId(), ...fields });
	return {
		info: log("INFO"),
		warn: log("WARN"),
		error: log("ERROR"),
		count: (metric, value) => counts.set(metric, (counts.get(metric) ?? 0) + value),
		flush: () => {
			if (counts.size > 0) write(embeddedMetrics(service, counts));
			counts.clear();
		},
	};
}

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html */
function embeddedMetrics(service: string, counts: ReadonlyMap<string, number>): Fields {
	return {
		_aws: {
			Timestamp: Date.now(),
			CloudWatchMetrics: [
				{
					Namespace: metrics.namespace,
					Dimensions: [["service"]],
					Metrics: [...counts.keys()].map((Name) => ({ Name, Unit: "Count" })),
				},
			],
		},
		service,
		...Object.fromEntries(counts),
	};
}

/** To standard output itself: Lambda's console puts a prefix before a line, and CloudWatch takes metrics from bare JSON only. */
function write(line: Fields): void {
	process.stdout.write(
		`${JSON.stringify(line, (_, value) => (value instanceof Error ? errorFields(value) : value))}\n`,
	);
}

/** One cause deep, and nothing but text: an error of the SDK carries its answer, and what it holds may lead back to it. */
function errorFields({ name, message, stack, cause }: Error): Fields {
	if (cause === undefined) return { name, message, stack };
	const because =
		cause instanceof Error ? { name: cause.name, message: cause.message, stack: cause.stack } : String(cause);
	return { name, message, stack, cause: because };
}

/** As X-Ray names the trace: `1-` and the rest of `Root=…` in Lambda's variable; nothing outside of Lambda. */
function traceId(): { readonly xray_trace_id?: string } {
	const [, id] = /(?:^|;)Root=([^;]+)/.exec(process.env["_X_AMZN_TRACE_ID"] ?? "") ?? [];
	return id === undefined ? {} : { xray_trace_id: id };
}
