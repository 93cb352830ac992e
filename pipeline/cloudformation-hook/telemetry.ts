import { metrics as names } from "../../core/metrics.ts";
import { embeddedMetrics } from "../embedded-metrics.ts";
import { jsonLog } from "../json-log.ts";
import type { ResourceDecision } from "./judge.ts";
import type { ResourceRequest } from "./request.ts";

/** Logs and metrics of the hook; the runbook, the alarms and the log query of docs/enforcement.md refer to them. */
export interface ResourceHookTelemetry {
	/** One line for every answer, with the reason. `request`: null if it was not read. */
	readonly decided: (decision: ResourceDecision, request: ResourceRequest | null) => void;
	readonly failed: (message: string, error: unknown, request: ResourceRequest | null) => void;
	/** Publishes the metrics, once per invocation. */
	readonly flush: () => void;
}

/** `counted`: as for the gate, the service under whose name failures are counted, because every further metric of an alarm costs money. */
export function resourceHookTelemetry(service: string, counted: string): ResourceHookTelemetry {
	const logger = jsonLog(service);
	const metrics = embeddedMetrics(counted);
	const countFailure = (): void => metrics.measure(names.failedBlocks, 1, "Count");
	return {
		decided: ({ hookStatus, errorCode, outcome, because, reason, isUnchecked }, request) => {
			logger.info("decided", { ...fieldsOf(request), hookStatus, errorCode, outcome, because, reason });
			if (isUnchecked === true) countFailure();
		},
		failed: (message, error, request) => {
			logger.error(message, { ...fieldsOf(request), error });
			countFailure();
		},
		flush: metrics.flush,
	};
}

/** Never the properties: they may contain secrets. */
const fieldsOf = (request: ResourceRequest | null) => ({
	stack: request?.stackId ?? null,
	resource: request?.logicalId ?? null,
	type: request?.type ?? null,
	operation: request?.operation ?? null,
});
