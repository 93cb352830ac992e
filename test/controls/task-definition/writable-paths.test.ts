import { expect, test } from "@jest/globals";
import control from "../../../controls/task-definition/writable-paths.ts";
import type { ContainerFacts, MountFacts } from "../../../core/facts.ts";
import { aContainer, aTaskDefinition, aTmpfs } from "../../support/builders.ts";
import { judged, verdictLines } from "../../support/judged.ts";

const mount = (some: Partial<MountFacts> = {}): MountFacts => ({
	path: "/data",
	volume: "data",
	hostPath: null,
	readOnly: false,
	...some,
});
const later = { unresolved: "Ref X" };
const breaks = "fail LOW container app has a read-only root and is given no writable path";
const uncertain = (why: string) => `unknown LOW cannot tell whether container app has a writable path, because ${why}`;

test.each<[string, Partial<ContainerFacts>, string]>([
	["a tmpfs", {}, "pass LOW container app can write to /tmp"],
	["a writable mount", { tmpfs: [], mounts: [mount()] }, "pass LOW container app can write to /data"],
	["a tmpfs and a writable mount", { mounts: [mount()] }, "pass LOW container app can write to /tmp, /data"],
	["no writable path", { tmpfs: [] }, breaks],
	["read-only mounts only", { tmpfs: [], mounts: [mount({ readOnly: true })] }, breaks],
	["a tmpfs that is mounted read-only", { tmpfs: [aTmpfs({ options: ["rw", "RO ", "noexec"] })] }, breaks],
	[
		"the last of ro and rw holds",
		{ tmpfs: [aTmpfs({ options: ["ro", "rw"] })] },
		"pass LOW container app can write to /tmp",
	],
	[
		"a writable root",
		{ readonlyRootFilesystem: false },
		"not-applicable LOW container app has a writable root filesystem",
	],
	[
		"no setting for the root filesystem",
		{ readonlyRootFilesystem: null },
		"not-applicable LOW container app has a writable root filesystem",
	],
	["an unknown root with a tmpfs", { readonlyRootFilesystem: later }, "pass LOW container app can write to /tmp"],
	[
		"an unknown root without a tmpfs",
		{ readonlyRootFilesystem: later, tmpfs: [] },
		uncertain("its read-only root is unknown (Ref X)"),
	],
	["unknown tmpfs mounts", { tmpfs: later }, uncertain("its tmpfs mounts are unknown (Ref X)")],
	["unknown mounts", { tmpfs: [], mounts: later }, uncertain("its mounts are unknown (Ref X)")],
	["unknown mounts beside a tmpfs", { mounts: later }, "pass LOW container app can write to /tmp"],
	[
		"unknown options",
		{ tmpfs: [aTmpfs({ options: later })] },
		uncertain("the options of tmpfs /tmp are unknown (Ref X)"),
	],
	[
		"a mount with an unknown read-only flag",
		{ tmpfs: [], mounts: [mount({ readOnly: later })] },
		uncertain("whether mount /data is read-only is unknown (Ref X)"),
	],
	[
		"a writable mount with an unknown path",
		{ tmpfs: [aTmpfs({ path: later })] },
		"pass LOW container app can write to a path that is unknown (Ref X)",
	],
])("gives the right verdict for: %s", (_, facts, expected) => {
	expect(verdictLines(control, aTaskDefinition({ containers: [aContainer(facts)] }))).toEqual([expected]);
});

test("is not applicable on Windows, which has no read-only root", () => {
	const windows = "not-applicable LOW Windows containers have no read-only root filesystem";
	expect(verdictLines(control, aTaskDefinition({ operatingSystem: "windows" }))).toEqual([windows]);
	const containers = [aContainer({ tmpfs: [] })];
	expect(verdictLines(control, aTaskDefinition({ operatingSystem: "windows", containers }))).toEqual([windows]);
	expect(verdictLines(control, aTaskDefinition({ operatingSystem: { unresolved: "Ref Os" }, containers }))).toEqual([
		"unknown LOW the operating system is unknown (Ref Os); on Linux, container app has a read-only root and is given no writable path",
	]);
});

test("proposes a tmpfs at /tmp in the format of the file", () => {
	const containers = [aContainer({ tmpfs: [] })];
	expect(judged(control, aTaskDefinition({ containers }))).toMatchObject([
		{
			container: "app",
			remediation:
				'Add a tmpfs in linuxParameters: {"containerPath": "/tmp", "size": 64, "mountOptions": ["noexec", "nosuid", "nodev"]}.',
		},
	]);
	expect(judged(control, aTaskDefinition({ containers, engine: "docker" }))).toMatchObject([
		{ remediation: "Add tmpfs: [/tmp:size=64m] (docker run --tmpfs /tmp:size=64m)." },
	]);
});
