import {
	CreateServiceCommand,
	DescribeServiceDeploymentsCommand,
	DescribeServiceRevisionsCommand,
	DescribeServicesCommand,
	ECSClient,
	ListServiceDeploymentsCommand,
	UpdateServiceCommand,
} from "@aws-sdk/client-ecs";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { operationOf } from "../../../demo/doubles/aws-json.ts";
import { ecsDouble } from "../../../demo/doubles/ecs.ts";
import { type Loopback, listen } from "../../../demo/doubles/loopback.ts";
import { aDigest } from "../../support/builders.ts";

const arn = (rest: string): string => `arn:aws:ecs:eu-west-1:111122223333:${rest}`;
const service = arn("service/shop/web");
let digests: Record<string, string>;
let moto: Loopback;
let double: Loopback;
let ecs: ECSClient;

beforeEach(async () => {
	digests = { "web:1": aDigest("1"), "web:2": aDigest("2") };
	let stored = {};
	moto = await listen((request) => {
		const { taskDefinition, cluster: _, ...asked } = JSON.parse(request.body);
		if (operationOf(request) === "DescribeTaskDefinition") {
			const image = String(taskDefinition).split("/").at(-1);
			return {
				status: 200,
				body: JSON.stringify({ taskDefinition: { containerDefinitions: [{ name: "app", image }] } }),
			};
		}
		if (operationOf(request) !== "DescribeServices") {
			const named = taskDefinition === undefined ? {} : { taskDefinition: arn(`task-definition/${taskDefinition}`) };
			stored = { serviceArn: service, clusterArn: arn("cluster/shop"), ...stored, ...asked, ...named };
			return { status: 200, body: JSON.stringify({ service: stored }) };
		}
		return { status: 200, body: JSON.stringify({ services: [stored] }) };
	});
	const fail = (error: unknown): never => {
		throw error;
	};
	double = await ecsDouble(new Map(), Promise.resolve(moto.url), fail, (image) => digests[image]);
	const credentials = { accessKeyId: "111122223333", secretAccessKey: "local" };
	ecs = new ECSClient({ endpoint: double.url, region: "eu-west-1", credentials, maxAttempts: 1 });
});
afterEach(() => Promise.all([moto.close(), double.close()]));

const create = (desiredCount = 1, more = {}) =>
	ecs.send(new CreateServiceCommand({ serviceName: "web", taskDefinition: "web:1", desiredCount, ...more }));
const update = (more: object) => ecs.send(new UpdateServiceCommand({ service: "web", cluster: "shop", ...more }));
const described = async () =>
	(await ecs.send(new DescribeServicesCommand({ services: ["web"], cluster: "shop" }))).services?.[0];
const deployment = async () => {
	const serviceDeploymentArns = [(await described())?.currentServiceDeployment ?? ""];
	return (await ecs.send(new DescribeServiceDeploymentsCommand({ serviceDeploymentArns }))).serviceDeployments?.[0];
};
const imagesOf = async (revisions: readonly { readonly arn?: string | undefined }[] = []) => {
	const serviceRevisionArns = revisions.flatMap(({ arn: one }) => one ?? []);
	const answer = await ecs.send(new DescribeServiceRevisionsCommand({ serviceRevisionArns }));
	return answer.serviceRevisions?.map(({ taskDefinition, containerImages }) => [
		taskDefinition?.split("/")[1],
		containerImages?.map(({ imageDigest }) => imageDigest),
	]);
};

describe("a service has deployments and revisions as ECS describes them", () => {
	test("the first deployment has no source", async () => {
		await create();
		expect(await deployment()).toMatchObject({
			serviceArn: service,
			clusterArn: arn("cluster/shop"),
			status: "SUCCESSFUL",
			createdAt: expect.any(Date),
			sourceServiceRevisions: [],
			targetServiceRevision: { arn: expect.stringContaining(":service-revision/shop/web/"), requestedTaskCount: 1 },
		});
		expect(await imagesOf((await described())?.currentServiceRevisions)).toEqual([["web:1", [aDigest("1")]]]);
	});

	test("the source of the next one is the revision before, whose digest stays although its tag moves", async () => {
		await create();
		digests["web:1"] = aDigest("9");
		await update({ taskDefinition: "web:2" });
		const { sourceServiceRevisions, targetServiceRevision } = (await deployment()) ?? {};
		expect(await imagesOf(sourceServiceRevisions)).toEqual([["web:1", [aDigest("1")]]]);
		expect(await imagesOf([targetServiceRevision ?? {}])).toEqual([["web:2", [aDigest("2")]]]);
	});

	test("a forced deployment resolves the tag again, and a new count deploys nothing", async () => {
		await create();
		digests["web:1"] = aDigest("9");
		await update({ desiredCount: 5 });
		expect(await imagesOf((await described())?.currentServiceRevisions)).toEqual([["web:1", [aDigest("1")]]]);
		await update({ forceNewDeployment: true });
		expect(await imagesOf((await described())?.currentServiceRevisions)).toEqual([["web:1", [aDigest("9")]]]);
	});

	test("without tasks nothing is resolved", async () => {
		await create(0);
		expect(await imagesOf((await described())?.currentServiceRevisions)).toEqual([["web:1", [undefined]]]);
	});

	test("another deployment controller has none", async () => {
		await create(1, { deploymentController: { type: "EXTERNAL" } });
		expect(await described()).not.toHaveProperty("currentServiceDeployment");
	});
});

describe("service deployments are listed", () => {
	test("the newest first, in pages, by status", async () => {
		await create();
		await update({ taskDefinition: "web:2" });
		const list = (more = {}) =>
			ecs.send(new ListServiceDeploymentsCommand({ service, cluster: arn("cluster/shop"), ...more }));
		const first = await list({ maxResults: 1, status: ["SUCCESSFUL"] });
		expect(first.serviceDeployments).toMatchObject([
			{ serviceDeploymentArn: (await deployment())?.serviceDeploymentArn, status: "SUCCESSFUL" },
		]);
		const second = await list({ maxResults: 1, nextToken: first.nextToken });
		expect([second.serviceDeployments?.length, second.nextToken]).toEqual([1, undefined]);
		expect((await list({ status: ["IN_PROGRESS"] })).serviceDeployments).toEqual([]);
	});

	test("an unknown service is AWS's error", async () => {
		const command = new ListServiceDeploymentsCommand({ service: "unknown", cluster: "shop" });
		await expect(ecs.send(command)).rejects.toMatchObject({ name: "ServiceNotFoundException" });
	});
});

test("unknown ARNs are failures, and more than twenty are refused", async () => {
	const describe = (serviceRevisionArns: string[]) =>
		ecs.send(new DescribeServiceRevisionsCommand({ serviceRevisionArns }));
	expect(await describe(["arn:unknown"])).toMatchObject({
		serviceRevisions: [],
		failures: [{ arn: "arn:unknown", reason: "MISSING" }],
	});
	const many = Array.from({ length: 21 }, (_, at) => `arn:${at}`);
	await expect(describe(many)).rejects.toMatchObject({ name: "InvalidParameterException" });
});
