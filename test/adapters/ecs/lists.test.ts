import {
	DescribeCapacityProvidersCommand,
	DescribeTaskDefinitionCommand,
	ECSClient,
	ListClustersCommand,
	ListServicesCommand,
	ListTaskDefinitionsCommand,
} from "@aws-sdk/client-ecs";
import { beforeEach, describe, expect, test } from "@jest/globals";
import { mockClient } from "aws-sdk-client-mock";
import { createPace } from "../../../adapters/clients/pace.ts";
import { listCapacityProviders } from "../../../adapters/ecs/list-capacity-providers.ts";
import { listClusterNames } from "../../../adapters/ecs/list-clusters.ts";
import { listServiceNames } from "../../../adapters/ecs/list-services.ts";
import { listTaskDefinitions } from "../../../adapters/ecs/list-task-definitions.ts";
import { paceReads } from "../../../adapters/ecs/paced-client.ts";
import { awsError } from "../../support/aws-errors.ts";

const ecs = mockClient(ECSClient);
const client = new ECSClient({});
beforeEach(() => {
	ecs.reset();
});

const arn = (resource: string) => `arn:aws:ecs:ap-northeast-1:111122223333:${resource}`;

describe("a page of active task definitions", () => {
	test("contains each family once, with its newest revision, in the order of the list", async () => {
		const input = { status: "ACTIVE", sort: "DESC", maxResults: 100, nextToken: "t1" } as const;
		ecs.on(ListTaskDefinitionsCommand, input).resolves({
			taskDefinitionArns: ["web:10", "web:9", "api:2", "unusable"].map((one) => arn(`task-definition/${one}`)),
			nextToken: "t2",
		});
		expect(await listTaskDefinitions(client, "t1")).toEqual({
			items: [
				{ family: "web", revision: 10 },
				{ family: "api", revision: 2 },
			],
			next: "t2",
		});
	});

	test("has the newest revision even if the list is not in descending order", async () => {
		ecs.on(ListTaskDefinitionsCommand).resolves({
			taskDefinitionArns: ["web:9", "web:10"].map((one) => arn(`task-definition/${one}`)),
		});
		expect((await listTaskDefinitions(client, null)).items).toEqual([{ family: "web", revision: 10 }]);
	});
});

test("a page of clusters contains their names", async () => {
	ecs.on(ListClustersCommand).resolves({ clusterArns: [arn("cluster/shop")], nextToken: "t1" });
	expect(await listClusterNames(client, null)).toEqual({ items: ["shop"], next: "t1" });
});

describe("a page of services", () => {
	test("contains their names, also from ARNs without a cluster", async () => {
		ecs.on(ListServicesCommand, { cluster: "shop", maxResults: 100 }).resolves({
			serviceArns: [arn("service/shop/web"), arn("service/api")],
		});
		expect(await listServiceNames(client, "shop", null)).toEqual({ items: ["web", "api"], next: null });
	});

	test("is empty if the cluster was deleted meanwhile", async () => {
		ecs.on(ListServicesCommand).rejects(awsError("ClusterNotFoundException"));
		expect(await listServiceNames(client, "shop", null)).toEqual({ items: [], next: null });
	});

	test("passes on other errors of ECS", async () => {
		ecs.on(ListServicesCommand).rejects(awsError("InvalidParameterException"));
		await expect(listServiceNames(client, "shop", "old")).rejects.toThrow("said by AWS");
	});
});

test("a page of capacity providers contains neither AWS's own nor deleted ones", async () => {
	ecs.on(DescribeCapacityProvidersCommand).resolves({
		capacityProviders: [
			{ name: "FARGATE" },
			{ name: "FARGATE_SPOT" },
			{ name: "gpu", status: "ACTIVE" },
			{ name: "old", status: "INACTIVE" },
			{},
		],
		nextToken: "t1",
	});
	expect(await listCapacityProviders(client, null)).toEqual({ items: ["gpu"], next: "t1" });
});

test("a paced client spreads the calls that read task definitions, and no others", async () => {
	const pauses: number[] = [];
	const clock = { now: () => 0, pause: async (ms: number) => pauses.push(ms) };
	const paced = new ECSClient({
		region: "ap-northeast-1",
		credentials: { accessKeyId: "none", secretAccessKey: "none" },
		maxAttempts: 1,
		requestHandler: { handle: async () => Promise.reject(new Error("not sent")) },
	});
	ecs.restore();
	paceReads(paced, { taskDefinitions: createPace(10, clock) });
	const calls = [
		new ListTaskDefinitionsCommand({}),
		new DescribeTaskDefinitionCommand({ taskDefinition: "web" }),
		new DescribeTaskDefinitionCommand({ taskDefinition: "api" }),
		new ListClustersCommand({}),
	];
	for (const call of calls) await expect(paced.send(call as never)).rejects.toThrow("not sent");
	expect(pauses).toEqual([100, 200]);
});
