import { expect, test } from "@jest/globals";
import type { ContainerFacts } from "../../../core/facts.ts";
import { findMissingOptions, newTmpfsOptions } from "../../../fix/plan/tmpfs-option-fixes.ts";
import { aContainer, aTmpfs } from "../../support/builders.ts";

const open = { unresolved: "Ref X" };
const required = ["noexec", "nosuid", "nodev"];

test.each<[string, ContainerFacts["tmpfs"], ReturnType<typeof findMissingOptions>]>([
	["no tmpfs", [], { missing: [], notes: [] }],
	["nothing missing", [aTmpfs({ options: required })], { missing: [], notes: [] }],
	[
		"what is missing, by position",
		[aTmpfs({ options: ["noexec"] }), aTmpfs({ options: required }), aTmpfs({ options: [] })],
		{
			missing: [
				{ index: 0, missing: ["nosuid", "nodev"] },
				{ index: 2, missing: required },
			],
			notes: [],
		},
	],
	[
		"what somebody wrote on purpose keeps that tmpfs as it is, and no other",
		[aTmpfs({ path: "/work", options: ["exec", "suid"] }), aTmpfs({ options: ["nosuid", "nodev"] })],
		{
			missing: [{ index: 1, missing: ["noexec"] }],
			notes: ["tmpfs /work explicitly allows exec, suid; remove that if it is not needed"],
		},
	],
	[
		"options that are not known",
		[aTmpfs({ path: "/work", options: open }), aTmpfs({ options: ["noexec", "nodev"] })],
		{
			missing: [{ index: 1, missing: ["nosuid"] }],
			notes: ["the options of tmpfs /work are unknown (Ref X)"],
		},
	],
	[
		"options of a place that is not known",
		[aTmpfs({ path: open, options: open })],
		{ missing: [], notes: ["the options of tmpfs (path unknown (Ref X)) are unknown (Ref X)"] },
	],
	["a list that is not known", open, { missing: [], notes: ["its tmpfs mounts are unknown (Ref X)"] }],
])("%s", (_, tmpfs, expected) => {
	expect(findMissingOptions(aContainer({ tmpfs }), { engine: "ecs" }, required)).toEqual(expected);
});

test("Docker has its defaults: only what goes beyond them is missing", () => {
	const container = aContainer({ tmpfs: [aTmpfs({ options: [] })] });
	expect(findMissingOptions(container, { engine: "docker" }, [...required, "noatime"])).toEqual({
		missing: [{ index: 0, missing: ["noatime"] }],
		notes: [],
	});
});

test.each<[string, "ecs" | "docker", "enabled" | "waived" | "disabled", readonly string[]]>([
	["everything that is required", "ecs", "enabled", ["noexec", "nosuid", "noatime"]],
	["nothing, where ECS is not control to", "ecs", "waived", []],
	["nothing, where the control is off", "ecs", "disabled", []],
	["what Docker does not set by itself", "docker", "enabled", ["noatime"]],
	["exec, where somebody waived the options of Docker's tmpfs", "docker", "waived", ["exec"]],
	["Docker's own, where the control is off", "docker", "disabled", []],
])("a new tmpfs is mounted with %s", (_, engine, control, expected) => {
	expect(newTmpfsOptions(engine, ["noexec", "nosuid", "noatime"], control)).toEqual(expected);
});
