import { expect, test } from "@jest/globals";
import control from "../../../controls/task-definition/tmpfs-supported.ts";
import type { TaskDefinitionFacts } from "../../../core/facts.ts";
import { aContainer, aTaskDefinition, aTmpfs } from "../../support/builders.ts";
import { judged, verdictLines } from "../../support/judged.ts";

const later = { unresolved: "Ref Os" };
const fine = "pass MEDIUM container app: tmpfs /tmp is supported";
const old = (versions: string) =>
	`fail MEDIUM container app: tmpfs /tmp requires Fargate platform version 1.4.0, but a service pins ${versions}`;

test.each<[string, Partial<TaskDefinitionFacts>, string]>([
	["Linux, no service", {}, fine],
	["LATEST", { platformVersions: ["LATEST"] }, fine],
	["latest in small letters", { platformVersions: ["latest"] }, fine],
	["1.4.0", { platformVersions: ["1.4.0"] }, fine],
	["newer versions", { platformVersions: ["1.4.1", "1.10.0", "2.0.0"] }, fine],
	["EC2 only", { compatibilities: ["EC2"] }, fine],
	["1.3.0", { platformVersions: ["1.3.0"] }, old("1.3.0")],
	["0.9.0", { platformVersions: ["0.9.0"] }, old("0.9.0")],
	["0.40.0", { platformVersions: ["0.40.0"] }, old("0.40.0")],
	["an old one among others", { platformVersions: ["LATEST", "1.0.0", "1.2.0"] }, old("1.0.0, 1.2.0")],
	[
		"an incomplete version",
		{ platformVersions: ["1.4"] },
		'unknown MEDIUM container app: tmpfs /tmp requires Fargate platform version 1.4.0, and "1.4" is not recognized',
	],
	[
		"a version that is not a number",
		{ platformVersions: ["x1.4.0", "1.4.0x"] },
		'unknown MEDIUM container app: tmpfs /tmp requires Fargate platform version 1.4.0, and "x1.4.0, 1.4.0x" is not recognized',
	],
	["an old version and an unrecognized one", { platformVersions: ["next", "1.3.0"] }, old("1.3.0")],
	["Windows", { operatingSystem: "windows" }, "fail MEDIUM container app: tmpfs /tmp is not supported on Windows"],
	[
		"Windows with a Fargate version of its own",
		{ operatingSystem: "windows", platformVersions: ["1.0.0"] },
		"fail MEDIUM container app: tmpfs /tmp is not supported on Windows",
	],
	[
		"an unknown operating system",
		{ operatingSystem: later },
		"unknown MEDIUM container app: tmpfs /tmp is only supported on Linux; the operating system is unknown (Ref Os)",
	],
	[
		"unknown platform versions",
		{ platformVersions: later },
		"unknown MEDIUM container app: tmpfs /tmp requires Fargate platform version 1.4.0; the version that its services pin is unknown (Ref Os)",
	],
	[
		"Windows and unknown platform versions",
		{ operatingSystem: "windows", platformVersions: later },
		"fail MEDIUM container app: tmpfs /tmp is not supported on Windows",
	],
	[
		"neither known",
		{ operatingSystem: later, platformVersions: later },
		"unknown MEDIUM container app: tmpfs /tmp is only supported on Linux; the operating system is unknown (Ref Os)",
	],
	[
		"no tmpfs and unknown platform versions",
		{ platformVersions: later, containers: [aContainer({ tmpfs: [] })] },
		"not-applicable MEDIUM container app has no tmpfs mount",
	],
	[
		"an old version on an unknown operating system",
		{ operatingSystem: later, platformVersions: ["1.3.0"] },
		old("1.3.0"),
	],
	[
		"an unknown list of tmpfs mounts where any is supported",
		{ containers: [aContainer({ tmpfs: later })] },
		"pass MEDIUM container app: every tmpfs is supported",
	],
	[
		"an unknown list of tmpfs mounts on Windows",
		{ operatingSystem: "windows", containers: [aContainer({ tmpfs: later })] },
		"unknown MEDIUM the tmpfs mounts of container app are unknown (Ref Os)",
	],
	[
		"no tmpfs",
		{ operatingSystem: "windows", containers: [aContainer({ tmpfs: [] })] },
		"not-applicable MEDIUM container app has no tmpfs mount",
	],
	[
		"several mounts",
		{ containers: [aContainer({ tmpfs: [aTmpfs(), aTmpfs({ path: "/run" })] })] },
		"pass MEDIUM container app: tmpfs /tmp, /run is supported",
	],
])("gives the right verdict for: %s", (_, facts, expected) => {
	expect(verdictLines(control, aTaskDefinition(facts))).toEqual([expected]);
});

test("gives a remediation for the cause", () => {
	expect(judged(control, aTaskDefinition({ operatingSystem: "windows" }))).toMatchObject([
		{ remediation: "Remove linuxParameters.tmpfs from the Windows container and write to a volume." },
	]);
	expect(judged(control, aTaskDefinition({ platformVersions: ["1.3.0"] }))).toMatchObject([
		{ container: "app", remediation: 'Set "platformVersion": "LATEST" or "1.4.0" in the service.' },
	]);
});
