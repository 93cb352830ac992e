import { metrics as names } from "../core/metrics.ts";
import { embeddedMetrics } from "./embedded-metrics.ts";
import { jsonLog } from "./json-log.ts";

/** Logs and metrics for every record of the ledger's stream; the runbook and the alarms refer to them. */
export interface StreamTelemetry {
	readonly delivered: (subject: string | undefined, what: string) => void;
	readonly skipped: (subject: string, reason: string) => void;
	readonly undelivered: (subject: string | undefined, reason: string) => void;
	readonly failed: (subject: string | undefined, reason: string) => void;
	/** Security Hub is not enabled; at most once per batch. */
	readonly notEnabled: () => void;
	/** A finding that fails and that a person has resolved, by its id. */
	readonly resolvedWhileFailing: (id: string) => void;
	/** Publishes the metrics, once per invocation. */
	readonly flush: () => void;
}

/** Writes one line of JSON for the outcome of every record, and metrics in CloudWatch's embedded metric format. */
export function streamTelemetry(service: string): StreamTelemetry {
	const logger = jsonLog(service);
	const metrics = embeddedMetrics(service);
	return {
		delivered: (subject, what) => logger.info("delivered", { subject, what }),
		skipped: (subject, reason) => logger.info("nothing to do", { subject, because: reason }),
		undelivered: (subject, reason) => {
			logger.error("undelivered, moved to the dead-letter queue", { subject, reason });
			metrics.count(names.undelivered);
		},
		failed: (subject, reason) => logger.warn("will be retried", { subject, reason }),
		notEnabled: () => {
			logger.error("Security Hub is not enabled, or denies access to this account", {});
			metrics.count(names.securityHubNotEnabled);
		},
		resolvedWhileFailing: (id) => {
			logger.warn("a person resolved a finding that fails; its workflow is left alone", { id });
			metrics.count(names.resolvedWhileFailing);
		},
		flush: metrics.flush,
	};
}
