import { randomBytes, randomUUID } from "node:crypto";
import type { DeploymentLifecycleHook, DeploymentLifecycleHookAction } from "@aws-sdk/client-ecs";
import { unlessAborted } from "./clock.ts";
import { timeoutOf, typeOf } from "./configuration.ts";
import { type EcsEvent, hookEvent } from "./events.ts";
import { type CallHook, callUntilDecided } from "./lambda-hook.ts";
import type { Deployment, HookRecord } from "./records.ts";
import type { Step } from "./stages.ts";

/** Ends a deployment that was going on, with the reason. */
export class RollbackNeeded extends Error {}

/** Runs the lifecycle hooks of deployments (developer guide, "Lifecycle hooks for Amazon ECS service deployments"). */
export class LifecycleHooks {
	readonly #call: CallHook;
	readonly #emit: (event: EcsEvent) => void;
	/** Of the PAUSE hooks that wait, by their ids. */
	readonly #waiting = new Map<string, (action: DeploymentLifecycleHookAction) => void>();

	constructor(call: CallHook, emit: (event: EcsEvent) => void) {
		this.#call = call;
		this.#emit = emit;
	}

	/**
	 * Runs all hooks of a step at once, and returns when all of them let the deployment go on. Throws RollbackNeeded when one does not,
	 * or what the deployment was interrupted with.
	 */
	async run(deployment: Deployment, step: Step): Promise<void> {
		const { strategy = "ROLLING", lifecycleHooks = [] } = deployment.service.configuration;
		const { stage } = step;
		// Whether a rolling deployment has hooks is not documented, and reports say that it has none.
		const due = lifecycleHooks.filter(({ lifecycleStages = [] }) =>
			lifecycleStages.some((one) => strategy !== "ROLLING" && one === stage),
		);
		const ended = new AbortController();
		const signal = AbortSignal.any([ended.signal, deployment.interrupt.signal]);
		const hooks = due.map((hook) => ({ hook, record: this.#recordOf(hook) }));
		deployment.hooks = hooks.map(({ record }) => record);
		try {
			await Promise.all(hooks.map(({ hook, record }) => this.#runOne(deployment, step, hook, record, signal)));
		} finally {
			ended.abort();
			for (const { hookId } of deployment.hooks) this.#waiting.delete(hookId);
			deployment.hooks = deployment.hooks.filter(
				({ status }) => status !== "AWAITING_ACTION" && status !== "IN_PROGRESS",
			);
		}
	}

	/** ContinueServiceDeployment; false if no such hook waits. */
	decide(hookId: string, action: DeploymentLifecycleHookAction): boolean {
		const decide = this.#waiting.get(hookId);
		decide?.(action);
		return decide !== undefined;
	}

	#recordOf(hook: DeploymentLifecycleHook): HookRecord {
		const targetType = typeOf(hook);
		const { minutes, action } = timeoutOf(hook);
		const isPause = targetType === "PAUSE";
		return {
			hookId: isPause ? `ecs-pause-${randomBytes(32).toString("base64url")}` : randomUUID(),
			targetType,
			...(isPause ? {} : { targetArn: hook.hookTargetArn }),
			status: isPause ? "AWAITING_ACTION" : "IN_PROGRESS",
			expiresAt: Math.floor(this.#call.clock.now() / 1_000) + minutes * 60,
			timeoutAction: action,
		};
	}

	async #runOne(
		deployment: Deployment,
		step: Step,
		hook: DeploymentLifecycleHook,
		record: HookRecord,
		outer: AbortSignal,
	): Promise<void> {
		const { clock } = this.#call;
		const ended = new AbortController();
		const signal = AbortSignal.any([outer, ended.signal]);
		const report = (status: HookRecord["status"]): void => {
			record.status = status;
			this.#emit(hookEvent(deployment, record, clock.now()));
		};
		report(record.status);
		try {
			const timeout = clock.sleep(timeoutOf(hook).minutes * 60_000, signal).then(() => "TIMED_OUT" as const);
			const decision =
				record.targetType === "PAUSE"
					? this.#pause(record, signal)
					: callUntilDecided(this.#call, deployment, step, hook, record.hookId, signal);
			report(await Promise.race([decision, timeout]));
		} finally {
			ended.abort();
		}
		if (record.status === "FAILED" || (record.status === "TIMED_OUT" && record.timeoutAction === "ROLLBACK")) {
			const how = record.status === "FAILED" ? "failed" : "timed out";
			throw new RollbackNeeded(`The lifecycle hook ${record.targetArn ?? record.hookId} ${how} at ${step.stage}.`);
		}
	}

	#pause({ hookId }: HookRecord, signal: AbortSignal): Promise<"SUCCEEDED" | "FAILED"> {
		const { promise, resolve } = Promise.withResolvers<"SUCCEEDED" | "FAILED">();
		this.#waiting.set(hookId, (action) => {
			this.#waiting.delete(hookId);
			resolve(action === "CONTINUE" ? "SUCCEEDED" : "FAILED");
		});
		return unlessAborted(promise, signal);
	}
}
