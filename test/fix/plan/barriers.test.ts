import { describe, expect, test } from "@jest/globals";
import type { ContainerFacts, TaskDefinitionFacts } from "../../../core/facts.ts";
import { containerNeedsOf } from "../../../fix/plan/container-needs.ts";
import { aContainer, aTmpfs } from "../../support/builders.ts";

const bare: Partial<ContainerFacts> = {
	image: "python:3.12",
	readonlyRootFilesystem: null,
	user: null,
	tmpfs: [],
	mounts: [],
};
type Start = Parameters<typeof containerNeedsOf>[2];
const needsOf = (
	{ start = null, ...container }: Partial<ContainerFacts> & { readonly start?: Start },
	execServices: TaskDefinitionFacts["execServices"] = [],
) => {
	const { readOnlyRoot, newTmpfs, notes } = containerNeedsOf(
		aContainer({ ...bare, ...container }),
		{ execServices },
		start,
	);
	return { readOnlyRoot, newTmpfs, notes };
};
const start = (writes: readonly string[], installers: readonly string[] = []) => ({ writes, installers });
const unchanged = (note: string) => ({ readOnlyRoot: false, newTmpfs: [], notes: [note] });
const fixed = (...notes: readonly string[]) => ({ readOnlyRoot: true, newTmpfs: ["/tmp"], notes });
const open = { unresolved: "Ref X has no default" };
const mount = (path: string) => ({ path, volume: "data", hostPath: null, readOnly: false });
const writesTo = (paths: string) =>
	unchanged(`its own command writes to ${paths}; write there when the image is built, or mount a volume there first`);
const withAdvice = fixed("it has its own entry point or command; test it before you deploy");

describe("a container with a command of its own", () => {
	test.each<[string, Parameters<typeof needsOf>[0], ReturnType<typeof needsOf>]>([
		["none", { start: null }, fixed()],
		["one that writes nothing plainly", { start: start([]) }, withAdvice],
		[
			"one that is not known",
			{ start: open },
			fixed("its entry point and command are unknown (Ref X has no default); test it before you deploy"),
		],
		["to its root", { start: start(["/srv/a", "/tmp/b", "/c"]) }, writesTo("/srv/a, /c")],
		["to a scratch place", { start: start(["/tmp/a"]) }, withAdvice],
		["out of a scratch place", { start: start(["/tmp/../a"]) }, writesTo("/tmp/../a")],
		["to a like name", { start: start(["/tmp2"]) }, writesTo("/tmp2")],
		[
			"to more than are shown",
			{ start: start(["/a", "/b", "/c", "/d", "/e", "/f", "/tmp/x"]) },
			writesTo("/a, /b, /c, /d, /e and 1 more"),
		],
		[
			"with a token in its path",
			{ start: start([`/srv/ghp_${"a1".repeat(18)}`, "/b"]) },
			writesTo("a path that may hold a secret, /b"),
		],
		["where everything is mounted", { start: start(["/a"]), mounts: [mount("/")] }, { ...withAdvice, newTmpfs: [] }],
		[
			"to a mount that is read-only, which fails today",
			{ start: start(["/data/x"]), mounts: [{ ...mount("/data"), readOnly: true }] },
			withAdvice,
		],
		["to a mount, behind a slash too many", { start: start(["/data//x/"]), mounts: [mount("/data/")] }, withAdvice],
		["to a mount", { start: start(["/data/x"]), mounts: [mount("/data")] }, withAdvice],
		[
			"to a tmpfs",
			{ start: start(["/run/x"]), tmpfs: [aTmpfs({ path: "/var/run" })] },
			{ ...withAdvice, newTmpfs: ["/tmp"] },
		],
		[
			"that installs",
			{ start: start(["/a"], ["pip", "npm"]) },
			unchanged("its own command installs packages (pip, npm) at startup; install them when the image is built"),
		],
		["where nobody knows the image, to its root", { image: "team/app", start: start(["/a"]) }, writesTo("/a")],
		[
			"where nobody knows the image, one note is enough",
			{ image: "team/app", start: start(["/run/a"]) },
			{
				readOnlyRoot: true,
				newTmpfs: ["/tmp", "/run"],
				notes: ["cannot tell which paths team/app writes to; test it before you deploy"],
			},
		],
		[
			"whose root is read-only already",
			{ readonlyRootFilesystem: true, start: start(["/a"]) },
			{ readOnlyRoot: false, newTmpfs: ["/tmp"], notes: withAdvice.notes },
		],
	])("%s", (_, container, expected) => {
		expect(needsOf(container)).toEqual(expected);
	});
});

describe("ECS Exec", () => {
	const remedy = "disable ECS Exec first, or waive task-definition/read-only-root";

	test.each<[string, TaskDefinitionFacts["execServices"], string]>([
		[
			"in a service",
			["Web"],
			`ECS Exec, which needs a writable root filesystem, is enabled for service Web; ${remedy}`,
		],
		["in two", ["A", "B"], `ECS Exec, which needs a writable root filesystem, is enabled for services A, B; ${remedy}`],
		[
			"who knows",
			open,
			`whether its services enable ECS Exec, which needs a writable root filesystem, is unknown (Ref X has no default); ${remedy}`,
		],
	])("%s", (_, services, note) => {
		expect(needsOf({}, services)).toEqual(unchanged(note));
		expect(needsOf({ readonlyRootFilesystem: true }, services)).toEqual({
			readOnlyRoot: false,
			newTmpfs: ["/tmp"],
			notes: [],
		});
	});
});
