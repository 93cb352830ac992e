import { ECSClient, ListServiceDeploymentsCommand, ServiceDeploymentStatus } from "@aws-sdk/client-ecs";
import { beforeEach, expect, test } from "@jest/globals";
import { mockClient } from "aws-sdk-client-mock";
import { readEnding } from "../../../adapters/ecs/read-ending.ts";
import { TryLaterError } from "../../../core/errors.ts";
import { awsError } from "../../support/aws-errors.ts";
import { blue, deploymentArn, green, minutesAfterCreation, serviceArn } from "../../support/gate.ts";

const ecs = mockClient(ECSClient);
const since = minutesAfterCreation(-1);
const deployment = { cluster: "shop", serviceArn, targetServiceRevisionArn: green, since };
const read = (of: string | null = deploymentArn) => readEnding(new ECSClient({}), { ...deployment, deploymentArn: of });
const other = { serviceDeploymentArn: `${deploymentArn}-other`, targetServiceRevisionArn: green };
const own = { serviceDeploymentArn: deploymentArn, targetServiceRevisionArn: green };

beforeEach(() => {
	ecs.reset();
});

test.each(Object.values(ServiceDeploymentStatus))(
	"a deployment that is %s has ended unless it goes forward",
	async (status) => {
		ecs.on(ListServiceDeploymentsCommand).resolves({ serviceDeployments: [{ ...own, status }] });
		expect(await read()).toEqual({ value: status !== "PENDING" && status !== "IN_PROGRESS" });
	},
);

test.each([
	["another deployment of the service has", deploymentArn, [{ ...other, status: "SUCCESSFUL" }], false],
	["ECS does not say so", deploymentArn, [own], false],
	["ECS does not list it", deploymentArn, [], false],
	["all to the same revision have, if its ARN is unknown", null, [{ ...other, status: "STOPPED" }], true],
	[
		"one to the same revision goes on, if its ARN is unknown",
		null,
		[
			{ ...other, status: "SUCCESSFUL" },
			{ ...own, status: "IN_PROGRESS" },
		],
		false,
	],
	[
		"only one to another revision has, if its ARN is unknown",
		null,
		[{ targetServiceRevisionArn: blue, status: "STOPPED" }],
		false,
	],
] as const)("whether a deployment has ended when %s", async (_, arn, listed, expected) => {
	ecs.on(ListServiceDeploymentsCommand).resolves({ serviceDeployments: [...listed] });
	expect(await read(arn)).toEqual({ value: expected });
});

test("a deployment has ended that is on a later page", async () => {
	ecs
		.on(ListServiceDeploymentsCommand)
		.resolvesOnce({ serviceDeployments: [other], nextToken: "2" })
		.resolvesOnce({ serviceDeployments: [{ ...own, status: "ROLLBACK_SUCCESSFUL" }] });
	expect(await read()).toEqual({ value: true });
});

test("one call asks for the deployments of the service since then, and for no older ones", async () => {
	ecs.on(ListServiceDeploymentsCommand).resolves({ serviceDeployments: [] });
	await read();
	expect(ecs.calls().map(({ args: [{ input }] }) => input)).toEqual([
		{ cluster: "shop", service: serviceArn, createdAt: { after: new Date(since) }, maxResults: 100 },
	]);
});

test("it is unread when it is denied, and throttling is retried later", async () => {
	ecs.on(ListServiceDeploymentsCommand).rejects(awsError("AccessDeniedException"));
	expect(await read()).toEqual({ unread: "ecs:ListServiceDeployments was denied (AccessDeniedException)" });
	ecs.on(ListServiceDeploymentsCommand).rejects(awsError("ThrottlingException"));
	await expect(read()).rejects.toThrow(TryLaterError);
});
