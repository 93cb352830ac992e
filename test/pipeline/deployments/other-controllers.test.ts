import { describe, expect, test } from "@jest/globals";
import { TryLaterError } from "../../../core/errors.ts";
import { placeOfBlock } from "../../../domain/blocks/words.ts";
import { aTaskDefinition } from "../../support/builders.ts";
import { startOf, taskSetArn, taskSetOf } from "../../support/deployment-events.ts";
import { Rollout, scanning } from "../../support/rollout.ts";

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
			reason: expect.stringMatching(/^an external controller deploys the service, .*CRITICAL/),
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

const stopCommand = (id: string) =>
	`aws deploy stop-deployment --region ap-northeast-1 --deployment-id ${id} --auto-rollback-enabled`;
const shiftBack = "shift the traffic back to the task set before";

describe("the reason says what to do about a task set", () => {
	const codeDeploy = { startedBy: "CODE_DEPLOY", externalId: "d-EXAMPLE10" };
	test.each<[string, Parameters<typeof taskSetOf>[1], readonly string[], readonly string[]]>([
		["of CodeDeploy", { response: codeDeploy }, [stopCommand("d-EXAMPLE10")], ["external", shiftBack]],
		["of CodeDeploy without an id", { response: { startedBy: "CODE_DEPLOY" } }, [stopCommand("ID")], [shiftBack]],
		["of an external controller", {}, [shiftBack], ["CodeDeploy", "aws deploy"]],
		[
			"of an unknown controller",
			{ response: null, request: { taskDefinition: "web:8" } },
			[stopCommand("ID"), shiftBack],
			[],
		],
	])("%s", async (_, event, said, unsaid) => {
		const rollout = new Rollout();
		await rollout.deliver(taskSetOf(0, event));
		const reason = rollout.records[0]?.reason ?? "";
		for (const text of [...said, "CRITICAL"]) expect(reason).toContain(text);
		for (const text of unsaid) expect(reason).not.toContain(text);
	});

	test("with a whole command, however long the cause is", async () => {
		const rollout = new Rollout("enforce", { onUnknown: "block" });
		rollout.broken.set("readDefinition", () => Promise.reject(new TryLaterError("x".repeat(2_000))));
		rollout.minutes = 15;
		await rollout.deliver(taskSetOf(0, { response: codeDeploy }), 3);
		const reason = rollout.records[0]?.reason ?? "";
		expect(reason).toContain(stopCommand("d-EXAMPLE10"));
		expect(reason.length).toBeLessThanOrEqual(1_000);
	});
});

describe("a task set whose response CloudTrail omits", () => {
	const omitted = (taskDefinition?: string) => ({ response: null, request: { taskDefinition } });

	test("is judged by the revision that the request names, each on its own", async () => {
		const rollout = new Rollout();
		await rollout.deliver(taskSetOf(0, omitted("web:8")));
		await rollout.deliver(taskSetOf(1, omitted("web:8")));
		expect(rollout.records).toMatchObject([
			{ outcome: "not-possible", revision: 8 },
			{ outcome: "not-possible", revision: 8 },
		]);
		const [one, other] = rollout.records.map((record) => record.resource);
		expect(other).not.toBe(one);
		expect(rollout.records.map(placeOfBlock)).toEqual(["shop/web", "shop/web"]);
	});

	test.each([
		["only the family web", "web"],
		["no task definition", undefined],
	])("is recorded with the service as not checked if the request names %s", async (named, taskDefinition) => {
		const rollout = new Rollout();
		await rollout.deliver(taskSetOf(0, omitted(taskDefinition)));
		expect([rollout.writes, rollout.requeued, rollout.subjects]).toEqual([[], [], ["service"]]);
		const [record] = rollout.records;
		expect(record).toMatchObject({ outcome: "failed", unchecked: true, revision: 0, because: [] });
		expect(record?.reason).toContain(named);
		expect(record?.reason).toContain("aws ecs describe-services --region ap-northeast-1 --cluster shop --services web");
		expect(record?.reason).toMatch(/goes on, because the policy's block.onUnknown is allow$/);
	});

	test.each([
		["enforce", {}, "failed", "the policy's block.onUnknown is block"],
		["audit", {}, "failed", "audit"],
		["enforce", { protected: ["web"] }, "protected", "the policy protects this family"],
		["enforce", { "stop-deployment": false }, undefined, undefined],
	] as const)("is no pass with onUnknown: block, in mode %s with %j", async (mode, block, outcome, reason) => {
		const rollout = new Rollout(mode, { onUnknown: "block", ...block });
		await rollout.deliver(taskSetOf(0, omitted("web")));
		expect(rollout.records.map((record) => record.outcome)).toEqual(outcome === undefined ? [] : [outcome]);
		if (reason !== undefined) expect(rollout.records[0]?.reason).toContain(reason);
		if (outcome === "failed") expect(rollout.records[0]?.reason).toContain(shiftBack);
	});
});

describe("a task set with a Fargate platform version", () => {
	const tmpfs = "task-definition/tmpfs-supported";
	test.each([
		["1.3.0", [tmpfs]],
		["1.4.0", undefined],
	])("%s is judged with it", async (platformVersion, because) => {
		const rollout = new Rollout();
		const { policy } = rollout;
		const controls = { ...policy.controls, [tmpfs]: { ...policy.controls[tmpfs], blocking: true } };
		Object.assign(rollout, { policy: { ...policy, controls } });
		rollout.definitions.set(8, compliant);
		await rollout.deliver(taskSetOf(0, { response: { platformVersion } }));
		expect(rollout.records[0]?.because).toEqual(because);
	});
});

describe("a service without a deployment in ECS", () => {
	test("with another controller has nothing to stop, and nothing is claimed about its task sets", async () => {
		const rollout = new Rollout();
		Object.assign(rollout, { deployments: [], service: { deploymentController: "EXTERNAL" } });
		await rollout.deliver(startOf());
		expect([rollout.writes, rollout.records]).toEqual([[], []]);
		expect(rollout.decided.map(({ reason }) => reason)).toEqual([
			"the deployment controller EXTERNAL deploys with task sets, so ECS has no deployment that could be stopped",
		]);
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
