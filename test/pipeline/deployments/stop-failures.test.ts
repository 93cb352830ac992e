import { describe, expect, test } from "@jest/globals";
import { TryLaterError } from "../../../core/errors.ts";
import { aTaskDefinition } from "../../support/builders.ts";
import { startOf } from "../../support/deployment-events.ts";
import { deploymentArn, minutesAfterCreation } from "../../support/gate.ts";
import { Rollout } from "../../support/rollout.ts";
import { aDeployment } from "../../support/service-deployments.ts";

const later = async () => Promise.reject(new TryLaterError("ECS did not respond"));
const compliant = aTaskDefinition({ revision: 8 });

describe("B01: a failed block is never called a block", () => {
	test("when it is denied: it is recorded as failed, and tried again", async () => {
		const rollout = new Rollout();
		rollout.result = { outcome: "failed", reason: "ecs:StopServiceDeployment was denied" };
		expect(await rollout.deliver(startOf())).toHaveLength(1);
		expect(rollout.records).toMatchObject([{ outcome: "failed", reason: expect.stringContaining("was denied") }]);
		expect(rollout.records[0]).not.toHaveProperty("unchecked");
		rollout.result = { outcome: "done" };
		expect(await rollout.deliver(startOf(), 1, 2)).toEqual([]);
		expect(rollout.outcomes).toEqual(["stop-deployment failed", "stop-deployment done"]);
	});

	test("when its response is lost and ECS rolls the deployment back since then: that may be for somebody else", async () => {
		const rollout = new Rollout();
		rollout.broken.set("stopDeployment", later);
		expect(await rollout.deliver(startOf())).toHaveLength(1);
		expect(rollout.records).toEqual([]);
		const startedAt = minutesAfterCreation(2);
		rollout.deployments = [
			aDeployment({ status: "ROLLBACK_IN_PROGRESS", rollback: { isAutomatic: false, startedAt } }),
		];
		await rollout.deliver(startOf(), 1, 2);
		expect([rollout.writes, rollout.outcomes]).toEqual([["stopDeployment"], ["stop-deployment gone"]]);
		expect(rollout.records[0]?.reason).toMatch(
			new RegExp(`^the response to the call was lost, .* since ${startedAt}.*; `),
		);
	});

	test("when its response is lost and somebody stops the deployment without a rollback", async () => {
		const rollout = new Rollout();
		rollout.broken.set("stopDeployment", later);
		await rollout.deliver(startOf());
		rollout.deployments = [aDeployment({ status: "STOP_REQUESTED" })];
		await rollout.deliver(startOf(), 1, 2);
		expect(rollout.outcomes).toEqual(["stop-deployment gone"]);
	});

	test("when its response is lost and the deployment says at once that it is rolled back", async () => {
		const rollout = new Rollout();
		rollout.result = { outcome: "unconfirmed", reason: "the response was lost" };
		expect(await rollout.deliver(startOf())).toEqual([]);
		await rollout.deliver(startOf(), 1, 2);
		expect([rollout.writes, rollout.outcomes]).toEqual([["stopDeployment"], ["stop-deployment gone"]]);
		expect(rollout.records[0]?.reason).toMatch(/^the response was lost; /);
	});

	test("when ECS cannot stop deployments of the service, which is not tried again", async () => {
		const rollout = new Rollout();
		rollout.result = { outcome: "not-possible", reason: "ECS does not support it" };
		expect(await rollout.deliver(startOf())).toEqual([]);
		expect(rollout.records).toMatchObject([
			{ outcome: "not-possible", reason: expect.stringMatching(/^ECS does not/) },
		]);
	});

	test.each(["stopDeployment", "a crash before it"])(
		"when ECS rolls the deployment back by itself or for somebody else before it is delivered again: %s",
		async (what) => {
			for (const rollback of [
				{ isAutomatic: true, startedAt: minutesAfterCreation(2) },
				{ isAutomatic: false, startedAt: minutesAfterCreation(0) },
			]) {
				const rollout = new Rollout();
				if (what === "stopDeployment") rollout.broken.set(what, later);
				else rollout.broken.set("stopDeployment", async () => Promise.reject(new TypeError("killed")));
				await rollout.deliver(startOf());
				rollout.minutes = 5;
				rollout.deployments = [aDeployment({ status: "ROLLBACK_SUCCESSFUL", rollback })];
				await rollout.deliver(startOf(), 1, 2);
				expect(rollout.outcomes).toEqual(["stop-deployment gone"]);
				expect(rollout.records[0]?.reason).not.toContain("was lost");
			}
		},
	);

	test.each(["ROLLBACK_IN_PROGRESS", "STOPPED", "SUCCESSFUL"])(
		"when ECS has refused the call for now: nothing is recorded of it if the deployment is %s before it is tried again",
		async (status) => {
			const rollout = new Rollout();
			rollout.result = { outcome: "not-done", reason: "ecs:StopServiceDeployment did not respond" };
			expect(await rollout.deliver(startOf())).toHaveLength(1);
			rollout.deployments = [aDeployment({ status })];
			await rollout.deliver(startOf(), 1, 2);
			expect(rollout.outcomes).toEqual(status === "SUCCESSFUL" ? ["stop-deployment gone"] : []);
		},
	);

	test("when ECS has refused the call for now: it is tried again", async () => {
		const rollout = new Rollout();
		rollout.result = { outcome: "not-done", reason: "ecs:StopServiceDeployment did not respond" };
		await rollout.deliver(startOf());
		rollout.result = { outcome: "done" };
		expect(await rollout.deliver(startOf(), 1, 2)).toEqual([]);
		expect(rollout.outcomes).toEqual(["stop-deployment done"]);
	});

	test("when the deployment was over meanwhile", async () => {
		const rollout = new Rollout();
		rollout.result = { outcome: "gone" };
		expect(await rollout.deliver(startOf())).toEqual([]);
		expect(rollout.outcomes).toEqual(["stop-deployment gone"]);
	});

	test("and one that could not be recorded is recorded later, without another action", async () => {
		const rollout = new Rollout();
		rollout.broken.set("sendRecord", later);
		expect(await rollout.deliver(startOf())).toHaveLength(1);
		rollout.broken.clear();
		rollout.minutes = 5;
		expect(await rollout.deliver(startOf(), 1, 2)).toEqual([]);
		expect([rollout.writes, rollout.outcomes]).toEqual([["stopDeployment"], ["stop-deployment done"]]);
	});

	test("and one that could not be recorded before the next deployment began is recorded as well", async () => {
		const rollout = new Rollout();
		rollout.broken.set("sendRecord", later);
		await rollout.deliver(startOf());
		rollout.broken.clear();
		rollout.minutes = 5;
		rollout.definitions.set(8, compliant);
		rollout.deployments = [aDeployment({ arn: `${deploymentArn}-next` }), ...rollout.deployments];
		await rollout.deliver(startOf(), 1, 2);
		expect([rollout.writes, rollout.outcomes]).toEqual([["stopDeployment"], ["stop-deployment done"]]);
	});

	test.each([
		["SUCCESSFUL", "gone"],
		["ROLLBACK_SUCCESSFUL", "gone"],
	])(
		"and one that was never answered is what ECS says once the next deployment has begun: %s",
		async (status, outcome) => {
			const rollout = new Rollout();
			rollout.broken.set("stopDeployment", later);
			expect(await rollout.deliver(startOf())).toHaveLength(1);
			rollout.broken.clear();
			rollout.definitions.set(8, compliant);
			rollout.deployments = [aDeployment({ arn: `${deploymentArn}-next` }), aDeployment({ status })];
			await rollout.deliver(startOf(), 1, 2);
			expect([rollout.writes, rollout.outcomes]).toEqual([["stopDeployment"], [`stop-deployment ${outcome}`]]);
		},
	);
});

describe("B05: what cannot be read", () => {
	test("is waited for as long when the event is late and about an earlier deployment", async () => {
		const rollout = new Rollout("enforce", { onUnknown: "block" });
		rollout.broken.set("addImages", later);
		rollout.deployments = [aDeployment({ createdAt: minutesAfterCreation(0) })];
		await rollout.deliver(startOf(-60), 5);
		expect([rollout.writes, rollout.requeued.length]).toEqual([[], 1]);
	});

	const ports = ["listDeployments", "readServiceDeployment", "readServiceRevision", "readDefinition", "addImages"];

	test.each(ports)("is tried again for a quarter of an hour before onUnknown decides: %s", async (port) => {
		for (const onUnknown of ["allow", "block"] as const) {
			const rollout = new Rollout("enforce", { onUnknown });
			rollout.broken.set(port, later);
			expect(await rollout.deliver(startOf())).toEqual([]);
			rollout.minutes = 20;
			await rollout.deliver(startOf(), 2);
			expect([rollout.requeued, rollout.writes, rollout.records]).toEqual([
				port === "addImages" ? [15, 60] : [60, 60],
				[],
				[],
			]);
		}
	});

	test.each(ports)("goes on by default, and that is counted as a failure: %s", async (port) => {
		const rollout = new Rollout();
		rollout.broken.set(port, later);
		rollout.minutes = 15;
		await rollout.deliver(startOf(), 3);
		expect(rollout.writes).toEqual([]);
		expect(rollout.decided).toMatchObject([{ outcome: "failed", isUnchecked: true }]);
	});

	test("is recorded as a check that has failed, if the family is known", async () => {
		const rollout = new Rollout();
		rollout.broken.set("addImages", later);
		rollout.minutes = 15;
		await rollout.deliver(startOf(), 3);
		expect(rollout.records).toMatchObject([{ action: "stop-deployment", outcome: "failed", unchecked: true }]);
	});

	test.each([
		["listDeployments", [], ["stop-deployment failed"]],
		["readServiceDeployment", [], ["stop-deployment failed"]],
		["readServiceRevision", ["stopDeployment"], ["stop-deployment done"]],
		["addImages", ["stopDeployment"], ["stop-deployment done"]],
	])("is stopped if the policy says so and the deployment is known: %s", async (port, writes, outcomes) => {
		const rollout = new Rollout("enforce", { onUnknown: "block" });
		rollout.broken.set(port, later);
		rollout.minutes = 15;
		await rollout.deliver(startOf(), 3);
		expect([rollout.writes, rollout.outcomes]).toEqual([writes, outcomes]);
		expect(rollout.decided).toMatchObject([{ isUnchecked: true }]);
	});

	test.each([
		["allow", [], ["stop-deployment failed"]],
		["block", ["stopDeployment"], ["stop-deployment done"]],
	] as const)(
		"is decided in the same way if it is the off switch: onUnknown %s",
		async (onUnknown, writes, outcomes) => {
			const rollout = new Rollout("enforce", { onUnknown });
			rollout.offSwitch = { unread: "ssm:GetParameter was denied" };
			await rollout.deliver(startOf());
			expect([rollout.requeued, rollout.writes]).toEqual([[60], []]);
			rollout.minutes = 15;
			await rollout.deliver(startOf(), 3);
			expect([rollout.writes, rollout.outcomes]).toEqual([writes, outcomes]);
		},
	);

	test("is counted if the code fails, and handled in the same way", async () => {
		const rollout = new Rollout();
		rollout.broken.set("addImages", async () => Promise.reject(new TypeError("x is undefined")));
		await rollout.deliver(startOf());
		expect(rollout.requeued).toEqual([60]);
		expect(rollout.failures).toEqual([expect.stringContaining("the deployment could not be read")]);
	});
});
