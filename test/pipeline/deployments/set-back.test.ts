import { describe, expect, test } from "@jest/globals";
import { TryLaterError } from "../../../core/errors.ts";
import type { Policy } from "../../../core/policy.ts";
import { aTaskDefinition } from "../../support/builders.ts";
import { startOf } from "../../support/deployment-events.ts";
import { blue, deploymentArn, green, minutesAfterCreation } from "../../support/gate.ts";
import { Rollout, scanning, vulnerable } from "../../support/rollout.ts";
import { aDeployment } from "../../support/service-deployments.ts";

/** A deployment that ECS has regarded as complete before all of its tasks ran. */
const early = aDeployment({ status: "SUCCESSFUL", hasEarlySuccess: true });
const completed = (mode: Policy["mode"] = "enforce", isOn = true) => {
	const rollout = new Rollout(mode, { "set-back": isOn });
	rollout.deployments = [early];
	return rollout;
};

describe("a deployment that was complete early", () => {
	test("is set back to the revision before, if the policy says so", async () => {
		const rollout = completed();
		await rollout.deliver(startOf());
		expect(rollout.writes).toEqual(["setBack web:7"]);
		expect(rollout.records).toMatchObject([{ action: "set-back", outcome: "done", resource: green, revision: 8 }]);
	});

	test("is set back as well if it completes before the call that should stop it", async () => {
		const rollout = completed();
		rollout.deployments = [{ ...early, status: "IN_PROGRESS" }];
		rollout.result = { outcome: "gone" };
		rollout.afterStop = () => {
			rollout.deployments = [early];
			rollout.result = { outcome: "done" };
		};
		await rollout.deliver(startOf());
		expect(rollout.writes).toEqual(["stopDeployment", "setBack web:7"]);
		expect(rollout.outcomes).toEqual(["set-back done"]);
	});

	test("is not claimed by the stop that came too late, so that nothing waits for it", async () => {
		const rollout = completed();
		rollout.deployments = [{ ...early, status: "IN_PROGRESS" }];
		rollout.result = { outcome: "gone" };
		rollout.afterStop = () => {
			rollout.deployments = [early];
			rollout.definitions.set(7, scanning(7));
		};
		await rollout.deliver(startOf());
		expect(rollout.requeued).toEqual([30]);
		const claimed = { deployment: deploymentArn, action: "stop-deployment" } as const;
		expect(await rollout.claims.unrecorded(claimed, minutesAfterCreation(9))).toBeNull();
	});

	test("B04: is set back once, however often its event is delivered", async () => {
		const rollout = completed();
		await Promise.all([rollout.deliver(startOf()), rollout.deliver(startOf())]);
		await rollout.deliver(startOf(), 1, 2);
		expect([rollout.writes, rollout.outcomes]).toEqual([["setBack web:7"], ["set-back done"]]);
	});

	test("B04: is set back by a deployment that is not stopped", async () => {
		const rollout = completed();
		await rollout.deliver(startOf());
		const target = `${green}-next`;
		const before = rollout.revisions.get(blue);
		if (before !== undefined) rollout.revisions.set(target, before);
		rollout.deployments = [aDeployment({ arn: `${deploymentArn}-next`, sources: [green], target }), early];
		await rollout.deliver(startOf(2));
		expect(rollout.writes).toEqual(["setBack web:7"]);
	});

	test("is gone by default, and without early success criteria", async () => {
		const [byDefault, late] = [completed("enforce", false), completed()];
		late.deployments = [aDeployment({ status: "SUCCESSFUL" })];
		for (const rollout of [byDefault, late]) {
			await rollout.deliver(startOf());
			expect([rollout.writes, rollout.outcomes]).toEqual([[], ["stop-deployment gone"]]);
		}
	});

	test("B02: is only reported in audit mode", async () => {
		const rollout = completed("audit");
		await rollout.deliver(startOf());
		expect([rollout.writes, rollout.outcomes]).toEqual([[], ["set-back would-have"]]);
	});

	test("stays while the off switch is audit", async () => {
		const rollout = completed();
		rollout.offSwitch = { value: "audit" };
		await rollout.deliver(startOf());
		expect([rollout.writes, rollout.outcomes]).toEqual([[], ["set-back overridden"]]);
	});

	test("stays if the off switch is turned while the revision before is read", async () => {
		const rollout = completed();
		const { readService, ...ports } = rollout.ports();
		rollout.ports = () => ({
			...ports,
			readService: async (...of) => {
				rollout.offSwitch = { value: "audit" };
				return readService(...of);
			},
		});
		await rollout.deliver(startOf());
		expect([rollout.writes, rollout.outcomes]).toEqual([[], ["set-back overridden"]]);
	});

	test("of a compliant revision stays", async () => {
		const rollout = completed();
		rollout.definitions.set(8, aTaskDefinition({ revision: 8 }));
		await rollout.deliver(startOf());
		expect([rollout.writes, rollout.records]).toEqual([[], []]);
	});

	test("is waited for while AWS does not respond, also if it cannot be set back, so that it is recorded", async () => {
		const rollout = completed("enforce", false);
		rollout.broken.set("addImages", () => Promise.reject(new TryLaterError("ECR did not respond")));
		await rollout.deliver(startOf());
		expect([rollout.requeued.length, rollout.records]).toEqual([1, []]);
		rollout.broken.clear();
		await rollout.deliver(startOf(), 2);
		expect([rollout.writes, rollout.outcomes]).toEqual([[], ["stop-deployment gone"]]);
	});

	test("is waited for while its image is scanned, only if it could be set back", async () => {
		for (const [isOn, requeued] of [
			[true, [30]],
			[false, []],
		] as const) {
			const rollout = completed("enforce", isOn);
			rollout.definitions.set(8, scanning());
			await rollout.deliver(startOf());
			expect([rollout.requeued, rollout.writes, rollout.records]).toEqual([requeued, [], []]);
		}
	});
});

describe("a service is not set back", () => {
	test.each([
		["to a revision that would be stopped as well", (rollout: Rollout) => rollout.definitions.set(7, vulnerable(7))],
		[
			"if there was no revision before",
			(rollout: Rollout) => {
				rollout.deployments = [{ ...early, sources: [] }];
			},
		],
		[
			"if it ran several revisions before",
			(rollout: Rollout) => {
				rollout.deployments = [{ ...early, sources: [blue, `${blue}-2`] }];
			},
		],
	])("%s, and that is reported", async (_, arrange) => {
		const rollout = completed();
		arrange(rollout);
		await rollout.deliver(startOf());
		expect([rollout.writes, rollout.outcomes]).toEqual([[], ["set-back not-possible"]]);
	});

	test("before the revision before was checked", async () => {
		const rollout = completed();
		rollout.definitions.set(7, scanning(7));
		await rollout.deliver(startOf());
		expect([rollout.requeued, rollout.writes, rollout.records]).toEqual([[30], [], []]);
	});

	test("B03: if it runs another revision by now", async () => {
		const rollout = completed();
		rollout.runs = { family: "web", revision: 9 };
		await rollout.deliver(startOf());
		expect([rollout.writes, rollout.outcomes]).toEqual([[], ["set-back gone"]]);
	});

	test("B01: when that fails, which is recorded and tried again", async () => {
		const rollout = completed();
		rollout.result = { outcome: "failed", reason: "ecs:UpdateService was denied" };
		expect(await rollout.deliver(startOf())).toHaveLength(1);
		expect(rollout.outcomes).toEqual(["set-back failed"]);
		rollout.broken.set("setBack", async () => Promise.reject(new TryLaterError("ECS did not respond")));
		expect(await rollout.deliver(startOf())).toHaveLength(1);
		expect(rollout.outcomes).toEqual(["set-back failed"]);
	});
});

test.each(["runs the revision before", "has a newer deployment"])(
	"B01: a service is never called set back after a lost response, because somebody else may have done it: it %s",
	async (what) => {
		const rollout = completed();
		rollout.broken.set("setBack", async () => Promise.reject(new TryLaterError("ECS did not respond")));
		expect(await rollout.deliver(startOf())).toHaveLength(1);
		rollout.broken.clear();
		rollout.runs = { family: "web", revision: 7 };
		if (what === "has a newer deployment")
			rollout.deployments = [aDeployment({ arn: `${deploymentArn}-next`, target: blue }), early];
		await rollout.deliver(startOf(), 1, 2);
		expect([rollout.writes, rollout.outcomes]).toEqual([["setBack web:7"], ["set-back gone"]]);
		expect(rollout.records[0]?.reason).toMatch(/^the response to the call was lost/);
	},
);
