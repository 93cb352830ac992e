import { describe, expect, test } from "@jest/globals";
import { startOf } from "../../support/deployment-events.ts";
import { deploymentArn } from "../../support/gate.ts";
import { markedHook, Rollout } from "../../support/rollout.ts";
import { aDeployment } from "../../support/service-deployments.ts";

const gateHook = (target: string, stages = ["PRE_SCALE_UP"]) => ({
	type: "AWS_LAMBDA",
	target,
	stages,
	details: undefined,
});

describe("a deployment with lifecycle hooks", () => {
	const blueGreen = (target: string) => aDeployment({ strategy: "BLUE_GREEN", configuredHooks: [gateHook(target)] });

	test("is left to the gate, also to an alias of it, and to a PAUSE hook that waits for Shipshape", async () => {
		const rollout = new Rollout();
		const paused = aDeployment({ strategy: "CANARY", configuredHooks: [markedHook] });
		for (const one of [blueGreen(rollout.gateArn ?? ""), blueGreen(`${rollout.gateArn}:live`), paused]) {
			rollout.deployments = [one];
			await rollout.deliver(startOf());
		}
		expect([rollout.writes, rollout.records]).toEqual([[], []]);
	});

	const plainPause = { ...markedHook, details: undefined };

	test("is left to a PAUSE hook that the service's tag names, also if a person decides then", async () => {
		const rollout = new Rollout("enforce", { onPausedFailure: "leave" });
		rollout.tags = { value: { "shipshape:pause": "POST_SCALE_UP PRE_SCALE_UP" } };
		rollout.deployments = [aDeployment({ strategy: "CANARY", configuredHooks: [plainPause] })];
		await rollout.deliver(startOf());
		expect([rollout.writes, rollout.records]).toEqual([[], []]);
	});

	test("waits if that tag cannot be read, and is stopped if it names another stage", async () => {
		const rollout = new Rollout();
		rollout.tags = { unread: "ecs:DescribeServices was denied" };
		rollout.deployments = [aDeployment({ strategy: "CANARY", configuredHooks: [plainPause] })];
		await rollout.deliver(startOf());
		expect([rollout.writes, rollout.requeued]).toEqual([[], [60]]);
		rollout.tags = { value: { "shipshape:pause": "POST_SCALE_UP" } };
		await rollout.deliver(startOf(), 2);
		expect(rollout.outcomes).toEqual(["stop-deployment done"]);
	});

	test("is stopped if the policy does not let its hook decide, in a scope as well", async () => {
		const [gated, paused] = [
			(arn: string) => blueGreen(arn),
			() => aDeployment({ strategy: "CANARY", configuredHooks: [markedHook] }),
		];
		const scope = { match: { cluster: ["shop"] }, controls: {}, block: { gate: false, pause: false } };
		for (const [policy, deployment] of [
			[{ gate: false }, gated],
			[{ pause: false }, paused],
			[{}, gated],
			[{}, paused],
		] as const) {
			const rollout = new Rollout("enforce", policy);
			if (Object.keys(policy).length === 0) Object.assign(rollout.policy, { scopes: [scope] });
			rollout.deployments = [deployment(rollout.gateArn ?? "")];
			await rollout.deliver(startOf());
			expect(rollout.outcomes).toEqual(["stop-deployment done"]);
		}
	});

	test.each([
		[["POST_PRODUCTION_TRAFFIC_SHIFT"]],
		[["TEST_TRAFFIC_SHIFT", "PRODUCTION_TRAFFIC_SHIFT"]],
		[["RECONCILE_SERVICE"]],
		[[]],
	])("is stopped at its start if its hooks would come too late: %j", async (stages) => {
		const plain = { ...markedHook, details: undefined };
		for (const hook of [
			gateHook(new Rollout().gateArn ?? "", stages),
			{ ...markedHook, stages },
			{ ...plain, stages },
		]) {
			const rollout = new Rollout();
			rollout.tags = { value: { "shipshape:pause": stages.join(" ") } };
			rollout.deployments = [aDeployment({ strategy: "BLUE_GREEN", configuredHooks: [hook] })];
			await rollout.deliver(startOf());
			expect(rollout.outcomes).toEqual(["stop-deployment done"]);
			expect(rollout.reads).not.toContain("readService");
		}
	});

	test("is left to the PAUSE hook for Shipshape after the manual approval of a team", async () => {
		const rollout = new Rollout();
		const later = { ...markedHook, stages: ["POST_SCALE_UP", "PRODUCTION_TRAFFIC_SHIFT"] };
		rollout.deployments = [aDeployment({ strategy: "BLUE_GREEN", configuredHooks: [plainPause, later] })];
		await rollout.deliver(startOf());
		expect([rollout.writes, rollout.records]).toEqual([[], []]);
	});

	test("is stopped if the hook is another function, or the strategy is one in which ECS runs no hooks", async () => {
		const rollout = new Rollout();
		const others = [
			blueGreen(`${rollout.gateArn}-other`),
			{ ...blueGreen(rollout.gateArn ?? ""), strategy: "ROLLING" },
		];
		for (const [at, one] of others.entries()) {
			rollout.deployments = [{ ...one, arn: `${deploymentArn}-${at}` }];
			await rollout.deliver(startOf());
		}
		expect(rollout.writes).toEqual(["stopDeployment", "stopDeployment"]);
	});
});
