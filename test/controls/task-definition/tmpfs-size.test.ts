import { expect, test } from "@jest/globals";
import fc from "fast-check";
import control from "../../../controls/task-definition/tmpfs-size.ts";
import type { ContainerFacts, TaskDefinitionFacts, TmpfsFacts } from "../../../core/facts.ts";
import { aContainer, aTaskDefinition, aTmpfs } from "../../support/builders.ts";
import { judged, verdictLines } from "../../support/judged.ts";

const later = { unresolved: "Ref X" };
const sized = (...sizes: readonly TmpfsFacts["sizeMiB"][]): Partial<ContainerFacts> => ({
	tmpfs: sizes.map((sizeMiB, index) => aTmpfs({ path: `/tmp${index === 0 ? "" : index}`, sizeMiB })),
});
/** A task of 1000 MiB with one container, unless said otherwise. */
const task = (container: Partial<ContainerFacts>, more: Partial<TaskDefinitionFacts> = {}) =>
	aTaskDefinition({ memoryMiB: 1000, containers: [aContainer(container)], ...more });
const what = "the tmpfs mounts of container app";

test.each<[string, Partial<ContainerFacts>, string]>([
	["below the warning", sized(199), `pass MEDIUM ${what}: 199 MiB is 19.9% of the task's 1000 MiB`],
	["exactly at the warning", sized(200), `pass MEDIUM ${what}: 200 MiB is 20% of the task's 1000 MiB`],
	[
		"above the maximum",
		sized(201),
		`fail LOW ${what}: 201 MiB is 20.1% of the task's 1000 MiB, above the warning threshold of 20%`,
	],
	[
		"exactly at the maximum",
		sized(300),
		`fail LOW ${what}: 300 MiB is 30% of the task's 1000 MiB, above the warning threshold of 20%`,
	],
	["above the maximum", sized(301), `fail MEDIUM ${what}: 301 MiB is 30.1% of the task's 1000 MiB, more than 30%`],
	[
		"just below the whole memory",
		sized(999),
		`fail MEDIUM ${what}: 999 MiB is 99.9% of the task's 1000 MiB, more than 30%`,
	],
	["the whole memory", sized(1000), `fail HIGH ${what}: 1000 MiB is 100% of the task's 1000 MiB, more than 30%`],
	[
		"several add up",
		sized(100, 60, 41),
		`fail LOW ${what}: 201 MiB is 20.1% of the task's 1000 MiB, above the warning threshold of 20%`,
	],
	[
		"the container's own limit comes first",
		{ ...sized(100), memoryMiB: 250 },
		`fail MEDIUM ${what}: 100 MiB is 40% of the container's 250 MiB, more than 30%`,
	],
	[
		"its soft limit does not count",
		{ ...sized(100), memoryReservationMiB: 100 },
		`pass MEDIUM ${what}: 100 MiB is 10% of the task's 1000 MiB`,
	],
	[
		"a limit of 0 is none",
		{ ...sized(100), memoryMiB: 0 },
		`pass MEDIUM ${what}: 100 MiB is 10% of the task's 1000 MiB`,
	],
	[
		"parts of a MiB",
		{ ...sized(33.3333), memoryMiB: 333.3333 },
		`pass MEDIUM ${what}: 33.33 MiB is 10% of the container's 333.33 MiB`,
	],
	["no tmpfs", sized(), "not-applicable MEDIUM container app has no tmpfs mount"],
])("gives the right verdict for a share that is %s", (_, container, expected) => {
	expect(verdictLines(control, task(container))).toEqual([expected]);
});

const noLimit = { memoryMiB: null } as const;

test.each<[string, TaskDefinitionFacts, string]>([
	[
		"no limit anywhere",
		task(sized(64), noLimit),
		`unknown MEDIUM ${what}: there is no hard memory limit to compare with`,
	],
	[
		"only a soft limit",
		task({ ...sized(64), memoryReservationMiB: 128 }, noLimit),
		`unknown MEDIUM ${what}: there is only a soft memory limit (memoryReservation), which does not cap memory use`,
	],
	[
		"there is no limit in Compose",
		task(sized(64), { ...noLimit, engine: "docker" }),
		`unknown MEDIUM ${what}: there is no hard memory limit to compare with`,
	],
	[
		"the task's memory is unknown",
		task(sized(64), { memoryMiB: later }),
		`pass MEDIUM ${what}: 64 MiB is at most 12.5% of the limit, whatever it is`,
	],
	[
		"the task's memory is unknown, and not on Fargate",
		aTaskDefinition({ memoryMiB: later, compatibilities: ["EC2"] }),
		`unknown MEDIUM ${what}: the task's memory is unknown (Ref X)`,
	],
	[
		"it does not matter beside a limit of its own",
		task({ ...sized(64), memoryMiB: 640 }, { memoryMiB: later }),
		`pass MEDIUM ${what}: 64 MiB is 10% of the container's 640 MiB`,
	],
	[
		"the container's memory is unknown",
		task({ ...sized(64), memoryMiB: later }),
		`unknown MEDIUM ${what}: its memory limit is unknown (Ref X)`,
	],
	[
		"it is not higher than the task's",
		task({ ...sized(400), memoryMiB: later }),
		`fail MEDIUM ${what}: 400 MiB is 40% of the task's 1000 MiB, more than 30%`,
	],
	[
		"neither memory is known",
		task({ ...sized(64), memoryMiB: later }, { memoryMiB: later }),
		`unknown MEDIUM ${what}: its memory limit is unknown (Ref X)`,
	],
	["a size is unknown", task(sized(later)), `unknown MEDIUM ${what}: the size of tmpfs /tmp is unknown (Ref X)`],
	[
		"the known sizes alone are too large",
		task(sized(later, 301)),
		`fail MEDIUM ${what}: 301 MiB is 30.1% of the task's 1000 MiB, more than 30%`,
	],
	[
		"the mounts are unknown",
		task({ tmpfs: later }),
		"unknown MEDIUM the tmpfs mounts of container app are unknown (Ref X)",
	],
])("gives the right verdict where %s", (_, facts, expected) => {
	expect(verdictLines(control, facts)).toEqual([expected]);
});

test.each<[string, TaskDefinitionFacts, string]>([
	["ECS without a size", task(sized(null)), "fail MEDIUM container app: tmpfs /tmp has no size"],
	["no size and no memory limit", task(sized(null), noLimit), "fail MEDIUM container app: tmpfs /tmp has no size"],
	["a size of 0", task(sized(0)), "fail MEDIUM container app: tmpfs /tmp has size 0"],
	["a negative size", task(sized(-1)), "fail MEDIUM container app: tmpfs /tmp has size -1"],
	["Compose without a size", task(sized(null), { engine: "docker" }), "fail LOW container app: tmpfs /tmp has no size"],
	[
		"Compose without size and memory",
		task(sized(null), { ...noLimit, engine: "docker" }),
		"fail LOW container app: tmpfs /tmp has no size",
	],
	[
		"Compose with a size of 0",
		task(sized(0), { engine: "docker" }),
		"fail MEDIUM container app: tmpfs /tmp has size 0",
	],
	[
		"a missing size beside one that is too large",
		task(sized(null, 400), { engine: "docker" }),
		`fail MEDIUM ${what}: 400 MiB is 40% of the task's 1000 MiB, more than 30%; container app: tmpfs /tmp has no size`,
	],
	[
		"a missing size beside an unknown one",
		task(sized(null, later)),
		"fail MEDIUM container app: tmpfs /tmp has no size",
	],
	[
		"a negative size takes nothing off the sum",
		task(sized(-500, 150)),
		"fail MEDIUM container app: tmpfs /tmp has size -1".replace("-1", "-500"),
	],
])("gives the right verdict for the size: %s", (_, facts, expected) => {
	expect(verdictLines(control, facts)).toEqual([expected]);
});

test.each<[string, TaskDefinitionFacts, string]>([
	["the tmpfs without a size", task(sized(10, null)), "linuxParameters.tmpfs.1"],
	["all of them where the sum is too large", task(sized(10, 400)), "linuxParameters.tmpfs"],
	["the worse of the two", task(sized(400, null), { engine: "docker" }), "linuxParameters.tmpfs"],
])("reports as the field: %s", (_, facts, field) => {
	expect(judged(control, facts)).toMatchObject([{ status: "fail", field }]);
});

test("keeps failing when a tmpfs becomes larger", () => {
	const size = fc.integer({ min: 1, max: 2000 });
	fc.assert(
		fc.property(fc.array(size, { minLength: 1, maxLength: 4 }), size, (sizes, more) => {
			const before = judged(control, task(sized(...sizes)))[0];
			const after = judged(control, task(sized(...sizes, more)))[0];
			if (before?.status === "fail") expect(after?.status).toBe("fail");
		}),
	);
});
