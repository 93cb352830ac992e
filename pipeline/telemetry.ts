import type { BlockRecord } from "../core/block-record.ts";
import type { LedgerEntry } from "../core/ledger.ts";
import { metrics as names } from "../core/metrics.ts";
import { embeddedMetrics } from "./embedded-metrics.ts";
import { jsonLog } from "./json-log.ts";

/** Logs and metrics of a route, declared once; the runbook and the alarms refer to them. */
export interface Telemetry {
	/** `blocks`: the attempts of this check to block, each with a line of its own. */
	readonly recorded: (entry: LedgerEntry, blocks: readonly BlockRecord[]) => void;
	readonly skipped: (subject: string, reason: string) => void;
	readonly rejected: (messageId: string, reason: string) => void;
	/** An event of another account or Region, which ends here. */
	readonly foreign: (messageId: string) => void;
	readonly requeue: (subject: string, seconds: number) => void;
	readonly failed: (messageId: string, error: Error) => void;
	/** Publishes the metrics, once per invocation. */
	readonly flush: () => void;
}

/** Writes one line of JSON for the outcome of every message, and metrics in CloudWatch's embedded metric format. */
export function telemetry(service: string): Telemetry {
	const logger = jsonLog(service);
	const metrics = embeddedMetrics(service);
	return {
		recorded: (entry, blocks) => {
			const verdicts = Object.entries(entry.controls).map(([control, { status }]) => [control, status]);
			const { arn: subject, state, unrouted } = entry;
			logger.info("recorded", { subject, state, verdicts: Object.fromEntries(verdicts), unrouted });
			for (const { action, resource, outcome, because, reason = null } of blocks) {
				const taskDefinition = resource.slice(resource.lastIndexOf("/") + 1);
				logger.info("decided", { taskDefinition, action, outcome, because, reason });
			}
			const failed = blocks.filter(({ outcome }) => outcome === "failed").length;
			if (failed > 0) metrics.count(names.failedBlocks, failed);
		},
		skipped: (subject, reason) => logger.info("nothing to do", { subject, because: reason }),
		rejected: (messageId, reason) => logger.warn("rejected, moved to the dead-letter queue", { messageId, reason }),
		foreign: (messageId) => {
			const because = "the event is of another account or Region, which has a pipeline of its own";
			logger.info("nothing to do", { subject: messageId, because });
			metrics.count(names.foreignEvents);
		},
		requeue: (subject, seconds) => logger.info("requeued for another check", { subject, seconds }),
		failed: (messageId, error) => logger.error("returned to the queue", { messageId, error }),
		flush: metrics.flush,
	};
}
