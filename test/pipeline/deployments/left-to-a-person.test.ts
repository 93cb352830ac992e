import { describe, expect, test } from "@jest/globals";
import { isUnresolved } from "../../../core/reading.ts";
import { aContainer } from "../../support/builders.ts";
import { pauseOf } from "../../support/deployment-events.ts";
import { deploymentArn, minutesAfterCreation } from "../../support/gate.ts";
import { aPausedDeployment, Rollout, vulnerable } from "../../support/rollout.ts";
import { hookId } from "../../support/service-deployments.ts";

/** Waits in a PAUSE hook for Shipshape, whose policy leaves failing deployments to a person. */
function left(): Rollout {
	const rollout = new Rollout("enforce", { onPausedFailure: "leave" });
	rollout.deployments = [aPausedDeployment()];
	return rollout;
}

describe("a failing deployment that waits", () => {
	test("is left to a person, and the record has the verdict and both commands", async () => {
		const rollout = left();
		await rollout.deliver(pauseOf());
		expect([rollout.writes, rollout.outcomes]).toEqual([[], ["pause not-possible"]]);
		const command = `aws ecs continue-service-deployment --region ap-northeast-1 --service-deployment-arn ${deploymentArn} --hook-id ${hookId}`;
		const reason = rollout.records[0]?.reason ?? "";
		const commands = `to roll it back: ${command} --action ROLLBACK; to let it go on: ${command} --action CONTINUE`;
		expect(reason).toMatch(/^container app runs .*CRITICAL/);
		expect(reason.endsWith(`; ${commands}`)).toBe(true);
	});

	test("is recorded with the time when ECS ends the wait, if ECS says it", async () => {
		const until = minutesAfterCreation(61);
		const rollout = left();
		rollout.deployments = [
			{ ...aPausedDeployment(), hooks: [{ id: hookId, status: "AWAITING_ACTION", expiresAt: until }] },
		];
		await rollout.deliver(pauseOf());
		expect(rollout.records).toMatchObject([{ waitsIn: { deployment: deploymentArn, hook: hookId, until } }]);
	});

	test("cuts the cause of what is left to a person, so that Slack shows both commands whole", async () => {
		const rollout = left();
		const definition = vulnerable();
		const [app] = isUnresolved(definition.containers) ? [] : definition.containers;
		const containers = Array.from({ length: 20 }, (_, at) => ({
			...aContainer(app),
			name: `${"sidecar-".repeat(20)}${at}`,
		}));
		rollout.definitions.set(8, { ...definition, containers });
		await rollout.deliver(pauseOf());
		const reason = rollout.records[0]?.reason ?? "";
		expect(reason.length).toBeLessThanOrEqual(1_400 + 2);
		expect(reason).toMatch(/--action CONTINUE$/);
	});
});
