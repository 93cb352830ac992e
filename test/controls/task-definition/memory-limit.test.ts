import { expect, test } from "@jest/globals";
import control from "../../../controls/task-definition/memory-limit.ts";
import type { ContainerFacts, TaskDefinitionFacts } from "../../../core/facts.ts";
import { aContainer, aTaskDefinition } from "../../support/builders.ts";
import { judged, told } from "../../support/judged.ts";

const task = (
	memoryMiB: TaskDefinitionFacts["memoryMiB"],
	container: Partial<ContainerFacts> = {},
	more: Partial<TaskDefinitionFacts> = {},
) => aTaskDefinition({ memoryMiB, containers: [aContainer(container)], ...more });
const later = { unresolved: "Ref Memory" };
const other = { unresolved: "Ref Other" };
const own = "pass MEDIUM container app has a hard memory limit of 512 MiB";
const shared = "pass MEDIUM container app shares the task's hard memory limit of 1024 MiB";
const none = "fail MEDIUM container app has no hard memory limit";
const open = "unknown MEDIUM the memory limit of container app is unknown (Ref Memory)";

test.each<[string, TaskDefinitionFacts, string]>([
	["the task's", task(1024), shared],
	["the container's", task(null, { memoryMiB: 512 }), own],
	["both", task(1024, { memoryMiB: 512 }), own],
	["the container's, the task's not known", task(later, { memoryMiB: 512 }), own],
	["the task's, the container's not known", task(1024, { memoryMiB: later }), shared],
	["neither", task(null), none],
	["neither on Fargate", task(null, {}, { compatibilities: ["FARGATE"] }), none],
	["neither in Docker", task(null, {}, { engine: "docker" }), none],
	["nothing is no limit", task(0, { memoryMiB: 0 }), none],
	["a soft one", task(null, { memoryReservationMiB: 256 }), `${none}: a soft limit (memoryReservation) bounds nothing`],
	["a soft one beside a hard one", task(1024, { memoryReservationMiB: 256 }), shared],
	["the container's not known", task(null, { memoryMiB: later }), open],
	["the task's not known", task(later), open],
	["both not known", task(other, { memoryMiB: later }), open],
	["no container", aTaskDefinition({ containers: [] }), "not-applicable MEDIUM there are no containers"],
])("%s", (_, facts, expected) => {
	expect(told(control, facts)).toEqual([expected]);
});

test("every container needs its own where the task has none", () => {
	const containers = [aContainer({ memoryMiB: 512 }), aContainer({ name: "agent" })];
	expect(judged(control, aTaskDefinition({ memoryMiB: null, containers }))).toMatchObject([
		{ container: "app", status: "pass" },
		{ container: "agent", status: "fail", field: "memory" },
	]);
});

test.each<[TaskDefinitionFacts["engine"], string]>([
	["ecs", 'Write "memory": 512 (MiB) in the container, or "memory": "1024" for the whole task.'],
	["docker", "Write mem_limit: 512m or deploy.resources.limits.memory: 512M (docker run --memory 512m)."],
])("the mending of %s", (engine, remediation) => {
	expect(judged(control, task(null, {}, { engine }))).toMatchObject([{ remediation }]);
});
