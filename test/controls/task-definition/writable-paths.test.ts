import { expect, test } from "@jest/globals";
import control from "../../../controls/task-definition/writable-paths.ts";
import type { ContainerFacts, MountFacts } from "../../../core/facts.ts";
import { aContainer, aTaskDefinition, aTmpfs } from "../../support/builders.ts";
import { judged, told } from "../../support/judged.ts";

const mount = (some: Partial<MountFacts> = {}): MountFacts => ({
	path: "/data",
	volume: "data",
	hostPath: null,
	readOnly: false,
	...some,
});
const later = { unresolved: "Ref X" };
const breaks = "fail LOW container app has a read-only root and no writable path: it will most likely break";
const uncertain = (why: string) => `unknown LOW whether container app has somewhere to write is not certain: ${why}`;

test.each<[string, Partial<ContainerFacts>, string]>([
	["a tmpfs", {}, "pass LOW container app can write to /tmp"],
	["a writable mount", { tmpfs: [], mounts: [mount()] }, "pass LOW container app can write to /data"],
	["both", { mounts: [mount()] }, "pass LOW container app can write to /tmp, /data"],
	["nothing", { tmpfs: [] }, breaks],
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
		"a root of which nothing is said",
		{ readonlyRootFilesystem: null },
		"not-applicable LOW container app has a writable root filesystem",
	],
	[
		"a root that is not known, with a tmpfs",
		{ readonlyRootFilesystem: later },
		"pass LOW container app can write to /tmp",
	],
	[
		"a root that is not known, without",
		{ readonlyRootFilesystem: later, tmpfs: [] },
		uncertain("its read-only root is unknown (Ref X)"),
	],
	["tmpfs mounts that are not known", { tmpfs: later }, uncertain("its tmpfs mounts are unknown (Ref X)")],
	["mounts that are not known", { tmpfs: [], mounts: later }, uncertain("its mounts are unknown (Ref X)")],
	[
		"mounts that are not known do not matter beside a tmpfs",
		{ mounts: later },
		"pass LOW container app can write to /tmp",
	],
	[
		"options that are not known",
		{ tmpfs: [aTmpfs({ options: later })] },
		uncertain("the options of tmpfs /tmp are unknown (Ref X)"),
	],
	[
		"a mount of which it is not known whether it is read-only",
		{ tmpfs: [], mounts: [mount({ readOnly: later })] },
		uncertain("whether mount /data is read-only is unknown (Ref X)"),
	],
	[
		"a path that is not known is writable all the same",
		{ tmpfs: [aTmpfs({ path: later })] },
		"pass LOW container app can write to (path unknown (Ref X))",
	],
])("%s", (_, facts, expected) => {
	expect(told(control, aTaskDefinition({ containers: [aContainer(facts)] }))).toEqual([expected]);
});

test("on Windows there is no read-only root to speak of", () => {
	const windows = "not-applicable LOW Windows containers have no read-only root filesystem";
	expect(told(control, aTaskDefinition({ operatingSystem: "windows" }))).toEqual([windows]);
	const containers = [aContainer({ tmpfs: [] })];
	expect(told(control, aTaskDefinition({ operatingSystem: "windows", containers }))).toEqual([windows]);
	expect(told(control, aTaskDefinition({ operatingSystem: { unresolved: "Ref Os" }, containers }))).toEqual([
		"unknown LOW the operating system is unknown (Ref Os); on Linux: container app has a read-only root and no writable path: it will most likely break",
	]);
});

test("the mending proposes a tmpfs at /tmp in the language of the file", () => {
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
