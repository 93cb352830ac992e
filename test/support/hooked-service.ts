import { ContinueServiceDeploymentCommand, type DeploymentLifecycleHook } from "@aws-sdk/client-ecs";
import type { EcsDouble } from "../../demo/doubles/ecs.ts";
import type { EcsEvent } from "../../demo/doubles/ecs-deployment/events.ts";
import { until } from "./observer.ts";
import type { OneService } from "./one-service.ts";

export const functionArn = "arn:aws:lambda:eu-west-1:111122223333:function:gate";
const roleArn = "arn:aws:iam::111122223333:role/hook";

/** A hook that calls the function. */
export const lambdaHook = (...lifecycleStages: string[]) => ({ hookTargetArn: functionArn, roleArn, lifecycleStages });
export const pauseHook = (...lifecycleStages: string[]) => ({ targetType: "PAUSE", lifecycleStages });

/** What ECS sends to a hook. */
export interface HookCall {
	readonly executionId: string;
	readonly lifecycleStage: string;
	readonly resourceArn: string;
	readonly executionDetails: {
		readonly serviceArn: string;
		readonly targetServiceRevisionArn: string;
		readonly testTrafficWeights: Readonly<Record<string, number>>;
		readonly productionTrafficWeights: Readonly<Record<string, number>>;
	};
	readonly hookDetails?: unknown;
}

/** A service with lifecycle hooks on the double, whose function answers what a test says. */
export class HookedService {
	readonly service: OneService;
	readonly double: EcsDouble;
	/** One after the other; the last one stays. An Error: the function fails. */
	answers: unknown[] = [{ hookStatus: "SUCCEEDED" }];
	readonly calls: HookCall[] = [];
	readonly events: EcsEvent[] = [];

	constructor(service: OneService, double: EcsDouble) {
		this.service = service;
		this.double = double;
		double.deployments.connect({
			invoke: async (_, request) => {
				this.calls.push(request as HookCall);
				const answer = this.answers.length > 1 ? this.answers.shift() : this.answers[0];
				if (answer instanceof Error) throw answer;
				return answer;
			},
			publish: async (event) => this.events.push(event),
		});
	}

	/** Revision 1 runs; then revision 2 is deployed with hooks. */
	async deploy(hooks: readonly object[], configuration: object = {}): Promise<void> {
		await this.service.create();
		await this.double.deployments.settled();
		this.events.length = 0;
		await this.service.deploy(2, { deploymentConfiguration: configurationOf(hooks, configuration) });
	}

	/** The deployment when it has ended, or waits for somebody. */
	async settled() {
		await this.double.deployments.settled();
		return this.service.deployment();
	}

	/** Resolves when the function has been called so often and its answer has been handled. */
	async called(times: number): Promise<void> {
		await until(() => this.calls.length >= times, AbortSignal.timeout(60_000));
	}

	/** Stages at which the function was called. */
	get stages(): string[] {
		return this.calls.map(({ lifecycleStage }) => lifecycleStage);
	}

	/** Names of the events. */
	get eventNames(): string[] {
		return this.events.map(({ detail }) => detail["eventName"] ?? "");
	}

	/** Answers the hook that awaits an action. */
	async continue(action?: "CONTINUE" | "ROLLBACK"): Promise<void> {
		const { serviceDeploymentArn, lifecycleHookDetails = [] } = await this.settled();
		const hookId = lifecycleHookDetails.find(({ status }) => status === "AWAITING_ACTION")?.hookId;
		await this.service.ecs.send(new ContinueServiceDeploymentCommand({ serviceDeploymentArn, hookId, action }));
	}
}

export const configurationOf = (hooks: readonly object[], more: object = {}) => ({
	strategy: "BLUE_GREEN",
	bakeTimeInMinutes: 0,
	lifecycleHooks: hooks as DeploymentLifecycleHook[],
	...more,
});
