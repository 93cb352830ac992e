import { DescribeServicesCommand, ECSClient, type Service } from "@aws-sdk/client-ecs";
import { beforeEach, describe, expect, test } from "@jest/globals";
import { mockClient } from "aws-sdk-client-mock";
import { readService } from "../../../adapters/ecs/read-service.ts";
import { TryLaterError } from "../../../core/errors.ts";
import { wasRead } from "../../../core/reading.ts";
import type { ServiceSubject } from "../../../core/subject.ts";
import { awsError } from "../../support/aws-errors.ts";
import { readAt } from "../../support/builders.ts";

const subject: ServiceSubject = {
	kind: "service",
	partition: "aws",
	account: "111122223333",
	region: "ap-northeast-1",
	cluster: "shop",
	name: "web",
};
const ecs = mockClient(ECSClient);
const read = () => readService(new ECSClient({}), subject, readAt);
const definition = (revision: number) => `arn:aws:ecs:ap-northeast-1:111122223333:task-definition/web:${revision}`;
const fargate: Service = {
	serviceArn: "arn:aws:ecs:ap-northeast-1:111122223333:service/shop/web",
	status: "ACTIVE",
	taskDefinition: definition(3),
	launchType: "FARGATE",
	platformVersion: "1.4.0",
	platformFamily: "Linux",
	desiredCount: 2,
};
const answers = (service: Service) => ecs.on(DescribeServicesCommand).resolves({ services: [service], failures: [] });

/** What is read of a service that ECS returns. */
async function readFrom(service: Service) {
	answers(service);
	const reading = await read();
	if (!wasRead(reading) || reading.value === null) throw new Error("the service was not read");
	return reading.value;
}
const factsOf = async (service: Service) => (await readFrom(service)).facts;

beforeEach(() => {
	ecs.reset();
	ecs.on(DescribeServicesCommand).resolves({ services: [], failures: [{ reason: "MISSING" }] });
});

test("a service on Fargate is read with its tags, in one call", async () => {
	expect(await readFrom({ ...fargate, tags: [{ key: "team", value: "shop" }] })).toEqual({
		facts: {
			kind: "service",
			cluster: "shop",
			name: "web",
			arn: "arn:aws:ecs:ap-northeast-1:111122223333:service/shop/web",
			launchTypes: ["FARGATE"],
			deploymentController: "ECS",
			deploymentStrategy: "ROLLING",
			lifecycleHooks: [],
			schedulingStrategy: "REPLICA",
			desiredCount: 2,
			circuitBreaker: null,
			isExecEnabled: false,
			networks: [{ of: "service", assignPublicIp: null }],
			platformVersions: [{ of: "service", version: "1.4.0", family: "LINUX" }],
			tags: { value: { team: "shop" } },
			readAt,
		},
		runs: { family: "web", revision: 3 },
	});
	expect(ecs.calls()).toHaveLength(1);
	expect(ecs.calls()[0]?.args[0].input).toEqual({ cluster: "shop", services: ["web"], include: ["TAGS"] });
});

test("a service with the older form of the ARN has the ARN that names the cluster", async () => {
	const serviceArn = "arn:aws:ecs:ap-northeast-1:111122223333:service/web";
	expect((await factsOf({ ...fargate, serviceArn })).arn).toBe(fargate.serviceArn);
});

describe("the launch type and the platform version", () => {
	const { launchType: _, platformVersion: __, ...bare } = fargate;
	test.each<[string, Service, readonly string[], readonly string[]]>([
		["of EC2", { ...bare, launchType: "EC2" }, ["EC2"], []],
		["of Fargate without a version is the latest", { ...bare, launchType: "FARGATE" }, ["FARGATE"], ["LATEST"]],
		["of Managed Instances", { ...bare, launchType: "MANAGED_INSTANCES" }, ["MANAGED_INSTANCES"], []],
		[
			"of Fargate Spot is Fargate's",
			{ ...bare, capacityProviderStrategy: [{ capacityProvider: "FARGATE_SPOT" }], platformVersion: "1.3.0" },
			["FARGATE"],
			["1.3.0"],
		],
		["of another provider is unknown", { ...bare, capacityProviderStrategy: [{ capacityProvider: "spot" }] }, [], []],
		["is unknown if ECS says nothing", bare, [], []],
		["is Fargate's if ECS only returns a version", { ...bare, platformVersion: "1.4.0" }, ["FARGATE"], ["1.4.0"]],
	])("%s", async (__, service, launchTypes, versions) => {
		const facts = await factsOf(service);
		expect(facts.launchTypes).toEqual(launchTypes);
		expect(facts.platformVersions.map(({ version }) => version)).toEqual(versions);
	});

	test("has the platform family that ECS returns", async () => {
		const { platformVersions } = await factsOf({ ...fargate, platformFamily: "Windows_Server_2022_Core" });
		expect(platformVersions).toMatchObject([{ family: "WINDOWS_SERVER_2022_CORE" }]);
		const { platformFamily: _, ...unknown } = fargate;
		expect((await factsOf(unknown)).platformVersions).toMatchObject([{ family: null }]);
	});
});

test("task sets that are not draining count, and the primary one names the revision", async () => {
	const network = (assignPublicIp: "ENABLED" | "DISABLED") => ({
		networkConfiguration: { awsvpcConfiguration: { subnets: ["subnet-1"], assignPublicIp } },
	});
	const common = { launchType: "FARGATE", platformVersion: "1.4.0" } as const;
	const { facts, runs } = await readFrom({
		status: "ACTIVE",
		deploymentController: { type: "EXTERNAL" },
		taskDefinition: definition(1),
		taskSets: [
			{ ...common, id: "ecs-svc/1", status: "DRAINING", taskDefinition: definition(5), ...network("ENABLED") },
			{ ...common, id: "ecs-svc/2", status: "PRIMARY", taskDefinition: definition(6), ...network("DISABLED") },
			{ id: "ecs-svc/3", status: "ACTIVE", taskDefinition: definition(7), launchType: "EC2", ...network("ENABLED") },
		],
	});
	expect(facts).toMatchObject({
		deploymentController: "EXTERNAL",
		launchTypes: ["EC2", "FARGATE"],
		networks: [
			{ of: "service", assignPublicIp: null },
			{ of: "ecs-svc/2", assignPublicIp: "DISABLED" },
			{ of: "ecs-svc/3", assignPublicIp: "ENABLED" },
		],
		platformVersions: [{ of: "ecs-svc/2", version: "1.4.0", family: null }],
	});
	expect(runs).toEqual({ family: "web", revision: 6 });
});

describe("during a deployment of revision 4, a service runs", () => {
	const deployment = (status: string, revision: number, runningCount: number) => ({
		...{ status, taskDefinition: definition(revision), runningCount },
	});
	test.each([
		[
			"the revision before, until a task of the new one runs",
			[deployment("PRIMARY", 4, 0), deployment("ACTIVE", 3, 2)],
			3,
		],
		["the new revision once a task of it runs", [deployment("ACTIVE", 3, 2), deployment("PRIMARY", 4, 1)], 4],
		["what it names if no task runs", [deployment("PRIMARY", 4, 0), deployment("ACTIVE", 3, 0)], 4],
		["what it names if ECS returns no deployments", [], 4],
	])("%s", async (_, deployments, revision) => {
		const { runs } = await readFrom({ status: "ACTIVE", taskDefinition: definition(4), deployments });
		expect(runs).toEqual({ family: "web", revision });
	});
});

test.each([undefined, "", "web", "web:latest"])(
	"a service with the task definition %j names no revision",
	async (name) => {
		expect(
			(await readFrom({ status: "ACTIVE", ...(name === undefined ? {} : { taskDefinition: name }) })).runs,
		).toBeNull();
	},
);

test("an Express Mode service is a service like any other", async () => {
	const express = { ...fargate, resourceManagementType: "ECS" as const, enableExecuteCommand: true };
	expect(await readFrom(express)).toMatchObject({
		facts: { isExecEnabled: true, launchTypes: ["FARGATE"] },
		runs: { family: "web", revision: 3 },
	});
});

describe("the deployment circuit breaker", () => {
	const breaker = async (more: object) => {
		const deploymentCircuitBreaker = { enable: true, rollback: true, ...more };
		return (await factsOf({ ...fargate, deploymentConfiguration: { deploymentCircuitBreaker } })).circuitBreaker;
	};
	test("has no threshold if it is the default", async () => {
		expect(await breaker({ rollback: false })).toEqual({ isEnabled: true, rollsBack: false, threshold: null });
	});

	test("has its threshold, with the defaults of the service model for what is missing", async () => {
		expect(await breaker({ thresholdConfiguration: { type: "COUNT", value: 500 } })).toMatchObject({
			threshold: { type: "COUNT", value: 500 },
		});
		expect(await breaker({ thresholdConfiguration: {} })).toMatchObject({
			threshold: { type: "BOUNDED_PERCENT", value: 50 },
		});
	});
});

describe("does not exist", () => {
	test("if ECS reports it as MISSING", async () => {
		expect(await read()).toEqual({ value: null });
	});

	test.each(["DRAINING", "INACTIVE"])("if it is %s", async (status) => {
		answers({ ...fargate, status });
		expect(await read()).toEqual({ value: null });
	});

	test("if its cluster does not exist", async () => {
		ecs.on(DescribeServicesCommand).rejects(awsError("ClusterNotFoundException"));
		expect(await read()).toEqual({ value: null });
	});
});

describe("cannot be read", () => {
	test("if it is denied", async () => {
		ecs.on(DescribeServicesCommand).rejects(awsError("AccessDeniedException", 400));
		expect(await read()).toEqual({ unread: "ecs:DescribeServices was denied (AccessDeniedException)" });
	});

	test("if ECS reports another failure than MISSING", async () => {
		ecs.on(DescribeServicesCommand).resolves({ services: [], failures: [{ reason: "OTHER" }] });
		expect(await read()).toEqual({ unread: "ecs:DescribeServices returned no result (OTHER)" });
	});

	test("if the response is empty, which is never taken for a missing service", async () => {
		ecs.on(DescribeServicesCommand).resolves({});
		expect(await read()).toEqual({ unread: "ecs:DescribeServices returned an incomplete response" });
	});

	test("now, if it is throttled", async () => {
		ecs.on(DescribeServicesCommand).rejects(awsError("ThrottlingException"));
		await expect(read()).rejects.toThrow(TryLaterError);
	});
});
