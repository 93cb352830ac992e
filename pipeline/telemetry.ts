import type { LedgerEntry } from "../core/ledger.ts";
import { metrics as names } from "../core/metrics.ts";
import { structuredLog } from "./structured-log.ts";

/** Codes of what is logged and counted, declared once: the runbook and the alarms refer to them. */
export interface Telemetry {
	readonly recorded: (entry: LedgerEntry) => void;
	readonly nothing: (subject: string, because: string) => void;
	readonly refused: (messageId: string, reason: string) => void;
	readonly requeue: (subject: string, seconds: number) => void;
	readonly failed: (messageId: string, error: Error) => void;
	/** Writes the counts out: once an invocation. */
	readonly flush: () => void;
}

/** One JSON line for what became of every message, and counts in CloudWatch's embedded metric format. */
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
			log.warn("refused for good", { messageId, reason });
			log.count(names.refusedMessages, 1);
		},
		requeue: (subject, seconds) => log.info("looks again later", { subject, seconds }),
		failed: (messageId, error) => log.error("goes back to the queue", { messageId, error }),
		flush: log.flush,
	};
}
