import { expect, test } from "@jest/globals";
import control from "../../../controls/task-definition/memory-limit.ts";
import type { ContainerFacts, TaskDefinitionFacts } from "../../../core/facts.ts";
import { aContainer, aTaskDefinition } from "../../support/builders.ts";
import { judged, verdictLines } from "../../support/judged.ts";

const task = (
	memoryMiB: TaskDefinitionFacts["memoryMiB"],
	container: Partial<ContainerFacts> = {},
	more: Partial<TaskDefinitionFacts> = {},
) => aTaskDefinition({ memoryMiB, containers: [aContainer(container)], ...more });
const later = { unresolved: "Ref Memory" };
const set = { ...later, isSet: true } as const;
const onEc2 = { compatibilities: ["EC2"] };
const setOwn = "pass MEDIUM container app has a hard memory limit, which is unknown (Ref Memory)";
const setTask = "pass MEDIUM container app shares the task's hard memory limit, which is unknown (Ref Memory)";
const other = { unresolved: "Ref Other" };
const own = "pass MEDIUM container app has a hard memory limit of 512 MiB";
const shared = "pass MEDIUM container app shares the task's hard memory limit of 1024 MiB";
const none = "fail MEDIUM container app has no hard memory limit";
const open = "unknown MEDIUM the memory limit of container app is unknown (Ref Memory)";

test.each<[string, TaskDefinitionFacts, string]>([
	["a limit of the task", task(1024), shared],
	["a limit of the container", task(null, { memoryMiB: 512 }), own],
	["limits of the task and the container", task(1024, { memoryMiB: 512 }), own],
	["a limit of the container beside an unknown one of the task", task(later, { memoryMiB: 512 }), own],
	["a limit of the task beside an unknown one of the container", task(1024, { memoryMiB: later }), shared],
	["no limit", task(null), none],
	["no limit on Fargate", task(null, {}, { compatibilities: ["FARGATE"] }), none],
	["no limit in Docker", task(null, {}, { engine: "docker" }), none],
	["limits of 0", task(0, { memoryMiB: 0 }), none],
	[
		"a soft limit",
		task(null, { memoryReservationMiB: 256 }),
		`${none}: a soft limit (memoryReservation) does not cap memory use`,
	],
	["a soft limit beside a hard one", task(1024, { memoryReservationMiB: 256 }), shared],
	["an unknown limit of the container", task(null, { memoryMiB: later }), open],
	["a limit of the container that is set to something unknown", task(null, { memoryMiB: set }), setOwn],
	["a limit of the task that is set to something unknown, without Fargate", task(set, {}, onEc2), setTask],
	["an unknown limit of the task on Fargate, which requires one", task(later), setTask],
	["an unknown limit of the task that may be absent", task(later, {}, onEc2), open],
	["unknown limits of the task and the container", task(other, { memoryMiB: later }, onEc2), open],
	[
		"an unknown limit of the container that may be absent, beside one that is set",
		task(set, { memoryMiB: later }),
		setTask,
	],
	[
		"a limit in Docker that is set to something unknown, which may be 0",
		task(null, { memoryMiB: set }, { engine: "docker" }),
		open,
	],
	["no container", aTaskDefinition({ containers: [] }), "not-applicable MEDIUM there are no containers"],
])("gives the right verdict for: %s", (_, facts, expected) => {
	expect(verdictLines(control, facts)).toEqual([expected]);
});

test("judges each container by its own limit where the task has none", () => {
	const containers = [aContainer({ memoryMiB: 512 }), aContainer({ name: "agent" })];
	expect(judged(control, aTaskDefinition({ memoryMiB: null, containers }))).toMatchObject([
		{ container: "app", status: "pass" },
		{ container: "agent", status: "fail", field: "memory" },
	]);
});

test.each<[TaskDefinitionFacts["engine"], string]>([
	["ecs", 'Write "memory": 512 (MiB) in the container, or "memory": "1024" for the whole task.'],
	["docker", "Write mem_limit: 512m or deploy.resources.limits.memory: 512M (docker run --memory 512m)."],
])("gives the right remediation for %s", (engine, remediation) => {
	expect(judged(control, task(null, {}, { engine }))).toMatchObject([{ remediation }]);
});
