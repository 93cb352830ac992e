import { metrics as names } from "../core/metrics.ts";
import { structuredLog } from "./structured-log.ts";

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
	const log = structuredLog(service);
	return {
		delivered: (subject, what) => log.info("delivered", { subject, what }),
		nothing: (subject, because) => log.info("nothing to do", { subject, because }),
		undelivered: (subject, reason) => {
			log.error("undelivered, kept in the dead-letter queue", { subject, reason });
			log.count(names.undelivered, 1);
		},
		failed: (subject, reason) => log.warn("comes again", { subject, reason }),
		flush: log.flush,
	};
}
