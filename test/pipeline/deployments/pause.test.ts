import { describe, expect, test } from "@jest/globals";
import type { ConfiguredHook } from "../../../adapters/ecs/read-service-deployment.ts";
import { TryLaterError } from "../../../core/errors.ts";
import { aTaskDefinition } from "../../support/builders.ts";
import { pauseOf } from "../../support/deployment-events.ts";
import { green } from "../../support/gate.ts";
import { aPausedDeployment, markedHook, Rollout, scanning, vulnerable } from "../../support/rollout.ts";
import { hookId } from "../../support/service-deployments.ts";

const later = async () => Promise.reject(new TryLaterError("ECS did not respond"));
const compliant = aTaskDefinition({ revision: 8 });
const paused = (...of: ConstructorParameters<typeof Rollout>) => {
	const rollout = new Rollout(...of);
	rollout.deployments = [aPausedDeployment()];
	return rollout;
};
const [goOn, goBack] = ["continueDeployment CONTINUE", "continueDeployment ROLLBACK"];

describe("a deployment that waits for Shipshape", () => {
	test("goes on if the revision is compliant, without a record", async () => {
		const rollout = paused();
		rollout.definitions.set(8, compliant);
		expect(await rollout.deliver(pauseOf())).toEqual([]);
		expect([rollout.writes, rollout.records]).toEqual([[goOn], []]);
	});

	test("is rolled back if the revision fails, and the record says why", async () => {
		const rollout = paused();
		await rollout.deliver(pauseOf());
		expect(rollout.writes).toEqual([goBack]);
		expect(rollout.records).toMatchObject([
			{ action: "pause", outcome: "done", resource: green, revision: 8, reason: expect.stringContaining("CRITICAL") },
		]);
	});

	test.each([
		["B02: in audit mode", "audit", {}, "would-have"],
		["B02: of a protected family", "enforce", { protected: ["w*"] }, "protected"],
		["B02: of a protected service", "enforce", { protectedServices: ["shop/web"] }, "protected"],
	] as const)("goes on at once %s, and that is recorded", async (_, mode, block, outcome) => {
		const rollout = paused(mode, block);
		await rollout.deliver(pauseOf());
		expect([rollout.writes, rollout.outcomes]).toEqual([[goOn], [`pause ${outcome}`]]);
	});

	test("goes on if the policy has switched the action off, also if nothing can be read", async () => {
		const rollout = paused("enforce", { pause: false, onUnknown: "block" });
		await rollout.deliver(pauseOf());
		expect([rollout.writes, rollout.records]).toEqual([[goOn], []]);
		const unread = paused("enforce", { pause: false, onUnknown: "block" });
		unread.broken.set("readServiceRevision", later);
		await unread.deliver(pauseOf());
		expect([unread.writes, unread.requeued]).toEqual([[goOn], []]);
	});

	test("goes on while the off switch is audit, and that is recorded", async () => {
		const rollout = paused();
		rollout.offSwitch = { value: "audit" };
		await rollout.deliver(pauseOf());
		expect([rollout.writes, rollout.outcomes]).toEqual([[goOn], ["pause overridden"]]);
	});

	test("goes on at once while the off switch is audit, also if its image is still being scanned", async () => {
		const rollout = paused();
		rollout.offSwitch = { value: "audit" };
		rollout.definitions.set(8, scanning());
		await rollout.deliver(pauseOf());
		expect([rollout.writes, rollout.requeued]).toEqual([[goOn], []]);
	});

	test("waits for a scan, then its result decides", async () => {
		const rollout = paused();
		rollout.definitions.set(8, scanning());
		await rollout.deliver(pauseOf());
		expect([rollout.requeued, rollout.writes]).toEqual([[30], []]);
		rollout.definitions.set(8, vulnerable());
		await rollout.deliver(pauseOf(), 2);
		expect(rollout.writes).toEqual([goBack]);
	});
});

describe("B03: a hook that does not wait any more is not answered", () => {
	test.each([
		["it was answered", { hooks: [{ id: hookId, status: "SUCCEEDED" }] }],
		["it is no hook of the deployment", { hooks: [] }],
		["ECS rolls the deployment back", { status: "ROLLBACK_IN_PROGRESS" }],
		["the deployment is complete", { status: "SUCCESSFUL" }],
	])("because %s", async (_, state) => {
		const rollout = paused();
		rollout.deployments = [aPausedDeployment(state)];
		await rollout.deliver(pauseOf());
		expect([rollout.writes, rollout.records]).toEqual([[], []]);
	});

	test("because the deployment does not exist", async () => {
		const rollout = paused();
		rollout.deployments = [];
		await rollout.deliver(pauseOf());
		expect([rollout.writes, rollout.records]).toEqual([[], []]);
	});

	test("B04: twice, also if two invocations handle the event at the same time", async () => {
		const rollout = paused();
		await Promise.all([rollout.deliver(pauseOf()), rollout.deliver(pauseOf())]);
		await rollout.deliver(pauseOf(), 1, 2);
		expect([rollout.writes, rollout.outcomes]).toEqual([[goBack], ["pause done"]]);
	});
});

describe("a team's own manual approval", () => {
	const manual: ConfiguredHook = { ...markedHook, details: undefined };
	const withHooks = (...configuredHooks: readonly ConfiguredHook[]) => {
		const rollout = paused();
		rollout.deployments = [aPausedDeployment({ configuredHooks })];
		return rollout;
	};

	test.each<[string, readonly ConfiguredHook[]]>([
		["without details", [manual]],
		["with other details", [{ ...manual, details: { shipshape: "no", team: "x" } }]],
		[
			"with details that are no object",
			[
				{ ...manual, details: "gate" },
				{ ...manual, details: ["gate"] },
			],
		],
		["whose mark is that of another stage", [manual, { ...markedHook, stages: ["POST_SCALE_UP"] }]],
	])("%s is never answered", async (_, hooks) => {
		const rollout = withHooks(...hooks);
		await rollout.deliver(pauseOf());
		expect([rollout.writes, rollout.records]).toEqual([[], []]);
	});

	test("in the stage of a marked hook keeps both from being answered, and that is an error in the log", async () => {
		const rollout = withHooks(manual, markedHook);
		await rollout.deliver(pauseOf());
		expect([rollout.writes, rollout.records]).toEqual([[], []]);
		expect(rollout.failures).toEqual([expect.stringContaining("move one of them to another stage")]);
	});

	test.each([
		["a mark as a string with JSON, as in CloudFormation", '{"shipshape": "gate"}', {}],
		["a tag of the service with its stage", undefined, { "shipshape:pause": "POST_SCALE_UP PRE_SCALE_UP" }],
	])("is Shipshape's if it has %s", async (_, details, tags) => {
		const rollout = withHooks({ ...manual, details });
		rollout.tags = { value: tags };
		await rollout.deliver(pauseOf());
		expect(rollout.writes).toEqual([goBack]);
	});

	test("is not Shipshape's because of a tag with another stage, and unclear if the tag's stage has two hooks", async () => {
		const [other, two] = [withHooks(manual), withHooks(manual, manual)];
		other.tags = { value: { "shipshape:pause": "POST_SCALE_UP" } };
		two.tags = { value: { "shipshape:pause": "PRE_SCALE_UP" } };
		for (const rollout of [other, two]) {
			await rollout.deliver(pauseOf());
			expect(rollout.writes).toEqual([]);
		}
	});

	test("is not answered while the service's tags cannot be read, for an hour and a half", async () => {
		const rollout = withHooks(manual);
		rollout.tags = { unread: "ecs:ListTagsForResource was denied" };
		await rollout.deliver(pauseOf());
		await rollout.deliver(pauseOf(), 90);
		expect([rollout.requeued, rollout.writes, rollout.failures.length]).toEqual([[60, 60], [], 0]);
		await rollout.deliver(pauseOf(), 91);
		expect([rollout.requeued, rollout.writes, rollout.failures.length]).toEqual([[60, 60], [], 1]);
	});
});

describe("B05: what cannot be read", () => {
	test.each([
		["allow", {}, [goOn], ["pause failed"]],
		["block", {}, [goBack], ["pause done"]],
		["block", { onPausedFailure: "leave" }, [], ["pause not-possible"]],
	] as const)(
		"is decided by onUnknown: %s (%j), after a quarter of an hour of attempts",
		async (onUnknown, block, writes, outcomes) => {
			const rollout = paused("enforce", { onUnknown, ...block });
			rollout.broken.set("addImages", later);
			await rollout.deliver(pauseOf());
			rollout.minutes = 14;
			await rollout.deliver(pauseOf(), 3);
			expect([rollout.requeued, rollout.writes, rollout.records]).toEqual([[15, 15], [], []]);
			rollout.minutes = 15;
			await rollout.deliver(pauseOf(), 4);
			expect([rollout.writes, rollout.outcomes]).toEqual([writes, outcomes]);
		},
	);

	test("goes on at once in audit mode", async () => {
		const rollout = paused("audit", { onUnknown: "block" });
		rollout.broken.set("readServiceRevision", later);
		await rollout.deliver(pauseOf());
		expect([rollout.writes, rollout.requeued]).toEqual([[goOn], []]);
	});

	test("is not answered while the deployment itself cannot be read: nobody knows whose the hook is", async () => {
		const rollout = paused();
		rollout.broken.set("readServiceDeployment", later);
		await rollout.deliver(pauseOf());
		expect([rollout.requeued, rollout.writes]).toEqual([[60], []]);
	});
});

describe("B01: an answer that fails", () => {
	test.each([compliant, vulnerable()])("is tried again", async (definition) => {
		const rollout = paused();
		rollout.definitions.set(8, definition);
		rollout.result = { outcome: "failed", reason: "ecs:ContinueServiceDeployment was denied" };
		expect(await rollout.deliver(pauseOf())).toHaveLength(1);
		expect(rollout.outcomes).not.toContain("pause done");
		rollout.result = { outcome: "done" };
		expect(await rollout.deliver(pauseOf(), 1, 2)).toEqual([]);
	});

	test("is recorded as perhaps somebody else's once ECS says that the deployment is rolled back, if its response was lost", async () => {
		const rollout = paused();
		rollout.broken.set("continueDeployment", later);
		expect(await rollout.deliver(pauseOf())).toHaveLength(1);
		rollout.deployments = [aPausedDeployment({ status: "ROLLBACK_IN_PROGRESS", hooks: [] })];
		await rollout.deliver(pauseOf(), 1, 2);
		expect(rollout.outcomes).toEqual(["pause gone"]);
	});

	test("an outcome that cannot be recorded comes before an answer, so that it is not lost", async () => {
		const rollout = paused("audit");
		rollout.broken.set("sendRecord", later);
		expect(await rollout.deliver(pauseOf())).toHaveLength(1);
		expect(rollout.writes).toEqual([]);
	});
});
