import { describe, expect, test } from "@jest/globals";
import type { ContainerFacts, TaskDefinitionFacts } from "../../../core/facts.ts";
import { type ContainerPlan, planOf } from "../../../fix/plan/plan.ts";
import { aContainer, aTaskDefinition, aTmpfs } from "../../support/builders.ts";
import { bare, describePlan, planContainer, settings } from "./plan-container.ts";

describe("the sizes of new tmpfs mounts", () => {
	const nginx = { ...bare, image: "nginx" };
	const sizes = (plans: readonly ContainerPlan[]) =>
		plans.map(({ fixes }) => fixes.flatMap((fix) => (fix.kind === "add-tmpfs" ? fix.sizeMiB : [])));

	const small = (budget: number) =>
		`its memory leaves ${budget} MiB for tmpfs mounts, so they are smaller than usual; check that they are large enough`;

	test.each<[string, Partial<ContainerFacts>, Partial<TaskDefinitionFacts>, readonly number[]]>([
		["are the usual ones when the task has enough memory", nginx, {}, [64, 16, 32]],
		["are smaller when the container's own limit is small", { ...nginx, memoryMiB: 256 }, {}, [28, 7, 13]],
		[
			"leave memory for the tmpfs mounts that exist",
			{ ...nginx, tmpfs: [aTmpfs({ path: "/x", sizeMiB: 100 })] },
			{},
			[60, 14, 28],
		],
		["are the usual ones without a memory limit", nginx, { memoryMiB: null }, [64, 16, 32]],
	])("%s", (_, container, task, expected) => {
		expect(sizes(planContainer(container, task, true))).toEqual([expected]);
	});

	test("share the task's memory between the containers that need tmpfs", () => {
		const containers = [
			aContainer({ name: "a", ...nginx }),
			aContainer({ name: "b" }),
			aContainer({ name: "c", ...nginx }),
		];
		const plans = planOf(aTaskDefinition({ containers, memoryMiB: 512 }), { ...settings, mayTry: true });
		expect(sizes(plans)).toEqual([[13, 2, 3], [], [13, 2, 3]]);
	});

	test.each<[string, number, readonly string[]]>([
		[
			"are not planned when the memory is too small for /tmp",
			39,
			["its memory leaves 7 MiB for tmpfs mounts, which need at least 8 MiB; raise the memory first"],
		],
		[
			"are the minimum when the memory is just enough",
			40,
			["read-only root", "tmpfs /tmp 8 noexec,nosuid,nodev", small(8)],
		],
		[
			"are slightly reduced when the memory is slightly too small",
			319,
			["read-only root", "tmpfs /tmp 60 noexec,nosuid,nodev", small(63)],
		],
		[
			"are the usual ones when the memory is exactly enough",
			320,
			["read-only root", "tmpfs /tmp 64 noexec,nosuid,nodev"],
		],
	])("%s", (_, memoryMiB, expected) => {
		expect(planContainer({ ...bare, image: "memcached:1.6", memoryMiB }, {}, true).map(describePlan)).toEqual([
			expected,
		]);
	});

	test("are only tried when they would be smaller than usual", () => {
		const [plan] = planContainer({ ...bare, image: "memcached:1.6", memoryMiB: 319 });
		expect(plan).toEqual({
			container: "app",
			fixes: [],
			notes: [
				{
					topic: "root",
					text: "its memory leaves 63 MiB for tmpfs mounts, which is less than usual; raise the memory, or try smaller mounts with fix --try",
				},
			],
			withheld: ["root"],
		});
		expect(planContainer({ ...bare, image: "memcached:1.6", memoryMiB: 320 })[0]?.withheld).toEqual([]);
	});

	test("come with a note when the limit that applies is unknown", () => {
		const unknown = { unresolved: "Ref Mem" };
		const note = "its memory limit is unknown (Ref Mem); check that the tmpfs mounts fit into it";
		const texts = (own: ContainerFacts["memoryMiB"], task: TaskDefinitionFacts["memoryMiB"]) =>
			planContainer({ ...bare, image: "memcached:1.6", memoryMiB: own }, { memoryMiB: task }).flatMap(({ notes }) =>
				notes.map(({ text }) => text),
			);
		expect([texts(unknown, 1024), texts(null, unknown), texts(1024, unknown), texts(null, null)]).toEqual([
			[note],
			[note],
			[],
			[],
		]);
	});

	test("leave the root writable when there is no memory for them", () => {
		expect(planContainer({ ...nginx, memoryMiB: 10 }).map(describePlan)).toEqual([
			["its memory leaves 2 MiB for tmpfs mounts, which need at least 10 MiB; raise the memory first"],
		]);
	});
});
