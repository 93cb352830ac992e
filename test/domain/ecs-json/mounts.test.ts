import { describe, expect, test } from "@jest/globals";
import type { MountFacts } from "../../../core/facts.ts";
import type { Fields } from "../../../core/json.ts";
import { mountsOf } from "../../../domain/ecs-json/mounts.ts";

const point = (containerPath: string, sourceVolume: string | null = "data", readOnly?: boolean) => ({
	containerPath,
	sourceVolume,
	readOnly,
});
const mount = (path: string, hostPath: string | null = null, readOnly = false): MountFacts => ({
	path,
	volume: "data",
	hostPath,
	readOnly,
});
const mountsOfFirst = (containers: readonly Fields[], volumes: readonly Fields[] = []) =>
	mountsOf(containers, volumes)(containers[0] ?? {});

describe("joins a mount point with its volume:", () => {
	test.each<[string, readonly Fields[], MountFacts]>([
		["a host path", [{ name: "data", host: { sourcePath: "/srv" } }], mount("/data", "/srv")],
		["a host volume without a path", [{ name: "data", host: {} }], mount("/data")],
		["an empty host path", [{ name: "data", host: { sourcePath: "" } }], mount("/data")],
		["nulls", [{ name: "data", host: null, efsVolumeConfiguration: null }], mount("/data")],
		["a file system of its own", [{ name: "data", efsVolumeConfiguration: { fileSystemId: "fs-1" } }], mount("/data")],
		["no volume of that name", [{ name: "other", host: { sourcePath: "/srv" } }], mount("/data")],
		[
			"two volumes of one name: the first",
			[{ name: "data", host: { sourcePath: "/a" } }, { name: "data" }],
			mount("/data", "/a"),
		],
	])("%s", (_, volumes, expected) => {
		expect(mountsOfFirst([{ mountPoints: [point("/data")] }], volumes)).toEqual([expected]);
	});

	const opened = { unresolved: "Ref Device" };
	test.each<[string, unknown, MountFacts["hostPath"], boolean]>([
		["binds", { driverOpts: { type: "none", o: "bind", device: "/" } }, "/", false],
		[
			"binds all below",
			{ driverOpts: { o: "nosuid,rbind", device: "/var/run/docker.sock" } },
			"/var/run/docker.sock",
			false,
		],
		["is of no type", { driverOpts: { type: "none", device: "/srv" } }, "/srv", false],
		["binds read-only", { driverOpts: { type: "none", o: "bind,ro", device: "/srv" } }, "/srv", true],
		["binds an unresolved device", { driverOpts: { o: "bind", device: opened } }, opened, false],
		["may bind", { driverOpts: { o: opened, device: "/srv" } }, opened, false],
		["may be of no type", { driverOpts: { type: opened, device: "/srv" } }, opened, false],
		["has nothing to bind", { driverOpts: { o: opened } }, null, false],
		["mounts a file system", { driverOpts: { type: "nfs", o: "addr=10.0.0.1,rw", device: ":/srv" } }, null, false],
		["mounts an unresolved file system", { driverOpts: { type: "nfs", o: "ro", device: opened } }, null, false],
		["has unresolved options", { driverOpts: opened }, opened, false],
		["mounts a disk", { driverOpts: { type: "ext4", device: "/dev/xvda1" } }, "/dev/xvda1", false],
		[
			"lays one folder over another",
			{ driverOpts: { type: "overlay", device: "overlay", o: "lowerdir=/:/x,upperdir=/u,workdir=/w" } },
			"/",
			false,
		],
		["is another's", { driver: "rexray/ebs", driverOpts: { size: "10" } }, null, false],
		[
			"is a third-party one with a path among its options",
			{ driver: "local-persist", driverOpts: { mountpoint: "/etc" } },
			{ unresolved: "the volume driver local-persist decides what it mounts" },
			false,
		],
		["may be another's", { driver: opened, driverOpts: { o: "bind", device: "/srv" } }, "/srv", false],
		["has no options", { driver: "local", driverOpts: null }, null, false],
		["is unresolved", opened, opened, false],
	])("a Docker volume whose driver %s", (_, dockerVolumeConfiguration, hostPath, readOnly) => {
		const volumes = [{ name: "data", host: null, dockerVolumeConfiguration }];
		expect(mountsOfFirst([{ mountPoints: [point("/data")] }], volumes)).toEqual([
			{ ...mount("/data"), hostPath, readOnly },
		]);
	});

	test("is anonymous without a source, even beside a volume without a name", () => {
		const volumes = [{ host: { sourcePath: "/srv" } }];
		expect(mountsOfFirst([{ mountPoints: [point("/data", null)] }], volumes)).toEqual([
			{ ...mount("/data"), volume: null },
		]);
	});

	test.each([
		[true, true],
		[false, false],
		["true", false],
		[null, false],
	])("reads readOnly %j as %j", (readOnly, expected) => {
		const mountPoints = [{ containerPath: "/data", sourceVolume: "data", readOnly }];
		expect(mountsOfFirst([{ mountPoints }])).toEqual([mount("/data", null, expected)]);
	});

	test("has an unresolved path without containerPath, and keeps both mounts at one path", () => {
		const path = { unresolved: "the mount point has no containerPath" };
		expect(mountsOfFirst([{ mountPoints: [{ sourceVolume: "data" }] }])).toEqual([{ ...mount(""), path }]);
		expect(mountsOfFirst([{ mountPoints: [point("/a", "x"), point("/a", "y")] }])).toEqual([
			{ ...mount("/a"), volume: "x" },
			{ ...mount("/a"), volume: "y" },
		]);
	});
});

describe("inherits the mounts", () => {
	const from = (sourceContainer: string, readOnly?: boolean) => ({ sourceContainer, readOnly });

	test.each<[string, readonly Fields[], readonly MountFacts[]]>([
		["of one", [{ volumesFrom: [from("b")] }, { name: "b", mountPoints: [point("/b")] }], [mount("/b")]],
		[
			"read-only when asked for",
			[{ volumesFrom: [from("b", true)] }, { name: "b", mountPoints: [point("/b")] }],
			[mount("/b", null, true)],
		],
		[
			"read-only when they were",
			[{ volumesFrom: [from("b")] }, { name: "b", mountPoints: [point("/b", "data", true)] }],
			[mount("/b", null, true)],
		],
		[
			"of those from which these took over, read-only all the way",
			[
				{ volumesFrom: [from("b", true)] },
				{ name: "b", volumesFrom: [from("c")] },
				{ name: "c", mountPoints: [point("/c")] },
			],
			[mount("/c", null, true)],
		],
		[
			"by two ways: writable if one of them is",
			[
				{ volumesFrom: [from("b", true), from("c")] },
				{ name: "b", mountPoints: [point("/x")] },
				{ name: "c", volumesFrom: [from("b")] },
			],
			[mount("/x")],
		],
		[
			"in a circle: once, and never its own",
			[
				{ name: "a", mountPoints: [point("/a")], volumesFrom: [from("b")] },
				{ name: "b", mountPoints: [point("/b")], volumesFrom: [from("a"), from("b")] },
			],
			[mount("/a"), mount("/b")],
		],
		[
			"hidden by an own mount on the same path",
			[
				{ name: "a", mountPoints: [point("/x", "own", true)], volumesFrom: [from("b")] },
				{ name: "b", mountPoints: [point("/x")] },
			],
			[{ ...mount("/x", null, true), volume: "own" }],
		],
		[
			"hidden also where the own path is spelled differently",
			[
				{ name: "a", mountPoints: [point("/data/", "own")], volumesFrom: [from("b")] },
				{ name: "b", mountPoints: [point("/data"), point("//data/.")] },
			],
			[{ ...mount("/data/"), volume: "own" }],
		],
		[
			"once by two spellings of a path: writable if one of them is",
			[
				{ volumesFrom: [from("b"), from("c")] },
				{ name: "b", mountPoints: [point("/x/", "data", true)] },
				{ name: "c", mountPoints: [point("/x")] },
			],
			[mount("/x")],
		],
		["of no container, when there is none of that name", [{ volumesFrom: [from("nobody"), null, {}] }, {}], []],
	])("%s", (_, containers, expected) => {
		expect(mountsOfFirst(containers)).toEqual(expected);
	});
});
