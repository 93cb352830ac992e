import { describe, expect, test } from "@jest/globals";
import type { ContainerFacts, TaskDefinitionFacts } from "../../../core/facts.ts";
import { wishesOf } from "../../../fix/plan/container-needs.ts";
import { aContainer, aTmpfs } from "../../support/builders.ts";

const bare: Partial<ContainerFacts> = {
	image: "python:3.12",
	readonlyRootFilesystem: null,
	user: null,
	tmpfs: [],
	mounts: [],
};
type Start = Parameters<typeof wishesOf>[2];
const wished = (
	{ start = null, ...container }: Partial<ContainerFacts> & { readonly start?: Start },
	execServices: TaskDefinitionFacts["execServices"] = [],
) => {
	const { root, paths, notes } = wishesOf(aContainer({ ...bare, ...container }), { execServices }, start);
	return { root, paths, notes };
};
const start = (writes: readonly string[], installers: readonly string[] = []) => ({ writes, installers });
const left = (note: string) => ({ root: false, paths: [], notes: [note] });
const mended = (...notes: readonly string[]) => ({ root: true, paths: ["/tmp"], notes });
const open = { unresolved: "Ref X has no default" };
const mount = (path: string) => ({ path, volume: "data", hostPath: null, readOnly: false });
const elsewhere = (paths: string) =>
	left(`its own command writes to ${paths}: do that when its image is built, or mount a volume there first`);
const tried = mended("it starts with a command of its own: try it before you deploy");

describe("a container with a command of its own", () => {
	test.each<[string, Parameters<typeof wished>[0], ReturnType<typeof wished>]>([
		["none", { start: null }, mended()],
		["one that writes nothing plainly", { start: start([]) }, tried],
		[
			"one that is not known",
			{ start: open },
			mended("what it starts with is unknown (Ref X has no default): try it before you deploy"),
		],
		["to its root", { start: start(["/srv/a", "/tmp/b", "/c"]) }, elsewhere("/srv/a, /c")],
		["to a scratch place", { start: start(["/tmp/a"]) }, tried],
		["out of a scratch place", { start: start(["/tmp/../a"]) }, elsewhere("/tmp/../a")],
		["to a like name", { start: start(["/tmp2"]) }, elsewhere("/tmp2")],
		[
			"to more than are shown",
			{ start: start(["/a", "/b", "/c", "/d", "/e", "/f", "/tmp/x"]) },
			elsewhere("/a, /b, /c, /d, /e and 1 more"),
		],
		[
			"with a token in its path",
			{ start: start([`/srv/ghp_${"a1".repeat(18)}`, "/b"]) },
			elsewhere("a path that may hold a secret, /b"),
		],
		["where everything is mounted", { start: start(["/a"]), mounts: [mount("/")] }, { ...tried, paths: [] }],
		[
			"to a mount that is read-only, which fails today",
			{ start: start(["/data/x"]), mounts: [{ ...mount("/data"), readOnly: true }] },
			tried,
		],
		["to a mount, behind a slash too many", { start: start(["/data//x/"]), mounts: [mount("/data/")] }, tried],
		["to a mount", { start: start(["/data/x"]), mounts: [mount("/data")] }, tried],
		["to a tmpfs", { start: start(["/run/x"]), tmpfs: [aTmpfs({ path: "/var/run" })] }, { ...tried, paths: ["/tmp"] }],
		[
			"that installs",
			{ start: start(["/a"], ["pip", "npm"]) },
			left("its own command installs packages (pip, npm) when it starts: do that when its image is built"),
		],
		["where nobody knows the image, to its root", { image: "team/app", start: start(["/a"]) }, elsewhere("/a")],
		[
			"where nobody knows the image, one note is enough",
			{ image: "team/app", start: start(["/run/a"]) },
			{
				root: true,
				paths: ["/tmp", "/run"],
				notes: ["nobody knows here where team/app writes: try it before you deploy"],
			},
		],
		[
			"whose root is read-only already",
			{ readonlyRootFilesystem: true, start: start(["/a"]) },
			{ root: false, paths: ["/tmp"], notes: tried.notes },
		],
	])("%s", (_, container, expected) => {
		expect(wished(container)).toEqual(expected);
	});
});

describe("ECS Exec", () => {
	const remedy = "turn it off there first, or waive task-definition/read-only-root";

	test.each<[string, TaskDefinitionFacts["execServices"], string]>([
		["in a service", ["Web"], `ECS Exec, which needs a writable root, is turned on for service Web: ${remedy}`],
		["in two", ["A", "B"], `ECS Exec, which needs a writable root, is turned on for services A, B: ${remedy}`],
		[
			"who knows",
			open,
			`whether a service of it has ECS Exec turned on, which needs a writable root, is unknown (Ref X has no default): ${remedy}`,
		],
	])("%s", (_, services, note) => {
		expect(wished({}, services)).toEqual(left(note));
		expect(wished({ readonlyRootFilesystem: true }, services)).toEqual({ root: false, paths: ["/tmp"], notes: [] });
	});
});
