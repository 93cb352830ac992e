import type {
	DeploymentConfiguration,
	DeploymentLifecycleHookStage,
	ServiceDeploymentLifecycleStage,
} from "@aws-sdk/client-ecs";

export type HookStage = DeploymentLifecycleHookStage;

/** The description of `lifecycleStage` in the service model also names PRE_PRODUCTION_TRAFFIC_SHIFT, which its enumeration lacks. */
export type Stage = ServiceDeploymentLifecycleStage | "PRE_PRODUCTION_TRAFFIC_SHIFT";

/** Percent of the traffic that the new revision gets; the one before gets the rest. Absent: nothing is said about it. */
export interface Traffic {
	readonly test?: number;
	readonly production?: number;
}

/** A part of a deployment. */
export interface Step {
	/** Null for a rolling deployment, whose stages are not documented. */
	readonly stage: Stage | null;
	/** What hooks of the stage are told. */
	readonly traffic: Traffic;
	/** Whether tasks are started in it. */
	readonly startsTasks?: true;
	/** For how long it lasts after its hooks, in minutes. */
	readonly minutes?: number;
}

/** Stages at which a hook can run (service model, DeploymentLifecycleHookStage). */
export const hookStages: readonly HookStage[] = [
	"RECONCILE_SERVICE",
	"PRE_SCALE_UP",
	"POST_SCALE_UP",
	"TEST_TRAFFIC_SHIFT",
	"POST_TEST_TRAFFIC_SHIFT",
	"PRE_PRODUCTION_TRAFFIC_SHIFT",
	"PRODUCTION_TRAFFIC_SHIFT",
	"POST_PRODUCTION_TRAFFIC_SHIFT",
];

/**
 * The steps of a deployment in order, with the traffic weights of the developer guide's payloads ("Lambda hooks for Amazon ECS service
 * deployments", "Lifecycle stage payloads"). `isReconciled`: more than one revision of the service is active.
 */
export function stepsOf(configuration: DeploymentConfiguration, isReconciled: boolean): readonly Step[] {
	const { strategy = "ROLLING", bakeTimeInMinutes: minutes = 0 } = configuration;
	if (strategy === "ROLLING") return [{ stage: null, traffic: {}, startsTasks: true }];
	const reconcile: Step = { stage: "RECONCILE_SERVICE", traffic: { test: 100, production: 100 } };
	return [
		...(isReconciled ? [reconcile] : []),
		{ stage: "PRE_SCALE_UP", traffic: {} },
		{ stage: "SCALE_UP", traffic: {}, startsTasks: true },
		{ stage: "POST_SCALE_UP", traffic: {} },
		{ stage: "TEST_TRAFFIC_SHIFT", traffic: { test: 100 } },
		{ stage: "POST_TEST_TRAFFIC_SHIFT", traffic: {} },
		...shifts(configuration),
		{ stage: "POST_PRODUCTION_TRAFFIC_SHIFT", traffic: {} },
		{ stage: "BAKE_TIME", traffic: {}, minutes },
		{ stage: "CLEAN_UP", traffic: {} },
	];
}

/** Production traffic shifts in as many steps as the strategy has, each with the stage before it. */
function shifts(configuration: DeploymentConfiguration): Step[] {
	const { weights, minutes } = shiftsOf(configuration);
	return weights.flatMap((production, at): Step[] => {
		const before = weights[at - 1] ?? 0;
		const last = at === weights.length - 1;
		return [
			{ stage: "PRE_PRODUCTION_TRAFFIC_SHIFT", traffic: { production: before } },
			{ stage: "PRODUCTION_TRAFFIC_SHIFT", traffic: { production }, ...(last ? {} : { minutes }) },
		];
	});
}

/** Defaults: service model, LinearConfiguration and CanaryConfiguration. */
function shiftsOf({ strategy, linearConfiguration, canaryConfiguration }: DeploymentConfiguration) {
	if (strategy === "LINEAR") {
		const { stepPercent = 10, stepBakeTimeInMinutes: minutes = 6 } = linearConfiguration ?? {};
		const count = Math.ceil(100 / stepPercent);
		const weights = Array.from({ length: count }, (_, at) => Math.min(100, stepPercent * (at + 1)));
		return { weights, minutes };
	}
	if (strategy === "CANARY") {
		const { canaryPercent = 5, canaryBakeTimeInMinutes: minutes = 10 } = canaryConfiguration ?? {};
		return { weights: [canaryPercent, 100], minutes };
	}
	return { weights: [100], minutes: 0 };
}

/**
 * The stages whose hooks are run in a rollback, with the traffic shifting back ("Lifecycle hooks during rollback"). Their order is not
 * documented.
 */
export const rollbackSteps: readonly Step[] = [
	{ stage: "PRODUCTION_TRAFFIC_SHIFT", traffic: { production: 0 } },
	{ stage: "TEST_TRAFFIC_SHIFT", traffic: { test: 0 } },
];
