import { describe, expect, test } from "@jest/globals";
import { aTaskDefinition } from "../../support/builders.ts";
import { deploymentArn, green, minutesAfterCreation } from "../../support/gate.ts";
import { markedHook, Rollout, scanning, startOf, vulnerable } from "../../support/rollout.ts";
import { aDeployment } from "../../support/service-deployments.ts";

const vulnerabilities = "task-definition/image-vulnerabilities";
const compliant = aTaskDefinition({ revision: 8 });
const gateHook = (target: string, stages = ["PRE_SCALE_UP"]) => ({
	type: "AWS_LAMBDA",
	target,
	stages,
	details: undefined,
});

describe("a rolling deployment", () => {
	test("of a failing revision is stopped, and the record names the service revision and the reason", async () => {
		const rollout = new Rollout();
		expect(await rollout.deliver(startOf())).toEqual([]);
		expect(rollout.writes).toEqual(["stopDeployment"]);
		expect(rollout.records).toEqual([
			{
				action: "stop-deployment",
				resource: green,
				revision: 8,
				because: [vulnerabilities],
				at: minutesAfterCreation(1),
				outcome: "done",
				reason: expect.stringMatching(/^container app: .*CRITICAL/),
			},
		]);
		expect(rollout.decided).toMatchObject([{ did: "stop", action: "stop-deployment", outcome: "done" }]);
	});

	test("of a compliant revision goes on, with five reads and no record", async () => {
		const rollout = new Rollout();
		rollout.definitions.set(8, compliant);
		await rollout.deliver(startOf());
		expect([rollout.writes, rollout.records]).toEqual([[], []]);
		const { reads } = rollout;
		expect(reads).toEqual([
			"listDeployments",
			"readServiceDeployment",
			"readServiceRevision",
			"readDefinition",
			"addImages",
		]);
	});

	test.each([
		["in audit mode", "audit", {}, "would-have"],
		["of a protected family", "enforce", { protected: ["w*"] }, "protected"],
		["of a protected service", "enforce", { protectedServices: ["shop/*"] }, "protected"],
	] as const)("B02: %s is never touched, and that is recorded", async (_, mode, block, outcome) => {
		const rollout = new Rollout(mode, block);
		await rollout.deliver(startOf());
		expect(rollout.writes).toEqual([]);
		expect(rollout.outcomes).toEqual([`stop-deployment ${outcome}`]);
	});

	test("is not even read if the policy has switched the action off", async () => {
		const rollout = new Rollout("enforce", { "stop-deployment": false });
		await rollout.deliver(startOf());
		expect([rollout.reads, rollout.writes, rollout.records]).toEqual([[], [], []]);
	});

	test("goes on while the off switch is audit, and that is recorded", async () => {
		const rollout = new Rollout();
		rollout.offSwitch = { value: "audit" };
		await rollout.deliver(startOf());
		expect(rollout.writes).toEqual([]);
		expect(rollout.records).toMatchObject([
			{ outcome: "overridden", reason: expect.stringContaining("/shipshape/mode is audit") },
		]);
	});

	test("waits for a scan with delays of the queue, then its result decides", async () => {
		const rollout = new Rollout();
		rollout.definitions.set(8, scanning());
		await rollout.deliver(startOf());
		rollout.minutes = 6;
		await rollout.deliver(startOf(), 2);
		expect([rollout.requeued, rollout.writes]).toEqual([[30, 60], []]);
		rollout.definitions.set(8, vulnerable());
		await rollout.deliver(startOf(), 3);
		expect([rollout.writes, rollout.outcomes]).toEqual([["stopDeployment"], ["stop-deployment done"]]);
	});

	test("waits for a scan for a quarter of an hour only", async () => {
		const rollout = new Rollout();
		rollout.definitions.set(8, scanning());
		rollout.minutes = 15;
		await rollout.deliver(startOf(), 20);
		expect([rollout.requeued, rollout.writes, rollout.records]).toEqual([[], [], []]);
	});

	test("that is the first of its service is reported as one that cannot be stopped", async () => {
		const rollout = new Rollout();
		rollout.deployments = [aDeployment({ sources: [] })];
		await rollout.deliver(startOf());
		expect(rollout.writes).toEqual([]);
		expect(rollout.records).toMatchObject([
			{ outcome: "not-possible", reason: expect.stringContaining("nothing to go back to") },
		]);
	});
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

describe("B04: a rollback is never stopped", () => {
	test.each([
		["is requested", { status: "ROLLBACK_REQUESTED" }],
		["goes on", { status: "ROLLBACK_IN_PROGRESS" }],
		["has ended", { status: "ROLLBACK_SUCCESSFUL" }],
		["has failed", { status: "ROLLBACK_FAILED" }],
		["is under way, whatever the status says", { status: "IN_PROGRESS", isRollback: true }],
		["is about to be, because the deployment is stopped", { status: "STOP_REQUESTED" }],
	])("when it %s", async (_, state) => {
		const rollout = new Rollout();
		rollout.deployments = [aDeployment(state)];
		await rollout.deliver(startOf());
		expect([rollout.writes, rollout.records]).toEqual([[], []]);
		expect(rollout.reads).toEqual(["listDeployments", "readServiceDeployment"]);
	});
});

describe("B03: an event that is late or delivered twice", () => {
	test("does not stop a fixed revision: AWS is read again", async () => {
		const rollout = new Rollout();
		rollout.deployments = [
			aDeployment({ status: "SUCCESSFUL", arn: `${deploymentArn}-next` }),
			aDeployment({ status: "STOPPED" }),
		];
		rollout.definitions.set(8, compliant);
		rollout.minutes = 600;
		await rollout.deliver(startOf());
		expect([rollout.writes, rollout.records]).toEqual([[], []]);
	});

	test("is about the newest deployment of the service: one that was superseded has ended", async () => {
		const rollout = new Rollout();
		rollout.deployments = [aDeployment({ status: "STOPPED" })];
		await rollout.deliver(startOf());
		expect([rollout.writes, rollout.records]).toEqual([[], []]);
	});

	test("blocks nothing when it is replayed, unless the stack says so", async () => {
		const rollout = new Rollout();
		await rollout.deliver({ ...startOf(), source: "shipshape.replay" });
		await rollout.deliver({ ...startOf(), "replay-name": "r" });
		expect([rollout.reads, rollout.writes]).toEqual([[], []]);
	});

	test("stops once and records once, if it is delivered twice", async () => {
		const rollout = new Rollout();
		await rollout.deliver(startOf());
		await rollout.deliver(startOf());
		expect([rollout.writes, rollout.outcomes]).toEqual([["stopDeployment"], ["stop-deployment done"]]);
	});

	test("B04: stops once and records once, if two invocations handle it at the same time", async () => {
		const rollout = new Rollout();
		const returned = (await Promise.all([rollout.deliver(startOf()), rollout.deliver(startOf())])).flat();
		expect([rollout.writes, rollout.outcomes]).toEqual([["stopDeployment"], ["stop-deployment done"]]);
		expect(returned).toHaveLength(1);
		await rollout.deliver(startOf(), 1, 2);
		expect([rollout.writes, rollout.outcomes]).toEqual([["stopDeployment"], ["stop-deployment done"]]);
	});
});

test("a deployment that was complete before it could be stopped is recorded as that", async () => {
	const rollout = new Rollout();
	rollout.deployments = [aDeployment({ status: "SUCCESSFUL" })];
	await rollout.deliver(startOf());
	expect([rollout.writes, rollout.outcomes]).toEqual([[], ["stop-deployment gone"]]);
});
