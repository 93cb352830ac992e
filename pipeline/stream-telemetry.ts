import { Logger } from "@aws-lambda-powertools/logger";
import { Metrics, MetricUnit } from "@aws-lambda-powertools/metrics";
import { metrics as names } from "../core/metrics.ts";

/** What is logged and counted of every record of the ledger's stream; the runbook and the alarms refer to the codes. */
export interface StreamTelemetry {
	readonly delivered: (subject: string | undefined, what: string) => void;
	readonly nothing: (subject: string, because: string) => void;
	readonly undelivered: (subject: string | undefined, reason: string) => void;
	readonly failed: (subject: string | undefined, reason: string) => void;
	/** Writes the counts out: once an invocation. */
	readonly flush: () => void;
}

/** One JSON line for what became of every record, and counts in CloudWatch's embedded metric format. */
export function streamTelemetry(service: string): StreamTelemetry {
	const logger = new Logger({ serviceName: service });
	const metrics = new Metrics({ namespace: names.namespace, serviceName: service });
	return {
		delivered: (subject, what) => logger.info("delivered", { subject, what }),
		nothing: (subject, because) => logger.info("nothing to do", { subject, because }),
		undelivered: (subject, reason) => {
			logger.error("undelivered, kept in the dead-letter queue", { subject, reason });
			metrics.addMetric(names.undelivered, MetricUnit.Count, 1);
		},
		failed: (subject, reason) => logger.warn("comes again", { subject, reason }),
		flush: () => {
			if (metrics.hasStoredMetrics()) metrics.publishStoredMetrics();
		},
	};
}
