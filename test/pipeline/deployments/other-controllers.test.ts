import { describe, expect, test } from "@jest/globals";
import { TryLaterError } from "../../../core/errors.ts";
import { aTaskDefinition } from "../../support/builders.ts";
import { Rollout, scanning, startOf, taskSetArn, taskSetOf } from "../../support/rollout.ts";

const compliant = aTaskDefinition({ revision: 8 });

describe("a task set, with which CodeDeploy or an external controller deploys", () => {
	test("of a failing revision is reported as one that cannot be stopped, once, and nothing is changed", async () => {
		const rollout = new Rollout();
		await rollout.deliver(taskSetOf());
		await rollout.deliver(taskSetOf());
		expect(rollout.writes).toEqual([]);
		const [record, again] = rollout.records;
		expect(record).toMatchObject({
			...{ action: "stop-deployment", outcome: "not-possible", resource: taskSetArn, revision: 8 },
			because: ["task-definition/image-vulnerabilities"],
			reason: expect.stringMatching(/^CodeDeploy or an external controller deploys the service, .*CRITICAL/),
		});
		expect(again).toEqual(record);
	});

	test("of a compliant revision is no event", async () => {
		const rollout = new Rollout();
		rollout.definitions.set(8, compliant);
		await rollout.deliver(taskSetOf());
		expect([rollout.writes, rollout.records]).toEqual([[], []]);
	});

	test.each([
		["in audit mode", "audit", {}, "not-possible"],
		["of a protected service", "enforce", { protectedServices: ["shop/*"] }, "protected"],
	] as const)("%s is reported as %s", async (_, mode, block, outcome) => {
		const rollout = new Rollout(mode, block);
		await rollout.deliver(taskSetOf());
		expect([rollout.writes, rollout.outcomes]).toEqual([[], [`stop-deployment ${outcome}`]]);
	});

	test("is reported as overridden while the off switch is audit", async () => {
		const rollout = new Rollout();
		rollout.offSwitch = { value: "audit" };
		await rollout.deliver(taskSetOf());
		expect(rollout.outcomes).toEqual(["stop-deployment overridden"]);
	});

	test("is decided about when its scan has ended, and while AWS does not respond", async () => {
		const rollout = new Rollout();
		rollout.definitions.set(8, scanning());
		await rollout.deliver(taskSetOf());
		rollout.broken.set("readDefinition", () => Promise.reject(new TryLaterError("ECS did not respond")));
		await rollout.deliver(taskSetOf(), 2);
		expect([rollout.requeued, rollout.records]).toEqual([[30, 60], []]);
	});

	test("is not even read if the policy has switched the action off", async () => {
		const rollout = new Rollout("enforce", { "stop-deployment": false });
		await rollout.deliver(taskSetOf());
		expect([rollout.reads, rollout.records]).toEqual([[], []]);
	});
});

describe("a service without a deployment in ECS", () => {
	test("with another controller is left to the event of its task set", async () => {
		const rollout = new Rollout();
		Object.assign(rollout, { deployments: [], service: { deploymentController: "EXTERNAL" } });
		await rollout.deliver(startOf());
		expect([rollout.writes, rollout.records]).toEqual([[], []]);
	});

	test("is asked for again while the event is new, because ECS may not list it yet", async () => {
		const rollout = new Rollout();
		rollout.deployments = [];
		await rollout.deliver(startOf());
		rollout.minutes = 5;
		await rollout.deliver(startOf(), 2);
		expect([rollout.requeued, rollout.writes]).toEqual([[30], []]);
	});
});
