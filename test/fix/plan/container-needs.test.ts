import { describe, expect, test } from "@jest/globals";
import type { ContainerFacts, MountFacts } from "../../../core/facts.ts";
import { type Wishes, wishesOf } from "../../../fix/plan/container-needs.ts";
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
const wished = (container: Partial<ContainerFacts>) =>
	wishesOf(aContainer({ ...bare, ...container }), { execServices: [] }, null);
const none: Wishes = { root: false, paths: [], unsized: [], unpacks: false, notes: [] };
const unsized = [aTmpfs({ sizeMiB: 16 }), aTmpfs({ path: "/x", sizeMiB: null })];

test.each<[string, Partial<ContainerFacts>, Partial<Wishes>]>([
	["a writable root", { readonlyRootFilesystem: false }, { root: true, paths: ["/tmp"] }],
	["a root of which nothing is said", {}, { root: true, paths: ["/tmp"] }],
	["a read-only root and nowhere to write", { readonlyRootFilesystem: true }, { paths: ["/tmp"] }],
	[
		"a read-only root with read-only places alone",
		{ readonlyRootFilesystem: true, tmpfs: [aTmpfs({ path: "/x", options: ["ro"] })] },
		{ paths: ["/tmp"] },
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
		{ root: true, paths: ["/tmp"] },
	],
	[
		"a root that is not known keeps the sizes that are missing",
		{ readonlyRootFilesystem: open, tmpfs: unsized },
		{ unsized: [1], notes: ["whether its root is read-only is unknown (Ref X)"] },
	],
	["tmpfs mounts that are not known", { tmpfs: open }, { notes: ["its mounts are unknown (Ref X)"] }],
	["mounts that are not known", { mounts: open }, { notes: ["its mounts are unknown (Ref X)"] }],
	[
		"a tmpfs somewhere",
		{ tmpfs: [aTmpfs({ path: open })] },
		{ notes: ["where one of its mounts is, is unknown (Ref X)"] },
	],
	[
		"a mount somewhere",
		{ tmpfs: [aTmpfs()], mounts: [mount("/data"), mount(open)] },
		{ notes: ["where one of its mounts is, is unknown (Ref X)"] },
	],
	["everything is mounted already", { tmpfs: [aTmpfs()] }, { root: true }],
	["by another spelling", { mounts: [mount("//tmp/")] }, { root: true }],
	["a folder above it is", { mounts: [mount("/")] }, { root: true }],
	["something below it is not enough", { mounts: [mount("/tmp/cache")] }, { root: true, paths: ["/tmp"] }],
	["nor is a like name", { mounts: [mount("/tmp2")] }, { root: true, paths: ["/tmp"] }],
	[
		"sizes that are missing, by position",
		{ tmpfs: [...unsized, aTmpfs({ sizeMiB: 0 }), aTmpfs({ sizeMiB: -1 }), aTmpfs({ sizeMiB: open })] },
		{ root: true, unsized: [1, 2, 3] },
	],
	["a size of 1 is one", { tmpfs: [aTmpfs({ sizeMiB: 1 })] }, { root: true }],
])("%s", (_, container, expected) => {
	expect(wished(container)).toEqual({ ...none, ...expected });
});

describe("what images are known to need", () => {
	const unknown = (named: string) => `nobody knows here where ${named} writes: try it before you deploy`;

	test.each<[string, Partial<ContainerFacts>, Partial<Wishes>]>([
		["nobody knows the image", { image: "team/app:1" }, { paths: ["/tmp", "/run"], notes: [unknown("team/app:1")] }],
		["an image that is not known", { image: open }, { paths: ["/tmp", "/run"], notes: [unknown("its image")] }],
		["no image", { image: null }, { paths: ["/tmp", "/run"], notes: [unknown("its image")] }],
		[
			"/var/run is /run",
			{ image: "team/app:1", mounts: [mount("/var/run/")] },
			{ paths: ["/tmp"], notes: [unknown("team/app:1")] },
		],
		[
			"also the other way round",
			{ image: "mysql", mounts: [mount("/var/lib/mysql"), mount("/run/mysqld")] },
			{ paths: ["/tmp"] },
		],
		[
			"Java may unpack into a new /tmp",
			{ image: "tomcat", mounts: [mount("/usr/local/tomcat")] },
			{ paths: ["/tmp"], unpacks: true },
		],
		["of a /tmp that is there nothing is said", { image: "openjdk", tmpfs: [aTmpfs()] }, { paths: [], unpacks: false }],
	])("%s", (_, container, expected) => {
		expect(wished(container)).toEqual({ ...none, root: true, ...expected });
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
		const { root, notes } = wished({ image, mounts: paths.map((path) => mount(path)) });
		expect(root).toBe(missing === null);
		expect(notes).toEqual(
			missing === null
				? []
				: [
						expect.stringMatching(
							new RegExp(
								`^\\w+ writes what has to stay, or starts from what its image has, in ${missing}: mount a volume there first$`,
							),
						),
					],
		);
	});

	test("an obstacle keeps the sizes that are missing", () => {
		expect(wished({ image: "redis", tmpfs: unsized })).toMatchObject({ root: false, paths: [], unsized: [1] });
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
	expect(wished({ user, image }).notes).toEqual(
		isSaid
			? [`it runs as ${String(user)}, and /run, /var/cache/nginx will belong to root: see that it may write there`]
			: [],
	);
});
