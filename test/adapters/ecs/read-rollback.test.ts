import { ECSClient, ListServiceDeploymentsCommand } from "@aws-sdk/client-ecs";
import { beforeEach, expect, test } from "@jest/globals";
import { mockClient } from "aws-sdk-client-mock";
import { readRollback } from "../../../adapters/ecs/read-rollback.ts";
import { TryLaterError } from "../../../core/errors.ts";
import { awsError } from "../../support/aws-errors.ts";
import { blue, deploymentArn, green, serviceArn } from "../../support/gate.ts";

const ecs = mockClient(ECSClient);
const deployment = { cluster: "shop", serviceArn, targetServiceRevisionArn: green };
const read = (of: string | null = deploymentArn) =>
	readRollback(new ECSClient({}), { ...deployment, deploymentArn: of });
const other = `${deploymentArn}-other`;

beforeEach(() => {
	ecs.reset();
});

test.each([
	["the deployment itself", deploymentArn, { serviceDeploymentArn: deploymentArn }, true],
	["only another deployment of the service", deploymentArn, { serviceDeploymentArn: other }, false],
	["a deployment to the same revision, if its own ARN is unknown", null, { targetServiceRevisionArn: green }, true],
	["a deployment to another revision, if its own ARN is unknown", null, { targetServiceRevisionArn: blue }, false],
])("ECS has given up %s", async (_, arn, listed, expected) => {
	ecs.on(ListServiceDeploymentsCommand).resolves({ serviceDeployments: [listed] });
	expect(await read(arn)).toEqual({ value: expected });
});

test("ECS has given up a deployment that is on a later page", async () => {
	ecs
		.on(ListServiceDeploymentsCommand)
		.resolvesOnce({ serviceDeployments: [{ serviceDeploymentArn: other }], nextToken: "2" })
		.resolvesOnce({ serviceDeployments: [{ serviceDeploymentArn: deploymentArn }] });
	expect(await read()).toEqual({ value: true });
});

test("one call asks for the deployments of the service that are rolled back or stopped, and for no others", async () => {
	ecs.on(ListServiceDeploymentsCommand).resolves({ serviceDeployments: [] });
	expect(await read()).toEqual({ value: false });
	expect(ecs.calls().map(({ args: [{ input }] }) => input)).toEqual([
		{
			cluster: "shop",
			service: serviceArn,
			status: expect.not.arrayContaining(["PENDING", "IN_PROGRESS", "SUCCESSFUL"]),
			maxResults: 100,
		},
	]);
});

test("it is unread when it is denied, and throttling is retried later", async () => {
	ecs.on(ListServiceDeploymentsCommand).rejects(awsError("AccessDeniedException"));
	expect(await read()).toEqual({ unread: "ecs:ListServiceDeployments was denied (AccessDeniedException)" });
	ecs.on(ListServiceDeploymentsCommand).rejects(awsError("ThrottlingException"));
	await expect(read()).rejects.toThrow(TryLaterError);
});
