import { metrics as names } from "../../core/metrics.ts";
import { embeddedMetrics } from "../embedded-metrics.ts";
import { jsonLog } from "../json-log.ts";
import { type DeploymentDecision, isFailedCheck } from "./decide.ts";
import type { Examined } from "./read.ts";
import type { HookReply } from "./reply.ts";
import type { HookRequest } from "./request.ts";

/** What is known of a deployment so far. */
export interface ExaminedRequest extends Examined {
	request: HookRequest | null;
}

/** Logs and metrics of the gate; the runbook, the alarms and the log query of docs/enforcement.md refer to them. */
export interface GateTelemetry {
	/** One line for every answer, with the reason. */
	readonly decided: (decision: DeploymentDecision, reply: HookReply, examined: ExaminedRequest) => void;
	readonly failed: (message: string, error: unknown, examined: ExaminedRequest) => void;
	/** Publishes the metrics, once per invocation. */
	readonly flush: () => void;
}

/**
 * `counted`: the service under whose name failures are counted. It is that of the route that blocks, because every further metric of an
 * alarm costs money.
 */
export function gateTelemetry(service: string, counted: string): GateTelemetry {
	const logger = jsonLog(service);
	const metrics = embeddedMetrics(counted);
	// Once per invocation. Decisions are counted from the log, because a custom metric costs money while it has data.
	const countFailure = (): void => metrics.measure(names.failedBlocks, 1, "Count");
	return {
		decided: (decision, reply, examined) => {
			const { outcome, because, reason } = decision;
			// Without the details, which the service's owner may have written.
			const { hookDetails: _, ...answered } = { hookDetails: null, ...reply };
			logger.info("decided", { ...fieldsOf(examined), ...answered, outcome, because, reason });
			if (isFailedCheck(decision)) countFailure();
		},
		failed: (message, error, examined) => {
			logger.error(message, { ...fieldsOf(examined), error });
			countFailure();
		},
		flush: metrics.flush,
	};
}

const fieldsOf = ({ request, family, revision }: ExaminedRequest) => ({
	deployment: request?.deploymentArn ?? null,
	service: request?.serviceArn ?? null,
	serviceRevision: request?.targetServiceRevisionArn ?? null,
	stage: request?.stage ?? null,
	taskDefinition: family === null ? null : `${family.family}:${revision}`,
});
