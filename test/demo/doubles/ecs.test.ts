import {
	CreateServiceCommand,
	type CreateServiceCommandInput,
	DescribeServicesCommand,
	DescribeTaskDefinitionCommand,
	ECSClient,
} from "@aws-sdk/client-ecs";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { operationOf } from "../../../demo/doubles/aws-json.ts";
import { ecsDouble } from "../../../demo/doubles/ecs.ts";
import type { RegisteredDefinitions } from "../../../demo/doubles/ecs-task-definitions.ts";
import { type Loopback, listen } from "../../../demo/doubles/loopback.ts";

const arn = (name: string): string => `arn:aws:ecs:eu-west-1:111122223333:task-definition/${name}`;
let active: string[];
let services: Record<string, unknown>[];
/** Of revisions, as moto has them now. */
let tags: Map<string, { readonly key: string; readonly value: string }[]>;
let moto: Loopback;
let double: Loopback;
let held: RegisteredDefinitions;
let ecs: ECSClient;

beforeEach(async () => {
	active = [];
	services = [];
	tags = new Map();
	held = new Map();
	moto = await listen((request) => {
		if (operationOf(request) === "ListTaskDefinitions") {
			return { status: 200, body: JSON.stringify({ taskDefinitionArns: active.map(arn) }) };
		}
		if (operationOf(request) === "CreateService") {
			const { serviceName, ...asked } = JSON.parse(request.body);
			if (serviceName === "refused") return { status: 400, body: JSON.stringify({ __type: "ClientException" }) };
			const service = { serviceArn: `arn/${serviceName}`, serviceName, launchType: "EC2", ...asked };
			services.push(service);
			return { status: 200, body: JSON.stringify({ service }) };
		}
		if (operationOf(request) === "DescribeServices") {
			return { status: 200, body: JSON.stringify({ services, failures: [{ arn: "arn/gone", reason: "MISSING" }] }) };
		}
		const { taskDefinition, include = [] } = JSON.parse(request.body);
		const [family, revision] = taskDefinition.split(":");
		const answer = {
			taskDefinitionArn: arn(taskDefinition),
			family,
			revision: Number(revision),
			status: "ACTIVE",
			memory: "4",
		};
		const own = include.includes("TAGS") ? { tags: tags.get(taskDefinition) ?? [] } : {};
		return { status: 200, body: JSON.stringify({ taskDefinition: answer, ...own }) };
	});
	double = await ecsDouble(held, Promise.resolve(moto.url), (error) => {
		throw error;
	});
	const credentials = { accessKeyId: "111122223333", secretAccessKey: "local" };
	ecs = new ECSClient({ endpoint: double.url, region: "eu-west-1", credentials, maxAttempts: 1 });
});
afterEach(() => Promise.all([moto.close(), double.close()]));

const described = async (taskDefinition: string) =>
	(await ecs.send(new DescribeTaskDefinitionCommand({ taskDefinition }))).taskDefinition;

test("describing a family returns its newest active revision, not one of a family with the same prefix", async () => {
	active = ["web:2", "web:10", "web-admin:99"];
	expect(await described("web")).toMatchObject({ revision: 10 });
});

test("describing a family without an active revision is AWS's error", async () => {
	active = ["web-admin:1"];
	await expect(described("web")).rejects.toMatchObject({ name: "ClientException" });
});

test("describing a revision returns that revision", async () => {
	expect(await described("web:3")).toMatchObject({ revision: 3, memory: "4" });
});

test("a revision is returned as registered, with memory in MiB and the fields that AWS adds", async () => {
	const definition = {
		family: "web",
		containerDefinitions: [],
		memory: "1 GB",
		requiresCompatibilities: ["MANAGED_INSTANCES"],
		status: "OLD",
	};
	held.set("web:1", definition);
	active = ["web:1"];
	expect(await described(arn("web:1"))).toMatchObject({
		taskDefinitionArn: arn("web:1"),
		status: "ACTIVE",
		memory: "1024",
		compatibilities: ["MANAGED_INSTANCES"],
	});
});

test("the tags that a revision has now are returned only when requested", async () => {
	held.set("web:1", { family: "web", containerDefinitions: [{ name: "web" }], tags: [{ key: "team", value: "shop" }] });
	held.set("web:2", { family: "web", containerDefinitions: [{ name: "web" }] });
	tags.set("web:1", [{ key: "later", value: "added" }]);
	const tagsOf = async (taskDefinition: string, include?: ["TAGS"]) =>
		(await ecs.send(new DescribeTaskDefinitionCommand({ taskDefinition, include }))).tags;
	expect(await tagsOf("web:1", ["TAGS"])).toEqual([{ key: "later", value: "added" }]);
	expect(await tagsOf("web:2", ["TAGS"])).toEqual([]);
	expect(await tagsOf("web:1")).toBeUndefined();
	expect(await described("web:1")).not.toHaveProperty("tags");
});

describe("a service keeps what it was created with", () => {
	const strategy = [{ capacityProvider: "FARGATE_SPOT", weight: 1 }];
	const cases: [string, Partial<CreateServiceCommandInput>, Partial<CreateServiceCommandInput>][] = [
		[
			"Fargate",
			{ launchType: "FARGATE", platformVersion: "1.3.0" },
			{ launchType: "FARGATE", platformVersion: "1.3.0" },
		],
		["a launch type that moto refuses", { launchType: "MANAGED_INSTANCES" }, { launchType: "MANAGED_INSTANCES" }],
		["capacity providers", { capacityProviderStrategy: strategy }, { capacityProviderStrategy: strategy }],
		[
			"settings that moto drops",
			{ enableExecuteCommand: true, deploymentConfiguration: { maximumPercent: 100 } },
			{ launchType: "EC2", enableExecuteCommand: true, deploymentConfiguration: { maximumPercent: 100 } },
		],
		["nothing in particular, which is EC2", {}, { launchType: "EC2" }],
	];

	test.each(cases)("%s", async (_, asked, answered) => {
		const { service } = await ecs.send(new CreateServiceCommand({ serviceName: "web", ...asked }));
		const described = await ecs.send(new DescribeServicesCommand({ services: ["web"] }));
		const expected = { serviceArn: "arn/web", serviceName: "web", ...answered };
		expect(service).toEqual(expected);
		expect(described).toMatchObject({ services: [expected], failures: [{ arn: "arn/gone", reason: "MISSING" }] });
		expect(described.services).toEqual([expected]);
	});

	test("and an error of moto is returned unchanged", async () => {
		await expect(ecs.send(new CreateServiceCommand({ serviceName: "refused" }))).rejects.toMatchObject({
			name: "ClientException",
		});
		expect(services).toEqual([]);
	});
});
