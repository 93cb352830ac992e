import { describe, expect, test } from "@jest/globals";
import type { ContainerFacts, TaskDefinitionFacts } from "../../../core/facts.ts";
import { type ContainerPlan, planOf } from "../../../fix/plan/plan.ts";
import { aContainer, aTaskDefinition, aTmpfs } from "../../support/builders.ts";
import { bare, describePlan, planContainer, settings } from "./plan-container.ts";

describe("sizes stay within the memory", () => {
	const nginx = { ...bare, image: "nginx" };
	const sizes = (plans: readonly ContainerPlan[]) =>
		plans.map(({ fixes }) => fixes.flatMap((fix) => (fix.kind === "add-tmpfs" ? fix.sizeMiB : [])));

	const small = (room: number) =>
		`its memory leaves ${room} MiB for tmpfs mounts, so they are smaller than usual; check that they are large enough`;

	test.each<[string, Partial<ContainerFacts>, Partial<TaskDefinitionFacts>, readonly number[]]>([
		["the task's memory is ample", nginx, {}, [64, 16, 32]],
		["the container's own limit is smaller", { ...nginx, memoryMiB: 256 }, {}, [28, 7, 13]],
		["what there is already counts", { ...nginx, tmpfs: [aTmpfs({ path: "/x", sizeMiB: 100 })] }, {}, [60, 14, 28]],
		["no limit anywhere", nginx, { memoryMiB: null }, [64, 16, 32]],
	])("%s", (_, container, task, expected) => {
		expect(sizes(planContainer(container, task))).toEqual([expected]);
	});

	test("containers that need some share what the task has", () => {
		const containers = [
			aContainer({ name: "a", ...nginx }),
			aContainer({ name: "b" }),
			aContainer({ name: "c", ...nginx }),
		];
		const plans = planOf(aTaskDefinition({ containers, memoryMiB: 512 }), settings);
		expect(sizes(plans)).toEqual([[13, 2, 3], [], [13, 2, 3]]);
	});

	test.each<[string, number, readonly string[]]>([
		[
			"too little for /tmp",
			39,
			["its memory leaves 7 MiB for tmpfs mounts, which need at least 8 MiB; raise the memory first"],
		],
		["just enough", 40, ["read-only root", "tmpfs /tmp 8 noexec,nosuid,nodev", small(8)]],
		["nearly what is usual", 319, ["read-only root", "tmpfs /tmp 60 noexec,nosuid,nodev", small(63)]],
		["what is usual", 320, ["read-only root", "tmpfs /tmp 64 noexec,nosuid,nodev"]],
	])("%s", (_, memoryMiB, expected) => {
		expect(planContainer({ ...bare, image: "node:24", memoryMiB }).map(describePlan)).toEqual([expected]);
	});

	test("a limit that is not known is said, where it is the one that holds", () => {
		const open = { unresolved: "Ref Mem" };
		const note = "its memory limit is unknown (Ref Mem); check that the tmpfs mounts fit into it";
		const texts = (own: ContainerFacts["memoryMiB"], task: TaskDefinitionFacts["memoryMiB"]) =>
			planContainer({ ...bare, image: "node:24", memoryMiB: own }, { memoryMiB: task }).flatMap(({ notes }) =>
				notes.map(({ text }) => text),
			);
		expect([texts(open, 1024), texts(null, open), texts(1024, open), texts(null, null)]).toEqual([
			[note],
			[note],
			[],
			[],
		]);
	});

	test("without room for them nothing is half done", () => {
		expect(planContainer({ ...nginx, memoryMiB: 10 }).map(describePlan)).toEqual([
			["its memory leaves 2 MiB for tmpfs mounts, which need at least 10 MiB; raise the memory first"],
		]);
	});
});
