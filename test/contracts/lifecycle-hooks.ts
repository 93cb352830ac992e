import { ContinueServiceDeploymentCommand } from "@aws-sdk/client-ecs";
import { describe, expect, test } from "@jest/globals";
import { configurationOf, functionArn, type HookedService, lambdaHook, pauseHook } from "../support/hooked-service.ts";

const everyStage = [
	...["RECONCILE_SERVICE", "PRE_SCALE_UP", "POST_SCALE_UP", "TEST_TRAFFIC_SHIFT", "POST_TEST_TRAFFIC_SHIFT"],
	...["PRE_PRODUCTION_TRAFFIC_SHIFT", "PRODUCTION_TRAFFIC_SHIFT", "POST_PRODUCTION_TRAFFIC_SHIFT"],
];
const withoutReconciling = everyStage.slice(1);
const minute = 60_000;

/** Developer guide, "Lambda hooks" and "Pause hooks for Amazon ECS service deployments". `open`: a service with two revisions. */
export function lifecycleHooksContract(open: () => Promise<HookedService>): void {
	describe("a Lambda hook", () => {
		test("is called once at each stage of a blue/green deployment, with the documented request", async () => {
			const hooked = await open();
			await hooked.deploy([{ ...lambdaHook(...everyStage), hookDetails: { team: "shop" } }]);
			const { status, targetServiceRevision, sourceServiceRevisions, ...deployment } = await hooked.settled();
			expect([status, deployment.lifecycleStage]).toEqual(["SUCCESSFUL", "CLEAN_UP"]);
			expect(hooked.stages).toEqual(withoutReconciling);
			const [green = "", blue = ""] = [targetServiceRevision?.arn, sourceServiceRevisions?.[0]?.arn];
			expect(hooked.calls[0]).toEqual({
				executionId: expect.stringMatching(/^[0-9a-f-]{36}$/),
				lifecycleStage: "PRE_SCALE_UP",
				resourceArn: deployment.serviceDeploymentArn,
				executionDetails: {
					serviceArn: deployment.serviceArn,
					targetServiceRevisionArn: green,
					testTrafficWeights: {},
					productionTrafficWeights: {},
				},
				hookDetails: { team: "shop" },
			});
			const weights = hooked.calls.map(({ executionDetails: { testTrafficWeights, productionTrafficWeights } }) => [
				testTrafficWeights,
				productionTrafficWeights,
			]);
			expect(weights).toEqual([
				...[
					[{}, {}],
					[{}, {}],
					[{ [green]: 100, [blue]: 0 }, {}],
					[{}, {}],
				],
				...[
					[{}, { [green]: 0, [blue]: 100 }],
					[{}, { [green]: 100, [blue]: 0 }],
					[{}, {}],
				],
			]);
		});

		test("is called at every step of the traffic of linear and canary deployments", async () => {
			const hook = lambdaHook("PRODUCTION_TRAFFIC_SHIFT");
			const shares = async (configuration: object) => {
				const hooked = await open();
				await hooked.deploy([hook], configuration);
				expect(await hooked.settled()).toMatchObject({ status: "SUCCESSFUL" });
				return hooked.calls.map((call) => {
					const { productionTrafficWeights, targetServiceRevisionArn } = call.executionDetails;
					return productionTrafficWeights[targetServiceRevisionArn];
				});
			};
			const linearConfiguration = { stepPercent: 40, stepBakeTimeInMinutes: 0 };
			const canaryConfiguration = { canaryPercent: 10, canaryBakeTimeInMinutes: 0 };
			expect(await shares({ strategy: "LINEAR", linearConfiguration })).toEqual([40, 80, 100]);
			expect(await shares({ strategy: "CANARY", canaryConfiguration })).toEqual([10, 100]);
		});

		test("is not called in a rolling deployment", async () => {
			const hooked = await open();
			hooked.answers = [{ hookStatus: "FAILED" }];
			await hooked.deploy([lambdaHook("PRE_SCALE_UP")], { strategy: "ROLLING" });
			expect(await hooked.settled()).toMatchObject({ status: "SUCCESSFUL" });
			expect(hooked.calls).toEqual([]);
		});

		test.each([
			["answers FAILED", { hookStatus: "FAILED" }],
			["answers another status", { hookStatus: "SUCCESS" }],
			["answers without a status", {}],
			["answers with a text", "SUCCEEDED"],
			["answers nothing", null],
			["fails", new Error("Unhandled")],
		])("that %s before tasks start keeps the service on its revision", async (_, answer) => {
			const hooked = await open();
			hooked.answers = [answer, { hookStatus: "SUCCEEDED" }];
			await hooked.deploy([lambdaHook("PRE_SCALE_UP")]);
			const { status, rollback, sourceServiceRevisions, targetServiceRevision, statusReason } = await hooked.settled();
			expect(status).toBe("ROLLBACK_SUCCESSFUL");
			expect(rollback).toMatchObject({
				serviceRevisionArn: sourceServiceRevisions?.[0]?.arn,
				startedAt: expect.any(Date),
			});
			expect(statusReason).toContain(functionArn);
			expect(await hooked.service.imagesOf([targetServiceRevision ?? {}])).toMatchObject([
				[expect.any(String), [undefined]],
			]);
			expect(await hooked.service.taskDefinition()).toBe(`${hooked.service.name}:1`);
			const current = (await hooked.service.described())?.currentServiceRevisions;
			expect(current?.map(({ arn }) => arn)).toEqual([sourceServiceRevisions?.[0]?.arn]);
		});

		test("is called again in a rollback at the stages in which traffic shifts, with no weight for the revision given up", async () => {
			const hooked = await open();
			const [ok, no] = [{ hookStatus: "SUCCEEDED" }, { hookStatus: "FAILED" }];
			hooked.answers = [...Array(6).fill(ok), no, ok];
			await hooked.deploy([lambdaHook(...everyStage)]);
			const { status, targetServiceRevision } = await hooked.settled();
			expect(status).toBe("ROLLBACK_SUCCESSFUL");
			expect(hooked.stages).toEqual([...withoutReconciling, "PRODUCTION_TRAFFIC_SHIFT", "TEST_TRAFFIC_SHIFT"]);
			const [production, shifted] = hooked.calls.slice(-2).map(({ executionDetails }) => executionDetails);
			const green = targetServiceRevision?.arn ?? "";
			expect([production?.targetServiceRevisionArn, shifted?.targetServiceRevisionArn]).toEqual([green, green]);
			expect([production?.productionTrafficWeights[green], shifted?.testTrafficWeights[green]]).toEqual([0, 0]);
			expect(Object.values(production?.productionTrafficWeights ?? {}).toSorted()).toEqual([0, 100]);
		});

		test("that answers IN_PROGRESS is called again after its delay, by default half a minute, with the details that it returned", async () => {
			const hooked = await open();
			const waits = { hookStatus: "IN_PROGRESS", hookDetails: { attempt: 1 } };
			hooked.answers = [waits, { ...waits, callBackDelay: 60 }, { hookStatus: "SUCCEEDED" }];
			await hooked.deploy([{ ...lambdaHook("PRE_SCALE_UP"), hookDetails: { team: "shop" } }]);
			for (const [calls, seconds] of [
				[1, 30],
				[2, 60],
			] as const) {
				await hooked.called(calls);
				const { lifecycleStage, lifecycleHookDetails } = await hooked.service.deployment();
				expect([lifecycleStage, lifecycleHookDetails?.[0]?.status]).toEqual(["PRE_SCALE_UP", "IN_PROGRESS"]);
				hooked.double.deployments.clock.advance(seconds * 1_000 - 500);
				await hooked.service.deployment();
				expect(hooked.calls).toHaveLength(calls);
				hooked.double.deployments.clock.advance(500);
			}
			expect(await hooked.settled()).toMatchObject({ status: "SUCCESSFUL" });
			expect(hooked.calls.map(({ hookDetails }) => hookDetails)).toEqual([
				{ team: "shop" },
				...Array(2).fill({ team: "shop", attempt: 1 }),
			]);
			expect(new Set(hooked.calls.map(({ executionId }) => executionId)).size).toBe(1);
		});

		test.each([
			["ROLLBACK", "ROLLBACK_SUCCESSFUL"],
			["CONTINUE", "SUCCESSFUL"],
		])("that is not decided in time leads to its time-out's action %s", async (action, status) => {
			const hooked = await open();
			hooked.answers = [{ hookStatus: "IN_PROGRESS", callBackDelay: 3_600 }];
			const timeoutConfiguration = { timeoutInMinutes: 20, action };
			await hooked.deploy([{ ...lambdaHook("PRE_SCALE_UP"), timeoutConfiguration }]);
			await hooked.called(1);
			hooked.double.deployments.clock.advance(20 * minute);
			expect(await hooked.settled()).toMatchObject({ status });
			expect(hooked.eventNames).toContain("HOOK_TIMED_OUT");
		});
	});

	describe("a pause hook", () => {
		test.each([
			["ROLLBACK", "ROLLBACK_SUCCESSFUL", "HOOK_FAILED"],
			["CONTINUE", "SUCCESSFUL", "HOOK_SUCCEEDED"],
			[undefined, "SUCCESSFUL", "HOOK_SUCCEEDED"],
		] as const)("waits, with an event that names it; then the action %s decides", async (action, status, eventName) => {
			const hooked = await open();
			await hooked.deploy([pauseHook("PRE_SCALE_UP")]);
			const { serviceDeploymentArn, serviceArn, clusterArn, lifecycleHookDetails, ...rest } = await hooked.settled();
			expect(rest).toMatchObject({ status: "IN_PROGRESS", lifecycleStage: "PRE_SCALE_UP" });
			const [hook] = lifecycleHookDetails ?? [];
			expect(hook).toEqual({
				hookId: expect.stringMatching(/^ecs-pause-[\w-]{43}$/),
				targetType: "PAUSE",
				status: "AWAITING_ACTION",
				expiresAt: expect.any(Date),
				timeoutAction: "ROLLBACK",
			});
			const event = hooked.events.at(-1);
			expect(event).toMatchObject({
				"detail-type": "ECS Hook State Change",
				source: "aws.ecs",
				resources: [serviceDeploymentArn],
			});
			expect(event?.detail).toEqual({
				...{ eventType: "INFO", eventName: "HOOK_AWAITING_ACTION", hookType: "PAUSE", lifecycleStage: "PRE_SCALE_UP" },
				...{ hookId: hook?.hookId, expiresAt: hook?.expiresAt?.toISOString() },
				...{ clusterArn, serviceArn, serviceDeploymentArn, updatedAt: expect.any(String) },
			});
			await hooked.continue(action);
			expect(await hooked.settled()).toMatchObject({ status });
			expect(hooked.eventNames).toContain(eventName);
		});

		test("rolls back when nobody answers in time", async () => {
			const hooked = await open();
			await hooked.deploy([{ ...pauseHook("PRE_SCALE_UP"), timeoutConfiguration: { timeoutInMinutes: 20_160 } }]);
			expect(await hooked.settled()).toMatchObject({ status: "IN_PROGRESS" });
			hooked.double.deployments.clock.advance(20_160 * minute);
			expect(await hooked.settled()).toMatchObject({ status: "ROLLBACK_SUCCESSFUL" });
		});

		test("and a Lambda hook of the same stage must both let the deployment go on", async () => {
			const hooked = await open();
			await hooked.deploy([lambdaHook("POST_SCALE_UP"), pauseHook("POST_SCALE_UP")]);
			expect((await hooked.settled()).lifecycleHookDetails?.map(({ status }) => status)).toEqual([
				"SUCCEEDED",
				"AWAITING_ACTION",
			]);
			await hooked.continue("CONTINUE");
			expect(await hooked.settled()).toMatchObject({ status: "SUCCESSFUL" });
		});

		test("that does not wait cannot be answered", async () => {
			const hooked = await open();
			await hooked.deploy([pauseHook("PRE_SCALE_UP")]);
			const { serviceDeploymentArn } = await hooked.settled();
			const answer = (more: object) =>
				hooked.service.ecs.send(
					new ContinueServiceDeploymentCommand({ serviceDeploymentArn, hookId: "ecs-pause-other", ...more }),
				);
			await expect(answer({})).rejects.toMatchObject({ name: "ClientException" });
			await expect(answer({ action: "ABORT" })).rejects.toMatchObject({ name: "InvalidParameterException" });
			const unknown = { serviceDeploymentArn: `${serviceDeploymentArn}0` };
			await expect(answer(unknown)).rejects.toMatchObject({ name: "ServiceDeploymentNotFoundException" });
		});
	});

	test.each([
		["a Lambda hook without a role", [{ ...lambdaHook("PRE_SCALE_UP"), roleArn: undefined }]],
		["a hook without stages", [lambdaHook()]],
		["a pause in which a rollback would wait", [pauseHook("PRODUCTION_TRAFFIC_SHIFT")]],
		["a stage without hooks", [lambdaHook("SCALE_UP")]],
		["eleven hooks", Array(11).fill(pauseHook("PRE_SCALE_UP"))],
		[
			"a time-out of a Lambda hook of more than a day",
			[{ ...lambdaHook("PRE_SCALE_UP"), timeoutConfiguration: { timeoutInMinutes: 1_441 } }],
		],
	])("%s is refused", async (_, hooks) => {
		const { service } = await open();
		const creating = service.create({ deploymentConfiguration: configurationOf(hooks) });
		await expect(creating).rejects.toMatchObject({ name: "InvalidParameterException" });
	});
}
