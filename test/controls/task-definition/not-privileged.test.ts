import { expect, test } from "@jest/globals";
import { defaultPolicy } from "../../../controls/default-policy.ts";
import control from "../../../controls/task-definition/not-privileged.ts";
import type { ContainerFacts, TaskDefinitionFacts } from "../../../core/facts.ts";
import { isBlocking } from "../../../core/judge.ts";
import { aContainer, aTaskDefinition } from "../../support/builders.ts";
import { judged, told } from "../../support/judged.ts";

const saying = (privileged: ContainerFacts["privileged"], more: Partial<TaskDefinitionFacts> = {}) =>
	aTaskDefinition({ containers: [aContainer({ privileged })], ...more });
const fine = "pass HIGH container app is not privileged";
const bad = "fail HIGH container app is privileged";

test.each<[string, TaskDefinitionFacts, string]>([
	["not written", saying(null), fine],
	["false", saying(false), fine],
	["true", saying(true), bad],
	["true on Windows, which has to be taken out all the same", saying(true, { operatingSystem: "windows" }), bad],
	["true in Docker", saying(true, { engine: "docker" }), bad],
	[
		"not known",
		saying({ unresolved: "Ref Privileged" }),
		"unknown HIGH whether container app is privileged is not known (Ref Privileged)",
	],
	["no container", aTaskDefinition({ containers: [] }), "not-applicable HIGH there is no container"],
	[
		"containers that are not known",
		aTaskDefinition({ containers: { unresolved: "Ref Containers" } }),
		"unknown HIGH the containers are not known (Ref Containers)",
	],
])("%s", (_, facts, expected) => {
	expect(told(control, facts)).toEqual([expected]);
});

test("every container is judged and named, with the field to mend", () => {
	const containers = [aContainer(), aContainer({ name: "agent", privileged: true })];
	expect(judged(control, aTaskDefinition({ containers }))).toMatchObject([
		{ container: "app", status: "pass" },
		{ container: "agent", status: "fail", field: "privileged" },
	]);
});

test("the mending speaks the language of the file", () => {
	expect(judged(control, saying(true))[0]?.remediation).toBe(
		'Take "privileged": true out; name the one device (linuxParameters.devices) or capability that the program needs.',
	);
	expect(judged(control, saying(true, { engine: "docker" }))[0]?.remediation).toBe(
		"Take privileged: true out (docker run --privileged); name the one device (devices:) or capability (cap_add:).",
	);
});

test("it stops a deploy", () => {
	expect(isBlocking(control, { severity: "HIGH" }, defaultPolicy)).toBe(true);
});
