import { describe, expect, test } from "@jest/globals";
import { defaultPolicy } from "../../../controls/default-policy.ts";
import { planOf } from "../../../fix/plan/plan.ts";
import type { PlanSettings } from "../../../fix/plan/prepare.ts";
import { aContainer, aTaskDefinition } from "../../support/builders.ts";
import { bare, settings } from "./plan-container.ts";

describe("the options of a new tmpfs for a Java image", () => {
	const nativeCode =
		"Java libraries that unpack native code into /tmp (JNA, Netty, Snappy) need exec there, which a waiver of task-definition/tmpfs-options allows";
	const noCommand = "the file names no command, so that what Java runs is unknown";
	const required = (...options: readonly string[]) => ({ enabled: true, required: options });
	const off = { ...defaultPolicy.controls["task-definition/tmpfs-options"], enabled: false };
	const locked = ["noexec", "nosuid", "nodev"];
	const planFor = (engine: "ecs" | "docker", image: string, change: Partial<PlanSettings>) => {
		const facts = aTaskDefinition({ engine, containers: [aContainer({ ...bare, image })] });
		const [plan] = planOf(facts, { ...settings, mayTry: true, ...change });
		return {
			options: plan?.fixes.flatMap((fix) => (fix.kind === "add-tmpfs" ? [fix.options] : [])),
			notes: plan?.notes,
		};
	};
	const withOptions = (options: typeof off): Partial<PlanSettings> => ({
		controls: { ...defaultPolicy.controls, "task-definition/tmpfs-options": options },
	});
	const waived: Partial<PlanSettings> = { areOptionsWaived: (name) => name === "app" };

	test.each<[string, "ecs" | "docker", Partial<PlanSettings>, readonly string[], boolean]>([
		["are the required ones on ECS", "ecs", {}, locked, true],
		["are nosuid on ECS when only that is required", "ecs", withOptions(required("nosuid")), ["nosuid"], false],
		["are absent on ECS when a waiver covers them", "ecs", waived, [], false],
		[
			"are the required ones on ECS when a waiver covers another container",
			"ecs",
			{ areOptionsWaived: (name) => name === "db" },
			locked,
			true,
		],
		["are absent on ECS when the control is disabled", "ecs", withOptions(off), [], false],
		["are absent on Docker, which defaults to noexec", "docker", {}, [], true],
		["are absent on Docker when noexec is not required", "docker", withOptions(required("nosuid")), [], true],
		["are exec on Docker when a waiver covers them", "docker", waived, ["exec"], false],
		["are absent on Docker when the control is disabled", "docker", withOptions(off), [], true],
		[
			"are absent on Docker when the control is disabled and waived",
			"docker",
			{ ...waived, ...withOptions(off) },
			[],
			true,
		],
	])("%s", (_, engine, change, options, blocksNativeCode) => {
		expect(planFor(engine, "amazoncorretto:25", change)).toEqual({
			options: [options],
			notes: [
				{
					topic: "root",
					text: `${[noCommand, ...(blocksNativeCode ? [nativeCode] : [])].join(", and ")}; test it before you deploy`,
					appliesOnlyIfFixed: true,
				},
			],
		});
	});

	test.each(["ecs", "docker"] as const)("stop native code on %s, so that the root is left as it is", (engine) => {
		const { options, notes } = planFor(engine, "amazoncorretto:25", { mayTry: false });
		expect(options).toEqual([]);
		expect(notes).toEqual([
			{
				topic: "root",
				text: `its root filesystem is left writable, because ${noCommand}, and ${nativeCode}; to try a read-only root with tmpfs mounts at /tmp, use fix --try`,
			},
		]);
	});

	test.each(["ecs", "docker"] as const)(
		"a new tmpfs for another image on %s has no note about native code",
		(engine) => {
			expect(planFor(engine, "memcached:1.6", {}).notes).toEqual([]);
		},
	);
});
