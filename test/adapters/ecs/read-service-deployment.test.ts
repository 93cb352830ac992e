import { DescribeServiceDeploymentsCommand, ECSClient, type ServiceDeployment } from "@aws-sdk/client-ecs";
import { beforeEach, expect, test } from "@jest/globals";
import { mockClient } from "aws-sdk-client-mock";
import { readServiceDeployment, type ServiceDeploymentFacts } from "../../../adapters/ecs/read-service-deployment.ts";
import { TryLaterError } from "../../../core/errors.ts";
import { awsError } from "../../support/aws-errors.ts";
import { blue, deploymentArn, green } from "../../support/gate.ts";
import { aDeployment, aDescribedDeployment, hookId } from "../../support/service-deployments.ts";

const ecs = mockClient(ECSClient);
const read = () => readServiceDeployment(new ECSClient({}), deploymentArn);
const describe = (deployment: ServiceDeployment) =>
	ecs.on(DescribeServiceDeploymentsCommand).resolves({ serviceDeployments: [deployment], failures: [] });

beforeEach(() => {
	ecs.reset();
});

test.each<[string, Partial<ServiceDeployment>, Partial<ServiceDeploymentFacts>]>([
	["is rolling by default", {}, {}],
	["may be the first of its service", { sourceServiceRevisions: [] }, { sources: [] }],
	[
		"is a rollback when one has begun",
		{ rollback: { startedAt: new Date("2026-11-21T12:01:00.000Z") } },
		{ isRollback: true, rollback: { isAutomatic: false, startedAt: "2026-11-21T12:01:00.000Z" } },
	],
	...["The circuit breaker initiated the rollback operation.", "A CloudWatch alarm is in the state ALARM."].map(
		(reason): [string, Partial<ServiceDeployment>, Partial<ServiceDeploymentFacts>] => [
			`is rolled back by ECS itself if the reason says so: ${reason}`,
			{ rollback: { reason } },
			{ rollback: { isAutomatic: true, startedAt: null } },
		],
	),
	[
		"is rolled back by ECS itself if the circuit breaker was triggered, whatever the reason says",
		{ deploymentCircuitBreaker: { status: "TRIGGERED" }, rollback: { reason: "other words" } },
		{ rollback: { isAutomatic: true, startedAt: null } },
	],
	[
		"is rolled back by ECS itself if an alarm was triggered",
		{ deploymentCircuitBreaker: { status: "MONITORING" }, alarms: { status: "TRIGGERED", triggeredAlarmNames: ["a"] } },
		{ rollback: { isAutomatic: true, startedAt: null } },
	],
	["is not rolled back by alarms that are only monitored", { alarms: { status: "MONITORING_COMPLETE" } }, {}],
	[
		"is a rollback if its target is what ECS rolls back to",
		{ rollback: { serviceRevisionArn: green } },
		{ isRollback: true },
	],
	["is no rollback because ECS says to what it would roll back", { rollback: { serviceRevisionArn: blue } }, {}],
	[
		"may be complete early",
		{ deploymentConfiguration: { earlySuccessCriteria: { enable: true, healthyPercent: 0 } } },
		{ hasEarlySuccess: true },
	],
	[
		"has the hooks that are configured, and their details",
		{
			deploymentConfiguration: {
				strategy: "BLUE_GREEN",
				lifecycleHooks: [
					{ targetType: "PAUSE", lifecycleStages: ["PRE_SCALE_UP"], hookDetails: { shipshape: "gate" } },
					{ hookTargetArn: "arn:x", roleArn: "arn:y", lifecycleStages: ["POST_SCALE_UP"] },
				],
			},
		},
		{
			strategy: "BLUE_GREEN",
			configuredHooks: [
				{ type: "PAUSE", target: null, stages: ["PRE_SCALE_UP"], details: { shipshape: "gate" } },
				{ type: "AWS_LAMBDA", target: "arn:x", stages: ["POST_SCALE_UP"], details: undefined },
			],
		},
	],
	[
		"has the hooks that wait",
		{ lifecycleHookDetails: [{ hookId, targetType: "PAUSE", status: "AWAITING_ACTION" }, {}] },
		{ hooks: [{ id: hookId, status: "AWAITING_ACTION" }] },
	],
	[
		"has the time until which a hook waits",
		{ lifecycleHookDetails: [{ hookId, status: "AWAITING_ACTION", expiresAt: new Date("2026-11-22T12:00:00Z") }] },
		{ hooks: [{ id: hookId, status: "AWAITING_ACTION", expiresAt: "2026-11-22T12:00:00.000Z" }] },
	],
])("a deployment %s", async (_, described, facts) => {
	describe(aDescribedDeployment(described));
	expect(await read()).toEqual({ value: aDeployment(facts) });
	expect(ecs.calls().map(({ args: [{ input }] }) => input)).toEqual([{ serviceDeploymentArns: [deploymentArn] }]);
});

test("there is none, if ECS says that it is missing", async () => {
	const failures = [{ arn: deploymentArn, reason: "MISSING" }];
	ecs.on(DescribeServiceDeploymentsCommand).resolves({ serviceDeployments: [], failures });
	expect(await read()).toEqual({ value: null });
});

test.each(["ClusterNotFoundException", "ServiceNotFoundException", "UnsupportedFeatureException"])(
	"there is none after %s",
	async (name) => {
		ecs.on(DescribeServiceDeploymentsCommand).rejects(awsError(name));
		expect(await read()).toEqual({ value: null });
	},
);

test.each(["serviceArn", "status", "targetServiceRevision"] as const)(
	"it is unread, never harmless, if ECS returns no %s",
	async (field) => {
		describe(aDescribedDeployment({ [field]: undefined }));
		expect(await read()).toEqual({ unread: expect.stringContaining("without its service, status or target") });
	},
);

test("it is unread when it is denied, and throttling is retried later", async () => {
	ecs.on(DescribeServiceDeploymentsCommand).rejects(awsError("AccessDeniedException"));
	expect(await read()).toEqual({ unread: "ecs:DescribeServiceDeployments was denied (AccessDeniedException)" });
	ecs.on(DescribeServiceDeploymentsCommand).rejects(awsError("ThrottlingException"));
	await expect(read()).rejects.toThrow(TryLaterError);
});
