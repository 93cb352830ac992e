import { DescribeServiceRevisionsCommand, ListServiceDeploymentsCommand } from "@aws-sdk/client-ecs";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { type EcsDouble, ecsDouble } from "../../../demo/doubles/ecs.ts";
import type { Loopback } from "../../../demo/doubles/loopback.ts";
import { aDigest } from "../../support/builders.ts";
import { ecsAt, listenAsPlainEcs, OneService } from "../../support/one-service.ts";

const arn = (rest: string): string => `arn:aws:ecs:eu-west-1:111122223333:${rest}`;
let digests: Record<string, string>;
let moto: Loopback;
let double: EcsDouble;
let service: OneService;

beforeEach(async () => {
	digests = { "web:1": aDigest("1"), "web:2": aDigest("2") };
	moto = await listenAsPlainEcs();
	const fail = (error: unknown): never => {
		throw error;
	};
	double = await ecsDouble(new Map(), Promise.resolve(moto.url), fail, { resolveDigest: (image) => digests[image] });
	service = new OneService(ecsAt(double.url));
});
afterEach(() => Promise.all([moto.close(), double.close()]));

const imagesNow = async () => service.imagesOf((await service.described())?.currentServiceRevisions);

describe("a service has deployments and revisions as ECS describes them", () => {
	test("the first deployment has no source", async () => {
		await service.create();
		expect(await service.deployment()).toMatchObject({
			serviceArn: arn("service/web/web"),
			clusterArn: arn("cluster/web"),
			status: "SUCCESSFUL",
			createdAt: expect.any(Date),
			sourceServiceRevisions: [],
			targetServiceRevision: { arn: expect.stringContaining(":service-revision/web/web/"), requestedTaskCount: 1 },
		});
		expect(await imagesNow()).toEqual([["web:1", [aDigest("1")]]]);
	});

	test("the source of the next one is the revision before, whose digest stays although its tag moves", async () => {
		await service.create();
		digests["web:1"] = aDigest("9");
		await service.deploy(2);
		const { sourceServiceRevisions, targetServiceRevision } = await service.deployment();
		expect(await service.imagesOf(sourceServiceRevisions)).toEqual([["web:1", [aDigest("1")]]]);
		expect(await service.imagesOf([targetServiceRevision ?? {}])).toEqual([["web:2", [aDigest("2")]]]);
	});

	test("a tag is resolved when the first task starts", async () => {
		const release = double.deployments.holdTasks();
		await service.create();
		expect(await imagesNow()).toEqual([["web:1", [undefined]]]);
		digests["web:1"] = aDigest("9");
		release();
		await double.deployments.settled();
		expect(await imagesNow()).toEqual([["web:1", [aDigest("9")]]]);
	});

	test("a forced deployment resolves the tag again, and a new count deploys nothing", async () => {
		await service.create();
		digests["web:1"] = aDigest("9");
		await service.update({ desiredCount: 5 });
		expect(await imagesNow()).toEqual([["web:1", [aDigest("1")]]]);
		await service.update({ forceNewDeployment: true });
		expect(await imagesNow()).toEqual([["web:1", [aDigest("9")]]]);
	});

	test("without tasks nothing is resolved", async () => {
		await service.create({ desiredCount: 0 });
		expect(await imagesNow()).toEqual([["web:1", [undefined]]]);
	});

	test("another deployment controller has none", async () => {
		await service.create({ deploymentController: { type: "EXTERNAL" } });
		expect(await service.described()).not.toHaveProperty("currentServiceDeployment");
	});
});

describe("service deployments are listed", () => {
	test("the newest first, in pages, by status", async () => {
		await service.create();
		await service.deploy(2);
		const list = (more = {}) =>
			service.ecs.send(new ListServiceDeploymentsCommand({ service: "web", cluster: arn("cluster/web"), ...more }));
		const first = await list({ maxResults: 1, status: ["SUCCESSFUL"] });
		expect(first.serviceDeployments).toMatchObject([
			{ serviceDeploymentArn: (await service.deployment()).serviceDeploymentArn, status: "SUCCESSFUL" },
		]);
		const second = await list({ maxResults: 1, nextToken: first.nextToken });
		expect([second.serviceDeployments?.length, second.nextToken]).toEqual([1, undefined]);
		expect((await list({ status: ["IN_PROGRESS"] })).serviceDeployments).toEqual([]);
	});

	test("by the time at which they were created", async () => {
		await service.create();
		const list = async (createdAt: { after?: Date; before?: Date }) => {
			const command = new ListServiceDeploymentsCommand({ service: "web", cluster: "web", createdAt });
			return (await service.ecs.send(command)).serviceDeployments?.length;
		};
		const [past, future] = [new Date(Date.now() - 3_600_000), new Date(Date.now() + 3_600_000)];
		expect([
			await list({ after: past, before: future }),
			await list({ after: future }),
			await list({ before: past }),
		]).toEqual([1, 0, 0]);
	});

	test("an unknown service is AWS's error", async () => {
		const command = new ListServiceDeploymentsCommand({ service: "unknown", cluster: "web" });
		await expect(service.ecs.send(command)).rejects.toMatchObject({ name: "ServiceNotFoundException" });
	});
});

test("more than twenty ARNs are refused", async () => {
	const many = Array.from({ length: 21 }, (_, at) => `arn:${at}`);
	const command = new DescribeServiceRevisionsCommand({ serviceRevisionArns: many });
	await expect(service.ecs.send(command)).rejects.toMatchObject({ name: "InvalidParameterException" });
});
