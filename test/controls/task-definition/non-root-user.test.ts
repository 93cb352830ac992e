import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import control from "../../../controls/task-definition/non-root-user.ts";
import type { ContainerFacts, TaskDefinitionFacts } from "../../../core/facts.ts";
import { aContainer, aTaskDefinition } from "../../support/builders.ts";
import { judged, verdictLines } from "../../support/judged.ts";

const as = (user: ContainerFacts["user"], more: Partial<TaskDefinitionFacts> = {}) =>
	aTaskDefinition({ containers: [aContainer({ user })], ...more });
const windows = { operatingSystem: "windows" } as const;
const undecided = { operatingSystem: { unresolved: "Ref Os" } } as const;
const noUser = "fail MEDIUM container app does not set a user";

describe("on Linux", () => {
	test.each([null, "", " "])("fails for %p, which does not set a user", (user) => {
		expect(verdictLines(control, as(user))).toEqual([noUser]);
	});

	test.each([
		"root",
		"0",
		"0:0",
		"root:root",
		"0:1000",
		"root:1000",
		"root:app",
		" root",
		"root ",
		"root :app",
		"00",
		"+0",
		"-0",
		":1000",
		"root:a:b",
		"root:a\nb",
	])("fails for %p, which is root", (user) => {
		expect(verdictLines(control, as(user))).toEqual([
			`fail MEDIUM container app runs as ${user.trim().replace("\n", " ")}`,
		]);
	});

	test.each([
		"1000",
		"1000:0",
		"1000:root",
		"1000:1000",
		"app",
		"app:root",
		"rootless",
		"myroot",
		"10",
		"01",
		"100",
		"0x0",
		"Root",
		"65534",
		"ContainerAdministrator",
	])("passes for %p", (user) => {
		expect(verdictLines(control, as(user))).toEqual([`pass MEDIUM container app runs as ${user}`]);
	});
});

describe("on Windows", () => {
	test.each([null, "", " "])("fails for %p, which does not set a user", (user) => {
		expect(verdictLines(control, as(user, windows))).toEqual([noUser]);
	});

	test.each([
		"ContainerAdministrator",
		"containeradministrator",
		"CONTAINERADMINISTRATOR",
		" ContainerAdministrator ",
		"User Manager\\ContainerAdministrator",
		"NT AUTHORITY\\SYSTEM",
		"LocalSystem",
		"administrator",
	])("fails for %p, which is an administrator", (user) => {
		expect(verdictLines(control, as(user, windows))).toEqual([`fail MEDIUM container app runs as ${user.trim()}`]);
	});

	test.each([
		"ContainerUser",
		"root",
		"0",
		"NotContainerAdministrator",
		"ContainerAdministrator2",
		"system2",
		"filesystem",
	])("passes for %p", (user) => {
		expect(verdictLines(control, as(user, windows))).toEqual([`pass MEDIUM container app runs as ${user}`]);
	});
});

describe("on an unknown operating system", () => {
	test.each<[ContainerFacts["user"], string]>([
		["1000", "pass MEDIUM container app runs as 1000"],
		[null, noUser],
		[
			"root",
			"unknown MEDIUM container app runs as root, which is an administrator on Linux; the operating system is unknown (Ref Os)",
		],
		[
			"ContainerAdministrator",
			"unknown MEDIUM container app runs as ContainerAdministrator, which is an administrator on Windows; the operating system is unknown (Ref Os)",
		],
	])("gives the right verdict for the user %p", (user, expected) => {
		expect(verdictLines(control, as(user, undecided))).toEqual([expected]);
	});
});

test.each<[string, TaskDefinitionFacts, string]>([
	["an unknown user", as({ unresolved: "Ref User" }), "unknown MEDIUM the user of container app is unknown (Ref User)"],
	["no container", aTaskDefinition({ containers: [] }), "not-applicable MEDIUM there are no containers"],
	["an external name, which is kept on one line", as("a\nb"), "pass MEDIUM container app runs as a b"],
])("gives the right verdict for: %s", (_, facts, expected) => {
	expect(verdictLines(control, facts)).toEqual([expected]);
});

test.each<[string, TaskDefinitionFacts, string]>([
	["ECS", as(null), 'Write "user": "1000:1000".'],
	["ECS, root", as("root"), 'Write "user": "1000:1000".'],
	["Compose", as(null, { engine: "docker" }), 'Write user: "1000:1000" (docker run --user 1000:1000).'],
	["ECS on Windows", as(null, windows), 'Write "user": "ContainerUser".'],
	["Docker on Windows", as(null, { ...windows, engine: "docker" }), "Write user: ContainerUser."],
])("gives the right remediation for %s", (_, facts, remediation) => {
	expect(judged(control, facts)).toMatchObject([{ remediation, container: "app", field: "user" }]);
});

test("gives the same verdict with and without a group", () => {
	const name = fc.oneof(fc.constantFrom("root", "0", "app", "1000"), fc.stringMatching(/^[a-z0-9]{1,8}$/));
	fc.assert(
		fc.property(name, fc.stringMatching(/^[a-z0-9]{0,8}$/), (user, group) => {
			expect(judged(control, as(`${user}:${group}`))[0]?.status).toBe(judged(control, as(user))[0]?.status);
		}),
	);
});
