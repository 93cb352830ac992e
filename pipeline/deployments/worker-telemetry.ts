import type { BlockRecord } from "../../core/block-record.ts";
import { metrics as names } from "../../core/metrics.ts";
import { arnOf, type ServiceSubject } from "../../core/subject.ts";
import type { Answer } from "../../domain/approvals/approval.ts";
import { embeddedMetrics } from "../embedded-metrics.ts";
import { jsonLog } from "../json-log.ts";
import { type Telemetry, telemetry } from "../telemetry.ts";
import { type DeploymentDecision, isFailedCheck } from "./decide.ts";
import type { Examined } from "./read.ts";

/** What is known of a deployment so far. */
export interface ExaminedDeployment extends Examined {
	readonly service: ServiceSubject;
	/** ARNs; a task set without one has the service's and the time of its event: `SERVICEARN/TIME`. */
	deployment: string | null;
	serviceRevision: string | null;
	/** The id of the PAUSE hook in which it waits; null if it is not about one. */
	readonly hook: string | null;
}

/** What was done about a deployment, and why. */
export interface Conclusion
	extends Pick<DeploymentDecision, "because" | "reason" | "isUnchecked">,
		Partial<Pick<BlockRecord, "action" | "waitsIn">> {
	readonly did: "nothing" | "stop" | "set-back" | "continue" | "roll-back";
	readonly outcome: BlockRecord["outcome"] | null;
}

/** Logs and metrics of the function that stops deployments; the alarms and the log query of docs/enforcement.md refer to them. */
export interface WorkerTelemetry
	extends Pick<Telemetry, "skipped" | "rejected" | "foreign" | "requeue" | "failed" | "flush"> {
	/** One line for every deployment that was decided about, with the reason. */
	readonly decided: (conclusion: Conclusion, examined: ExaminedDeployment) => void;
	/** What a person has decided in Slack, with what is recorded of it. */
	readonly answered: (answer: Answer, record: BlockRecord) => void;
	/** ECS did not take the answer of a person. `deployment`: its ARN. */
	readonly answerFailed: (deployment: string, reason: string) => void;
	readonly blockFailed: (message: string, error: unknown, examined: ExaminedDeployment) => void;
}

/** `counted`: the service under whose name failures are counted, as for the gate. */
export function workerTelemetry(service: string, counted: string): WorkerTelemetry {
	const own = telemetry(service);
	const logger = jsonLog(service);
	const metrics = embeddedMetrics(counted);
	const countFailure = (): void => metrics.measure(names.failedBlocks, 1, "Count");
	return {
		...own,
		decided: (conclusion, examined) => {
			const { did, action, outcome, because, reason } = conclusion;
			logger.info("decided", { ...fieldsOf(examined), did, action, outcome, because, reason });
			if (isFailedCheck(conclusion) || outcome === "failed") countFailure();
		},
		answered: ({ kind, key, user }, { outcome, because, reason }) => {
			const did = ({ approve: "continue", refuse: "roll-back" } as const)[kind];
			const { deployment, hook } = key;
			logger.info("decided", { deployment, hook, user, did, action: "pause", outcome, because, reason });
		},
		answerFailed: (deployment, reason) => {
			logger.error("the answer of a person could not be given", { deployment, reason });
			countFailure();
		},
		blockFailed: (message, error, examined) => {
			logger.error(message, { ...fieldsOf(examined), error });
			countFailure();
		},
		flush: () => {
			own.flush();
			metrics.flush();
		},
	};
}

const fieldsOf = ({ family, revision, service, ...known }: ExaminedDeployment) => ({
	...known,
	service: arnOf(service),
	taskDefinition: family === null ? null : `${family.family}:${revision}`,
});
