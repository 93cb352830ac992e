import type { DeploymentLifecycleHook } from "@aws-sdk/client-ecs";
import type { Fields } from "../aws-json.ts";
import { type DeploymentClock, unlessAborted } from "./clock.ts";
import type { Deployment } from "./records.ts";
import type { Step } from "./stages.ts";

/** How hooks reach their functions. */
export interface CallHook {
	readonly clock: DeploymentClock;
	/** How many milliseconds a second of a call-back delay takes. */
	readonly secondMs: number;
	/** Lambda's Invoke: the function's answer; rejects when the function fails or cannot be called. */
	readonly invoke: (functionArn: string, request: object) => Promise<unknown>;
	/** Called with why a function could not be called. */
	readonly onError: (error: unknown) => void;
}

/** Developer guide, "Lambda hooks for Amazon ECS service deployments", "hookStatus values". */
const defaultDelaySeconds = 30;

/** Calls a hook's function until it answers SUCCEEDED or FAILED. Whatever it answers otherwise, or if it fails, the hook has failed. */
export async function callUntilDecided(
	{ clock, secondMs, invoke, onError }: CallHook,
	deployment: Deployment,
	step: Step,
	{ hookTargetArn = "", hookDetails }: DeploymentLifecycleHook,
	executionId: string,
	signal: AbortSignal,
): Promise<"SUCCEEDED" | "FAILED"> {
	let details = objectIn(hookDetails);
	for (;;) {
		const request = {
			...requestOf(deployment, step, executionId),
			...(details === null ? {} : { hookDetails: details }),
		};
		const calling = invoke(hookTargetArn, request).catch((error: unknown) => {
			if (!signal.aborted) onError(error);
			return null;
		});
		const reply = objectIn(await unlessAborted(calling, signal)) ?? {};
		const { hookStatus, callBackDelay = defaultDelaySeconds, hookDetails: more } = reply;
		if (hookStatus === "SUCCEEDED") return "SUCCEEDED";
		const isDelay = typeof callBackDelay === "number" && callBackDelay >= 0;
		if (hookStatus !== "IN_PROGRESS" || !isDelay) return "FAILED";
		const added = objectIn(more);
		if (added !== null) details = { ...details, ...added };
		await clock.sleep(callBackDelay * secondMs, signal);
	}
}

const objectIn = (value: unknown): Fields | null =>
	typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Fields) : null;

/** The payload of the same page, "Lifecycle payloads". In a rollback the target stays the revision that is given up. */
function requestOf({ arn, service, target, previous }: Deployment, { stage, traffic }: Step, executionId: string) {
	const weights = (percent: number | undefined) =>
		percent === undefined
			? {}
			: { [target.arn]: percent, ...(previous === null ? {} : { [previous.arn]: 100 - percent }) };
	return {
		executionId,
		lifecycleStage: stage,
		resourceArn: arn,
		executionDetails: {
			serviceArn: service.serviceArn,
			targetServiceRevisionArn: target.arn,
			testTrafficWeights: weights(traffic.test),
			productionTrafficWeights: weights(traffic.production),
		},
	};
}
