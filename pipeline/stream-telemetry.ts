import { metrics as names } from "../core/metrics.ts";
import { structuredLog } from "./structured-log.ts";

/** Logs and metrics for every record of the ledger's stream; the runbook and the alarms refer to them. */
export interface StreamTelemetry {
	readonly delivered: (subject: string | undefined, what: string) => void;
	readonly nothing: (subject: string, because: string) => void;
	readonly undelivered: (subject: string | undefined, reason: string) => void;
	readonly failed: (subject: string | undefined, reason: string) => void;
	/** Publishes the metrics, once per invocation. */
	readonly flush: () => void;
}

/** Writes one line of JSON for the outcome of every record, and metrics in CloudWatch's embedded metric format. */
export function streamTelemetry(service: string): StreamTelemetry {
	const log = structuredLog(service);
	return {
		delivered: (subject, what) => log.info("delivered", { subject, what }),
		nothing: (subject, because) => log.info("nothing to do", { subject, because }),
		undelivered: (subject, reason) => {
			log.error("undelivered, moved to the dead-letter queue", { subject, reason });
			log.count(names.undelivered, 1);
		},
		failed: (subject, reason) => log.warn("will be retried", { subject, reason }),
		flush: log.flush,
	};
}
