import { expect, test } from "@jest/globals";
import { defaultPolicy } from "../../../controls/default-policy.ts";
import control from "../../../controls/task-definition/not-privileged.ts";
import type { ContainerFacts, TaskDefinitionFacts } from "../../../core/facts.ts";
import { isBlocking } from "../../../core/judge.ts";
import { aContainer, aTaskDefinition } from "../../support/builders.ts";
import { judged, verdictLines } from "../../support/judged.ts";

const saying = (privileged: ContainerFacts["privileged"], more: Partial<TaskDefinitionFacts> = {}) =>
	aTaskDefinition({ containers: [aContainer({ privileged })], ...more });
const fine = "pass HIGH container app is not privileged";
const bad = "fail HIGH container app is privileged";

test.each<[string, TaskDefinitionFacts, string]>([
	["privileged not set", saying(null), fine],
	["privileged false", saying(false), fine],
	["privileged true", saying(true), bad],
	["privileged true on Windows", saying(true, { operatingSystem: "windows" }), bad],
	["privileged true in Docker", saying(true, { engine: "docker" }), bad],
	[
		"an unknown privileged flag",
		saying({ unresolved: "Ref Privileged" }),
		"unknown HIGH whether container app is privileged is unknown (Ref Privileged)",
	],
	["no container", aTaskDefinition({ containers: [] }), "not-applicable HIGH there are no containers"],
	[
		"unknown containers",
		aTaskDefinition({ containers: { unresolved: "Ref Containers" } }),
		"unknown HIGH the containers are unknown (Ref Containers)",
	],
])("gives the right verdict for: %s", (_, facts, expected) => {
	expect(verdictLines(control, facts)).toEqual([expected]);
});

test("judges and names every container, with the field to fix", () => {
	const containers = [aContainer(), aContainer({ name: "agent", privileged: true })];
	expect(judged(control, aTaskDefinition({ containers }))).toMatchObject([
		{ container: "app", status: "pass" },
		{ container: "agent", status: "fail", field: "privileged" },
	]);
});

test("gives a remediation in the format of the file", () => {
	expect(judged(control, saying(true))[0]?.remediation).toBe(
		'Remove "privileged": true; add only the device (linuxParameters.devices) or capability that the program needs.',
	);
	expect(judged(control, saying(true, { engine: "docker" }))[0]?.remediation).toBe(
		"Remove privileged: true (docker run --privileged); add only the device (devices:) or capability (cap_add:) that it needs.",
	);
});

test("blocks a deployment by default", () => {
	expect(isBlocking(control, { severity: "HIGH" }, defaultPolicy)).toBe(true);
});
