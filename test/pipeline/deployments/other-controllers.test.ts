import { describe, expect, test } from "@jest/globals";
import { aTaskDefinition } from "../../support/builders.ts";
import { Rollout, startOf } from "../../support/rollout.ts";

const compliant = aTaskDefinition({ revision: 8 });

describe("a service without a deployment in ECS", () => {
	test.each(["CODE_DEPLOY", "EXTERNAL"])(
		"with the controller %s is reported as one that cannot be stopped",
		async (deploymentController) => {
			const rollout = new Rollout();
			Object.assign(rollout, { deployments: [], service: { deploymentController } });
			await rollout.deliver(startOf());
			await rollout.deliver(startOf());
			expect(rollout.writes).toEqual([]);
			const [record, again] = rollout.records;
			expect(record).toMatchObject({
				outcome: "not-possible",
				revision: 8,
				reason: expect.stringContaining(deploymentController),
			});
			expect(again).toEqual(record);
			expect(record?.resource).toMatch(/:service\/shop\/web$/);
		},
	);

	test("with another controller and a compliant revision is no event", async () => {
		const rollout = new Rollout();
		Object.assign(rollout, { deployments: [], service: { deploymentController: "EXTERNAL" } });
		rollout.definitions.set(8, compliant);
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
