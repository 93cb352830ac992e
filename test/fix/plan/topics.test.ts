import { expect, test } from "@jest/globals";
import { defaultPolicy } from "../../../controls/default-policy.ts";
import { controls } from "../../../controls/index.ts";
import type { ContainerFacts } from "../../../core/facts.ts";
import { judge } from "../../../core/judge.ts";
import { controlsByTopic, type Topic, topics } from "../../../fix/plan/topics.ts";
import { aContainer, aTaskDefinition, aTmpfs } from "../../support/builders.ts";

const mount = { path: "/etc/app", volume: "conf", hostPath: null, readOnly: false };

test.each<[Topic, string, Partial<ContainerFacts>]>([
	["root", "task-definition/read-only-root", { readonlyRootFilesystem: false }],
	["root", "task-definition/writable-paths", { tmpfs: [] }],
	["sizes", "task-definition/tmpfs-size", { tmpfs: [aTmpfs({ sizeMiB: null })] }],
	["options", "task-definition/tmpfs-options", { tmpfs: [aTmpfs({ options: [] })] }],
	["mounts", "task-definition/read-only-mounts", { mounts: [mount] }],
])("fixes for topic %s are proposed when %s fails", (topic, control, container) => {
	const facts = aTaskDefinition({ containers: [aContainer(container)] });
	const failed = judge(controls, facts, defaultPolicy).flatMap((one) => (one.status === "fail" ? one.control : []));
	expect(failed).toEqual([control]);
	expect(topics.filter((one) => controlsByTopic[one].some((cause) => cause === control))).toEqual([topic]);
});

test("failures of no other control can be fixed", () => {
	expect(topics.map((topic) => controlsByTopic[topic].length)).toEqual([2, 1, 1, 1]);
});
