import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import control from "../../../controls/task-definition/tmpfs-options.ts";
import type { TaskDefinitionFacts, TmpfsFacts } from "../../../core/facts.ts";
import { aContainer, aTaskDefinition, aTmpfs } from "../../support/builders.ts";
import { judged, verdictLines } from "../../support/judged.ts";

const mounted = (tmpfs: readonly TmpfsFacts[], more: Partial<TaskDefinitionFacts> = {}) =>
	aTaskDefinition({ containers: [aContainer({ tmpfs })], ...more });
const withOptions = (...options: readonly string[]) => mounted([aTmpfs({ options })]);
const inDocker = (...options: readonly string[]) => mounted([aTmpfs({ options })], { engine: "docker" });
const later = { unresolved: "Ref X" };
const withPart = (...known: readonly (string | null)[]) => mounted([aTmpfs({ options: { ...later, known } })]);
const fine = "pass MEDIUM container app: tmpfs /tmp has noexec, nosuid, nodev";

test.each<[string, TaskDefinitionFacts, string]>([
	["all three options", withOptions("noexec", "nosuid", "nodev"), fine],
	["other options beside them", withOptions("rw", "mode=1777", "noexec", "nosuid", "nodev"), fine],
	["options in another letter case, with spaces", withOptions(" NoExec", "NOSUID ", "nodev"), fine],
	["two contradicting options, of which the last one applies", withOptions("exec", "noexec", "nosuid", "nodev"), fine],
	["no options", withOptions(), "fail MEDIUM container app: tmpfs /tmp lacks noexec, nosuid, nodev"],
	["one missing", withOptions("noexec", "nosuid"), "fail MEDIUM container app: tmpfs /tmp lacks nodev"],
	["defaults is ignored", withOptions("defaults"), "fail MEDIUM container app: tmpfs /tmp lacks noexec, nosuid, nodev"],
	["exec", withOptions("exec", "nosuid", "nodev"), "fail HIGH container app: tmpfs /tmp allows exec"],
	["suid", withOptions("noexec", "suid", "nodev"), "fail HIGH container app: tmpfs /tmp allows suid"],
	["exec and suid", withOptions("exec", "suid", "nodev"), "fail HIGH container app: tmpfs /tmp allows exec, suid"],
	["dev", withOptions("noexec", "nosuid", "dev"), "fail HIGH container app: tmpfs /tmp allows dev"],
	[
		"taken back later",
		withOptions("noexec", "nosuid", "nodev", "EXEC"),
		"fail HIGH container app: tmpfs /tmp allows exec",
	],
	[
		"a contradicting option and a missing one",
		withOptions("exec", "nosuid"),
		"fail HIGH container app: tmpfs /tmp allows exec and lacks nodev",
	],
	["no tmpfs", mounted([]), "not-applicable MEDIUM container app has no tmpfs mount"],
	[
		"unknown options",
		mounted([aTmpfs({ options: later })]),
		"unknown MEDIUM the tmpfs options of container app are unknown (Ref X)",
	],
	[
		"an unknown option before exec, which cannot be both of those that are missing",
		withPart(null, "exec"),
		"fail HIGH container app: tmpfs /tmp allows exec and lacks nosuid, nodev",
	],
	[
		"an unknown option after exec, which cannot be all three of those that are missing",
		withPart("exec", null),
		"fail MEDIUM container app: tmpfs /tmp lacks nosuid, nodev, noexec",
	],
	[
		"an unknown option after exec, which may be the one that is missing",
		withPart("nosuid", "nodev", "exec", null),
		"unknown MEDIUM the tmpfs options of container app are unknown (Ref X)",
	],
	[
		"as many unknown options as are missing",
		withPart(null, null, "exec", "noexec"),
		"unknown MEDIUM the tmpfs options of container app are unknown (Ref X)",
	],
	[
		"an unknown option between others",
		withPart("suid", null, "dev", "exec"),
		"fail HIGH container app: tmpfs /tmp allows exec, dev",
	],
	[
		"unknown mounts",
		aTaskDefinition({ containers: [aContainer({ tmpfs: later })] }),
		"unknown MEDIUM the tmpfs mounts of container app are unknown (Ref X)",
	],
	[
		"an unknown option on one tmpfs and a wrong one on another",
		mounted([aTmpfs({ options: later }), aTmpfs({ path: "/run", options: ["noexec"] })]),
		"fail MEDIUM container app: tmpfs /run lacks nosuid, nodev",
	],
	[
		"an unknown path",
		mounted([aTmpfs({ path: later, options: ["noexec", "nosuid"] })]),
		"fail MEDIUM container app: a tmpfs whose path is unknown (Ref X) lacks nodev",
	],
	[
		"two mounts, the worse first",
		mounted([
			aTmpfs({ options: ["noexec", "nosuid"] }),
			aTmpfs({ path: "/run", options: ["noexec", "nosuid", "dev"] }),
		]),
		"fail HIGH container app: tmpfs /run allows dev; container app: tmpfs /tmp lacks nodev",
	],
	[
		"two good mounts",
		mounted([aTmpfs(), aTmpfs({ path: "/run" })]),
		"pass MEDIUM container app: tmpfs /tmp, /run has noexec, nosuid, nodev",
	],
])("gives the right verdict on ECS for: %s", (_, facts, expected) => {
	expect(verdictLines(control, facts)).toEqual([expected]);
});

test.each<[string, TaskDefinitionFacts, string]>([
	["no options, so that the engine's defaults apply", inDocker(), fine],
	["other options beside the defaults", inDocker("size=64m", "mode=1777", "defaults"), fine],
	["an option that revokes a default", inDocker("exec"), "fail HIGH container app: tmpfs /tmp allows exec"],
	["a revoked default that is set again", inDocker("suid", "nosuid"), fine],
])("gives the right verdict in Docker for: %s", (_, facts, expected) => {
	expect(verdictLines(control, facts)).toEqual([expected]);
});

describe("gives the right remediation for", () => {
	test.each<[string, TaskDefinitionFacts, string]>([
		["partly known options", withPart(null, "exec", "dev"), "Remove exec, dev from the options of tmpfs /tmp."],
		[
			"of ECS",
			withOptions("exec", "mode=1777", "defaults"),
			'Write "mountOptions": ["noexec","nosuid","nodev","mode=1777"] on tmpfs /tmp.',
		],
		[
			"options in Docker",
			inDocker("exec", "size=64m"),
			"Write tmpfs: /tmp:noexec,nosuid,nodev,size=64m on tmpfs /tmp.",
		],
		[
			"of two mounts",
			mounted([aTmpfs({ options: [] }), aTmpfs({ path: "/run", options: ["dev"] })]),
			'Write "mountOptions": ["noexec","nosuid","nodev"] on tmpfs /run. Write "mountOptions": ["noexec","nosuid","nodev"] on tmpfs /tmp.',
		],
	])("%s", (_, facts, remediation) => {
		expect(judged(control, facts)).toMatchObject([{ remediation, container: "app" }]);
	});
});

test("reports the worst mount as the field", () => {
	const facts = mounted([aTmpfs(), aTmpfs({ path: "/run", options: [] }), aTmpfs({ path: "/x", options: ["exec"] })]);
	expect(judged(control, facts)).toMatchObject([{ severity: "HIGH", field: "linuxParameters.tmpfs.2" }]);
	expect(judged(control, mounted([aTmpfs()]))).toMatchObject([{ field: "linuxParameters.tmpfs" }]);
});

describe("uses the options that the policy requires:", () => {
	test.each<[string, readonly string[], TaskDefinitionFacts, string]>([
		[
			"a workload that may execute",
			["nosuid", "nodev"],
			withOptions("exec", "nosuid", "nodev"),
			"pass MEDIUM container app: tmpfs /tmp has nosuid, nodev",
		],
		["read-only", ["ro"], withOptions("rw"), "fail HIGH container app: tmpfs /tmp allows rw"],
		["writable", ["rw"], withOptions("ro"), "fail HIGH container app: tmpfs /tmp allows ro"],
		["an option of which Docker has no default", ["ro"], inDocker(), "fail MEDIUM container app: tmpfs /tmp lacks ro"],
		["an option without a no", ["sync"], withOptions("nosync"), "fail HIGH container app: tmpfs /tmp allows nosync"],
		[
			"options in another letter case, with spaces",
			[" NoExec "],
			withOptions("noexec"),
			"pass MEDIUM container app: tmpfs /tmp has  NoExec ",
		],
	])("%s", (_, required, facts, expected) => {
		expect(verdictLines(control, facts, { required })).toEqual([expected]);
	});
});

const option = fc.constantFrom("noexec", "exec", "nosuid", "suid", "nodev", "dev", "rw", "ro", "defaults", "mode=1777");

test("passes with the options of the remediation, whatever was written", () => {
	fc.assert(
		fc.property(fc.array(option), fc.constantFrom("ecs" as const, "docker" as const), (options, engine) => {
			const [verdict] = judged(control, mounted([aTmpfs({ options })], { engine }));
			if (verdict?.status !== "fail") return;
			const written =
				/\[(.*)\]/.exec(verdict.remediation)?.[1]?.replaceAll('"', "") ?? /\/tmp:(\S+)/.exec(verdict.remediation)?.[1];
			expect(judged(control, mounted([aTmpfs({ options: written?.split(",") ?? [] })], { engine }))).toMatchObject([
				{ status: "pass" },
			]);
		}),
	);
});

test("passes when all three options are written at the end", () => {
	fc.assert(
		fc.property(fc.array(option), (options) => {
			expect(verdictLines(control, withOptions(...options, "noexec", "nosuid", "nodev"))).toEqual([fine]);
		}),
	);
});
