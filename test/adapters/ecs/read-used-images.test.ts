import {
	DescribeServicesCommand,
	DescribeTaskDefinitionCommand,
	DescribeTasksCommand,
	ECSClient,
	ListClustersCommand,
	ListServicesCommand,
	ListTaskDefinitionsCommand,
	ListTasksCommand,
	type Service,
	type Task,
} from "@aws-sdk/client-ecs";
import { beforeEach, describe, expect, test } from "@jest/globals";
import { mockClient } from "aws-sdk-client-mock";
import { readUsedImages } from "../../../adapters/ecs/read-used-images.ts";
import { TryLaterError } from "../../../core/errors.ts";
import { wasRead } from "../../../core/reading.ts";
import { imagesInUseOf } from "../../../domain/images/used-images.ts";
import { awsError } from "../../support/aws-errors.ts";
import { aDigest, aStoredImage } from "../../support/builders.ts";

const place = { partition: "aws", account: "111122223333", region: "eu-west-1" };
const web = "111122223333.dkr.ecr.eu-west-1.amazonaws.com/team/web";
const arn = (rest: string) => `arn:aws:ecs:eu-west-1:111122223333:${rest}`;
const [one, two, three] = [aDigest("1"), aDigest("2"), aDigest("3")];
const images = [
	aStoredImage({ digest: one, tags: ["1.0"] }),
	aStoredImage({ digest: two, tags: ["2.0", "latest"] }),
	aStoredImage({ digest: three, tags: [] }),
];
const ecs = mockClient(ECSClient);
/** A clock that stands still, so that no test waits for the pace of the calls. */
const clock = { now: () => 0, pause: async () => {} };
/** The images in use of one repository. */
const read = async () => {
	const used = await readUsedImages(new ECSClient({}), place, clock);
	return wasRead(used) ? { value: imagesInUseOf("team/web", used.value, images) } : used;
};

/** Revisions by `family:revision`, with the images that they name; `false`: no longer active. */
let revisions: Record<string, readonly string[] | false> = {};
const holds = (cluster: string, services: readonly Partial<Service>[], tasks: readonly Partial<Task>[] = []) => {
	ecs.on(ListClustersCommand).resolves({ clusterArns: [arn(`cluster/${cluster}`)] });
	ecs.on(ListServicesCommand).resolves({ serviceArns: services.map((_, at) => `service-${at}`) });
	ecs.on(ListTasksCommand).resolves({ taskArns: tasks.map((_, at) => `task-${at}`) });
	const clusterArn = arn(`cluster/${cluster}`);
	ecs.on(DescribeServicesCommand).callsFake(({ services: names = [] }: { services?: string[] }) => ({
		services: names.map((name) => ({ status: "ACTIVE", clusterArn, ...services[Number(name.split("-")[1])] })),
	}));
	ecs.on(DescribeTasksCommand).callsFake(({ tasks: names = [] }: { tasks?: string[] }) => ({
		tasks: names.map((name) => ({ clusterArn, ...tasks[Number(name.split("-")[1])] })),
	}));
};
const running = (serviceName: string, revision: string, more: Partial<Service> = {}): Partial<Service> => ({
	serviceName,
	taskDefinition: arn(`task-definition/${revision}`),
	...more,
});
const deployed = (revision: string, status: string) => ({ status, taskDefinition: arn(`task-definition/${revision}`) });

beforeEach(() => {
	ecs.reset();
	revisions = { "web:1": [`${web}:1.0`], "web:2": [`${web}:2.0`, "nginx:1"] };
	ecs.on(DescribeTaskDefinitionCommand).callsFake(({ taskDefinition: name = "" }: { taskDefinition?: string }) => {
		const named = revisions[name];
		if (named === undefined) throw awsError("ClientException", 400, "Unable to describe task definition.");
		const containerDefinitions = (named || []).map((image) => ({ name: "app", image }));
		return { taskDefinition: { status: named === false ? "INACTIVE" : "ACTIVE", containerDefinitions } };
	});
	ecs.on(ListTaskDefinitionsCommand).callsFake(() => ({
		taskDefinitionArns: Object.keys(revisions)
			.filter((name) => revisions[name] !== false)
			.map((name) => arn(`task-definition/${name}`)),
	}));
	holds("shop", []);
});

describe("services", () => {
	test("use the images of their revision, and those of the one before it", async () => {
		holds("shop", [running("web", "web:2")]);
		expect(await read()).toEqual({
			value: [
				{ digest: two, usedBy: "service shop/web" },
				{ digest: one, usedBy: "rollback revision web:1 of service shop/web" },
			],
		});
		expect(ecs.commandCalls(ListTaskDefinitionsCommand)).toHaveLength(0);
	});

	test("would be rolled back to the newest revision that is still active", async () => {
		Object.assign(revisions, { "web:3": false, "web:4": [`${web}@${three}`], "web-2:3": ["nginx"] });
		holds("shop", [running("web", "web:4")]);
		expect(await read()).toEqual({
			value: [
				{ digest: three, usedBy: "service shop/web" },
				{ digest: two, usedBy: "rollback revision web:2 of service shop/web" },
			],
		});
		expect(ecs.commandCalls(ListTaskDefinitionsCommand)[0]?.args[0].input).toMatchObject({
			familyPrefix: "web",
			status: "ACTIVE",
		});
	});

	test("have no rollback revision with their first revision, or if all others are inactive", async () => {
		holds("shop", [running("web", "web:1")]);
		expect(await read()).toEqual({ value: [{ digest: one, usedBy: "service shop/web" }] });
		revisions = { "web:7": [`${web}:1.0`] };
		holds("shop", [running("web", "web:7")]);
		expect(await read()).toEqual({ value: [{ digest: one, usedBy: "service shop/web" }] });
	});

	test("use the images of deployments that are being replaced, and of task sets", async () => {
		revisions = { "a:1": [`${web}:1.0`], "b:1": [web], "c:1": [`${web}@${three}`] };
		holds("shop", [
			running("web", "a:1", {
				deployments: [deployed("a:1", "PRIMARY"), deployed("b:1", "ACTIVE"), deployed("c:1", "INACTIVE")],
			}),
			{ serviceName: "green", taskSets: [deployed("b:1", "PRIMARY")] },
		]);
		expect(await read()).toEqual({
			value: [
				{ digest: one, usedBy: "service shop/web" },
				{ digest: two, usedBy: "service shop/web" },
				{ digest: two, usedBy: "service shop/green" },
			],
		});
	});

	test("do not count if they are inactive or have no revision; no revision is requested twice", async () => {
		holds("shop", [
			running("old", "web:2", { status: "INACTIVE" }),
			{ serviceName: "empty" },
			running("a", "web:2"),
			running("b", "web:2", { status: "DRAINING" }),
		]);
		const users = await read();
		expect(users).toMatchObject({ value: expect.arrayContaining([{ digest: two, usedBy: "service shop/b" }]) });
		expect(JSON.stringify(users)).not.toMatch(/old|empty/);
		expect(ecs.commandCalls(DescribeTaskDefinitionCommand)).toHaveLength(2);
	});

	test("exclude images of other repositories, accounts and Regions, and missing tags", async () => {
		revisions = {
			"web:1": [
				"nginx",
				"111122223333.dkr.ecr.eu-west-1.amazonaws.com/web:1.0",
				"444455556666.dkr.ecr.eu-west-1.amazonaws.com/team/web:1.0",
				"111122223333.dkr.ecr.us-east-1.amazonaws.com/team/web:1.0",
				`${web}:9.9`,
				"no image at all",
			],
		};
		holds("shop", [running("web", "web:1")]);
		expect(await read()).toEqual({ value: [] });
	});
});

describe("tasks", () => {
	test("use the image with which they were started, regardless of its current tag", async () => {
		const containers = [
			{ image: `${web}:1.0`, imageDigest: three },
			{ image: `${web}:2.0` },
			{ image: "nginx", imageDigest: aDigest("9") },
			{},
		];
		holds(
			"shop",
			[],
			[
				{ taskArn: arn("task/shop/0a1b"), group: "family:job", containers },
				{
					taskArn: arn("task/shop/2c3d"),
					group: "service:web",
					containers: [{ image: `${web}:1.0`, imageDigest: three }],
				},
			],
		);
		expect(await read()).toEqual({
			value: [
				{ digest: three, usedBy: "task shop/0a1b" },
				{ digest: three, usedBy: "service shop/web" },
				{ digest: two, usedBy: "task shop/0a1b" },
			],
		});
		expect(ecs.commandCalls(ListTasksCommand)[0]?.args[0].input).toMatchObject({ desiredStatus: "RUNNING" });
	});

	test("are read a hundred at a time, and at most ten are kept for one image", async () => {
		const tasks = Array.from({ length: 101 }, (_, at) => ({
			taskArn: arn(`task/shop/${at}`),
			containers: [{ image: `${web}:1.0`, imageDigest: one }],
		}));
		holds("shop", [], tasks);
		const users = await read();
		expect(users).toMatchObject({ value: { length: 10 } });
		expect(ecs.commandCalls(DescribeTasksCommand).map(({ args: [{ input }] }) => input.tasks?.length)).toEqual([
			100, 1,
		]);
	});

	test("that have stopped, or whose cluster was deleted, are excluded", async () => {
		holds("shop", [], [{}]);
		ecs.on(DescribeTasksCommand).resolves({ failures: [{ reason: "MISSING" }] });
		expect(await read()).toEqual({ value: [] });
		ecs.on(DescribeTasksCommand).rejects(awsError("ClusterNotFoundException"));
		expect(await read()).toEqual({ value: [] });
		ecs.on(ListTasksCommand).rejects(awsError("ClusterNotFoundException"));
		expect(await read()).toEqual({ value: [] });
	});
});

describe("the images in use are unread if not everything could be read", () => {
	const full = () => holds("shop", [running("web", "web:5")], [{ taskArn: arn("task/shop/0a1b") }]);

	test.each([
		["ListClusters", ListClustersCommand],
		["ListServices", ListServicesCommand],
		["DescribeServices", DescribeServicesCommand],
		["ListTasks", ListTasksCommand],
		["DescribeTasks", DescribeTasksCommand],
		["DescribeTaskDefinition", DescribeTaskDefinitionCommand],
		["ListTaskDefinitions", ListTaskDefinitionsCommand],
	])("ecs:%s denied, throttled, or empty", async (action, command) => {
		full();
		ecs.on(command as typeof ListTasksCommand).rejects(awsError("AccessDeniedException"));
		expect(await read()).toEqual({ unread: `ecs:${action} was denied (AccessDeniedException)` });
		ecs.on(command as typeof ListTasksCommand).rejects(awsError("ThrottlingException"));
		await expect(read()).rejects.toBeInstanceOf(TryLaterError);
		ecs.on(command as typeof ListTasksCommand).resolves({});
		expect(await read()).toEqual({ unread: `ecs:${action} returned an incomplete response` });
	});

	test("a task that ECS does not return, for another reason than MISSING", async () => {
		full();
		ecs.on(DescribeTasksCommand).resolves({ failures: [{ reason: "ACCESS_DENIED" }] });
		expect(await read()).toEqual({ unread: "ecs:DescribeTasks returned no result for a task (ACCESS_DENIED)" });
	});

	test("more than 2,400 calls", async () => {
		holds(
			"shop",
			Array.from({ length: 2_400 }, (_, at) => running("web", `web-${at}:1`)),
		);
		expect(await read()).toEqual({ unread: "the services and tasks could not all be read with 2400 calls to ECS" });
		expect(ecs.calls()).toHaveLength(2_400);
	});
});
