import {
	type DeploymentConfiguration,
	DescribeServicesCommand,
	ECSClient,
	ListClustersCommand,
	ListServicesCommand,
} from "@aws-sdk/client-ecs";
import { GetFunctionConfigurationCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { describe, expect, test } from "@jest/globals";
import { mockClient } from "aws-sdk-client-mock";
import { checkHooks } from "../../operations/doctor/hooks.ts";
import type { Installation } from "../../operations/installation.ts";
import { awsError } from "../support/aws-errors.ts";
import { anInstallation } from "../support/installation.ts";

type Hook = NonNullable<DeploymentConfiguration["lifecycleHooks"]>[number];

const functionArn = (name: string) => `arn:aws:lambda:eu-central-1:111122223333:function:${name}`;
const hookOf = (name: string, ...stages: Hook["lifecycleStages"] & object): Hook => ({
	hookTargetArn: functionArn(name),
	roleArn: "arn:aws:iam::111122223333:role/old",
	lifecycleStages: stages.length === 0 ? ["PRE_SCALE_UP"] : stages,
});
const present = "DeploymentGate-function";
const old = "Shipshape-DeploymentGate0A1B2C3D-x1y2z3";
const dev = "Shipshape-dev-DeploymentGate0A1B2C3D-x1y2z3";
const own = hookOf("smoke-test", "POST_TEST_TRAFFIC_SHIFT");
const pause: Hook = { targetType: "PAUSE", lifecycleStages: ["POST_SCALE_UP"] };
const blueGreen = (...lifecycleHooks: readonly Hook[]): DeploymentConfiguration => ({
	strategy: "BLUE_GREEN",
	bakeTimeInMinutes: 5,
	lifecycleHooks: [...lifecycleHooks],
});
const replaced: Hook = {
	hookTargetArn: functionArn(present),
	roleArn: "arn:aws:iam::111122223333:role/hook",
	lifecycleStages: ["PRE_SCALE_UP"],
};

/** An account whose cluster `shop` has these services, and which has these functions. */
function account(
	services: Readonly<Record<string, DeploymentConfiguration>>,
	functions: readonly string[] = [present],
) {
	const [ecs, lambda] = [mockClient(ECSClient), mockClient(LambdaClient)];
	ecs.on(ListClustersCommand).resolves({ clusterArns: ["arn:aws:ecs:eu-central-1:111122223333:cluster/shop"] });
	ecs.on(ListServicesCommand).resolves({ serviceArns: Object.keys(services) });
	ecs.on(DescribeServicesCommand).callsFake(({ services: names }) => ({
		services: names.map((name: string) => ({ serviceName: name, deploymentConfiguration: services[name] })),
	}));
	lambda.on(GetFunctionConfigurationCommand).callsFake(({ FunctionName, Qualifier }) => {
		if (functions.includes([FunctionName, ...(Qualifier === undefined ? [] : [Qualifier])].join(":"))) return {};
		throw awsError("ResourceNotFoundException");
	});
	return { ecs, lambda };
}

const check = (installation: Installation = anInstallation) =>
	checkHooks({ ecs: new ECSClient({}), lambda: new LambdaClient({}) }, installation, {
		now: () => 0,
		pause: async () => {},
	});

/** The configuration in a command that updates a service. */
function configurationIn(command: string, service: string): unknown {
	const [, json = ""] =
		new RegExp(
			`^aws ecs update-service --cluster shop --service ${service} --deployment-configuration '(.*)' --region eu-central-1$`,
		).exec(command) ?? [];
	return JSON.parse(json);
}

describe("doctor about the hooks of services", () => {
	test.each<[string, DeploymentConfiguration]>([
		["the gate of the installation", blueGreen(hookOf(present))],
		["a function of somebody else that does not exist", blueGreen(own)],
		["a PAUSE hook", blueGreen(pause)],
		[
			"a gate in another account",
			blueGreen({ ...own, hookTargetArn: functionArn(old).replace(/\d{12}/, "444455556666") }),
		],
		[
			"a gate that is gone, but rolling updates, in which ECS calls no hooks",
			{ ...blueGreen(hookOf(old)), strategy: "ROLLING" },
		],
		["the default strategy, which is rolling", { lifecycleHooks: [hookOf(old)] }],
	])("is content with %s", async (_, configuration) => {
		account({ web: configuration });
		expect(await check()).toMatchObject({ status: "ok", fix: [] });
	});

	test.each<[string, string]>([
		["an earlier gate of the stack", old],
		["the gate of another stack", dev],
		["a version of the gate", `${present}:3`],
	])("reports %s that no longer exists, and prints the command that calls the present one", async (_, name) => {
		account({ web: blueGreen(own, hookOf(name), pause), api: blueGreen(hookOf(present)) });
		const { status, message, fix } = await check();
		expect([status, fix.length]).toEqual(["problem", 1]);
		expect(message).toBe(
			"ECS rolls back every deployment of shop/web, because the gate in their hooks no longer exists; the commands call the gate of this installation instead",
		);
		expect(configurationIn(fix[0] ?? "", "web")).toEqual(blueGreen(own, pause, replaced));
	});

	test("keeps what else a hook says, and calls the present gate once, at all stages", async () => {
		const details = { timeoutConfiguration: { timeoutInMinutes: 30 } };
		account({ web: blueGreen({ ...hookOf(old), ...details }, hookOf(dev, "POST_SCALE_UP")) });
		const { fix } = await check();
		expect(configurationIn(fix[0] ?? "", "web")).toEqual(
			blueGreen({ ...replaced, ...details, lifecycleStages: ["PRE_SCALE_UP", "POST_SCALE_UP"] }),
		);
	});

	test("does not attach the present gate a second time", async () => {
		account({ web: blueGreen(hookOf(old), hookOf(present)) });
		expect(configurationIn((await check()).fix[0] ?? "", "web")).toEqual(blueGreen(hookOf(present)));
	});

	test.each<[string, Installation, readonly string[]]>([
		["was deleted", anInstallation, []],
		["is not in the stack", { ...anInstallation, gate: null }, [present]],
	])("removes the hook if the gate of the installation %s", async (_, installation, functions) => {
		account({ web: blueGreen(own, hookOf(old)) }, functions);
		const { message, fix } = await check(installation);
		expect(message).toMatch(/the commands remove the hook, until there is a gate to attach$/);
		expect(configurationIn(fix[0] ?? "", "web")).toEqual(blueGreen(own));
	});

	test("reads each function once", async () => {
		const { lambda } = account({ web: blueGreen(hookOf(old)), api: blueGreen(hookOf(old)) });
		expect((await check()).fix).toHaveLength(2);
		expect(lambda.commandCalls(GetFunctionConfigurationCommand)).toHaveLength(2);
	});

	test("is unknown if services cannot be read, and says so beside what it found", async () => {
		const { ecs } = account({ web: blueGreen(hookOf(old)) });
		const clusterArns = ["web", "shop"].map((name) => `arn:aws:ecs:eu-central-1:111122223333:cluster/${name}`);
		ecs.on(ListClustersCommand).resolves({ clusterArns });
		ecs.on(ListServicesCommand, { cluster: clusterArns[0] }).rejects(awsError("AccessDeniedException"));
		expect(await check()).toMatchObject({
			status: "problem",
			message: expect.stringMatching(/; there may be others: ecs:ListServices was denied \(AccessDeniedException\)$/),
		});
		ecs.on(ListServicesCommand).rejects(awsError("AccessDeniedException"));
		expect(await check()).toEqual({
			status: "unknown",
			message: "ecs:ListServices was denied (AccessDeniedException)",
			fix: [],
		});
	});
});
