import {
	ContinueServiceDeploymentCommand,
	type DeploymentLifecycleHookStatus,
	DescribeServiceDeploymentsCommand,
	ECSClient,
	type ServiceDeployment,
	StopServiceDeploymentCommand,
} from "@aws-sdk/client-ecs";
import { beforeEach, describe, expect, test } from "@jest/globals";
import { mockClient } from "aws-sdk-client-mock";
import { continueDeployment } from "../../../adapters/ecs/continue-deployment.ts";
import { stopDeployment } from "../../../adapters/ecs/stop-deployment.ts";
import { TryLaterError } from "../../../core/errors.ts";
import { awsError, networkError } from "../../support/aws-errors.ts";
import { deploymentArn } from "../../support/gate.ts";
import { aDescribedDeployment, hookId } from "../../support/service-deployments.ts";

const ecs = mockClient(ECSClient);
const client = new ECSClient({});
const hook = { deployment: deploymentArn, id: hookId };
const withHook = (status: DeploymentLifecycleHookStatus, of: Partial<ServiceDeployment> = {}) => ({
	lifecycleHookDetails: [{ hookId, targetType: "PAUSE" as const, status }],
	...of,
});

const actions = [
	{
		name: "a stop",
		action: "ecs:StopServiceDeployment",
		run: () => stopDeployment(client, deploymentArn),
		command: StopServiceDeploymentCommand,
		input: { serviceDeploymentArn: deploymentArn, stopType: "ROLLBACK" },
		after: { "not-done": {}, happened: { status: "ROLLBACK_REQUESTED" }, gone: { status: "SUCCESSFUL" } },
		unconfirmed: "unconfirmed",
	},
	{
		name: "a rollback at a pause",
		action: "ecs:ContinueServiceDeployment",
		run: () => continueDeployment(client, hook, "ROLLBACK"),
		command: ContinueServiceDeploymentCommand,
		input: { serviceDeploymentArn: deploymentArn, hookId, action: "ROLLBACK" },
		after: {
			"not-done": withHook("AWAITING_ACTION"),
			happened: withHook("FAILED"),
			gone: withHook("SUCCEEDED"),
		},
		unconfirmed: "unconfirmed",
	},
	{
		name: "a continuation at a pause",
		action: "ecs:ContinueServiceDeployment",
		run: () => continueDeployment(client, hook, "CONTINUE"),
		command: ContinueServiceDeploymentCommand,
		input: { serviceDeploymentArn: deploymentArn, hookId, action: "CONTINUE" },
		after: {
			"not-done": withHook("AWAITING_ACTION"),
			happened: withHook("SUCCEEDED"),
			gone: withHook("FAILED", { status: "ROLLBACK_IN_PROGRESS" }),
		},
		unconfirmed: "gone",
	},
] as const;

beforeEach(() => {
	ecs.reset();
});

describe.each(actions)("$name", ({ action, run, command, input, after, unconfirmed }) => {
	const isNow = (of: keyof typeof after) =>
		ecs
			.on(DescribeServiceDeploymentsCommand)
			.resolves({ serviceDeployments: [aDescribedDeployment(after[of] as Partial<ServiceDeployment>)], failures: [] });
	const fails = (error: Error) => ecs.on(command as typeof StopServiceDeploymentCommand).rejects(error);

	test("says explicitly what to do, and is done when ECS accepts it", async () => {
		ecs.on(command as typeof StopServiceDeploymentCommand).resolves({ serviceDeploymentArn: deploymentArn });
		expect(await run()).toEqual({ outcome: "done" });
		expect(ecs.calls().map(({ args: [one] }) => one.input)).toEqual([input]);
	});

	test("B01: is never taken for done when it is denied, and nothing is read then", async () => {
		fails(awsError("AccessDeniedException"));
		expect(await run()).toEqual({ outcome: "failed", reason: `${action} was denied (AccessDeniedException)` });
		expect(ecs.commandCalls(DescribeServiceDeploymentsCommand)).toEqual([]);
	});

	const lost = [
		["a time-out", networkError("ETIMEDOUT", "TimeoutError")],
		["a server error", awsError("ServerException", 500)],
		["a failure of which nothing more is known", new TryLaterError("no response")],
	] as const;

	test.each(lost)("B01: is never called done after %s, because somebody else may have done it", async (_, error) => {
		fails(error);
		isNow("happened");
		expect(await run()).toMatchObject({ outcome: unconfirmed });
		isNow("gone");
		expect(await run()).toEqual({ outcome: "gone" });
	});

	test.each(lost)("is tried again later after %s that had no effect", async (_, error) => {
		fails(error);
		isNow("not-done");
		await expect(run()).rejects.toBeInstanceOf(TryLaterError);
	});

	test("B01: is known not to be done when ECS throttles, and what happens meanwhile is somebody else's", async () => {
		fails(awsError("ThrottlingException"));
		isNow("not-done");
		expect(await run()).toEqual({ outcome: "not-done", reason: expect.stringContaining(action) });
		isNow("happened");
		expect(await run()).toEqual({ outcome: "gone" });
	});

	test("is tried again later if it is unknown whether it was done", async () => {
		fails(awsError("ThrottlingException"));
		ecs.on(DescribeServiceDeploymentsCommand).rejects(awsError("AccessDeniedException"));
		await expect(run()).rejects.toBeInstanceOf(TryLaterError);
		ecs.on(DescribeServiceDeploymentsCommand).rejects(awsError("ThrottlingException"));
		await expect(run()).rejects.toBeInstanceOf(TryLaterError);
	});

	test("an empty response is no success", async () => {
		ecs.on(command as typeof StopServiceDeploymentCommand).resolves({});
		isNow("not-done");
		await expect(run()).rejects.toBeInstanceOf(TryLaterError);
	});

	test.each(["ConflictException", "ClientException", "InvalidParameterException"])(
		"B01: after %s, what somebody else has done is gone, and what nobody has done has failed with ECS's reason",
		async (name) => {
			fails(awsError(name, 400, "It is\nnot possible."));
			isNow("happened");
			expect(await run()).toEqual({ outcome: "gone" });
			isNow("gone");
			expect(await run()).toEqual({ outcome: "gone" });
			isNow("not-done");
			expect(await run()).toEqual({ outcome: "failed", reason: `${action} failed (${name}): It is not possible.` });
		},
	);

	test("after a rejection of the SDK's second attempt it may be done, because the first one may have had an effect", async () => {
		fails(Object.assign(awsError("ConflictException"), { $metadata: { attempts: 2, httpStatusCode: 400 } }));
		isNow("happened");
		expect(await run()).toMatchObject({ outcome: unconfirmed });
	});

	test("is not possible if ECS does not support it for the service, and nothing is read then", async () => {
		fails(awsError("UnsupportedFeatureException"));
		const reason = `${action} failed (UnsupportedFeatureException)`;
		expect(await run()).toEqual({ outcome: "not-possible", reason: expect.stringContaining(reason) });
		expect(ecs.commandCalls(DescribeServiceDeploymentsCommand)).toEqual([]);
	});

	test("is gone when the deployment does not exist", async () => {
		fails(awsError("ServiceDeploymentNotFoundException"));
		const failures = [{ arn: deploymentArn, reason: "MISSING" }];
		ecs.on(DescribeServiceDeploymentsCommand).resolves({ serviceDeployments: [], failures });
		expect(await run()).toEqual({ outcome: "gone" });
	});

	test("an error of our own is thrown", async () => {
		fails(new TypeError("x"));
		await expect(run()).rejects.toThrow(TypeError);
	});
});

test("a stop without a response says since when the deployment is rolled back", async () => {
	ecs.on(StopServiceDeploymentCommand).rejects(networkError("ETIMEDOUT", "TimeoutError"));
	const rollback = { startedAt: new Date("2026-11-21T12:01:00.000Z") };
	const described = aDescribedDeployment({ status: "ROLLBACK_IN_PROGRESS", rollback });
	ecs.on(DescribeServiceDeploymentsCommand).resolves({ serviceDeployments: [described] });
	expect(await stopDeployment(client, deploymentArn)).toEqual({
		outcome: "unconfirmed",
		reason: expect.stringContaining("ECS rolls the deployment back since 2026-11-21T12:01:00.000Z without saying who"),
	});
});

test("a pause that has timed out was not answered by us", async () => {
	ecs.on(ContinueServiceDeploymentCommand).rejects(networkError("ETIMEDOUT", "TimeoutError"));
	const described = aDescribedDeployment(withHook("TIMED_OUT", { status: "ROLLBACK_IN_PROGRESS" }));
	ecs.on(DescribeServiceDeploymentsCommand).resolves({ serviceDeployments: [described] });
	expect(await continueDeployment(client, hook, "ROLLBACK")).toEqual({ outcome: "gone" });
});

test("a deployment that the circuit breaker rolls back was not stopped by us", async () => {
	ecs.on(StopServiceDeploymentCommand).rejects(networkError("ETIMEDOUT", "TimeoutError"));
	const rollback = { reason: "Service deployment rolled back because the circuit breaker threshold was exceeded." };
	const described = aDescribedDeployment({ status: "ROLLBACK_IN_PROGRESS", rollback });
	ecs.on(DescribeServiceDeploymentsCommand).resolves({ serviceDeployments: [described] });
	expect(await stopDeployment(client, deploymentArn)).toEqual({ outcome: "gone" });
});

test.each(["STOPPED", "STOP_REQUESTED"] as const)("a deployment that is %s was not stopped by us", async (status) => {
	ecs.on(StopServiceDeploymentCommand).rejects(networkError("ETIMEDOUT", "TimeoutError"));
	ecs.on(DescribeServiceDeploymentsCommand).resolves({ serviceDeployments: [aDescribedDeployment({ status })] });
	expect(await stopDeployment(client, deploymentArn)).toEqual({ outcome: "gone" });
});
