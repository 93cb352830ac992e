import {
	DescribeServiceDeploymentsCommand,
	DescribeServiceRevisionsCommand,
	DescribeServicesCommand,
	DescribeTaskDefinitionCommand,
	ECSClient,
	ListClustersCommand,
	ListServiceDeploymentsCommand,
	ListServicesCommand,
	ListTaskDefinitionsCommand,
	ListTasksCommand,
	type Service,
	type ServiceDeployment,
	type ServiceRevision,
} from "@aws-sdk/client-ecs";
import { beforeEach, describe, expect, test } from "@jest/globals";
import { mockClient } from "aws-sdk-client-mock";
import { readUsedImages } from "../../../adapters/ecs/read-used-images.ts";
import { TryLaterError } from "../../../core/errors.ts";
import { wasRead } from "../../../core/reading.ts";
import { awsError } from "../../support/aws-errors.ts";
import { aDigest } from "../../support/builders.ts";

const place = { partition: "aws", account: "111122223333", region: "eu-west-1" };
const web = "111122223333.dkr.ecr.eu-west-1.amazonaws.com/team/web";
const arn = (rest: string) => `arn:aws:ecs:eu-west-1:111122223333:${rest}`;
const [one, two, three] = [aDigest("1"), aDigest("2"), aDigest("3")];
const ecs = mockClient(ECSClient);
const clock = { now: () => 0, pause: async () => {} };

/** `digest: user` for each use of an image. */
const read = async () => {
	const used = await readUsedImages(new ECSClient({}), place, clock);
	if (!wasRead(used)) return used.unread;
	return used.value.flatMap(({ digest, tag, usedBy }) => usedBy.map((user) => `${digest ?? tag}: ${user}`)).sort();
};

let services: Service[];
let deployments: ServiceDeployment[];
let revisions: ServiceRevision[];

const revisionArn = (service: string, id: number) => arn(`service-revision/shop/${service}/${id}`);
const deploymentArn = (service: string) => arn(`service-deployment/shop/${service}/1`);
const aRevision = (service: string, id: number, imageDigest: string | undefined): ServiceRevision => ({
	serviceRevisionArn: revisionArn(service, id),
	taskDefinition: arn(`task-definition/${service}:${id}`),
	containerImages: [{ containerName: "app", image: `${web}:${id}.0`, imageDigest }],
});
/** A service that runs the revision with the id, deployed in place of those with the ids of `before`. */
const deploy = (service: string, id: number, before: readonly number[], more: Partial<Service> = {}) => {
	const serviceArn = arn(`service/shop/${service}`);
	services.push({
		serviceArn,
		serviceName: service,
		clusterArn: arn("cluster/shop"),
		status: "ACTIVE",
		taskDefinition: arn(`task-definition/${service}:${id}`),
		currentServiceDeployment: deploymentArn(service),
		currentServiceRevisions: [{ arn: revisionArn(service, id) }],
		...more,
	});
	deployments.push({
		serviceArn,
		serviceDeploymentArn: deploymentArn(service),
		sourceServiceRevisions: before.map((source) => ({ arn: revisionArn(service, source) })),
		targetServiceRevision: { arn: revisionArn(service, id) },
	});
};
const answer = <T extends object>(key: keyof T, all: readonly T[], arns: readonly string[] = []) => {
	if (arns.length > 20) throw awsError("InvalidParameterException");
	const found = all.filter((each) => arns.includes(String(each[key])));
	const missing = arns.filter((name) => found.every((each) => each[key] !== name));
	return [found, missing.map((name) => ({ arn: name, reason: "MISSING" }))] as const;
};

beforeEach(() => {
	ecs.reset();
	services = [];
	deployments = [];
	revisions = [aRevision("web", 1, one), aRevision("web", 2, two)];
	ecs.on(ListClustersCommand).resolves({ clusterArns: [arn("cluster/shop")] });
	ecs.on(ListServicesCommand).callsFake(() => ({ serviceArns: services.map(({ serviceArn }) => serviceArn) }));
	ecs.on(ListTasksCommand).resolves({ taskArns: [] });
	ecs.on(DescribeServicesCommand).callsFake(({ services: arns }) => ({
		services: services.filter(({ serviceArn }) => arns.includes(serviceArn)),
	}));
	ecs.on(DescribeServiceDeploymentsCommand).callsFake(({ serviceDeploymentArns: arns }) => {
		const [serviceDeployments, failures] = answer("serviceDeploymentArn", deployments, arns);
		return { serviceDeployments, failures };
	});
	ecs.on(DescribeServiceRevisionsCommand).callsFake(({ serviceRevisionArns: arns }) => {
		const [serviceRevisions, failures] = answer("serviceRevisionArn", revisions, arns);
		return { serviceRevisions, failures };
	});
	ecs.on(ListServiceDeploymentsCommand).resolves({ serviceDeployments: [] });
	ecs.on(DescribeTaskDefinitionCommand).callsFake(({ taskDefinition = "" }) => ({
		taskDefinition: {
			status: "ACTIVE",
			containerDefinitions: [{ name: "app", image: `${web}:${taskDefinition.split(":")[1]}.0` }],
		},
	}));
	ecs.on(ListTaskDefinitionsCommand).resolves({ taskDefinitionArns: [] });
});
const taskDefinitionsRead = () => ecs.commandCalls(DescribeTaskDefinitionCommand).length;

describe("a service uses the images, by digest,", () => {
	test("of its revision and of the one to which ECS can roll it back, and no task definition is read", async () => {
		deploy("web", 2, [1]);
		expect(await read()).toEqual([`${one}: rollback revision web:1 of service shop/web`, `${two}: service shop/web`]);
		expect(taskDefinitionsRead()).toBe(0);
	});

	test("of both revisions during a deployment, and of none before its first one", async () => {
		deploy("web", 2, [1], { currentServiceRevisions: [1, 2].map((id) => ({ arn: revisionArn("web", id) })) });
		revisions.push(aRevision("api", 1, three));
		deploy("api", 1, []);
		expect(await read()).toEqual([
			`${one}: service shop/web`,
			`${two}: service shop/web`,
			`${three}: service shop/api`,
		]);
	});

	test("of its latest successful deployment while a newer one has no tasks yet", async () => {
		deploy("web", 2, [1], { currentServiceRevisions: [{ arn: revisionArn("web", 1) }] });
		deployments = deployments.map((all) => ({ ...all, status: "SUCCESSFUL" as const }));
		expect(await read()).toEqual([`${one}: service shop/web`, `${two}: rollback revision web:2 of service shop/web`]);
	});

	test("of the revision to which it was rolled back", async () => {
		deploy("web", 1, [1]);
		deployments = deployments.map((all) => ({ ...all, rollback: { serviceRevisionArn: revisionArn("web", 2) } }));
		expect(await read()).toEqual([`${one}: service shop/web`, `${two}: rollback revision web:2 of service shop/web`]);
	});

	test("of its newest successful deployment, if ECS does not return a current one", async () => {
		deploy("web", 2, [1], { currentServiceDeployment: undefined });
		const older = { serviceDeploymentArn: "older", createdAt: new Date(1_000) };
		const newest = { serviceDeploymentArn: deploymentArn("web"), createdAt: new Date(2_000) };
		ecs
			.on(ListServiceDeploymentsCommand)
			.resolvesOnce({ serviceDeployments: [older], nextToken: "more" })
			.resolves({ serviceDeployments: [newest, older] });
		expect(await read()).toContain(`${one}: rollback revision web:1 of service shop/web`);
		expect(ecs.commandCalls(ListServiceDeploymentsCommand)[0]?.args[0].input).toMatchObject({
			cluster: arn("cluster/shop"),
			service: arn("service/shop/web"),
			status: ["SUCCESSFUL"],
		});
	});
});

test("an image that ECS has not resolved is kept by its tag", async () => {
	revisions = [aRevision("web", 2, undefined)];
	deploy("web", 2, []);
	expect(await read()).toEqual(["2.0: service shop/web"]);
});

describe("the task definitions decide", () => {
	test.each<[string, () => void]>([
		["for a deployment from before October 25, 2024", () => deployments.splice(0)],
		["for a service revision from before October 25, 2024", () => revisions.splice(0)],
		["for a rollback revision from before October 25, 2024", () => revisions.splice(0, 1)],
		[
			"for a service revision without images",
			() => revisions.splice(1, 1, { ...aRevision("web", 2, two), containerImages: [] }),
		],
	])("%s", async (_, remove) => {
		deploy("web", 2, [1]);
		remove();
		expect(await read()).toEqual(
			expect.arrayContaining(["1.0: rollback revision web:1 of service shop/web", "2.0: service shop/web"]),
		);
	});

	test("for another deployment controller, without a search for deployments", async () => {
		const none = { currentServiceDeployment: undefined, currentServiceRevisions: undefined };
		deploy("web", 2, [1], { ...none, deploymentController: { type: "CODE_DEPLOY" } });
		expect(await read()).toContain("2.0: service shop/web");
		expect(ecs.commandCalls(ListServiceDeploymentsCommand)).toHaveLength(0);
	});
});

test("F4: a thousand services take 250 calls, and no task definition is read", async () => {
	revisions = [];
	for (let at = 0; at < 1_000; at++) {
		revisions.push(aRevision(`web-${at}`, 1, one), aRevision(`web-${at}`, 2, aDigest(String(at % 10))));
		deploy(`web-${at}`, 2, [1]);
	}
	expect(await read()).toHaveLength(100);
	expect(taskDefinitionsRead()).toBe(0);
	// One for the clusters, services (one page here) and tasks each; ten services, twenty deployments or revisions in the others.
	expect(ecs.calls()).toHaveLength(3 + 100 + 50 + 100);
});

describe("what was deleted while it was read", () => {
	test("does not hide the other services of its batch", async () => {
		revisions.push(...[1, 2].map((id) => aRevision("gone", id, three)));
		deploy("gone", 2, [1]);
		deploy("web", 2, [1]);
		// ECS refuses the whole call for a service that is inactive.
		ecs.on(DescribeServiceRevisionsCommand).callsFake(({ serviceRevisionArns: arns }) => {
			if (arns.some((name: string) => name.includes("gone"))) throw awsError("InvalidParameterException");
			return { serviceRevisions: answer("serviceRevisionArn", revisions, arns)[0] };
		});
		expect(await read()).toEqual(
			expect.arrayContaining([`${one}: rollback revision web:1 of service shop/web`, `${two}: service shop/web`]),
		);
	});

	test("has no deployments to list", async () => {
		deploy("web", 2, [1], { currentServiceDeployment: undefined });
		ecs.on(ListServiceDeploymentsCommand).rejects(awsError("ServiceNotFoundException"));
		expect(await read()).toContain("2.0: service shop/web");
	});
});

test.each([
	["ListServiceDeployments", ListServiceDeploymentsCommand],
	["DescribeServiceDeployments", DescribeServiceDeploymentsCommand],
	["DescribeServiceRevisions", DescribeServiceRevisionsCommand],
])(
	"the images in use are unread if ecs:%s is denied or empty, and read later if it is throttled",
	async (action, command) => {
		deploy("web", 2, [1]);
		deploy("listed", 2, [1], { currentServiceDeployment: undefined });
		ecs.on(command as typeof ListServiceDeploymentsCommand).rejects(awsError("AccessDeniedException"));
		expect(await read()).toBe(`ecs:${action} was denied (AccessDeniedException)`);
		ecs.on(command as typeof ListServiceDeploymentsCommand).rejects(awsError("ThrottlingException"));
		await expect(read()).rejects.toBeInstanceOf(TryLaterError);
		ecs.on(command as typeof ListServiceDeploymentsCommand).resolves({});
		expect(await read()).toBe(`ecs:${action} returned an incomplete response`);
	},
);
