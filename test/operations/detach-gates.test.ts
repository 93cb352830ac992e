import {
	type DeploymentConfiguration,
	DescribeServicesCommand,
	ECSClient,
	ListClustersCommand,
	ListServicesCommand,
	type Tag,
	UntagResourceCommand,
	UpdateServiceCommand,
} from "@aws-sdk/client-ecs";
import { describe, expect, test } from "@jest/globals";
import { mockClient } from "aws-sdk-client-mock";
import * as fc from "fast-check";
import { createOperatorClients } from "../../adapters/clients/operator.ts";
import { detachGates, findGatedServices } from "../../operations/detach-gates.ts";
import { awsError } from "../support/aws-errors.ts";
import { anInstallation } from "../support/installation.ts";

type Hook = NonNullable<DeploymentConfiguration["lifecycleHooks"]>[number];

const functionArn = (name: string) => `arn:aws:lambda:eu-central-1:111122223333:function:${name}`;
const hookOf = (hookTargetArn: string): Hook => ({ hookTargetArn, roleArn: "role", lifecycleStages: ["PRE_SCALE_UP"] });
const gate = hookOf(functionArn("DeploymentGate-function"));
const others: readonly Hook[] = [
	hookOf(functionArn("smoke-test")),
	{ targetType: "PAUSE", lifecycleStages: ["POST_SCALE_UP"] },
];
const marked: Hook = { targetType: "PAUSE", lifecycleStages: ["PRE_SCALE_UP"], hookDetails: { shipshape: "gate" } };
const pauseTags: Tag[] = [{ key: "shipshape:pause", value: "POST_SCALE_UP" }];
const blueGreen = (...lifecycleHooks: readonly Hook[]): DeploymentConfiguration => ({
	strategy: "BLUE_GREEN",
	bakeTimeInMinutes: 5,
	lifecycleHooks: [...lifecycleHooks],
});

const clock = { now: () => 0, pause: async () => {} };

/** An account with these services, by cluster and name, each with these tags. */
function account(
	clusters: Readonly<Record<string, Readonly<Record<string, DeploymentConfiguration>>>>,
	tags: Tag[] = [],
) {
	const ecs = mockClient(ECSClient);
	const arnOf = (path: string) => `arn:aws:ecs:eu-central-1:111122223333:${path}`;
	ecs.on(ListClustersCommand).resolves({ clusterArns: Object.keys(clusters).map((name) => arnOf(`cluster/${name}`)) });
	const clusterOf = (arn: string | undefined) => arn?.split("/").at(-1) ?? "";
	ecs.on(ListServicesCommand).callsFake(({ cluster }) => ({
		serviceArns: Object.keys(clusters[clusterOf(cluster)] ?? {}).map((name) =>
			arnOf(`service/${clusterOf(cluster)}/${name}`),
		),
	}));
	ecs.on(DescribeServicesCommand).callsFake(({ cluster, services, include }) => ({
		services: services.map((serviceArn: string) => {
			const serviceName = serviceArn.split("/").at(-1) ?? "";
			const deploymentConfiguration = clusters[clusterOf(cluster)]?.[serviceName];
			return { serviceName, serviceArn, deploymentConfiguration, ...(include?.includes("TAGS") ? { tags } : {}) };
		}),
	}));
	ecs.on(UpdateServiceCommand).callsFake(({ deploymentConfiguration }) => ({ service: { deploymentConfiguration } }));
	const updates = () => ecs.commandCalls(UpdateServiceCommand).map(({ args: [{ input }] }) => input);
	ecs.on(UntagResourceCommand).resolves({});
	const untagged = () => ecs.commandCalls(UntagResourceCommand).map(({ args: [{ input }] }) => input);
	return { ecs, updates, untagged, clients: createOperatorClients("eu-central-1") };
}

describe("detachGates", () => {
	test("removes the gate, and keeps the other hooks and the rest of the configuration", async () => {
		const { clients, updates } = account({ shop: { web: blueGreen(others[0] ?? gate, gate, ...others.slice(1)) } });
		expect(await detachGates(clients, anInstallation, clock)).toEqual({ detached: ["shop/web"], failed: [] });
		expect(updates()).toEqual([{ cluster: "shop", service: "web", deploymentConfiguration: blueGreen(...others) }]);
	});

	test("sends an empty list of hooks when the gate is the only one, because ECS keeps what is absent", async () => {
		const { clients, updates } = account({ shop: { web: blueGreen(gate) } });
		await detachGates(clients, anInstallation, clock);
		expect(updates()[0]?.deploymentConfiguration).toEqual(blueGreen());
	});

	test("changes no service without the gate", async () => {
		const rolling: DeploymentConfiguration = { strategy: "ROLLING", maximumPercent: 200 };
		const { clients, updates } = account({ shop: { web: blueGreen(...others), api: rolling }, empty: {} });
		expect(await detachGates(clients, anInstallation, clock)).toEqual({ detached: [], failed: [] });
		expect(updates()).toEqual([]);
	});

	test("names a service that fails, and detaches the gate from the others", async () => {
		const { clients, ecs } = account({ shop: { web: blueGreen(gate), api: blueGreen(gate) } });
		ecs.on(UpdateServiceCommand, { service: "web" }).rejects(awsError("AccessDeniedException"));
		expect(await detachGates(clients, anInstallation, clock)).toEqual({
			detached: ["shop/api"],
			failed: [
				"shop/web still has a hook of Shipshape or its tag: ecs:UpdateService was denied (AccessDeniedException)",
			],
		});
	});

	test("names a service whose hook is still there after the update", async () => {
		const { clients, ecs } = account({ shop: { web: blueGreen(gate) } });
		ecs.on(UpdateServiceCommand).resolves({ service: { deploymentConfiguration: blueGreen(gate) } });
		expect(await detachGates(clients, anInstallation, clock)).toEqual({
			detached: [],
			failed: [
				"shop/web still has a hook of Shipshape or its tag: ecs:UpdateService succeeded, but the service still has the hook",
			],
		});
	});

	test("names a cluster whose services cannot be read, and detaches the gate from those of the others", async () => {
		const { clients, ecs } = account({ secret: { web: blueGreen(gate) }, shop: { web: blueGreen(gate) } });
		ecs
			.on(ListServicesCommand, { cluster: "arn:aws:ecs:eu-central-1:111122223333:cluster/secret" })
			.rejects(awsError("AccessDeniedException"));
		expect(await detachGates(clients, anInstallation, clock)).toEqual({
			detached: ["shop/web"],
			failed: [
				"services of secret could not be read because ecs:ListServices was denied (AccessDeniedException); those with hooks of Shipshape still have them",
			],
		});
	});

	test("says so when the clusters cannot be read", async () => {
		const { clients, ecs } = account({});
		ecs.on(ListClustersCommand).rejects(awsError("AccessDeniedException"));
		expect((await detachGates(clients, anInstallation, clock)).failed).toEqual([
			"the clusters could not be read because ecs:ListClusters was denied (AccessDeniedException); those with hooks of Shipshape still have them",
		]);
	});

	test("removes the PAUSE hooks that are marked for Shipshape, which nobody would answer any more", async () => {
		const { clients, updates, untagged } = account({
			shop: { web: blueGreen(...others, marked), api: blueGreen(gate, marked) },
		});
		expect(await detachGates(clients, anInstallation, clock)).toEqual({
			detached: ["shop/web", "shop/api"],
			failed: [],
		});
		expect(updates().map(({ deploymentConfiguration }) => deploymentConfiguration)).toEqual([
			blueGreen(...others),
			blueGreen(),
		]);
		expect(untagged()).toEqual([]);
	});

	test("removes the PAUSE hook that the service's tag names, and then the tag", async () => {
		const { clients, updates, untagged } = account({ shop: { web: blueGreen(...others) } }, pauseTags);
		expect(await detachGates(clients, anInstallation, clock)).toEqual({ detached: ["shop/web"], failed: [] });
		expect(updates()[0]?.deploymentConfiguration).toEqual(blueGreen(...others.slice(0, 1)));
		expect(untagged()).toEqual([{ resourceArn: expect.stringMatching(/shop\/web$/), tagKeys: ["shipshape:pause"] }]);
	});

	test("removes only the tag of a service that has no such hook any more", async () => {
		const { clients, updates, untagged } = account({ shop: { web: blueGreen() } }, pauseTags);
		expect(await detachGates(clients, anInstallation, clock)).toEqual({ detached: ["shop/web"], failed: [] });
		expect([updates(), untagged().length]).toEqual([[], 1]);
	});

	test("keeps every other value that ECS returns, whatever it is", async () => {
		const hooks = fc.array(fc.constantFrom(gate, marked, ...others), { maxLength: 6 });
		const rest = fc.record({
			strategy: fc.constantFrom("BLUE_GREEN" as const, "LINEAR" as const, "CANARY" as const),
			bakeTimeInMinutes: fc.integer({ min: 0, max: 1440 }),
			alarms: fc.record({ alarmNames: fc.array(fc.string()), enable: fc.boolean(), rollback: fc.boolean() }),
			deploymentCircuitBreaker: fc.constant({ enable: true, rollback: false, resetOnHealthyTask: true }),
			linearConfiguration: fc.constant({ stepPercent: 10, stepBakeTimeInMinutes: 6 }),
		});
		await fc.assert(
			fc.asyncProperty(rest, hooks, async (own, lifecycleHooks) => {
				const { clients, updates } = account({ shop: { web: { ...own, lifecycleHooks } } });
				await detachGates(clients, anInstallation, clock);
				const kept = lifecycleHooks.filter((hook) => hook !== gate && hook !== marked);
				const wanted = kept.length === lifecycleHooks.length ? [] : [{ ...own, lifecycleHooks: kept }];
				expect(updates().map(({ deploymentConfiguration }) => deploymentConfiguration)).toEqual(wanted);
			}),
			{ numRuns: 50 },
		);
	});
});

describe("a hook is the installation's gate", () => {
	const isGate = async (arn: string): Promise<boolean> => {
		const { clients } = account({ shop: { web: blueGreen(hookOf(arn)) } });
		return (await findGatedServices(clients, anInstallation, clock)).services.length > 0;
	};

	test.each([
		["it names the function of the stack", functionArn("DeploymentGate-function")],
		["it names a version of it", functionArn("DeploymentGate-function:7")],
		["it names a function that the stack had before", functionArn("Shipshape-DeploymentGateHandler0A1B-CdEf")],
	])("if %s", async (_, arn) => {
		expect(await isGate(arn)).toBe(true);
	});

	test.each([
		["has a longer name", functionArn("DeploymentGate-function-2")],
		["belongs to another stack", functionArn("Other-DeploymentGateHandler0A1B-CdEf")],
		["is in another account", functionArn("DeploymentGate-function").replace("111122223333", "444455556666")],
		["is in another Region", functionArn("DeploymentGate-function").replace("eu-central-1", "eu-west-1")],
		["is none", ""],
	])("unless the function %s", async (_, arn) => {
		expect(await isGate(arn)).toBe(false);
	});
});
