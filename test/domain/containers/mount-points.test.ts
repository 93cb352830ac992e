import { expect, test } from "@jest/globals";
import control from "../../../controls/task-definition/tmpfs-target.ts";
import type { ContainerFacts, MountFacts } from "../../../core/facts.ts";
import { checkMountPoints } from "../../../domain/containers/mount-points.ts";
import { aContainer, aTaskDefinition, aTmpfs } from "../../support/builders.ts";
import { judged } from "../../support/judged.ts";

const mount = (path: string): MountFacts => ({ path, volume: "data", hostPath: null, readOnly: false });

test.each<[string, Partial<ContainerFacts>, string]>([
	["a tmpfs", { tmpfs: [aTmpfs(), aTmpfs({ path: "/bin" })] }, "linuxParameters.tmpfs.1"],
	["a mount", { mounts: [mount("/x"), mount("/bin")] }, "mountPoints.1"],
	["a path that is none", { mounts: [mount("/x"), mount("x")] }, "mountPoints.1"],
	["lasting data", { tmpfs: [aTmpfs(), aTmpfs({ path: "/data" })] }, "linuxParameters.tmpfs.1"],
	[
		"the second of two at one path",
		{ tmpfs: [aTmpfs(), aTmpfs({ path: "/x" })], mounts: [mount("/x")] },
		"mountPoints.0",
	],
	[
		"of two problems the worse",
		{ tmpfs: [aTmpfs({ path: "/data" }), aTmpfs({ path: "/bin" })] },
		"linuxParameters.tmpfs.1",
	],
])("reports the field of the problem: %s", (_, facts, field) => {
	const verdicts = judged(control, aTaskDefinition({ containers: [aContainer(facts)] }));
	expect(verdicts).toMatchObject([{ status: "fail", field }]);
});

test("reports each path with several mounts once, in the order of the second mounts", () => {
	const tmpfs = ["/a", "/b", "/b", "/a", "/a"].map((path) => aTmpfs({ path }));
	expect(checkMountPoints({ ...aContainer(), tmpfs }, []).problems).toMatchObject([
		{ message: "container app: more than one mount at /b", field: "linuxParameters.tmpfs.2" },
		{ message: "container app: more than one mount at /a", field: "linuxParameters.tmpfs.3" },
	]);
});
