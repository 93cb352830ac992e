import { rmSync } from "node:fs";
import { describe, expect, test } from "@jest/globals";
import { App, CfnParameter, Fn, Stack } from "aws-cdk-lib";
import { Template } from "aws-cdk-lib/assertions";
import { Vpc } from "aws-cdk-lib/aws-ec2";
import {
	type CfnService,
	Cluster,
	ContainerImage,
	DeploymentControllerType,
	DeploymentStrategy,
	Ec2Service,
	Ec2TaskDefinition,
	FargateService,
	type FargateServiceProps,
	FargateTaskDefinition,
} from "aws-cdk-lib/aws-ecs";
import type { GateOptions } from "../../cdk/gate.d.ts";
import { gateService } from "../../cdk/gate-service.ts";
import { synthesizeStack, target } from "../support/synthesize-stack.ts";

type Json = Readonly<Record<string, unknown>>;

/** A stack of a user. */
function aStack() {
	process.env["CDK_VALIDATION"] = "false";
	const app = new App({ analyticsReporting: false });
	const stack = new Stack(app, "Shop");
	const ids = { vpcId: "vpc-1", availabilityZones: ["eu-central-1a"], privateSubnetIds: ["subnet-1"] };
	const vpc = Vpc.fromVpcAttributes(stack, "Vpc", ids);
	return { app, stack, cluster: Cluster.fromClusterAttributes(stack, "Cluster", { clusterName: "shop", vpc }) };
}

const image = ContainerImage.fromRegistry("nginx:1.27");
/** Its service on Fargate. */
function aService(props: Partial<FargateServiceProps> = { deploymentStrategy: DeploymentStrategy.BLUE_GREEN }) {
	const { app, stack, cluster } = aStack();
	const taskDefinition = new FargateTaskDefinition(stack, "Task");
	taskDefinition.addContainer("app", { image });
	return { app, stack, service: new FargateService(stack, "Web", { cluster, taskDefinition, ...props }) };
}

function templateOf({ app, stack }: { readonly app: App; readonly stack: Stack }) {
	const { Resources, Parameters } = Template.fromStack(stack).toJSON() as {
		Resources: Readonly<Record<string, { readonly Type: string; readonly Properties: Json }>>;
		Parameters: Readonly<Record<string, Json>>;
	};
	rmSync(app.outdir, { recursive: true, force: true });
	const resources = Object.values(Resources);
	const [service] = resources.filter(({ Type }) => Type === "AWS::ECS::Service");
	const { LifecycleHooks, ...others } = (service?.Properties["DeploymentConfiguration"] ?? {}) as Json;
	return { hooks: (LifecycleHooks ?? []) as readonly Json[], others, parameters: Parameters, resources };
}

const arns = {
	function: "arn:aws:lambda:eu-central-1:111122223333:function:Shipshape-DeploymentGateHandler",
	hookRole: "arn:aws:iam::111122223333:role/Shipshape-DeploymentGateHookRole",
};

function gated(options?: GateOptions, props?: Partial<FargateServiceProps>) {
	const made = aService(props);
	gateService(made.service, options);
	return templateOf(made);
}

describe("gateService", () => {
	test("has ECS ask the gate before tasks start", () => {
		expect(gated({ arns }).hooks).toEqual([
			{ HookTargetArn: arns.function, RoleArn: arns.hookRole, LifecycleStages: ["PRE_SCALE_UP"] },
		]);
	});

	test("has ECS ask the gate when the tasks run, with the stage POST_SCALE_UP", () => {
		expect(gated({ arns, stage: "POST_SCALE_UP" }).hooks).toMatchObject([{ LifecycleStages: ["POST_SCALE_UP"] }]);
	});

	test.each(["LINEAR", "CANARY"] as const)("gates a service with the strategy %s", (strategy) => {
		expect(gated({ arns }, { deploymentStrategy: DeploymentStrategy[strategy] }).hooks).toHaveLength(1);
	});

	test("gates a service on EC2", () => {
		const { app, stack, cluster } = aStack();
		const taskDefinition = new Ec2TaskDefinition(stack, "Task");
		taskDefinition.addContainer("app", { image, memoryLimitMiB: 64 });
		const deploymentStrategy = DeploymentStrategy.BLUE_GREEN;
		gateService(new Ec2Service(stack, "Web", { cluster, taskDefinition, deploymentStrategy }), { arns });
		expect(templateOf({ app, stack }).hooks).toMatchObject([{ HookTargetArn: arns.function }]);
	});

	test("keeps the other hooks and the rest of the deployment configuration, and adds no role", () => {
		const roles = (of: ReturnType<typeof gated>) => of.resources.filter(({ Type }) => Type === "AWS::IAM::Role").length;
		const plain = templateOf(aService());
		const { hooks, others, resources, parameters } = gated({ arns });
		expect(others).toEqual(plain.others);
		expect(hooks).toHaveLength(1);
		expect(roles({ hooks, others, resources, parameters })).toBe(roles(plain));
	});
});

describe("without ARNs, the function and the role", () => {
	const namesIn = (of: ReturnType<typeof gated>) =>
		["HookTargetArn", "RoleArn"].map((key) => of.parameters[target(of.hooks[0]?.[key])]?.["Default"]);

	test.each([{}, { stackName: "Shipshape-payments" }])(
		"are read from the parameters of the stack of Shipshape: %p",
		(options) => {
			const shipshape = synthesizeStack(undefined, options);
			const published = shipshape
				.ofType("AWS::SSM::Parameter")
				.map(({ properties }) => [properties["Name"], target(properties["Value"]).replace(/[0-9A-F]{8}$/, "")]);
			const [ofFunction, ofRole] = namesIn(gated(options));
			expect(published).toEqual(
				expect.arrayContaining([
					[ofFunction, "DeploymentGateHandlerFunction"],
					[ofRole, "DeploymentGateHookRole"],
				]),
			);
		},
	);

	test("are resolved whenever the stack is deployed", () => {
		const { hooks, parameters } = gated();
		const types = ["HookTargetArn", "RoleArn"].map((key) => parameters[target(hooks[0]?.[key])]?.["Type"]);
		expect(types).toEqual(Array(2).fill("AWS::SSM::Parameter::Value<String>"));
	});
});

describe("gateService fails for a service that it cannot gate", () => {
	test.each([
		["ROLLING", { deploymentStrategy: DeploymentStrategy.ROLLING }],
		["of the default", {}],
	])("in the synthesis, with the strategy %s", (_, props) => {
		const { app, service } = aService(props);
		gateService(service, { arns });
		expect(() => app.synth()).toThrow(
			"gateService: Shop/Web has the deployment strategy ROLLING, in which ECS calls no lifecycle hooks; " +
				"set deploymentStrategy to BLUE_GREEN, LINEAR or CANARY, or remove gateService",
		);
		rmSync(app.outdir, { recursive: true, force: true });
	});

	test.each(["CODE_DEPLOY", "EXTERNAL"] as const)("at once, with the controller %s", (type) => {
		const { app, service } = aService({ deploymentController: { type: DeploymentControllerType[type] } });
		expect(() => gateService(service, { arns })).toThrow(
			`gateService: Shop/Web is deployed by ${type}, and only the deployment controller ECS calls lifecycle hooks; ` +
				"remove deploymentController, or gateService",
		);
		rmSync(app.outdir, { recursive: true, force: true });
	});

	test("if it has a gate already", () => {
		const { app, service } = aService();
		gateService(service, { arns });
		expect(() => gateService(service, { arns })).toThrow("Shop/Web has a gate already; call gateService once");
		rmSync(app.outdir, { recursive: true, force: true });
	});
});

describe("gateService fails in the synthesis if the template does not have its hook, whatever was changed after the call:", () => {
	const lost =
		"gateService: Shop/Web has lost the hook of the gate, because its deployment configuration was replaced or overridden; " +
		"keep its lifecycleHooks, or remove gateService";
	const rolling = "gateService: Shop/Web has the deployment strategy ROLLING, in which ECS calls no lifecycle hooks";
	const codeDeploy = "gateService: Shop/Web is deployed by CODE_DEPLOY, and only the deployment controller ECS calls";
	const hooks = "DeploymentConfiguration.LifecycleHooks";
	test.each<[string, (resource: CfnService) => unknown, string]>([
		["the configuration", (one) => Object.assign(one, { deploymentConfiguration: { strategy: "BLUE_GREEN" } }), lost],
		["no configuration", (one) => one.addPropertyDeletionOverride("DeploymentConfiguration"), lost],
		["no hooks", (one) => one.addPropertyDeletionOverride(hooks), lost],
		["other hooks", (one) => one.addPropertyOverride(hooks, [{ HookTargetArn: "arn:other" }]), lost],
		["another function", (one) => one.addPropertyOverride(`${hooks}.0.HookTargetArn`, "arn:other"), lost],
		["another role", (one) => one.addPropertyOverride(`${hooks}.0.RoleArn`, "arn:other"), lost],
		["a late stage", (one) => one.addPropertyOverride(`${hooks}.0.LifecycleStages`, ["RECONCILE_SERVICE"]), lost],
		["the strategy", (one) => one.addPropertyOverride("DeploymentConfiguration.Strategy", "ROLLING"), rolling],
		["the controller", (one) => one.addPropertyOverride("DeploymentController.Type", "CODE_DEPLOY"), codeDeploy],
		[
			"the controller's type",
			(one) => Object.assign(one, { deploymentController: { type: "CODE_DEPLOY" } }),
			codeDeploy,
		],
	])("%s", (_, change, error) => {
		const { app, service } = aService();
		gateService(service, { arns });
		change(service.node.defaultChild as CfnService);
		expect(() => app.synth()).toThrow(error);
		rmSync(app.outdir, { recursive: true, force: true });
	});
});

describe("gateService throws at once, with what to write,", () => {
	test.each(["RECONCILE_SERVICE", "post_scale_up", "", "toString", null])("for the stage %j", (stage) => {
		const { app, service } = aService();
		expect(() => gateService(service, { arns, stage: stage as "PRE_SCALE_UP" })).toThrow(
			`gateService: Shop/Web cannot be gated at ${JSON.stringify(stage)}; write PRE_SCALE_UP or POST_SCALE_UP`,
		);
		rmSync(app.outdir, { recursive: true, force: true });
	});

	test("for an imported service", () => {
		const { app, stack, cluster } = aStack();
		const imported = FargateService.fromFargateServiceAttributes(stack, "Web", { cluster, serviceName: "web" });
		expect(() => gateService(imported as FargateService, { arns })).toThrow(
			"gateService: Shop/Web is not a service that can be given hooks; pass a FargateService or Ec2Service that the app defines, " +
				"not an imported one, and of a pattern its service, with aws-cdk-lib 2.212 or later",
		);
		rmSync(app.outdir, { recursive: true, force: true });
	});
});

describe("gateService accepts a service whose strategy", () => {
	test("is set by a raw override, before or after the call", () => {
		for (const isBefore of [true, false]) {
			const made = aService({});
			const resource = made.service.node.defaultChild as CfnService;
			const override = (): void => resource.addPropertyOverride("DeploymentConfiguration.Strategy", "BLUE_GREEN");
			if (isBefore) override();
			gateService(made.service, { arns });
			if (!isBefore) override();
			const { hooks, others } = templateOf(made);
			expect([others["Strategy"], hooks]).toMatchObject(["BLUE_GREEN", [{ HookTargetArn: arns.function }]]);
		}
	});

	test("is set later", () => {
		const made = aService({ deploymentStrategy: DeploymentStrategy.ROLLING });
		gateService(made.service, { arns });
		const resource = made.service.node.defaultChild as CfnService;
		resource.deploymentConfiguration = { ...resource.deploymentConfiguration, strategy: "CANARY" };
		expect(templateOf(made).others).toMatchObject({ Strategy: "CANARY" });
	});

	test("is decided by a condition, with the hook in the branches in which ECS calls hooks", () => {
		const made = aService();
		gateService(made.service, { arns });
		const resource = made.service.node.defaultChild as CfnService;
		const hook = { HookTargetArn: arns.function, RoleArn: arns.hookRole, LifecycleStages: ["PRE_SCALE_UP"] };
		const branches = [{ Strategy: "CANARY", LifecycleHooks: [hook] }, { Strategy: "ROLLING" }] as const;
		resource.deploymentConfiguration = Fn.conditionIf("IsProd", ...branches);
		expect(templateOf(made).others).toEqual({ "Fn::If": ["IsProd", ...branches] });
	});

	test("is only known in the deployment", () => {
		const made = aService();
		gateService(made.service, { arns });
		const resource = made.service.node.defaultChild as CfnService;
		const strategy = new CfnParameter(made.stack, "Strategy").valueAsString;
		resource.deploymentConfiguration = { ...resource.deploymentConfiguration, strategy };
		expect(templateOf(made).others).toMatchObject({ Strategy: { Ref: "Strategy" } });
	});
});
