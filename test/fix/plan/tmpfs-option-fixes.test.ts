import { expect, test } from "@jest/globals";
import type { ContainerFacts } from "../../../core/facts.ts";
import { optionsLacking, optionsOfNew } from "../../../fix/plan/tmpfs-option-fixes.ts";
import { aContainer, aTmpfs } from "../../support/builders.ts";

const open = { unresolved: "Ref X" };
const required = ["noexec", "nosuid", "nodev"];

test.each<[string, ContainerFacts["tmpfs"], ReturnType<typeof optionsLacking>]>([
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
			notes: ["tmpfs /work allows exec, suid on purpose: that is yours to change"],
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
	expect(optionsLacking(aContainer({ tmpfs }), { engine: "ecs" }, required)).toEqual(expected);
});

test("Docker has its defaults: only what goes beyond them is missing", () => {
	const container = aContainer({ tmpfs: [aTmpfs({ options: [] })] });
	expect(optionsLacking(container, { engine: "docker" }, [...required, "noatime"])).toEqual({
		missing: [{ index: 0, missing: ["noatime"] }],
		notes: [],
	});
});

test.each<[string, "ecs" | "docker", "asked" | "waived" | "off", readonly string[]]>([
	["everything that is required", "ecs", "asked", ["noexec", "nosuid", "noatime"]],
	["nothing, where ECS is not asked to", "ecs", "waived", []],
	["nothing, where the control is off", "ecs", "off", []],
	["what Docker does not set by itself", "docker", "asked", ["noatime"]],
	["exec, where somebody waived the options of Docker's tmpfs", "docker", "waived", ["exec"]],
	["Docker's own, where the control is off", "docker", "off", []],
])("a new tmpfs is mounted with %s", (_, engine, asked, expected) => {
	expect(optionsOfNew(engine, ["noexec", "nosuid", "noatime"], asked)).toEqual(expected);
});
