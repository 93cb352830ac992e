import { describe, expect, test } from "@jest/globals";
import type { HiddenText } from "../../../core/hidden-text.ts";
import { parsePlaceholders } from "../../../core/placeholders.ts";
import { isUnresolved } from "../../../core/reading.ts";
import { taskDefinitionFactsOf } from "../../../domain/ecs-json/task-definition-facts.ts";
import { readAt } from "../../support/builders.ts";

const open = { unresolved: "Ref X has no default" };
const partly = (text: string) => ({ ...open, text: parsePlaceholders(text) });
const factsOf = (definition: unknown) => taskDefinitionFactsOf(definition, { arn: "a.yaml", family: "a", readAt });
const containerOf = (container: unknown, more: object = {}) => {
	const { containers } = factsOf({ containerDefinitions: [container], ...more });
	if (isUnresolved(containers)) throw new Error(containers.unresolved);
	return containers[0];
};

describe("keeps unresolved", () => {
	test.each([
		["memoryMiB", { memory: open }],
		["pidMode", { pidMode: open }],
		["ipcMode", { ipcMode: open }],
		["networkMode", { networkMode: open }],
		["volumes", { volumes: open }],
		["containers", { containerDefinitions: open }],
		["operatingSystem", { runtimePlatform: open }],
		["operatingSystem", { runtimePlatform: { operatingSystemFamily: open } }],
	] as const)("%s of %j", (field, definition) => {
		expect(factsOf(definition)[field]).toEqual(open);
	});

	test("a whole definition", () => {
		const { family, memoryMiB, volumes, containers, operatingSystem, networkMode } = factsOf(open);
		expect([memoryMiB, volumes, containers, operatingSystem, networkMode]).toEqual(Array(5).fill(open));
		expect(family).toBe("a");
	});

	test.each([
		["image", { image: open }],
		["readonlyRootFilesystem", { readonlyRootFilesystem: open }],
		["privileged", { privileged: open }],
		["user", { user: open }],
		["environment", { environment: open }],
		["logDriver", { logConfiguration: open }],
		["logDriver", { logConfiguration: { logDriver: open } }],
		["memoryMiB", { memory: open }],
		["memoryReservationMiB", { memoryReservation: open }],
		["capabilities", { linuxParameters: open }],
		["capabilities", { linuxParameters: { capabilities: open } }],
		["tmpfs", { linuxParameters: open }],
		["tmpfs", { linuxParameters: { tmpfs: open } }],
		["mounts", { mountPoints: open }],
	] as const)("%s of a container %j", (field, container) => {
		expect(containerOf(container)?.[field]).toEqual(open);
	});

	test("a whole container", () => {
		expect(containerOf(open)).toMatchObject({ name: "#1", image: open, environment: open, tmpfs: open, mounts: open });
	});

	test("the items of a list", () => {
		const tmpfs = [open, { containerPath: open, size: open, mountOptions: open }, { mountOptions: ["rw", open] }];
		const container = containerOf({ linuxParameters: { tmpfs, capabilities: { add: open, drop: ["ALL", open] } } });
		const path = { unresolved: "the tmpfs has no containerPath" };
		expect(container?.tmpfs).toEqual([
			{ path: open, sizeMiB: open, options: open },
			{ path: open, sizeMiB: open, options: open },
			{ path, sizeMiB: null, options: { ...open, known: ["rw", null] } },
		]);
		expect(container?.capabilities).toEqual({ add: open, drop: { ...open, known: ["ALL", null] } });
	});

	test("the items of a list of strings, with the known ones in their places", () => {
		const add = ["KILL", partly("${A}"), 5, { unresolved: "B" }, "CHOWN"];
		const known = ["KILL", null, "5", null, "CHOWN"];
		const container = containerOf({ linuxParameters: { capabilities: { add } } });
		expect(container?.capabilities).toEqual({ add: { ...open, known }, drop: [] });
	});

	test("volumes that may be EFS file systems", () => {
		const volumes = [
			open,
			{ name: "a", efsVolumeConfiguration: open },
			{ name: "b", efsVolumeConfiguration: { transitEncryption: open } },
		];
		expect(factsOf({ volumes }).volumes).toEqual([
			{ name: "(no name)", efsTransitEncryption: open },
			{ name: "a", efsTransitEncryption: open },
			{ name: "b", efsTransitEncryption: open },
		]);
	});
});

test.each([[{ unresolved: 5 }], [{ unresolved: { a: 1 } }]])(
	"does not take %j for unresolved, which only a reader can mark with a reason",
	(value) => {
		expect(containerOf({ user: value })?.user).toEqual({ unresolved: "user is an object, not a string" });
	},
);

describe("the environment", () => {
	const variablesOf = (environment: unknown) => {
		const known = containerOf({ environment })?.environment;
		return known === undefined || isUnresolved(known) ? [] : known;
	};
	const shows = (value: HiddenText | undefined, expected: string) => value?.inspect((text) => text === expected);

	test("keeps the known part of an unresolved value hidden", () => {
		const environment = [
			{ name: "A", value: partly("postgres://${User}@db") },
			{ name: "B", value: open },
			{ name: "C", value: open, noEchoParameter: "Password" },
		];
		const [a, b, c] = variablesOf(environment);
		expect(a).toMatchObject({ name: "A", value: open });
		expect(shows(a?.known, "postgres://${User}@db")).toBe(true);
		expect(b).toEqual({ name: "B", value: open });
		expect(c).toEqual({ name: "C", value: open, noEchoParameter: "Password" });
		expect(JSON.stringify(containerOf({ environment }))).not.toContain("postgres");
	});

	test.each([
		[[{ name: "A", value: "b" }, open], "variable 2 is unknown (Ref X has no default)"],
		[[{ name: open, value: "b" }], "variable 1 is unknown (Ref X has no default)"],
		["HIDDEN_DUE_TO_SECURITY_REASONS", "redacted by CloudTrail"],
		["A=b", "environment is a string, not a list"],
		[{ A: "b" }, "environment is an object, not a list"],
		[["A=b"], "variable 1 is unknown (item 1 of environment is a string, not an object)"],
	])("is unresolved as a whole for %j", (environment, unresolved) => {
		expect(containerOf({ environment })?.environment).toEqual({ unresolved });
	});

	test("accepts a partly known name", () => {
		const environment = [{ name: partly("${Stage}_PASSWORD"), value: "x" }, null];
		expect(containerOf({ environment })?.environment).toMatchObject([
			{ name: "${Stage}_PASSWORD" },
			{ name: "(no name)", value: null },
		]);
	});
});

describe("mounts", () => {
	const mountsOf = (mountPoints: unknown, volumes: unknown) => containerOf({ mountPoints }, { volumes })?.mounts;
	const any = { path: open, volume: open, hostPath: open, readOnly: open };
	const data = { containerPath: "/d", sourceVolume: "data" };
	const ofData = { path: "/d", volume: "data", readOnly: false };

	test.each([
		["a mount", [open], [], any],
		["its path", [{ ...data, containerPath: open }], [], { ...ofData, path: open, hostPath: null }],
		["whether it is read-only", [{ ...data, readOnly: open }], [], { ...ofData, readOnly: open, hostPath: null }],
		["all volumes", [data], open, { ...ofData, hostPath: open }],
		["a volume's host", [data], [{ name: "data", host: open }], { ...ofData, hostPath: open }],
		["its path on the host", [data], [{ name: "data", host: { sourcePath: open } }], { ...ofData, hostPath: open }],
		["a volume that may be the one", [data], [open], { ...ofData, hostPath: open }],
		["a volume whose name may be the one", [data], [{ name: open }], { ...ofData, hostPath: open }],
		["a volume beside the one", [data], [open, { name: "data" }], { ...ofData, hostPath: null }],
		[
			"which volume, none is of the host",
			[{ ...data, sourceVolume: open }],
			[{ name: "data" }],
			{ ...ofData, volume: open, hostPath: null },
		],
		[
			"which volume, all are unresolved",
			[{ ...data, sourceVolume: open }],
			open,
			{ ...ofData, volume: open, hostPath: open },
		],
		[
			"which volume, one is of the host",
			[{ ...data, sourceVolume: open }],
			[{ name: "v", host: { sourcePath: "/" } }, { name: "w" }],
			{ ...ofData, volume: open, hostPath: open },
		],
	])("%s", (_, mountPoints, volumes, expected) => {
		expect(mountsOf(mountPoints, volumes)).toEqual([expected]);
	});

	test.each([
		["all that is taken over", [{ volumesFrom: open }], [any]],
		["from whom", [{ volumesFrom: [open] }], [any]],
		["whose name", [{ volumesFrom: [{ sourceContainer: open, readOnly: true }] }], [{ ...any, readOnly: true }]],
		[
			"the mounts of the other container",
			[{ volumesFrom: [{ sourceContainer: "b" }] }, { name: "b", mountPoints: open }],
			[any],
		],
		["a container that may be the other", [{ volumesFrom: [{ sourceContainer: "b" }] }, open], [any]],
		[
			"whether read-only",
			[{ volumesFrom: [{ sourceContainer: "b", readOnly: open }] }, { name: "b", mountPoints: [data] }],
			[{ ...ofData, hostPath: null, readOnly: open }],
		],
		[
			"read-only of an inherited mount",
			[
				{ volumesFrom: [{ sourceContainer: "b", readOnly: open }] },
				{ name: "b", mountPoints: [{ ...data, readOnly: true }] },
			],
			[{ ...ofData, hostPath: null, readOnly: true }],
		],
		[
			"whether read-only, by a second way it is not",
			[
				{ volumesFrom: [{ sourceContainer: "b", readOnly: open }, { sourceContainer: "b" }] },
				{ name: "b", mountPoints: [data] },
			],
			[{ ...ofData, hostPath: null }],
		],
		[
			"whether read-only, by a second way it is",
			[
				{
					volumesFrom: [
						{ sourceContainer: "b", readOnly: open },
						{ sourceContainer: "b", readOnly: true },
					],
				},
				{ name: "b", mountPoints: [data] },
			],
			[{ ...ofData, hostPath: null, readOnly: open }],
		],
	])("of other containers: %s", (_, containerDefinitions, expected) => {
		const { containers } = factsOf({ containerDefinitions });
		expect(isUnresolved(containers) ? containers : containers[0]?.mounts).toEqual(expected);
	});
});

describe("the operating system", () => {
	const drive = { containerDefinitions: [{ workingDirectory: "C:\\app" }] };
	test.each([
		[
			"a family that is known far enough",
			{ runtimePlatform: { operatingSystemFamily: partly("WINDOWS_SERVER_${V}_CORE") } },
			"windows",
		],
		[
			"an unresolved beginning",
			{ runtimePlatform: { operatingSystemFamily: partly("${V}WINDOWS") } },
			partly("${V}WINDOWS"),
		],
		["a drive where the launch type is unresolved", { ...drive, requiresCompatibilities: open }, open],
		["a drive where one launch type is unresolved", { ...drive, requiresCompatibilities: [open] }, open],
		["a drive where Fargate is certain", { ...drive, requiresCompatibilities: ["FARGATE", open] }, "linux"],
		["no sign of Windows, whatever the launch type", { requiresCompatibilities: open }, "linux"],
		["a partly known drive", { containerDefinitions: [{ workingDirectory: partly("C:\\${App}") }] }, "windows"],
	])("%s", (_, definition, expected) => {
		expect(factsOf(definition).operatingSystem).toEqual(expected);
	});
});
