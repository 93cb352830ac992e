import { describe, expect, test } from "@jest/globals";
import type { ContainerFacts, MountFacts } from "../../../core/facts.ts";
import { type ContainerNeeds, containerNeedsOf } from "../../../fix/plan/container-needs.ts";
import { aContainer, aTmpfs } from "../../support/builders.ts";

const open = { unresolved: "Ref X" };
const mount = (path: MountFacts["path"], more: Partial<MountFacts> = {}): MountFacts => ({
	path,
	volume: "data",
	hostPath: null,
	readOnly: false,
	...more,
});
const bare: Partial<ContainerFacts> = {
	image: "node:24",
	readonlyRootFilesystem: null,
	user: null,
	tmpfs: [],
	mounts: [],
};
const needsOf = (container: Partial<ContainerFacts>) =>
	containerNeedsOf(aContainer({ ...bare, ...container }), { execServices: [] }, null);
const none: ContainerNeeds = { readOnlyRoot: false, newTmpfs: [], unsized: [], unpacksNativeCode: false, notes: [] };
const unsized = [aTmpfs({ sizeMiB: 16 }), aTmpfs({ path: "/x", sizeMiB: null })];

test.each<[string, Partial<ContainerFacts>, Partial<ContainerNeeds>]>([
	["a writable root", { readonlyRootFilesystem: false }, { readOnlyRoot: true, newTmpfs: ["/tmp"] }],
	["a root of which nothing is said", {}, { readOnlyRoot: true, newTmpfs: ["/tmp"] }],
	["a read-only root and nowhere to write", { readonlyRootFilesystem: true }, { newTmpfs: ["/tmp"] }],
	[
		"a read-only root with read-only places alone",
		{ readonlyRootFilesystem: true, tmpfs: [aTmpfs({ path: "/x", options: ["ro"] })] },
		{ newTmpfs: ["/tmp"] },
	],
	["a read-only root and a place to write", { readonlyRootFilesystem: true, mounts: [mount("/data")] }, {}],
	["the same, and more that is not known", { readonlyRootFilesystem: true, tmpfs: open, mounts: [mount("/x")] }, {}],
	[
		"a read-only root, and a mount that may be writable",
		{ readonlyRootFilesystem: true, mounts: [mount("/data", { readOnly: open })] },
		{ notes: ["whether mount /data is read-only is unknown (Ref X)"] },
	],
	[
		"a writable root, and a mount that may be writable",
		{ mounts: [mount("/data", { readOnly: open })] },
		{ readOnlyRoot: true, newTmpfs: ["/tmp"] },
	],
	[
		"a root that is not known keeps the sizes that are missing",
		{ readonlyRootFilesystem: open, tmpfs: unsized },
		{ unsized: [1], notes: ["whether its root filesystem is read-only is unknown (Ref X)"] },
	],
	["tmpfs mounts that are not known", { tmpfs: open }, { notes: ["its mounts are unknown (Ref X)"] }],
	["mounts that are not known", { mounts: open }, { notes: ["its mounts are unknown (Ref X)"] }],
	[
		"a tmpfs somewhere",
		{ tmpfs: [aTmpfs({ path: open })] },
		{ notes: ["the path of one of its mounts is unknown (Ref X)"] },
	],
	[
		"a mount somewhere",
		{ tmpfs: [aTmpfs()], mounts: [mount("/data"), mount(open)] },
		{ notes: ["the path of one of its mounts is unknown (Ref X)"] },
	],
	["everything is mounted already", { tmpfs: [aTmpfs()] }, { readOnlyRoot: true }],
	["by another spelling", { mounts: [mount("//tmp/")] }, { readOnlyRoot: true }],
	["a folder above it is", { mounts: [mount("/")] }, { readOnlyRoot: true }],
	["something below it is not enough", { mounts: [mount("/tmp/cache")] }, { readOnlyRoot: true, newTmpfs: ["/tmp"] }],
	["nor is a like name", { mounts: [mount("/tmp2")] }, { readOnlyRoot: true, newTmpfs: ["/tmp"] }],
	[
		"sizes that are missing, by position",
		{ tmpfs: [...unsized, aTmpfs({ sizeMiB: 0 }), aTmpfs({ sizeMiB: -1 }), aTmpfs({ sizeMiB: open })] },
		{ readOnlyRoot: true, unsized: [1, 2, 3] },
	],
	["a size of 1 is one", { tmpfs: [aTmpfs({ sizeMiB: 1 })] }, { readOnlyRoot: true }],
])("%s", (_, container, expected) => {
	expect(needsOf(container)).toEqual({ ...none, ...expected });
});

describe("what images are known to need", () => {
	const cannotTell = (named: string) => `cannot tell which paths ${named} writes to; test it before you deploy`;

	test.each<[string, Partial<ContainerFacts>, Partial<ContainerNeeds>]>([
		[
			"nobody knows the image",
			{ image: "team/app:1" },
			{ newTmpfs: ["/tmp", "/run"], notes: [cannotTell("team/app:1")] },
		],
		["an image that is not known", { image: open }, { newTmpfs: ["/tmp", "/run"], notes: [cannotTell("its image")] }],
		["no image", { image: null }, { newTmpfs: ["/tmp", "/run"], notes: [cannotTell("its image")] }],
		[
			"/var/run is /run",
			{ image: "team/app:1", mounts: [mount("/var/run/")] },
			{ newTmpfs: ["/tmp"], notes: [cannotTell("team/app:1")] },
		],
		[
			"also the other way round",
			{ image: "mysql", mounts: [mount("/var/lib/mysql"), mount("/run/mysqld")] },
			{ newTmpfs: ["/tmp"] },
		],
		[
			"Java may unpack into a new /tmp",
			{ image: "tomcat", mounts: [mount("/usr/local/tomcat")] },
			{ newTmpfs: ["/tmp"], unpacksNativeCode: true },
		],
		[
			"of a /tmp that is there nothing is said",
			{ image: "openjdk", tmpfs: [aTmpfs()] },
			{ newTmpfs: [], unpacksNativeCode: false },
		],
	])("%s", (_, container, expected) => {
		expect(needsOf(container)).toEqual({ ...none, readOnlyRoot: true, ...expected });
	});

	test.each<[string, string, readonly string[], string | null]>([
		["no volume for its data", "redis", [], "/data"],
		["one elsewhere", "redis", ["/database"], "/data"],
		["one there", "redis", ["/data"], null],
		["one above", "mongo", ["/data"], null],
		["one below", "postgres", ["/var/lib/postgresql/18/docker"], null],
		["one of two", "elasticsearch", ["/usr/share/elasticsearch/data"], "/usr/share/elasticsearch/config"],
		["none of two", "elasticsearch", [], "/usr/share/elasticsearch/data, /usr/share/elasticsearch/config"],
	])("%s: %s with %j", (_, image, paths, missing) => {
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

	test("an obstacle keeps the sizes that are missing", () => {
		expect(needsOf({ image: "redis", tmpfs: unsized })).toMatchObject({
			readOnlyRoot: false,
			newTmpfs: [],
			unsized: [1],
		});
	});
});

test.each<[string, ContainerFacts["user"], string, boolean]>([
	["a user of no rights", "101", "nginx", true],
	["by name", "nginx:nginx", "nginx", true],
	["root", "root", "nginx", false],
	["0", "0:0", "nginx", false],
	["nothing said", null, "nginx", false],
	["not known", open, "nginx", false],
	["anybody may write to /tmp", "101", "node:24", false],
])("a new tmpfs belongs to root, the program runs as: %s", (_, user, image, isSaid) => {
	expect(needsOf({ user, image }).notes).toEqual(
		isSaid
			? [`it runs as ${String(user)}, and /run, /var/cache/nginx will belong to root; check that it can write there`]
			: [],
	);
});
