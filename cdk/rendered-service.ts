/** Properties of AWS::ECS::Service in a template. */
export type Properties = Readonly<Record<string, unknown>>;

/** ECS developer guide, "Lifecycle hooks for Amazon ECS service deployments": the strategies in which ECS calls hooks. */
const gateableStrategies = ["BLUE_GREEN", "LINEAR", "CANARY"];

/**
 * Why ECS never calls hooks for a service with this type of deployment controller; null if it does, as without one, or if that is only
 * known in the deployment.
 */
export function controllerProblem(type: unknown): string | null {
	if (typeof type !== "string" || type === "ECS") return null;
	return (
		`is deployed by ${type}, and only the deployment controller ECS calls lifecycle hooks; ` +
		"remove deploymentController, or gateService"
	);
}

/**
 * Why ECS would not call the gate for a service with these properties: its controller, its strategy, or that the hook with this function
 * and role is not in them at one of the stages. Empty if it would.
 */
export function problemsIn(properties: Properties, hook: Properties, stages: readonly string[]): readonly string[] {
	const controller = controllerProblem(fieldsOf(properties["DeploymentController"])["Type"]);
	if (controller !== null) return [controller];
	const configuration = properties["DeploymentConfiguration"];
	const strategy = strategyIn(configuration);
	const isGateable = strategy === null || gateableStrategies.includes(strategy);
	const ofStrategy =
		`has the deployment strategy ${strategy}, in which ECS calls no lifecycle hooks; ` +
		"set deploymentStrategy to BLUE_GREEN, LINEAR or CANARY, or remove gateService";
	const hooks = fieldsOf(configuration)["LifecycleHooks"];
	const isAttached = Array.isArray(hooks) && hooks.some((one) => isHook(fieldsOf(one), hook, stages));
	const ofHook =
		"has lost the hook of the gate, because its deployment configuration was replaced or overridden; " +
		"keep its lifecycleHooks, or remove gateService";
	return [...(isGateable ? [] : [ofStrategy]), ...(isAttached ? [] : [ofHook])];
}

function isHook(one: Properties, hook: Properties, stages: readonly string[]): boolean {
	const isSame = Object.entries(hook).every(([key, value]) => JSON.stringify(one[key]) === JSON.stringify(value));
	const at = one["LifecycleStages"];
	return isSame && Array.isArray(at) && at.some((stage) => stages.includes(String(stage)));
}

/** Without a strategy, ROLLING is the default; null if it is only known in the deployment, as a reference to a parameter is. */
function strategyIn(configuration: unknown): string | null {
	const fields = fieldsOf(configuration);
	if (Object.keys(fields).some((name) => name === "Ref" || name.startsWith("Fn::"))) return null;
	const { Strategy = "ROLLING" } = fields;
	return typeof Strategy === "string" ? Strategy : null;
}

const fieldsOf = (value: unknown): Properties =>
	typeof value === "object" && value !== null ? (value as Properties) : {};
