import { expect, test } from "@jest/globals";
import type { ContainerFacts } from "../../../core/facts.ts";
import { findMissingOptions, newTmpfsOptions } from "../../../fix/plan/tmpfs-option-fixes.ts";
import { aContainer, aTmpfs } from "../../support/builders.ts";

const open = { unresolved: "Ref X" };
const required = ["noexec", "nosuid", "nodev"];

test.each<[string, ContainerFacts["tmpfs"], ReturnType<typeof findMissingOptions>]>([
	["a container without tmpfs", [], { missing: [], notes: [] }],
	["a tmpfs with all required options", [aTmpfs({ options: required })], { missing: [], notes: [] }],
	[
		"several tmpfs mounts with missing options",
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
		"a tmpfs with explicit exec beside one with a missing option",
		[aTmpfs({ path: "/work", options: ["exec", "suid"] }), aTmpfs({ options: ["nosuid", "nodev"] })],
		{
			missing: [{ index: 1, missing: ["noexec"] }],
			notes: ["tmpfs /work explicitly allows exec, suid; remove that if it is not needed"],
		},
	],
	[
		"a tmpfs with unknown options",
		[aTmpfs({ path: "/work", options: open }), aTmpfs({ options: ["noexec", "nodev"] })],
		{
			missing: [{ index: 1, missing: ["nosuid"] }],
			notes: ["the options of tmpfs /work are unknown (Ref X)"],
		},
	],
	[
		"a tmpfs with unknown path and options",
		[aTmpfs({ path: open, options: open })],
		{ missing: [], notes: ["the options of a tmpfs are unknown (Ref X)"] },
	],
	["an unknown list of tmpfs mounts", open, { missing: [], notes: ["its tmpfs mounts are unknown (Ref X)"] }],
])("returns the missing options of %s", (_, tmpfs, expected) => {
	expect(findMissingOptions(aContainer({ tmpfs }), { engine: "ecs" }, required)).toEqual(expected);
});

test("the defaults of the Docker engine are not missing", () => {
	const container = aContainer({ tmpfs: [aTmpfs({ options: [] })] });
	expect(findMissingOptions(container, { engine: "docker" }, [...required, "noatime"])).toEqual({
		missing: [{ index: 0, missing: ["noatime"] }],
		notes: [],
	});
});

test.each<[string, "ecs" | "docker", "enabled" | "waived" | "disabled", readonly string[]]>([
	["every required option on ECS", "ecs", "enabled", ["noexec", "nosuid", "noatime"]],
	["no options on ECS when a waiver covers them", "ecs", "waived", []],
	["no options on ECS when the control is disabled", "ecs", "disabled", []],
	["only the options that are no defaults on Docker", "docker", "enabled", ["noatime"]],
	["exec on Docker when a waiver covers the options", "docker", "waived", ["exec"]],
	["only the defaults on Docker when the control is disabled", "docker", "disabled", []],
])("a new tmpfs is mounted with %s", (_, engine, control, expected) => {
	expect(newTmpfsOptions(engine, ["noexec", "nosuid", "noatime"], control)).toEqual(expected);
});
