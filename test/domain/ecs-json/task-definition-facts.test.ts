import { describe, expect, test } from "@jest/globals";
import type { ContainerFacts } from "../../../core/facts.ts";
import { HiddenText } from "../../../core/hidden-text.ts";
import { isUnresolved } from "../../../core/reading.ts";
import { taskDefinitionFactsOf } from "../../../domain/ecs-json/task-definition-facts.ts";
import { readAt } from "../../support/builders.ts";

const origin = { arn: "arn:aws:ecs:ap-northeast-1:111122223333:task-definition/web", family: "web", readAt };
const factsOf = (definition: unknown) => taskDefinitionFactsOf(definition, origin);
const containersOf = (...containerDefinitions: unknown[]) => {
	const { containers } = factsOf({ containerDefinitions });
	if (isUnresolved(containers)) throw new Error(containers.unresolved);
	return containers;
};
const notAsked = { unread: "its registry was not queried", needsAws: true } as const;
const bare: ContainerFacts = {
	name: "app",
	image: null,
	imageRepository: notAsked,
	registryImage: notAsked,
	readonlyRootFilesystem: null,
	privileged: null,
	user: null,
	capabilities: { add: [], drop: [] },
	environment: [],
	logDriver: null,
	memoryMiB: null,
	memoryReservationMiB: null,
	tmpfs: [],
	mounts: [],
};

test("reads a whole definition", () => {
	const definition = {
		family: "api",
		revision: 8,
		status: "ACTIVE",
		memory: "2048",
		pidMode: "task",
		ipcMode: "host",
		networkMode: "awsvpc",
		requiresCompatibilities: ["FARGATE"],
		compatibilities: ["EC2", "FARGATE"],
		volumes: [
			{ name: "host", host: { sourcePath: "/srv" } },
			{ name: "files", efsVolumeConfiguration: { fileSystemId: "fs-1", transitEncryption: "ENABLED" } },
			{ name: "plain", efsVolumeConfiguration: {} },
		],
		containerDefinitions: [
			{
				name: "app",
				image: "nginx",
				memory: 512,
				memoryReservation: 256,
				readonlyRootFilesystem: true,
				privileged: true,
				user: "1000:0",
				environment: [
					{ name: "A", value: "b" },
					{ name: "C", value: null },
				],
				logConfiguration: { logDriver: "awslogs" },
				mountPoints: [{ containerPath: "/data", sourceVolume: "host", readOnly: true }],
				linuxParameters: {
					capabilities: { add: ["SYS_PTRACE"], drop: ["ALL"] },
					tmpfs: [{ containerPath: "/tmp", size: 64, mountOptions: ["noexec"] }],
				},
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
		execServices: [],
		memoryMiB: 2048,
		pidMode: "task",
		ipcMode: "host",
		networkMode: "awsvpc",
		volumes: [
			{ name: "host" },
			{ name: "files", efsTransitEncryption: "ENABLED" },
			{ name: "plain", efsTransitEncryption: null },
		],
		containers: [
			{
				name: "app",
				image: "nginx",
				imageRepository: notAsked,
				registryImage: notAsked,
				readonlyRootFilesystem: true,
				privileged: true,
				user: "1000:0",
				capabilities: { add: ["SYS_PTRACE"], drop: ["ALL"] },
				environment: [
					{ name: "A", value: new HiddenText("b") },
					{ name: "C", value: null },
				],
				logDriver: "awslogs",
				memoryMiB: 512,
				memoryReservationMiB: 256,
				tmpfs: [{ path: "/tmp", sizeMiB: 64, options: ["noexec"] }],
				mounts: [{ path: "/data", volume: "host", hostPath: "/srv", readOnly: true }],
			},
		],
		neighbours: [],
		tags: { unread: "tags were not requested" },
		readAt,
	});
});

test("takes what the context provides from it", () => {
	const repository = { value: { tagMutability: "IMMUTABLE", exclusionFilters: [] } };
	const known = {
		...origin,
		platformVersions: ["1.3.0"],
		execServices: ["Web"],
		tags: { value: { team: "shop" } },
		imageRepository: (image: unknown) => (image === "a" ? repository : notAsked),
	};
	const facts = taskDefinitionFactsOf({ containerDefinitions: [{ image: "a" }, { image: "b" }] }, known);
	expect(facts).toMatchObject({
		platformVersions: ["1.3.0"],
		execServices: ["Web"],
		tags: { value: { team: "shop" } },
		containers: [{ imageRepository: repository }, { imageRepository: notAsked }],
	});
});

describe("a field that is missing or null is absent:", () => {
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
			"user",
			"privileged",
			"logConfiguration",
		].map((field) => [field, null]),
	);

	test.each([
		["nothing but a name", { name: "app" }],
		["nulls, as consoles write them", { name: "app", ...nulls }],
		["parameters without a tmpfs", { name: "app", linuxParameters: { tmpfs: null, capabilities: null } }],
	])("a container with %s", (_, container) => {
		expect(containersOf(container)).toEqual([bare]);
	});

	test("names a container without a name by its position", () => {
		expect(containersOf({ name: "app" }, null).map(({ name }) => name)).toEqual(["app", "#2"]);
	});

	test.each([[{}], [null], ["text"], [{ containerDefinitions: null }]])(
		"the definition %j lists no containers",
		(definition) => {
			const containers = { unresolved: "the definition lists no containers" };
			expect(factsOf(definition)).toMatchObject({ family: "web", revision: null, status: null, containers });
		},
	);

	test.each([
		[
			"the required compatibilities",
			{ requiresCompatibilities: ["EC2"], compatibilities: ["EC2", "FARGATE"] },
			["EC2"],
		],
		[
			"the compatibilities where none are required",
			{ requiresCompatibilities: null, compatibilities: ["EC2"] },
			["EC2"],
		],
		["else nothing", {}, []],
	])("runs on %s", (_, definition, compatibilities) => {
		expect(factsOf(definition)).toMatchObject({ compatibilities });
	});
});

test.each([
	[true, true],
	[false, false],
	["true", { unresolved: "readonlyRootFilesystem is a string, not true or false" }],
	["false", { unresolved: "readonlyRootFilesystem is a string, not true or false" }],
	[1, { unresolved: "readonlyRootFilesystem is a number, not true or false" }],
	[null, null],
])("reads readonlyRootFilesystem %j as %j, and never a string as true", (readonlyRootFilesystem, expected) => {
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
	["lots", { unresolved: "the task's memory is not a valid amount" }],
	[{}, { unresolved: "the task's memory is not a valid amount" }],
])("reads the task memory %j as %j MiB", (memory, memoryMiB) => {
	expect(factsOf({ memory }).memoryMiB).toEqual(memoryMiB);
});

test.each([
	[64, 64],
	["64", 64],
	["64.0", 64],
	["64.5", { unresolved: "size is a string, not a number" }],
	[0, 0],
	[-5, -5],
	["64m", { unresolved: "size is a string, not a number" }],
	[undefined, null],
	["", null],
	[Number.NaN, { unresolved: "size is NaN, not a number" }],
])("reads the tmpfs size %j as %j MiB, so that invalid and too small sizes stay visible", (size, sizeMiB) => {
	const tmpfs = [{ containerPath: "/tmp", size, mountOptions: ["noexec", 7, null] }];
	expect(containersOf({ linuxParameters: { tmpfs } })).toMatchObject([
		{ tmpfs: [{ path: "/tmp", sizeMiB, options: ["noexec", "7"] }] },
	]);
});

test("has an unresolved path for a tmpfs without one", () => {
	expect(containersOf({ linuxParameters: { tmpfs: [null] } })).toMatchObject([
		{ tmpfs: [{ path: { unresolved: "the tmpfs has no containerPath" }, sizeMiB: null, options: [] }] },
	]);
});

test("reads numbers and booleans of YAML as strings", () => {
	const [container] = containersOf({ user: 0, environment: [{ name: "A", value: true }] });
	expect(container).toMatchObject({ user: "0" });
	expect(container?.environment).toMatchObject([{ name: "A" }]);
	const variables = container?.environment ?? [];
	const [variable] = isUnresolved(variables) ? [] : variables;
	expect(variable?.value instanceof HiddenText && variable.value.inspect((text) => text === "true")).toBe(true);
});
