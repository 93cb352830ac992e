import {
	DescribeServiceRevisionsCommand,
	ListServiceDeploymentsCommand,
	StopServiceDeploymentCommand,
} from "@aws-sdk/client-ecs";
import { describe, expect, test } from "@jest/globals";
import { configurationOf, type HookedService, lambdaHook, pauseHook } from "../support/hooked-service.ts";

/** Service model and developer guide, "Stopping Amazon ECS service deployments". `open`: a service whose family has three revisions. */
export function serviceDeploymentsContract(open: () => Promise<HookedService>): void {
	const stop = async (hooked: HookedService, more: object = {}) => {
		const { serviceDeploymentArn } = await hooked.service.deployment();
		const input = { serviceDeploymentArn, stopType: "ROLLBACK" as const, ...more };
		return hooked.service.ecs.send(new StopServiceDeploymentCommand(input));
	};

	describe("a rolling deployment", () => {
		test("is in progress until its tasks run, and sends the documented events", async () => {
			const hooked = await open();
			const { service, double, events } = hooked;
			await service.create();
			await hooked.settled();
			events.length = 0;
			const release = double.deployments.holdTasks();
			await service.deploy(2);
			expect(await hooked.settled()).toMatchObject({
				status: "IN_PROGRESS",
				targetServiceRevision: { requestedTaskCount: 1, runningTaskCount: 0, pendingTaskCount: 1 },
			});
			expect((await service.described())?.currentServiceRevisions).toHaveLength(2);
			release();
			const { status, serviceArn } = await hooked.settled();
			expect(status).toBe("SUCCESSFUL");
			expect(events).toEqual([
				expect.objectContaining({
					"detail-type": "ECS Deployment State Change",
					source: "aws.ecs",
					resources: [serviceArn],
				}),
				expect.objectContaining({ "detail-type": "ECS Deployment State Change" }),
			]);
			expect(events[0]?.detail).toEqual({
				eventType: "INFO",
				eventName: "SERVICE_DEPLOYMENT_IN_PROGRESS",
				deploymentId: expect.stringMatching(/^ecs-svc\/\d+$/),
				updatedAt: expect.any(String),
				reason: expect.stringContaining("in progress"),
			});
			expect(hooked.eventNames).toEqual(["SERVICE_DEPLOYMENT_IN_PROGRESS", "SERVICE_DEPLOYMENT_COMPLETED"]);
		});

		test("that is stopped returns to the revision before, and starts no tasks", async () => {
			const hooked = await open();
			const { service, double } = hooked;
			await service.create();
			double.deployments.holdTasks();
			await service.deploy(2);
			await hooked.settled();
			await stop(hooked);
			const { status, rollback, sourceServiceRevisions, targetServiceRevision } = await hooked.settled();
			expect(status).toBe("ROLLBACK_SUCCESSFUL");
			expect(rollback?.serviceRevisionArn).toBe(sourceServiceRevisions?.[0]?.arn);
			expect(targetServiceRevision).toMatchObject({ requestedTaskCount: 0, runningTaskCount: 0 });
			expect(await service.taskDefinition()).toBe(`${service.name}:1`);
			expect(hooked.eventNames.slice(-2)).toEqual(["SERVICE_DEPLOYMENT_IN_PROGRESS", "SERVICE_DEPLOYMENT_COMPLETED"]);
			expect(hooked.events.at(-2)?.detail["reason"]).toContain("rolling back to deploymentId");
		});
	});

	describe("StopServiceDeployment", () => {
		test("ends the wait of a hook", async () => {
			const hooked = await open();
			await hooked.deploy([pauseHook("PRE_SCALE_UP")]);
			await hooked.settled();
			await stop(hooked);
			expect(await hooked.settled()).toMatchObject({ status: "ROLLBACK_SUCCESSFUL", lifecycleHookDetails: [] });
		});

		test("a second time in a rollback changes nothing, and after it is a conflict", async () => {
			const hooked = await open();
			await hooked.deploy([pauseHook("PRE_SCALE_UP"), { ...lambdaHook("PRODUCTION_TRAFFIC_SHIFT") }]);
			await hooked.settled();
			hooked.answers = [{ hookStatus: "IN_PROGRESS" }, { hookStatus: "SUCCEEDED" }];
			await stop(hooked);
			await hooked.called(1);
			expect(await hooked.service.deployment()).toMatchObject({ status: "ROLLBACK_IN_PROGRESS" });
			await stop(hooked);
			hooked.double.deployments.clock.advance(30_000);
			expect(await hooked.settled()).toMatchObject({ status: "ROLLBACK_SUCCESSFUL" });
			await expect(stop(hooked)).rejects.toMatchObject({ name: "ConflictException" });
		});

		test("is refused for a first deployment, an unknown one and the type ABORT", async () => {
			const hooked = await open();
			hooked.double.deployments.holdTasks();
			await hooked.service.create();
			await expect(stop(hooked)).rejects.toMatchObject({ name: "ConflictException" });
			await expect(stop(hooked, { stopType: "ABORT" })).rejects.toMatchObject({ name: "InvalidParameterException" });
			const unknown = { serviceDeploymentArn: "arn:aws:ecs:eu-west-1:111122223333:service-deployment/web/web/0" };
			await expect(stop(hooked, unknown)).rejects.toMatchObject({ name: "ServiceDeploymentNotFoundException" });
		});
	});

	test("a first deployment that a hook refuses stops, because there is nothing to return to", async () => {
		const hooked = await open();
		hooked.answers = [{ hookStatus: "FAILED" }];
		await hooked.service.create({ deploymentConfiguration: configurationOf([lambdaHook("PRE_SCALE_UP")]) });
		const { rollback, ...deployment } = await hooked.settled();
		expect(deployment).toMatchObject({ status: "STOPPED", stoppedAt: expect.any(Date) });
		expect([rollback, hooked.eventNames.at(-1)]).toEqual([undefined, "SERVICE_DEPLOYMENT_FAILED"]);
	});

	test("a deployment in which another one starts is stopped, and the newer one is reconciled and returns to what succeeded last", async () => {
		const hooked = await open();
		await hooked.deploy([pauseHook("PRE_SCALE_UP")]);
		const first = await hooked.settled();
		hooked.answers = [{ hookStatus: "FAILED" }];
		const hooks = [lambdaHook("RECONCILE_SERVICE")];
		await hooked.service.deploy(3, { deploymentConfiguration: configurationOf(hooks) });
		const { status, sourceServiceRevisions, rollback, serviceArn } = await hooked.settled();
		const listed = await hooked.service.ecs.send(
			new ListServiceDeploymentsCommand({ service: serviceArn, cluster: hooked.service.name }),
		);
		expect(listed.serviceDeployments?.map((one) => one.status)).toEqual([status, "STOPPED", "SUCCESSFUL"]);
		expect(status).toBe("ROLLBACK_SUCCESSFUL");
		const [steady, superseded] = sourceServiceRevisions ?? [];
		expect([steady?.arn, superseded?.arn]).toEqual([
			first.sourceServiceRevisions?.[0]?.arn,
			first.targetServiceRevision?.arn,
		]);
		expect(rollback?.serviceRevisionArn).toBe(steady?.arn);
		expect(await hooked.service.taskDefinition()).toBe(`${hooked.service.name}:1`);
	});

	test("a rollback that a hook refuses has failed", async () => {
		const hooked = await open();
		hooked.answers = [{ hookStatus: "FAILED" }];
		await hooked.deploy([lambdaHook("TEST_TRAFFIC_SHIFT")]);
		expect(await hooked.settled()).toMatchObject({ status: "ROLLBACK_FAILED" });
	});

	test("unknown ARNs are failures", async () => {
		const { service } = await open();
		const answer = await service.ecs.send(
			new DescribeServiceRevisionsCommand({ serviceRevisionArns: ["arn:unknown"] }),
		);
		expect(answer).toMatchObject({ serviceRevisions: [], failures: [{ arn: "arn:unknown", reason: "MISSING" }] });
	});
}
