import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import control from "../../../controls/task-definition/tmpfs-size.ts";
import writablePaths from "../../../controls/task-definition/writable-paths.ts";
import type { ContainerFacts, TaskDefinitionFacts } from "../../../core/facts.ts";
import { aContainer, aTaskDefinition, aTmpfs } from "../../support/builders.ts";
import { judged } from "../../support/judged.ts";

/** A container with a tmpfs of each size in MiB; null: without a size. */
const having = (name: string, sizes: readonly (number | null)[], memoryMiB: number | null = null): ContainerFacts =>
	aContainer({ name, memoryMiB, tmpfs: sizes.map((sizeMiB, at) => aTmpfs({ path: `/t${at}`, sizeMiB })) });
const task = (
	memoryMiB: number | null,
	containers: readonly ContainerFacts[],
	more: Partial<TaskDefinitionFacts> = {},
) => aTaskDefinition({ memoryMiB, containers, compatibilities: ["EC2"], ...more });
const adviceOn = (facts: TaskDefinitionFacts): readonly string[] => [
	...new Set(judged(control, facts).flatMap(({ status, remediation }) => (status === "fail" ? [remediation] : []))),
];

describe("what to do about tmpfs mounts that take too much", () => {
	test.each<[string, TaskDefinitionFacts, readonly string[]]>([
		[
			"of the container's memory",
			task(null, [having("web", [60, 40], 256)]),
			["Limit the tmpfs mounts of container web to 51 MiB together, or raise the container's memory to 500 MiB."],
		],
		[
			"of a container's memory that the task's would have to follow",
			task(400, [having("web", [100], 256)]),
			[
				"Limit the tmpfs mounts of container web to 51 MiB together, or raise the container's memory to 500 MiB, and the task's to 500 MiB at least.",
			],
		],
		[
			"of the task's memory, by one container",
			task(512, [having("web", [256]), having("job", [])]),
			["Limit the tmpfs mounts of container web to 102 MiB together, or raise the task's memory to 1280 MiB."],
		],
		[
			"of the task's memory, by each of two containers: one way out, not two that fail together",
			task(512, [having("web", [256]), having("job", [128])]),
			["Limit the tmpfs mounts of all containers to 102 MiB together, or raise the task's memory to 1920 MiB."],
		],
		[
			"of a Fargate task: a size that Fargate has",
			task(512, [having("web", [256])], { compatibilities: ["FARGATE"] }),
			["Limit the tmpfs mounts of container web to 102 MiB together, or raise the task's memory to 2048 MiB."],
		],
	])("%s", (_, facts, advice) => {
		expect(adviceOn(facts)).toEqual(advice);
	});

	test.each([
		[100, 512],
		[103, 1_024],
		[6_000, 30_720],
		[6_145, 32_768],
		[12_289, 65_536],
		[24_000, 122_880],
	])("%i MiB of tmpfs are within 20 %% of a Fargate task of %i MiB", (mib, memory) => {
		const facts = task(64, [having("web", [mib])], { compatibilities: ["FARGATE"] });
		expect(adviceOn(facts)[0]).toContain(`raise the task's memory to ${memory} MiB.`);
	});

	test("either way leads to a pass", () => {
		const size = fc.integer({ min: 1, max: 900 });
		const container = fc.record({ sizes: fc.array(size, { minLength: 1, maxLength: 3 }), memory: fc.option(size) });
		const facts = fc.record({
			...{ memory: fc.integer({ min: 64, max: 4_000 }), isFargate: fc.boolean() },
			containers: fc.array(container, { minLength: 1, maxLength: 3 }),
		});
		fc.assert(
			fc.property(facts, ({ memory, isFargate, containers }) => {
				const compatibilities = [isFargate ? "FARGATE" : "EC2"];
				const named = containers.map(({ sizes, memory: own }, at) => having(`c${at}`, sizes, own));
				const advice = adviceOn(task(memory, named, { compatibilities }));
				const raised = (pattern: RegExp): number[] => advice.flatMap((one) => Number(pattern.exec(one)?.[1] ?? []));
				const whole = Math.max(memory, ...raised(/ the task's (?:memory )?to (\d+) MiB/));
				const fixed = named.map((one) => {
					const own = raised(new RegExp(`container ${one.name} .*the container's memory to (\\d+) MiB`))[0];
					return own === undefined ? one : { ...one, memoryMiB: own };
				});
				expect(adviceOn(task(whole, fixed, { compatibilities }))).toEqual([]);
			}),
		);
	});
});

describe("the size that is proposed for a tmpfs", () => {
	test.each<[string, TaskDefinitionFacts, number]>([
		["without a limit: the usual one", task(null, [having("web", [null])]), 64],
		["in a large container: the usual one", task(null, [having("web", [null], 4_096)]), 64],
		["in a small container: what the share leaves", task(null, [having("web", [null], 128)]), 25],
		["beside another without a size: half of it", task(null, [having("web", [null, null], 128)]), 12],
		["beside one with a size: the rest", task(null, [having("web", [20, null], 128)]), 5],
		["in a task: what the other containers leave", task(512, [having("web", [null]), having("job", [80])]), 22],
		["where nothing is left: the smallest", task(null, [having("web", [25, null], 128)]), 1],
	])("%s", (_, facts, size) => {
		expect(adviceOn(facts)[0]).toMatch(new RegExp(`"size": ${size}\\.`));
	});

	test.each<[string, TaskDefinitionFacts, string]>([
		["in a task definition", task(null, [having("web", [null, 36])]), '("memory" of the container or of the task)'],
		[
			"for the Docker engine",
			task(null, [having("web", [null, 36])], { engine: "docker" }),
			"(mem_limit or deploy.resources.limits.memory, docker run --memory)",
		],
	])("comes without any limit %s with the limit that makes it pass", (_, facts, where) => {
		const [advice] = adviceOn(facts);
		expect(advice).toContain(`Give the container a hard memory limit of at least 500 MiB as well ${where}.`);
		expect(judged(control, task(null, [having("web", [64, 36], 500)]))[0]?.status).toBe("pass");
	});

	test("is also that of a new tmpfs", () => {
		const web = { ...having("web", [], 128), readonlyRootFilesystem: true };
		const [verdict] = judged(writablePaths, task(null, [web]));
		expect(verdict?.remediation).toContain('"containerPath": "/tmp", "size": 25,');
	});
});
