import { describe, expect, test } from "@jest/globals";
import type { ContainerFacts, MountFacts } from "../../../core/facts.ts";
import { type ContainerNeeds, containerNeedsOf } from "../../../fix/plan/container-needs.ts";
import { aContainer, aTmpfs } from "../../support/builders.ts";
import { programOf } from "./known-program.ts";

const unknown = { unresolved: "Ref X" };
const mount = (path: MountFacts["path"], more: Partial<MountFacts> = {}): MountFacts => ({
	path,
	volume: "data",
	hostPath: null,
	readOnly: false,
	...more,
});
const bare: Partial<ContainerFacts> = {
	image: "memcached:1.6",
	readonlyRootFilesystem: null,
	user: null,
	tmpfs: [],
	mounts: [],
};
const needsOf = (container: Partial<ContainerFacts>) => {
	const facts = aContainer({ ...bare, ...container });
	return containerNeedsOf(facts, { execServices: [] }, programOf(facts));
};
const none: ContainerNeeds = {
	readOnlyRoot: false,
	newTmpfs: [],
	unsized: [],
	unpacksNativeCode: false,
	doubts: [],
	unknownUse: [],
	notes: [],
};
const unsized = [aTmpfs({ sizeMiB: 16 }), aTmpfs({ path: "/x", sizeMiB: null })];

test.each<[string, Partial<ContainerFacts>, Partial<ContainerNeeds>]>([
	["a container with a writable root", { readonlyRootFilesystem: false }, { readOnlyRoot: true, newTmpfs: ["/tmp"] }],
	["a container without a setting for its root", {}, { readOnlyRoot: true, newTmpfs: ["/tmp"] }],
	["a container with a read-only root and no writable path", { readonlyRootFilesystem: true }, { newTmpfs: ["/tmp"] }],
	[
		"a container with a read-only root and only read-only mounts",
		{ readonlyRootFilesystem: true, tmpfs: [aTmpfs({ path: "/x", options: ["ro"] })] },
		{ newTmpfs: ["/tmp"] },
	],
	[
		"a container with a read-only root and a writable mount",
		{ readonlyRootFilesystem: true, mounts: [mount("/data")] },
		{},
	],
	[
		"a container with a read-only root, a writable mount and unknown tmpfs mounts",
		{ readonlyRootFilesystem: true, tmpfs: unknown, mounts: [mount("/x")] },
		{},
	],
	[
		"a container with a read-only root and a mount that may be writable",
		{ readonlyRootFilesystem: true, mounts: [mount("/data", { readOnly: unknown })] },
		{ notes: ["whether mount /data is read-only is unknown (Ref X)"] },
	],
	[
		"a container with a writable root and a mount that may be writable",
		{ mounts: [mount("/data", { readOnly: unknown })] },
		{ readOnlyRoot: true, newTmpfs: ["/tmp"] },
	],
	[
		"a container with an unknown root and a missing size",
		{ readonlyRootFilesystem: unknown, tmpfs: unsized },
		{ unsized: [1], unknownUse: ["/x"], notes: ["whether its root filesystem is read-only is unknown (Ref X)"] },
	],
	["a container with unknown tmpfs mounts", { tmpfs: unknown }, { notes: ["its mounts are unknown (Ref X)"] }],
	["a container with unknown mounts", { mounts: unknown }, { notes: ["its mounts are unknown (Ref X)"] }],
	[
		"a container with a tmpfs at an unknown path",
		{ tmpfs: [aTmpfs({ path: unknown })] },
		{ notes: ["the path of one of its mounts is unknown (Ref X)"] },
	],
	[
		"a container with a mount at an unknown path",
		{ tmpfs: [aTmpfs()], mounts: [mount("/data"), mount(unknown)] },
		{ notes: ["the path of one of its mounts is unknown (Ref X)"] },
	],
	["a container with a tmpfs at /tmp", { tmpfs: [aTmpfs()] }, { readOnlyRoot: true }],
	["a container with a mount at /tmp in another spelling", { mounts: [mount("//tmp/")] }, { readOnlyRoot: true }],
	[
		"a container with a mount at a parent folder of /tmp",
		{ mounts: [mount("/")] },
		{ readOnlyRoot: true, doubts: ["what is mounted at / may write to other paths"] },
	],
	[
		"a container with a mount below /tmp",
		{ mounts: [mount("/tmp/cache")] },
		{ readOnlyRoot: true, newTmpfs: ["/tmp"] },
	],
	[
		"a container with a mount at a path that only starts like /tmp",
		{ mounts: [mount("/tmp2")] },
		{ readOnlyRoot: true, newTmpfs: ["/tmp"] },
	],
	[
		"a container with several missing sizes",
		{ tmpfs: [...unsized, aTmpfs({ sizeMiB: 0 }), aTmpfs({ sizeMiB: -1 }), aTmpfs({ sizeMiB: unknown })] },
		{ readOnlyRoot: true, unsized: [1, 2, 3], unknownUse: ["/x"] },
	],
	["a container with a tmpfs of 1 MiB", { tmpfs: [aTmpfs({ sizeMiB: 1 })] }, { readOnlyRoot: true }],
])("returns the needs of %s", (_, container, expected) => {
	expect(needsOf(container)).toEqual({ ...none, ...expected });
});

const noCommand = (program: string) => `the file names no command, so that what ${program} runs is unknown`;
const noSource = (program: string) => `no source says which other paths ${program} writes to`;

describe("the needs of a container depend on its image", () => {
	const cannotTell = (named: string) => `fix cannot tell which paths ${named} writes to`;

	test.each<[string, Partial<ContainerFacts>, Partial<ContainerNeeds>]>([
		["an unknown image", { image: "team/app:1" }, { newTmpfs: ["/tmp", "/run"], doubts: [cannotTell("team/app:1")] }],
		[
			"an unresolved image",
			{ image: unknown },
			{ newTmpfs: ["/tmp", "/run"], doubts: [cannotTell("its image, which is unknown (Ref X),")] },
		],
		[
			"no image",
			{ image: null },
			{ newTmpfs: ["/tmp", "/run"], doubts: [cannotTell("the image that is built for it")] },
		],
		[
			"a mount at /var/run, which covers /run",
			{ image: "team/app:1", mounts: [mount("/var/run/")] },
			{ newTmpfs: ["/tmp"], doubts: [cannotTell("team/app:1")] },
		],
		[
			"a mount below /run, which covers the same path below /var/run",
			{ image: "postgres", mounts: [mount("/var/lib/postgresql"), mount("/run/postgresql")] },
			{ newTmpfs: ["/tmp"] },
		],
		[
			"Java with a new /tmp for native code",
			{ image: "tomcat", mounts: [mount("/usr/local/tomcat")] },
			{ newTmpfs: ["/tmp"], unpacksNativeCode: true, doubts: [noSource("Tomcat")] },
		],
		[
			"Java with an existing /tmp and no command",
			{ image: "openjdk", tmpfs: [aTmpfs()] },
			{ newTmpfs: [], unpacksNativeCode: false, doubts: [noCommand("Java")] },
		],
	])("returns the needs for %s", (_, container, expected) => {
		expect(needsOf(container)).toEqual({ ...none, readOnlyRoot: true, ...expected });
	});

	test.each<[string, string, readonly string[], string | null]>([
		["no volume for its data", "redis", [], "/data"],
		["a volume at another path", "redis", ["/database"], "/data"],
		["a volume at the path", "redis", ["/data"], null],
		["a volume at a parent folder", "mongo", ["/data"], null],
		["a volume at a subfolder", "postgres", ["/var/lib/postgresql/18/docker"], null],
		[
			"a volume at one of two paths",
			"elasticsearch",
			["/usr/share/elasticsearch/data"],
			"/usr/share/elasticsearch/config",
		],
		[
			"no volume at either of two paths",
			"elasticsearch",
			[],
			"/usr/share/elasticsearch/data, /usr/share/elasticsearch/config",
		],
	])("allows a read-only root only if no data is lost, with %s: %s with %j", (_, image, paths, missing) => {
		const { readOnlyRoot, notes } = needsOf({ image, mounts: paths.map((path) => mount(path)) });
		expect(readOnlyRoot).toBe(missing === null);
		expect(notes).toEqual(
			missing === null
				? []
				: [
						expect.stringMatching(
							new RegExp(
								`^\\w+ keeps data that must persist, or files that its image provides, in ${missing}; mount a volume there first$`,
							),
						),
					],
		);
	});

	test("missing sizes are needed even when the image prevents a read-only root", () => {
		expect(needsOf({ image: "redis", tmpfs: unsized })).toMatchObject({
			readOnlyRoot: false,
			newTmpfs: [],
			unsized: [1],
		});
	});
});

test.each<[string, ContainerFacts["user"], string, boolean]>([
	["a numeric user", "101", "nginx", true],
	["a named user", "nginx:nginx", "nginx", true],
	["root", "root", "nginx", false],
	["the number of root", "0:0", "nginx", false],
	["no user", null, "nginx", false],
	["a user that only needs /tmp", "101", "memcached:1.6", false],
])("doubts that the user can write to new tmpfs mounts unless that does not matter: %s", (_, user, image, isDoubt) => {
	expect(needsOf({ user, image }).doubts).toEqual(
		isDoubt ? [`it runs as ${String(user)}, and /run, /var/cache/nginx will belong to root`] : [],
	);
});

test("doubts that an unknown user can write to new tmpfs mounts", () => {
	expect(needsOf({ user: unknown, image: "nginx" }).doubts).toEqual([
		"its user is unknown (Ref X), and /run, /var/cache/nginx will belong to root",
	]);
});
