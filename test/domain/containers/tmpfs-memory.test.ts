import { describe, expect, test } from "@jest/globals";
import control from "../../../controls/task-definition/tmpfs-size.ts";
import type { ContainerFacts, TaskDefinitionFacts, TmpfsFacts } from "../../../core/facts.ts";
import { aContainer, aTaskDefinition, aTmpfs } from "../../support/builders.ts";
import { judged } from "../../support/judged.ts";

const later = { unresolved: "Ref X" };
const sized = (...sizes: readonly TmpfsFacts["sizeMiB"][]): Partial<ContainerFacts> => ({
	tmpfs: sizes.map((sizeMiB, index) => aTmpfs({ path: `/tmp${index === 0 ? "" : index}`, sizeMiB })),
});
const noLimit = { memoryMiB: null } as const;
/** A task of 1000 MiB with one container, unless said otherwise. */
const task = (container: Partial<ContainerFacts>, more: Partial<TaskDefinitionFacts> = {}) =>
	aTaskDefinition({ memoryMiB: 1000, containers: [aContainer(container)], ...more });
const what = "the tmpfs mounts of container app";

describe("the sum over all containers", () => {
	const two = (
		first: Partial<ContainerFacts>,
		second: Partial<ContainerFacts>,
		more: Partial<TaskDefinitionFacts> = {},
	) =>
		aTaskDefinition({
			memoryMiB: 1000,
			containers: [aContainer(first), aContainer({ name: "b", ...second })],
			...more,
		});
	const all = "the tmpfs mounts of all containers";

	test.each<[string, TaskDefinitionFacts, readonly string[]]>([
		["exactly at the warning", two(sized(150), sized(50)), ["app pass", "b pass"]],
		[
			"above it",
			two(sized(150), sized(51)),
			[
				"app pass",
				"b pass",
				`fail LOW ${all}: 201 MiB is 20.1% of the task's 1000 MiB, above the warning threshold of 20%`,
			],
		],
		[
			"own limits do not lift it",
			two({ ...sized(160), memoryMiB: 800 }, { ...sized(160), memoryMiB: 800 }),
			["app pass", "b pass", `fail MEDIUM ${all}: 320 MiB is 32% of the task's 1000 MiB, more than 30%`],
		],
		[
			"no verdict for the task beside that of a single container",
			two(sized(400), { tmpfs: [] }),
			["app fail", "b not-applicable"],
		],
		["a size of 0 does not make a second one", two(sized(400), sized(0)), ["app fail", "b fail"]],
		[
			"without a task limit there is no sum",
			two({ ...sized(40), memoryMiB: 400 }, { ...sized(40), memoryMiB: 400 }, noLimit),
			["app pass", "b pass"],
		],
		[
			"with an unknown one",
			two({ ...sized(40), memoryMiB: 400 }, { ...sized(40), memoryMiB: 400 }, { memoryMiB: later }),
			["app pass", "b pass"],
		],
		[
			"the known sizes alone exceed the share",
			aTaskDefinition({
				memoryMiB: 1000,
				containers: [
					aContainer({ tmpfs: later }),
					aContainer({ name: "b", ...sized(150) }),
					aContainer({ name: "c", ...sized(150) }),
				],
			}),
			[
				"app unknown",
				"b pass",
				"c pass",
				`fail LOW ${all}: 300 MiB is 30% of the task's 1000 MiB, above the warning threshold of 20%`,
			],
		],
	])("%s", (_, facts, expected) => {
		const short = judged(control, facts).map(({ container, status, severity, message }) =>
			container === undefined ? `${status} ${severity} ${message}` : `${container} ${status}`,
		);
		expect(short).toEqual(expected);
	});

	test("gives a single verdict when the containers are unknown", () => {
		expect(judged(control, aTaskDefinition({ containers: later }))).toMatchObject([{ status: "unknown" }]);
	});

	test("reports the exact values in the fields, and a sufficient size in the remediation", () => {
		expect(judged(control, two(sized(150), sized(51)))[2]).toMatchObject({
			fields: { tmpfsMiB: "201", memoryMiB: "1000", tmpfsShare: "0.201" },
			remediation:
				"Limit the tmpfs mounts of all containers to 200 MiB together, or raise the task's memory to 1024 MiB.",
		});
	});
});

describe("remediation and fields", () => {
	test.each<[string, TaskDefinitionFacts, string]>([
		[
			"a share",
			task({ ...sized(100), memoryMiB: 256 }),
			"Limit the tmpfs mounts of container app to 51 MiB together, or raise the container's memory to 500 MiB.",
		],
		["no size in ECS", task(sized(null)), 'Set a size for tmpfs /tmp: "size": 64.'],
		["no size in Compose", task(sized(null), { engine: "docker" }), "Set a size for tmpfs /tmp: size=64m."],
	])("%s", (_, facts, remediation) => {
		expect(judged(control, facts)).toMatchObject([{ remediation, container: "app" }]);
	});

	test("suggests no memory limit when the policy tolerates nothing", () => {
		expect(judged(control, task(sized(1)), { warn: 0, maximum: 0 })).toMatchObject([
			{
				severity: "MEDIUM",
				message: `${what}: 1 MiB is 0.1% of the task's 1000 MiB, more than 0%`,
				remediation: "Limit the tmpfs mounts of container app to 0 MiB together.",
			},
		]);
	});

	test("fails for the whole memory whatever the policy tolerates", () => {
		expect(judged(control, task(sized(1000)), { warn: 2, maximum: 3 })).toMatchObject([
			{ status: "fail", severity: "HIGH" },
		]);
	});

	test("reports the share in the fields of a pass, and only the sum without a limit", () => {
		expect(judged(control, task(sized(64)))[0]?.fields).toEqual({
			tmpfsMiB: "64",
			memoryMiB: "1000",
			tmpfsShare: "0.064",
		});
		expect(judged(control, task(sized(64), noLimit))[0]?.fields).toEqual({ tmpfsMiB: "64" });
		expect(judged(control, task(sized(64, later), noLimit))[0]?.fields).toEqual({ tmpfsMiB: "64" });
		expect(judged(control, task(sized(null)))[0]?.fields).toEqual({
			tmpfsMiB: "0",
			memoryMiB: "1000",
			tmpfsShare: "0.000",
		});
	});
});
