import { describe, expect, test } from "@jest/globals";
import { aTaskDefinition } from "../../support/builders.ts";
import { startOf } from "../../support/deployment-events.ts";
import { blue, deploymentArn, green, minutesAfterCreation } from "../../support/gate.ts";
import { Rollout, scanning, vulnerable } from "../../support/rollout.ts";
import { aDeployment } from "../../support/service-deployments.ts";

const vulnerabilities = "task-definition/image-vulnerabilities";
const compliant = aTaskDefinition({ revision: 8 });
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
				reason: expect.stringMatching(/^container app runs .*CRITICAL/),
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

	test("goes on if the off switch is turned while what runs is read", async () => {
		const rollout = new Rollout();
		const { readServiceRevision, ...ports } = rollout.ports();
		rollout.ports = () => ({
			...ports,
			readServiceRevision: async (arn) => {
				if (arn === blue) rollout.offSwitch = { value: "audit" };
				return readServiceRevision(arn);
			},
		});
		await rollout.deliver(startOf());
		expect([rollout.writes, rollout.outcomes]).toEqual([[], ["stop-deployment overridden"]]);
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
