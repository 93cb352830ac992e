import {
	ContinueServiceDeploymentCommand,
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
const withHook = (status: "AWAITING_ACTION" | "SUCCEEDED" | "FAILED", of: Partial<ServiceDeployment> = {}) => ({
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
		after: { "not-done": {}, done: { status: "ROLLBACK_REQUESTED" }, gone: { status: "SUCCESSFUL" } },
	},
	{
		name: "a rollback at a pause",
		action: "ecs:ContinueServiceDeployment",
		run: () => continueDeployment(client, hook, "ROLLBACK"),
		command: ContinueServiceDeploymentCommand,
		input: { serviceDeploymentArn: deploymentArn, hookId, action: "ROLLBACK" },
		after: {
			"not-done": withHook("AWAITING_ACTION"),
			done: withHook("FAILED"),
			gone: withHook("SUCCEEDED"),
		},
	},
	{
		name: "a continuation at a pause",
		action: "ecs:ContinueServiceDeployment",
		run: () => continueDeployment(client, hook, "CONTINUE"),
		command: ContinueServiceDeploymentCommand,
		input: { serviceDeploymentArn: deploymentArn, hookId, action: "CONTINUE" },
		after: {
			"not-done": withHook("AWAITING_ACTION"),
			done: withHook("SUCCEEDED"),
			gone: withHook("FAILED", { status: "ROLLBACK_IN_PROGRESS" }),
		},
	},
] as const;

beforeEach(() => {
	ecs.reset();
});

describe.each(actions)("$name", ({ action, run, command, input, after }) => {
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
	] as const;

	test.each(lost)("B01: is done after %s only if the deployment says so", async (_, error) => {
		fails(error);
		isNow("done");
		expect(await run()).toEqual({ outcome: "done" });
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
		isNow("done");
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
			isNow("done");
			expect(await run()).toEqual({ outcome: "gone" });
			isNow("gone");
			expect(await run()).toEqual({ outcome: "gone" });
			isNow("not-done");
			expect(await run()).toEqual({ outcome: "failed", reason: `${action} failed (${name}): It is not possible.` });
		},
	);

	test("after a rejection of the SDK's second attempt it is done, because the first one had an effect", async () => {
		fails(Object.assign(awsError("ConflictException"), { $metadata: { attempts: 2, httpStatusCode: 400 } }));
		isNow("done");
		expect(await run()).toEqual({ outcome: "done" });
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
