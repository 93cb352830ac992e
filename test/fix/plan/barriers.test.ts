import { describe, expect, test } from "@jest/globals";
import type { ContainerFacts, TaskDefinitionFacts } from "../../../core/facts.ts";
import { containerNeedsOf } from "../../../fix/plan/container-needs.ts";
import type { KnownProgram } from "../../../fix/plan/known-program.ts";
import { aContainer, aTmpfs } from "../../support/builders.ts";
import { programOf } from "./known-program.ts";

const bare: Partial<ContainerFacts> = {
	image: "memcached:1.6",
	readonlyRootFilesystem: null,
	user: null,
	tmpfs: [],
	mounts: [],
};
type Start = KnownProgram["start"];
const needsOf = (
	{ start = null, ...container }: Partial<ContainerFacts> & { readonly start?: Start },
	execServices: TaskDefinitionFacts["execServices"] = [],
) => {
	const facts = aContainer({ ...bare, ...container });
	const { readOnlyRoot, newTmpfs, doubts, notes } = containerNeedsOf(facts, { execServices }, programOf(facts, start));
	return { readOnlyRoot, newTmpfs, doubts, notes };
};
const start = (writes: readonly string[], installers: readonly string[] = []) => ({ writes, installers });
const unchanged = (note: string) => ({ readOnlyRoot: false, newTmpfs: [], doubts: [], notes: [note] });
const fixed = (...doubts: readonly string[]) => ({ readOnlyRoot: true, newTmpfs: ["/tmp"], doubts, notes: [] });
const unknown = { unresolved: "Ref X has no default" };
const mount = (path: string) => ({ path, volume: "data", hostPath: null, readOnly: false });
const writesTo = (paths: string) =>
	unchanged(`its own command writes to ${paths}; write there when the image is built, or mount a volume there first`);
const withAdvice = fixed("it has its own entry point or command");

describe("returns the needs of a container", () => {
	test.each<[string, Parameters<typeof needsOf>[0], ReturnType<typeof needsOf>]>([
		["without its own command", { start: null }, fixed()],
		["with its own command that visibly writes nothing", { start: start([]) }, withAdvice],
		[
			"with an unknown command",
			{ start: unknown },
			fixed("its entry point and command are unknown (Ref X has no default)"),
		],
		["that writes to its root", { start: start(["/srv/a", "/tmp/b", "/c"]) }, writesTo("/srv/a, /c")],
		["that writes to a scratch path", { start: start(["/tmp/a"]) }, withAdvice],
		["that leaves a scratch path with ..", { start: start(["/tmp/../a"]) }, writesTo("/tmp/../a")],
		["that writes to a path that only starts like a scratch path", { start: start(["/tmp2"]) }, writesTo("/tmp2")],
		[
			"that writes to more paths than are displayed",
			{ start: start(["/a", "/b", "/c", "/d", "/e", "/f", "/tmp/x"]) },
			writesTo("/a, /b, /c, /d, /e and 1 more"),
		],
		[
			"that writes to a path with a token",
			{ start: start([`/srv/ghp_${"a1".repeat(18)}`, "/b"]) },
			writesTo("a path that may hold a secret, /b"),
		],
		[
			"that writes to a mount at /",
			{ start: start(["/a"]), mounts: [mount("/")] },
			{ ...withAdvice, newTmpfs: [], doubts: [...withAdvice.doubts, "what is mounted at / may write to other paths"] },
		],
		[
			"that writes to a read-only mount, which already fails",
			{ start: start(["/data/x"]), mounts: [{ ...mount("/data"), readOnly: true }] },
			withAdvice,
		],
		[
			"that writes to a mount in an unusual spelling",
			{ start: start(["/data//x/"]), mounts: [mount("/data/")] },
			withAdvice,
		],
		["that writes to a mount", { start: start(["/data/x"]), mounts: [mount("/data")] }, withAdvice],
		[
			"that writes to a tmpfs",
			{ start: start(["/run/x"]), tmpfs: [aTmpfs({ path: "/var/run" })] },
			{ ...withAdvice, newTmpfs: ["/tmp"] },
		],
		[
			"that installs packages",
			{ start: start(["/a"], ["pip", "npm"]) },
			unchanged("its own command installs packages (pip, npm) at startup; install them when the image is built"),
		],
		["of an unknown image that writes to its root", { image: "team/app", start: start(["/a"]) }, writesTo("/a")],
		[
			"of an unknown image that writes to a scratch path: one note only",
			{ image: "team/app", start: start(["/run/a"]) },
			{
				readOnlyRoot: true,
				newTmpfs: ["/tmp", "/run"],
				doubts: ["fix cannot tell which paths team/app writes to"],
				notes: [],
			},
		],
		[
			"with a read-only root",
			{ readonlyRootFilesystem: true, start: start(["/a"]) },
			{ ...withAdvice, readOnlyRoot: false },
		],
	])("%s", (_, container, expected) => {
		expect(needsOf(container)).toEqual(expected);
	});
});

describe("keeps the root writable for ECS Exec", () => {
	const remedy = "disable ECS Exec first, or waive task-definition/read-only-root";

	test.each<[string, TaskDefinitionFacts["execServices"], string]>([
		[
			"with one service that enables it",
			["Web"],
			`ECS Exec, which needs a writable root filesystem, is enabled for service Web; ${remedy}`,
		],
		[
			"with two services that enable it",
			["A", "B"],
			`ECS Exec, which needs a writable root filesystem, is enabled for services A, B; ${remedy}`,
		],
		[
			"with services that may enable it",
			unknown,
			`whether its services enable ECS Exec, which needs a writable root filesystem, is unknown (Ref X has no default); ${remedy}`,
		],
	])("%s", (_, services, note) => {
		expect(needsOf({}, services)).toEqual(unchanged(note));
		expect(needsOf({ readonlyRootFilesystem: true }, services)).toEqual({
			readOnlyRoot: false,
			newTmpfs: ["/tmp"],
			doubts: [],
			notes: [],
		});
	});
});
