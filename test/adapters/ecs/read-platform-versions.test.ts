import { DescribeServicesCommand, ECSClient, ListClustersCommand, ListServicesCommand } from "@aws-sdk/client-ecs";
import { beforeEach, describe, expect, test } from "@jest/globals";
import { mockClient } from "aws-sdk-client-mock";
import { createPlatformVersionReader } from "../../../adapters/ecs/read-platform-versions.ts";
import { TryLaterError } from "../../../core/errors.ts";
import type { TaskDefinitionFacts } from "../../../core/facts.ts";
import { awsError } from "../../support/aws-errors.ts";
import { aContainer, aTaskDefinition } from "../../support/builders.ts";

const ecs = mockClient(ECSClient);
const task = (name: string): string => `arn:aws:ecs:eu-west-1:111122223333:task-definition/${name}`;
const read = (facts: Partial<TaskDefinitionFacts> = {}) =>
	createPlatformVersionReader(new ECSClient({}))(aTaskDefinition({ family: "web", ...facts }));
const versions = async () => (await read()).platformVersions;
const onFargate = (platformVersion: string, family = "web") =>
	({ status: "ACTIVE", taskDefinition: task(`${family}:1`), launchType: "FARGATE", platformVersion }) as const;
const names = (count: number, prefix = "service"): string[] =>
	Array.from({ length: count }, (_, index) => `${prefix}-${index}`);

/** Clusters and the versions that their services pin for the family. */
function account(clusters: Record<string, readonly string[]>): void {
	ecs.on(ListClustersCommand).resolves({ clusterArns: Object.keys(clusters) });
	for (const [cluster, pinned] of Object.entries(clusters)) {
		const serviceArns = pinned.map((version, index) => `${cluster}/${index}/${version}`);
		ecs.on(ListServicesCommand, { cluster }).resolves({ serviceArns });
	}
	ecs.on(DescribeServicesCommand).callsFake(({ services = [] }: { services?: string[] }) => ({
		services: services.map((arn) => onFargate(arn.split("/").at(-1) ?? "")),
	}));
}

beforeEach(() => {
	ecs.reset();
});

describe("the services are read only if a verdict can depend on them", () => {
	const none = aContainer({ tmpfs: [] });

	test.each<[string, Partial<TaskDefinitionFacts>]>([
		["Windows", { operatingSystem: "windows" }],
		["EC2 only", { compatibilities: ["EC2", "MANAGED_INSTANCES"] }],
		["no tmpfs", { containers: [none, none] }],
		["an unknown tmpfs", { containers: [aContainer({ tmpfs: { unresolved: "Ref" } })] }],
		["unresolved containers", { containers: { unresolved: "Ref" } }],
	])("not read for %s", async (_, facts) => {
		expect((await read(facts)).platformVersions).toEqual([]);
		expect(ecs.calls()).toHaveLength(0);
	});

	test.each<[string, Partial<TaskDefinitionFacts>]>([
		["an unknown operating system", { operatingSystem: { unresolved: "Ref" } }],
		["Fargate among others", { compatibilities: ["EC2", "FARGATE"] }],
		["no compatibility named", { compatibilities: [] }],
		["a tmpfs in the last container", { containers: [none, aContainer()] }],
	])("read for %s", async (_, facts) => {
		account({ main: ["1.3.0"] });
		expect(await read(facts)).toEqual(aTaskDefinition({ family: "web", ...facts, platformVersions: ["1.3.0"] }));
	});
});

describe("every service is read", () => {
	test("of all clusters, each version once, sorted", async () => {
		account({ main: ["LATEST", "1.4.0"], empty: [], other: ["1.4.0", "1.3.0"] });
		expect(await versions()).toEqual(["1.3.0", "1.4.0", "LATEST"]);
	});

	test("none when there is no cluster", async () => {
		account({});
		expect(await versions()).toEqual([]);
	});

	test("of all pages, ten at a time, with any launch type", async () => {
		ecs.on(ListClustersCommand).resolves({ clusterArns: [], nextToken: "more" });
		ecs.on(ListClustersCommand, { nextToken: "more" }).resolves({ clusterArns: ["main"] });
		ecs.on(ListServicesCommand).resolves({ serviceArns: names(11), nextToken: "more" });
		ecs.on(ListServicesCommand, { nextToken: "more" }).resolves({ serviceArns: names(3, "late") });
		ecs.on(DescribeServicesCommand).callsFake(({ services = [] }: { services?: string[] }) => ({
			services: services.map((name) =>
				onFargate(name === "late-2" ? "1.3.0" : "1.4.0", name === "late-1" ? "web-2" : "web"),
			),
		}));
		expect(await versions()).toEqual(["1.3.0", "1.4.0"]);
		expect(ecs.commandCalls(ListServicesCommand)[0]?.args[0].input).toEqual({ cluster: "main", maxResults: 100 });
		expect(ecs.commandCalls(DescribeServicesCommand).map(({ args: [{ input }] }) => input)).toEqual([
			{ cluster: "main", services: names(10) },
			{ cluster: "main", services: ["service-10", ...names(3, "late")] },
		]);
	});

	test("except for a cluster or service that was deleted in the meantime", async () => {
		account({ gone: ["1.0.0"], going: ["1.1.0"], main: ["1.4.0"] });
		ecs.on(ListServicesCommand, { cluster: "gone" }).rejects(awsError("ClusterNotFoundException"));
		ecs.on(DescribeServicesCommand, { cluster: "going" }).rejects(awsError("ClusterNotFoundException"));
		ecs
			.on(DescribeServicesCommand, { cluster: "main" })
			.resolves({ services: [], failures: [{ arn: "a", reason: "MISSING" }] });
		expect(await versions()).toEqual([]);
	});
});

describe("versions that could not be read are unknown", () => {
	const denied = awsError("AccessDeniedException");

	test.each([
		["ecs:ListClusters", ListClustersCommand],
		["ecs:ListServices", ListServicesCommand],
		["ecs:DescribeServices", DescribeServicesCommand],
	])("%s denied", async (action, command) => {
		account({ main: ["1.4.0"] });
		ecs.on(command as typeof ListClustersCommand).rejects(denied);
		if (command === ListServicesCommand) ecs.on(ListServicesCommand, { cluster: "main" }).rejects(denied);
		expect(await versions()).toEqual({ unresolved: `${action} was denied (AccessDeniedException)` });
	});

	test.each([
		["clusters", () => ecs.on(ListClustersCommand).resolves({}), "ecs:ListClusters"],
		["services", () => ecs.on(ListServicesCommand, { cluster: "main" }).resolves({}), "ecs:ListServices"],
		["a service", () => ecs.on(DescribeServicesCommand).resolves({ services: [] }), "ecs:DescribeServices"],
	])("%s missing from a response", async (_, arrange, action) => {
		account({ main: ["1.4.0"] });
		arrange();
		expect(await versions()).toEqual({ unresolved: `${action} returned an incomplete response` });
	});

	test("a service that ECS does not return, for another reason than MISSING", async () => {
		account({ main: ["1.4.0"] });
		ecs.on(DescribeServicesCommand).resolves({ failures: [{ arn: "main/0", reason: "ACCESS_DENIED" }] });
		expect(await versions()).toEqual({
			unresolved: "ecs:DescribeServices returned no result for a service (ACCESS_DENIED)",
		});
	});

	test.each([
		["98 clusters and one service are 100 calls", 98, ["1.4.0"]],
		["one more is too many", 99, { unresolved: "the services could not all be read with 100 calls to ECS" }],
	])("%s", async (_, clusters, expected) => {
		account({ ...Object.fromEntries(names(clusters).map((name) => [name, []])), "service-0": ["1.4.0"] });
		expect(await versions()).toEqual(expected);
		expect(ecs.calls()).toHaveLength(100);
	});

	test("are known if one of the services read pins an old version", async () => {
		account({ main: ["1.4.0", "1.3.0"], other: [] });
		ecs.on(ListServicesCommand, { cluster: "other" }).rejects(denied);
		expect(await versions()).toEqual(["1.3.0", "1.4.0"]);
	});

	test.each(["ThrottlingException", "ServerException"])("%s can be retried later", async (name) => {
		account({ main: ["1.3.0"] });
		ecs.on(DescribeServicesCommand).rejects(awsError(name));
		await expect(versions()).rejects.toBeInstanceOf(TryLaterError);
	});
});

test("families that need the services at the same time share a search, which begins after each has asked", async () => {
	const arns = names(700);
	ecs.on(ListClustersCommand).resolves({ clusterArns: ["main"] });
	ecs.on(ListServicesCommand).callsFake(({ nextToken = "0" }: { nextToken?: string }) => {
		const from = Number(nextToken);
		return { serviceArns: arns.slice(from, from + 100), nextToken: from < 600 ? String(from + 100) : undefined };
	});
	let pinned = "1.3.0";
	ecs.on(DescribeServicesCommand).callsFake(({ services = [] }: { services?: string[] }) => ({
		services: services.map((_, at) => onFargate(pinned, `family-${at}`)),
	}));
	const reader = createPlatformVersionReader(new ECSClient({}));
	const readings = names(10, "family").map((family) => reader(aTaskDefinition({ family })));
	await Promise.all(readings.slice(0, 1));
	// 1 + 7 + 70 calls, twice: the families that asked during the first search share the second.
	pinned = "1.4.0";
	const found = await Promise.all(readings);
	expect(ecs.calls()).toHaveLength(156);
	expect(found.map(({ platformVersions }) => platformVersions)).toEqual([["1.3.0"], ...Array(9).fill(["1.4.0"])]);
});
