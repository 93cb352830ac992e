import type { LedgerEntry } from "../core/ledger.ts";
import { metrics as names } from "../core/metrics.ts";
import { structuredLog } from "./structured-log.ts";

/** Logs and metrics of a route, declared once; the runbook and the alarms refer to them. */
export interface Telemetry {
	readonly recorded: (entry: LedgerEntry) => void;
	readonly nothing: (subject: string, because: string) => void;
	readonly refused: (messageId: string, reason: string) => void;
	readonly requeue: (subject: string, seconds: number) => void;
	readonly failed: (messageId: string, error: Error) => void;
	/** Publishes the metrics, once per invocation. */
	readonly flush: () => void;
}

/** Writes one line of JSON for the outcome of every message, and metrics in CloudWatch's embedded metric format. */
export function telemetry(service: string): Telemetry {
	const log = structuredLog(service);
	return {
		recorded: (entry) => {
			const verdicts = Object.entries(entry.controls).map(([control, { status }]) => [control, status]);
			log.info("recorded", { subject: entry.arn, state: entry.state, verdicts: Object.fromEntries(verdicts) });
			const unknown = verdicts.filter(([, status]) => status === "unknown").length;
			if (unknown > 0) log.count(names.unknownVerdicts, unknown);
			const failed = entry.blocks.filter((block) => block.at === entry.readAt && block.outcome === "failed").length;
			if (failed > 0) log.count(names.failedBlocks, failed);
		},
		nothing: (subject, because) => log.info("nothing to do", { subject, because }),
		refused: (messageId, reason) => {
			log.warn("rejected, moved to the dead-letter queue", { messageId, reason });
			log.count(names.refusedMessages, 1);
		},
		requeue: (subject, seconds) => log.info("requeued for another check", { subject, seconds }),
		failed: (messageId, error) => log.error("returned to the queue", { messageId, error }),
		flush: log.flush,
	};
}
