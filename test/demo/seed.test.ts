import {
	CreateCapacityProviderCommand,
	CreateClusterCommand,
	CreateServiceCommand,
	DeregisterTaskDefinitionCommand,
	DescribeClustersCommand,
	DescribeServicesCommand,
	ECSClient,
	ListTaskDefinitionsCommand,
	RegisterTaskDefinitionCommand,
	UpdateServiceCommand,
} from "@aws-sdk/client-ecs";
import { beforeEach, describe, expect, test } from "@jest/globals";
import { mockClient } from "aws-sdk-client-mock";
import { BadInputError } from "../../core/errors.ts";
import { parseAccount } from "../../demo/account-file.ts";
import { emptyRegistry } from "../../demo/doubles/ecr-registry.ts";
import { type AccountTarget, applyChange, seed } from "../../demo/seed.ts";

const ecs = mockClient(ECSClient);
const digest = `sha256:${"a".repeat(64)}`;
const account = parseAccount(
	`account: "111122223333"
region: eu-west-1
repositories: [{ name: web, imageTagMutability: MUTABLE, images: [{ digest: "${digest}", tags: [one] }] }]
taskDefinitions:
  - { family: web, containerDefinitions: [{ name: c, image: web, memoryReservation: 64 }] }
  - { family: bare, containerDefinitions: [{ name: c, image: null }] }
services: [{ cluster: shop, name: web, taskDefinition: "web:1" }, { name: other, taskDefinition: web }]
`,
	"account.yaml",
);
const nothing = {
	clusters: [],
	capacityProviders: [],
	repositories: [],
	taskDefinitions: [],
	services: [],
	remove: [],
};
let place: AccountTarget;

beforeEach(() => {
	ecs.reset();
	ecs.onAnyCommand().resolves({});
	ecs.on(RegisterTaskDefinitionCommand).resolves({ taskDefinition: { revision: 1 } });
	place = {
		clients: { ecs: new ECSClient({}) },
		registry: emptyRegistry("111122223333", "eu-west-1", account.registry),
		definitions: new Map(),
	};
});

describe("seeding an account", () => {
	test("creates its repositories, revisions and services", async () => {
		await seed(place, account);
		expect([...place.registry.repositories.keys()]).toEqual(["web"]);
		expect(place.definitions.get("web:1")).toEqual(account.taskDefinitions[0]);
		expect(ecs.commandCalls(CreateClusterCommand).map(({ args: [{ input }] }) => input.clusterName)).toEqual([
			"shop",
			"default",
		]);
		expect(ecs.commandCalls(CreateServiceCommand).map(({ args: [{ input }] }) => input.serviceName)).toEqual([
			"web",
			"other",
		]);
	});

	test("creates services with their network, which the double keeps from the emulator, and without load balancers", async () => {
		const networkConfiguration = { awsvpcConfiguration: { subnets: ["subnet-1"] } };
		const services = [
			{ name: "web", taskDefinition: "web:1", desiredCount: 3, networkConfiguration, loadBalancers: null },
			{ name: "old", taskDefinition: "web:1", launchType: "FARGATE" as const, platformVersion: "1.3.0" },
		];
		await seed(place, { ...account, services });
		expect(ecs.commandCalls(CreateServiceCommand)[0]?.args[0].input).toEqual({
			serviceName: "web",
			cluster: "default",
			taskDefinition: "web:1",
			desiredCount: 3,
			networkConfiguration,
		});
		expect(ecs.commandCalls(CreateServiceCommand)[1]?.args[0].input).toMatchObject({
			launchType: "FARGATE",
			platformVersion: "1.3.0",
		});
	});

	test("registers revisions with their tags, which the emulator changes later", async () => {
		const tagged = { family: "tagged", containerDefinitions: [{ name: "c" }], tags: [{ key: "team", value: "shop" }] };
		await applyChange(place, { ...nothing, taskDefinitions: [tagged, { ...tagged, family: "bare", tags: null }] });
		const tags = ecs.commandCalls(RegisterTaskDefinitionCommand).map(({ args: [{ input }] }) => input.tags);
		expect(tags).toEqual([tagged.tags, undefined]);
	});

	test("creates clusters with their settings, also those of services, and capacity providers", async () => {
		const settings = [{ name: "containerInsights", value: "enhanced" }];
		const group = { autoScalingGroupArn: "batch" };
		await seed(place, {
			...account,
			clusters: [{ name: "shop", settings, tags: null }],
			capacityProviders: [{ name: "batch", autoScalingGroupProvider: group, tags: [{ key: "team", value: "shop" }] }],
		});
		expect(ecs.commandCalls(CreateClusterCommand).map(({ args: [{ input }] }) => input)).toEqual([
			{ clusterName: "shop", settings },
			{ clusterName: "default" },
		]);
		expect(ecs.commandCalls(CreateCapacityProviderCommand)[0]?.args[0].input).toEqual({
			name: "batch",
			autoScalingGroupProvider: group,
			tags: [{ key: "team", value: "shop" }],
		});
	});

	test("names the part of the description that the emulator rejects", async () => {
		ecs.on(RegisterTaskDefinitionCommand).rejects(new Error("no"));
		await expect(seed(place, account)).rejects.toThrow(/^task definition web: rejected by the emulated AWS: .*no$/);
	});
});

describe("a change to an account", () => {
	beforeEach(() => seed(place, account));

	test("replaces only what it names", async () => {
		await applyChange(place, { ...nothing, repositories: [{ name: "web", imageTagMutability: "IMMUTABLE" }] });
		expect(place.registry.repositories.get("web")).toMatchObject({
			imageTagMutability: "IMMUTABLE",
			images: [{ digest, tags: ["one"] }],
		});
	});

	test("updates a service that exists, with the ARNs of the stack in its hooks, and creates no cluster again", async () => {
		ecs.on(DescribeClustersCommand).resolves({ clusters: [{ clusterName: "shop", status: "ACTIVE" }] });
		ecs.on(DescribeServicesCommand).resolves({ services: [{ serviceName: "web", status: "ACTIVE" }] });
		ecs.resetHistory();
		const hook = { lifecycleStages: ["PRE_SCALE_UP"], hookTargetArn: "GateArn", roleArn: "arn:aws:iam::1:role/own" };
		const deploymentConfiguration = { strategy: "BLUE_GREEN", lifecycleHooks: [hook] };
		const service = { cluster: "shop", name: "web", taskDefinition: "web:2", deploymentConfiguration };
		const outputs = { GateArn: "arn:aws:lambda:eu-west-1:111122223333:function:gate" };
		await applyChange({ ...place, outputs }, { ...nothing, services: [service] });
		expect(ecs.commandCalls(UpdateServiceCommand).map(({ args: [{ input }] }) => input)).toEqual([
			{
				service: "web",
				cluster: "shop",
				taskDefinition: "web:2",
				deploymentConfiguration: {
					strategy: "BLUE_GREEN",
					lifecycleHooks: [{ ...hook, hookTargetArn: outputs.GateArn }],
				},
			},
		]);
		expect([...ecs.commandCalls(CreateServiceCommand), ...ecs.commandCalls(CreateClusterCommand)]).toEqual([]);
	});

	test("removes images and repositories", async () => {
		await applyChange(place, { ...nothing, remove: [`image/web@${digest}`] });
		expect(place.registry.repositories.get("web")?.images).toEqual([]);
		await applyChange(place, { ...nothing, remove: ["repository/web"] });
		expect(place.registry.repositories.size).toBe(0);
	});

	test.each([
		["task-definition/web:2", ["web:2"]],
		["task-definition/web", ["web:1", "web:2"]],
	])("removes %s", async (subject, revisions) => {
		const taskDefinitionArns = ["web:1", "web:2", "web-admin:2"].map(
			(name) => `arn:aws:ecs:x:y:task-definition/${name}`,
		);
		ecs.on(ListTaskDefinitionsCommand).resolves({ taskDefinitionArns });
		await applyChange(place, { ...nothing, remove: [subject] });
		const gone = ecs.commandCalls(DeregisterTaskDefinitionCommand).map(({ args: [{ input }] }) => input.taskDefinition);
		expect(gone.map((arn) => arn?.split("/")[1])).toEqual(revisions);
	});

	test("accepts the removal of a revision that was blocked before", async () => {
		ecs.on(ListTaskDefinitionsCommand).resolves({ taskDefinitionArns: [] });
		await applyChange(place, { ...nothing, remove: ["task-definition/web:1"] });
		expect(ecs.commandCalls(DeregisterTaskDefinitionCommand)).toEqual([]);
	});

	test.each([
		"repository/missing",
		`image/web@${digest.replace("a", "b")}`,
		"task-definition/missing",
		"web",
		"service/x/y",
	])("rejects the removal of %s, which does not exist", async (subject) => {
		ecs.on(ListTaskDefinitionsCommand).resolves({ taskDefinitionArns: [] });
		await expect(applyChange(place, { ...nothing, remove: [subject] })).rejects.toThrow(BadInputError);
	});
});
