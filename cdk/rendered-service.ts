import { fieldsOf, isIntrinsic, variantsOf } from "./conditions.ts";

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

const lost =
	"has lost the hook of the gate, because its deployment configuration was replaced or overridden; " +
	"keep its lifecycleHooks, or remove gateService";
const untold =
	"may not have the hook of the gate: its deployment configuration is only known in the deployment; " +
	"write its lifecycleHooks out, or remove gateService";

/**
 * Why ECS would not call the gate for a service with these properties, or may not: its controller, its strategy, or that the hook with
 * this function and role is not in them at one of the stages. Empty if it would, whichever conditions of the template are met, as long as
 * ECS calls hooks at all.
 */
export function problemsIn(properties: Properties, hook: Properties, stages: readonly string[]): readonly string[] {
	const { DeploymentController, DeploymentConfiguration } = properties;
	const variants = variantsOf({ DeploymentController, DeploymentConfiguration }).map(fieldsOf);
	const [controller = null] = variants.map(controllerProblemOf);
	const called = variants.filter((variant) => controllerProblemOf(variant) === null);
	if (controller !== null && called.length === 0) return [controller];
	const configurations = called.map((variant) => variant["DeploymentConfiguration"]);
	const gateable = configurations.filter((one) => gateableStrategies.includes(strategyIn(one) ?? "CANARY"));
	const ofStrategy =
		`has the deployment strategy ${strategyIn(configurations[0])}, in which ECS calls no lifecycle hooks; ` +
		"set deploymentStrategy to BLUE_GREEN, LINEAR or CANARY, or remove gateService";
	const isNeverGateable = gateable.length === 0;
	const answers = (isNeverGateable ? configurations : gateable).map((one) => hasHook(one, hook, stages));
	const ofHook = answers.includes(false) ? [lost] : answers.includes(null) ? [untold] : [];
	return [...(isNeverGateable ? [ofStrategy] : []), ...ofHook];
}

const controllerProblemOf = (properties: Properties): string | null =>
	controllerProblem(fieldsOf(properties["DeploymentController"])["Type"]);

/** Null if that is only known in the deployment. */
function hasHook(configuration: unknown, hook: Properties, stages: readonly string[]): boolean | null {
	const hooks = fieldsOf(configuration)["LifecycleHooks"];
	const answers = Array.isArray(hooks) ? hooks.map((one) => isHook(one, hook, stages)) : [];
	if (answers.includes(true)) return true;
	return answers.includes(null) || isIntrinsic(configuration) || isIntrinsic(hooks) ? null : false;
}

function isHook(one: unknown, hook: Properties, stages: readonly string[]): boolean | null {
	if (isIntrinsic(one)) return null;
	const fields = fieldsOf(one);
	// A reference to something else than the gate is another function or role.
	const isSame = Object.entries(hook).every(([key, value]) => JSON.stringify(fields[key]) === JSON.stringify(value));
	if (!isSame) return false;
	const at = fields["LifecycleStages"];
	const listed: readonly unknown[] = Array.isArray(at) ? at : [];
	if (listed.some((stage) => stages.includes(String(stage)))) return true;
	return isIntrinsic(at) || listed.some(isIntrinsic) ? null : false;
}

/** Without a strategy, ROLLING is the default; null if it is only known in the deployment, as a reference to a parameter is. */
function strategyIn(configuration: unknown): string | null {
	if (isIntrinsic(configuration)) return null;
	const { Strategy = "ROLLING" } = fieldsOf(configuration);
	return typeof Strategy === "string" ? Strategy : null;
}
