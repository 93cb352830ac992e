import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { taskDefinitionFactsOf } from "../../../adapters/ecs/task-definition-facts.ts";
import { isUnresolved } from "../../../core/reading.ts";
import { aContainer, readAt } from "../../support/builders.ts";

const origin = { arn: "arn:aws:ecs:ap-northeast-1:111122223333:task-definition/web", family: "web", readAt };
const factsOf = (definition: unknown) => taskDefinitionFactsOf(definition, origin);
const containersOf = (...containerDefinitions: unknown[]) => {
	const { containers } = factsOf({ containerDefinitions });
	if (isUnresolved(containers)) throw new Error(containers.unresolved);
	return containers;
};
const bare = aContainer({ image: null, readonlyRootFilesystem: null, tmpfs: [] });

test("a whole definition becomes facts", () => {
	const definition = {
		family: "api",
		revision: 8,
		status: "ACTIVE",
		memory: "2048",
		requiresCompatibilities: ["FARGATE"],
		compatibilities: ["EC2", "FARGATE"],
		containerDefinitions: [
			{
				name: "app",
				image: "nginx",
				memory: 512,
				memoryReservation: 256,
				readonlyRootFilesystem: true,
				environment: "HIDDEN_DUE_TO_SECURITY_REASONS",
				linuxParameters: { tmpfs: [{ containerPath: "/tmp", size: 64, mountOptions: ["noexec"] }] },
			},
		],
	};
	expect(factsOf(definition)).toEqual({
		kind: "task-definition",
		family: "api",
		arn: origin.arn,
		revision: 8,
		status: "ACTIVE",
		engine: "ecs",
		operatingSystem: "linux",
		compatibilities: ["FARGATE"],
		platformVersions: [],
		memoryMiB: 2048,
		containers: [
			aContainer({
				image: "nginx",
				memoryMiB: 512,
				memoryReservationMiB: 256,
				tmpfs: [{ path: "/tmp", sizeMiB: 64, options: ["noexec"] }],
			}),
		],
		readAt,
	});
});

describe("what is not written, or written as null, is absent", () => {
	const nulls = Object.fromEntries(
		[
			"image",
			"memory",
			"memoryReservation",
			"readonlyRootFilesystem",
			"linuxParameters",
			"mountPoints",
			"volumesFrom",
			"environment",
		].map((field) => [field, null]),
	);

	test.each([
		["nothing but a name", { name: "app" }],
		["nulls, as consoles write them", { name: "app", ...nulls }],
		["parameters without a tmpfs", { name: "app", linuxParameters: { tmpfs: null, capabilities: null } }],
	])("a container with %s", (_, container) => {
		expect(containersOf(container)).toEqual([bare]);
	});

	test("a container without a name is called by its place", () => {
		expect(containersOf({ name: "app" }, null).map(({ name }) => name)).toEqual(["app", "#2"]);
	});

	test.each([[{}], [null], ["text"], [{ containerDefinitions: null }]])("%j lists no containers", (definition) => {
		const containers = { unresolved: "the definition lists no containers" };
		expect(factsOf(definition)).toMatchObject({ family: "web", revision: null, status: null, containers });
	});

	test.each([
		["what it requires", { requiresCompatibilities: ["EC2"], compatibilities: ["EC2", "FARGATE"] }, ["EC2"]],
		["else what it would pass for", { requiresCompatibilities: null, compatibilities: ["EC2"] }, ["EC2"]],
		["else nothing", {}, []],
	])("it runs on %s", (_, definition, compatibilities) => {
		expect(factsOf(definition)).toMatchObject({ compatibilities });
	});
});

test.each([
	[true, true],
	[false, false],
	["true", null],
	["false", null],
	[1, null],
	[null, null],
])("readonlyRootFilesystem %j is %j: a text is never taken for true", (readonlyRootFilesystem, expected) => {
	expect(containersOf({ readonlyRootFilesystem })).toMatchObject([{ readonlyRootFilesystem: expected }]);
});

test.each([
	["1024", 1024],
	["1GB", 1024],
	["1 GB", 1024],
	["2 gb", 2048],
	[".5 gb", 512],
	["0.5GB", 512],
	[512, 512],
	["0", null],
	["", null],
	[null, null],
	["-1", null],
	["lots", { unresolved: "the task's memory is not an amount" }],
	[{}, { unresolved: "the task's memory is not an amount" }],
])("task memory %j is %j MiB", (memory, memoryMiB) => {
	expect(factsOf({ memory }).memoryMiB).toEqual(memoryMiB);
});

test.each([
	[64, 64],
	["64", 64],
	[0, 0],
	[-5, -5],
	["64m", null],
	[undefined, null],
	[Number.NaN, null],
])("a tmpfs of size %j has %j MiB: what is no size, and what is too small, stays visible", (size, sizeMiB) => {
	const tmpfs = [{ containerPath: "/tmp", size, mountOptions: ["noexec", 7, null] }];
	expect(containersOf({ linuxParameters: { tmpfs } })).toMatchObject([
		{ tmpfs: [{ path: "/tmp", sizeMiB, options: ["noexec"] }] },
	]);
});

test("a tmpfs without a path is unresolved", () => {
	const path = { unresolved: "the tmpfs has no containerPath" };
	expect(containersOf({ linuxParameters: { tmpfs: [null] } })).toMatchObject([
		{ tmpfs: [{ path, sizeMiB: null, options: [] }] },
	]);
});

describe("environment and secrets", () => {
	test("reach nothing", () => {
		const hidden = "wordpress-db-password";
		const definition = {
			containerDefinitions: [
				{
					name: "app",
					environment: [{ name: "DB_PASSWORD", value: hidden }],
					secrets: [{ name: "TOKEN", valueFrom: hidden }],
					repositoryCredentials: { credentialsParameter: hidden },
				},
			],
		};
		expect(JSON.stringify(factsOf(definition))).not.toContain(hidden);
	});
});

describe("whatever it is given", () => {
	const key = fc.constantFrom(
		"containerDefinitions",
		"volumes",
		"host",
		"name",
		"memory",
		"mountPoints",
		"volumesFrom",
		"linuxParameters",
		"tmpfs",
		"runtimePlatform",
		"command",
		"sourceContainer",
		"sourceVolume",
		"__proto__",
		"constructor",
		"readonlyRootFilesystem",
	);
	const names = fc.constantFrom("a", "b", "c", "toString");
	const lists = fc.array(fc.object({ key, values: [names, fc.boolean(), fc.constant(null), fc.integer()] }), {
		maxLength: 4,
	});
	const likely = fc.record(
		{ containerDefinitions: lists, volumes: lists, memory: fc.anything() },
		{ requiredKeys: [] },
	);

	test("it never throws, never changes it, and says the same again", () => {
		fc.assert(
			fc.property(fc.oneof(fc.anything(), likely, fc.jsonValue()), (definition) => {
				const facts = factsOf(definition);
				expect(facts.arn).toBe(origin.arn);
				expect(factsOf(definition)).toEqual(facts);
			}),
			{ numRuns: 1_000 },
		);
		expect(({} as Record<string, unknown>)["polluted"]).toBeUndefined();
	});

	test("every container has its facts, in order", () => {
		fc.assert(
			fc.property(lists, (containers) => {
				expect(containersOf(...containers)).toHaveLength(containers.length);
			}),
		);
	});

	test("ten thousand containers that inherit from one another are read within a moment", () => {
		const chain = Array.from({ length: 10_000 }, (_, n) => ({
			name: `c${n}`,
			mountPoints: [{ containerPath: `/${n}`, sourceVolume: "v" }],
			volumesFrom: [{ sourceContainer: `c${n + 1}` }],
		}));
		const began = performance.now();
		expect(containersOf(...chain)[0]?.mounts).toEqual({ unresolved: "volumesFrom leads to more than 20 containers" });
		expect(performance.now() - began).toBeLessThan(3_000);
	});
});
