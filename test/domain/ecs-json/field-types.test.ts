import { describe, expect, test } from "@jest/globals";
import capabilities from "../../../controls/task-definition/capabilities.ts";
import hostPaths from "../../../controls/task-definition/host-paths.ts";
import logging from "../../../controls/task-definition/logging.ts";
import noHostNamespaces from "../../../controls/task-definition/no-host-namespaces.ts";
import notPrivileged from "../../../controls/task-definition/not-privileged.ts";
import readOnlyRoot from "../../../controls/task-definition/read-only-root.ts";
import tmpfsOptions from "../../../controls/task-definition/tmpfs-options.ts";
import { isUnresolved } from "../../../core/reading.ts";
import { checkTypes, type FieldType } from "../../../domain/ecs-json/field-types.ts";
import { resourceTagsOf } from "../../../domain/ecs-json/tags.ts";
import { taskDefinitionFactsOf } from "../../../domain/ecs-json/task-definition-facts.ts";
import { readAt } from "../../support/builders.ts";
import { verdictLines } from "../../support/judged.ts";

const factsOf = (definition: object) => taskDefinitionFactsOf(definition, { arn: "a.json", family: "a", readAt });
const withContainer = (container: object, more: object = {}) =>
	factsOf({ containerDefinitions: [{ name: "app", ...container }], ...more });
const containerOf = (container: object, more: object = {}) => {
	const { containers } = withContainer(container, more);
	if (isUnresolved(containers)) throw new Error(containers.unresolved);
	return containers[0];
};

describe("is unresolved where the type is not the one that ECS accepts:", () => {
	test.each([
		["image", { image: ["nginx"] }, "image is a list, not a string"],
		[
			"readonlyRootFilesystem",
			{ readonlyRootFilesystem: "yes" },
			"readonlyRootFilesystem is a string, not true or false",
		],
		["privileged", { privileged: 1 }, "privileged is a number, not true or false"],
		["user", { user: { uid: 0 } }, "user is an object, not a string"],
		["capabilities", { linuxParameters: [] }, "linuxParameters is a list, not an object"],
		["capabilities", { linuxParameters: { capabilities: "ALL" } }, "capabilities is a string, not an object"],
		["environment", { environment: {} }, "environment is an object, not a list"],
		[
			"environment",
			{ environment: [{ name: "A", value: "b" }, "C=d"] },
			"variable 2 is unknown (item 2 of environment is a string, not an object)",
		],
		["logDriver", { logConfiguration: "awslogs" }, "logConfiguration is a string, not an object"],
		["logDriver", { logConfiguration: { logDriver: {} } }, "logDriver is an object, not a string"],
		["memoryMiB", { memory: "512m" }, "memory is a string, not a number"],
		["memoryMiB", { memory: "512.5" }, "memory is a string, not a number"],
		["memoryMiB", { memory: "512." }, "memory is a string, not a number"],
		["memoryReservationMiB", { memoryReservation: true }, "memoryReservation is true, not a number"],
		["tmpfs", { linuxParameters: { tmpfs: {} } }, "tmpfs is an object, not a list"],
		["mounts", { mountPoints: {} }, "mountPoints is an object, not a list"],
	] as const)("%s of %j", (field, container, unresolved) => {
		expect(containerOf(container)?.[field]).toEqual({ unresolved });
	});

	test.each([
		["pidMode", { pidMode: ["host"] }, "pidMode is a list, not a string"],
		["ipcMode", { ipcMode: {} }, "ipcMode is an object, not a string"],
		["networkMode", { networkMode: {} }, "networkMode is an object, not a string"],
		["volumes", { volumes: { data: {} } }, "volumes is an object, not a list"],
		["containers", { containerDefinitions: { app: {} } }, "containerDefinitions is an object, not a list"],
		["operatingSystem", { runtimePlatform: "WINDOWS" }, "runtimePlatform is a string, not an object"],
		[
			"operatingSystem",
			{ runtimePlatform: { operatingSystemFamily: [] } },
			"operatingSystemFamily is a list, not a string",
		],
		[
			"operatingSystem",
			{ requiresCompatibilities: "FARGATE", containerDefinitions: [{ workingDirectory: "C:\\app" }] },
			"requiresCompatibilities is a string, not a list",
		],
		[
			"operatingSystem",
			{ requiresCompatibilities: ["fargate"], containerDefinitions: [{ workingDirectory: "C:\\app" }] },
			'item 1 of requiresCompatibilities is "fargate", but ECS accepts only "FARGATE"',
		],
	] as const)("%s of %j", (field, definition, unresolved) => {
		expect(factsOf(definition)[field]).toEqual({ unresolved });
	});

	test("a container that is not an object", () => {
		const why = { unresolved: "item 1 of containerDefinitions is a string, not an object" };
		const { containers } = factsOf({ containerDefinitions: ["app"] });
		expect(containers).toMatchObject([{ name: "#1", privileged: why, mounts: why }]);
	});

	test.each([
		["a capability", { linuxParameters: { capabilities: { add: "SYS_ADMIN" } } }, "add is a string, not a list"],
		[
			"one of several",
			{ linuxParameters: { capabilities: { add: [{}] } } },
			"item 1 of add is an object, not a string",
		],
	])("%s", (_, container, unresolved) => {
		expect(containerOf(container)?.capabilities).toMatchObject({ add: { unresolved } });
	});

	test.each([
		["its volume", { sourceVolume: {} }, { volume: { unresolved: "sourceVolume is an object, not a string" } }],
		[
			"whether it is read-only",
			{ readOnly: "true" },
			{ readOnly: { unresolved: "readOnly is a string, not true or false" } },
		],
		["its path", { containerPath: [] }, { path: { unresolved: "containerPath is a list, not a string" } }],
	])("of a mount: %s", (_, point, mount) => {
		expect(containerOf({ mountPoints: [{ containerPath: "/d", ...point }] })?.mounts).toMatchObject([mount]);
	});

	test.each([
		["volumesFrom", { volumesFrom: "log" }, "volumesFrom is a string, not a list"],
		["one of them", { volumesFrom: ["log"] }, "item 1 of volumesFrom is a string, not an object"],
		["its container", { volumesFrom: [{ sourceContainer: [] }] }, "sourceContainer is a list, not a string"],
	])("of inherited mounts: %s", (_, container, unresolved) => {
		expect(containerOf(container)?.mounts).toMatchObject([{ path: { unresolved } }]);
	});

	test.each([
		["its host", { host: "/srv" }, "host is a string, not an object"],
		["its place", { host: { sourcePath: {} } }, "sourcePath is an object, not a string"],
		[
			"its driver's options",
			{ dockerVolumeConfiguration: { driverOpts: "bind" } },
			"driverOpts is a string, not an object",
		],
		[
			"one of them",
			{ dockerVolumeConfiguration: { driverOpts: { o: ["bind"], device: "/srv" } } },
			"o is a list, not a string",
		],
		["all of it", { dockerVolumeConfiguration: [] }, "dockerVolumeConfiguration is a list, not an object"],
	])("of a volume: %s", (_, volume, unresolved) => {
		const mountPoints = [{ containerPath: "/d", sourceVolume: "v" }];
		const { mounts } = containerOf({ mountPoints }, { volumes: [{ name: "v", ...volume }] }) ?? {};
		expect(mounts).toMatchObject([{ hostPath: { unresolved } }]);
	});

	test.each([
		[[{ name: "a", efsVolumeConfiguration: "fs-1" }], "efsVolumeConfiguration is a string, not an object"],
		[
			[{ name: "a", efsVolumeConfiguration: { transitEncryption: {} } }],
			"transitEncryption is an object, not a string",
		],
		[["a"], "item 1 of volumes is a string, not an object"],
	])("EFS: %j", (volumes, unresolved) => {
		expect(factsOf({ volumes }).volumes).toMatchObject([{ efsTransitEncryption: { unresolved } }]);
	});
});

test.each<[unknown, unknown]>([
	["team=shop", { unread: "tags is a string, not a list" }],
	[["team=shop"], { unread: "item 1 of tags is a string, not an object" }],
	[[{ key: {} }], { unread: "key is an object, not a string" }],
	[[{ key: "team", value: 5 }], { value: { team: "5" } }],
	[{ team: "shop" }, { value: { team: "shop" } }],
	[null, { value: {} }],
])("tags %j", (tags, expected) => {
	expect(resourceTagsOf(tags)).toEqual(expected);
});

test("accepts numbers as names of containers", () => {
	const { containers } = factsOf({
		containerDefinitions: [
			{ name: "app", volumesFrom: [{ sourceContainer: 5 }] },
			{ name: 5, mountPoints: [{ containerPath: "/d", sourceVolume: "v" }] },
		],
	});
	expect(containers).toMatchObject([{ mounts: [{ path: "/d" }] }, { name: "5" }]);
});

describe("keeps apart keywords that ECS accepts only in one letter case:", () => {
	test.each([
		["pidMode", "HOST", { unresolved: 'pidMode is "HOST", but ECS accepts only "host"' }],
		["pidMode", " task", { unresolved: 'pidMode is "task", but ECS accepts only "task"' }],
		["ipcMode", "Host", { unresolved: 'ipcMode is "Host", but ECS accepts only "host"' }],
		["networkMode", "AWSVPC", { unresolved: 'networkMode is "AWSVPC", but ECS accepts only "awsvpc"' }],
		["networkMode", "host", "host"],
		["networkMode", "default", "default"],
		["pidMode", "", null],
	] as const)("%s %j", (field, written, expected) => {
		expect(factsOf({ [field]: written })[field]).toEqual(expected);
	});

	test.each([
		["NONE", { unresolved: 'logDriver is "NONE", but ECS accepts only "none"' }],
		["none", "none"],
		["loki", "loki"],
	])("log driver %s", (logDriver, expected) => {
		expect(containerOf({ logConfiguration: { logDriver } })?.logDriver).toEqual(expected);
	});

	test("mount options", () => {
		const tmpfs = [{ containerPath: "/tmp", size: 1, mountOptions: ["nosuid", "NOEXEC", "mode=1777"] }];
		expect(containerOf({ linuxParameters: { tmpfs } })?.tmpfs).toMatchObject([
			{
				options: {
					unresolved: 'item 2 of mountOptions is "NOEXEC", but ECS accepts only "noexec"',
					known: ["nosuid", null, "mode=1777"],
				},
			},
		]);
	});
});

describe("no control passes a value that ECS would reject:", () => {
	const tmpfs = (mountOptions: readonly string[]) => ({
		linuxParameters: { tmpfs: [{ containerPath: "/tmp", size: 1, mountOptions }] },
	});
	test.each([
		[notPrivileged, withContainer({ privileged: "true" }), "privileged is a string, not true or false"],
		[readOnlyRoot, withContainer({ readonlyRootFilesystem: "true" }), "readonlyRootFilesystem is a string"],
		[capabilities, withContainer({ linuxParameters: { capabilities: { add: "SYS_ADMIN" } } }), "add is a string"],
		[hostPaths, withContainer({ mountPoints: { containerPath: "/d" } }), "mountPoints is an object, not a list"],
		[noHostNamespaces, factsOf({ pidMode: "HOST" }), 'pidMode is "HOST", but ECS accepts only "host"'],
		[logging, withContainer({ logConfiguration: { logDriver: "NONE" } }), 'logDriver is "NONE"'],
		[tmpfsOptions, withContainer(tmpfs(["NOEXEC", "nosuid", "nodev"])), 'item 1 of mountOptions is "NOEXEC"'],
	])("%#", (control, facts, reason) => {
		expect(verdictLines(control, facts)).toEqual([expect.stringContaining(reason)]);
		expect(verdictLines(control, facts)).toEqual([expect.stringMatching(/unknown/)]);
	});
});

test("keeps null, unresolved and correct values, and unlisted fields", () => {
	const booleanKind: FieldType = { is: "boolean" };
	const open = { unresolved: "Ref X has no default" };
	for (const value of [null, undefined, open, true]) expect(checkTypes(value, booleanKind, "x")).toBe(value);
	expect(checkTypes("HIDDEN_DUE_TO_SECURITY_REASONS", booleanKind, "x")).toEqual({
		unresolved: "redacted by CloudTrail",
	});
	expect(checkTypes({ a: 1, b: 2 }, { is: "object", fields: { a: booleanKind, c: booleanKind } }, "x")).toEqual({
		a: { unresolved: "a is a number, not true or false" },
		b: 2,
	});
});
