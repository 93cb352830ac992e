import { describe, expect, test } from "@jest/globals";
import { TryLaterError } from "../../../core/errors.ts";
import { pauseOf, startOf } from "../../support/deployment-events.ts";
import { deploymentArn, green, serviceArn } from "../../support/gate.ts";
import { aPausedDeployment, Rollout } from "../../support/rollout.ts";
import { aDeployment } from "../../support/service-deployments.ts";

const later = async () => Promise.reject(new TryLaterError("ECS did not respond"));

/** A rollout whose service revision cannot be read for a quarter of an hour. */
function unreadRollout(onUnknown: "allow" | "block" = "block"): Rollout {
	const rollout = new Rollout("enforce", { onUnknown, "set-back": true });
	rollout.broken.set("readServiceRevision", later);
	rollout.minutes = 15;
	return rollout;
}

const withService = { resource: green, revision: 0 };

describe("what is done about a deployment whose family is unknown is recorded with its service", () => {
	test("when it is stopped", async () => {
		const rollout = unreadRollout();
		await rollout.deliver(startOf(), 3);
		expect([rollout.writes, rollout.subjects]).toEqual([["stopDeployment"], ["service"]]);
		expect(rollout.records).toMatchObject([{ ...withService, action: "stop-deployment", outcome: "done" }]);
		expect(rollout.records[0]?.reason).toContain("onUnknown is block");
	});

	test("when it is rolled back at a pause", async () => {
		const rollout = unreadRollout();
		rollout.deployments = [aPausedDeployment()];
		await rollout.deliver(pauseOf(), 3);
		expect([rollout.writes, rollout.subjects]).toEqual([["continueDeployment ROLLBACK"], ["service"]]);
		expect(rollout.records).toMatchObject([{ ...withService, action: "pause", outcome: "done" }]);
	});

	test("when ECS denies it", async () => {
		const rollout = unreadRollout();
		rollout.result = { outcome: "failed", reason: "ecs:StopServiceDeployment was denied" };
		await rollout.deliver(startOf(), 3);
		expect(rollout.records).toMatchObject([{ ...withService, outcome: "failed" }]);
		expect(rollout.records[0]).not.toHaveProperty("unchecked");
	});

	test("when it is complete, because nobody knows what it would be set back from", async () => {
		const rollout = unreadRollout();
		rollout.deployments = [aDeployment({ status: "SUCCESSFUL", hasEarlySuccess: true })];
		await rollout.deliver(startOf(), 3);
		expect([rollout.writes, rollout.subjects]).toEqual([[], ["service"]]);
		expect(rollout.records).toMatchObject([{ ...withService, action: "set-back", outcome: "not-possible" }]);
	});

	test("when it is complete, and only its own service revision cannot be read", async () => {
		const rollout = new Rollout("enforce", { onUnknown: "block", "set-back": true });
		rollout.revisions.delete(green);
		rollout.minutes = 15;
		rollout.deployments = [aDeployment({ status: "SUCCESSFUL", hasEarlySuccess: true })];
		await rollout.deliver(startOf(), 3);
		expect(rollout.writes).toEqual([]);
		expect(rollout.records).toMatchObject([{ ...withService, action: "set-back", outcome: "not-possible" }]);
		expect(rollout.records[0]?.reason).toMatch(/^it is unknown whether the service still runs/);
	});

	test("when it has nothing to go back to", async () => {
		const rollout = unreadRollout();
		rollout.deployments = [aDeployment({ sources: [] })];
		await rollout.deliver(startOf(), 3);
		expect([rollout.writes, rollout.subjects]).toEqual([[], ["service"]]);
		expect(rollout.records).toMatchObject([{ ...withService, outcome: "not-possible" }]);
	});

	test("when it goes on unchecked", async () => {
		const rollout = unreadRollout("allow");
		await rollout.deliver(startOf(), 3);
		expect([rollout.writes, rollout.subjects]).toEqual([[], ["service"]]);
		expect(rollout.records).toMatchObject([{ ...withService, outcome: "failed", unchecked: true }]);
	});

	test("when the function was stopped before it could record it", async () => {
		const rollout = unreadRollout();
		rollout.broken.set("sendRecord", later);
		expect(await rollout.deliver(startOf(), 3)).toHaveLength(1);
		rollout.broken.delete("sendRecord");
		await rollout.deliver(startOf(), 3, 2);
		expect([rollout.writes, rollout.subjects]).toEqual([["stopDeployment"], ["service"]]);
		expect(rollout.records).toMatchObject([{ ...withService, outcome: "done" }]);
	});
});

describe("a deployment that could not be read at all is recorded as not checked", () => {
	test.each([
		["readServiceDeployment", deploymentArn],
		["listDeployments", serviceArn],
	])("by the ARN that is known: %s", async (port, resource) => {
		const rollout = new Rollout();
		rollout.broken.set(port, later);
		rollout.minutes = 15;
		await rollout.deliver(startOf(), 3);
		expect(rollout.subjects).toEqual(["service"]);
		expect(rollout.records).toMatchObject([{ resource, revision: 0, outcome: "failed", unchecked: true }]);
	});

	test("once for each event", async () => {
		const rollout = new Rollout();
		rollout.broken.set("listDeployments", later);
		for (const minutes of [0, 0, 60]) {
			rollout.minutes = minutes + 15;
			await rollout.deliver(startOf(minutes), 3);
		}
		const [first, again, next] = rollout.records.map(({ reason }) => reason);
		expect(again).toBe(first);
		expect(next).not.toBe(first);
	});
});
