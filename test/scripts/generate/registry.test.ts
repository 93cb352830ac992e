import { expect, test } from "@jest/globals";
import { controls } from "../../../controls/index.ts";
import { registryOf } from "../../../scripts/generate/registry.ts";

test("every control is imported under a name made of its id", () => {
	const scanOnPush = controls.filter(({ id }) => id === "repository/scan-on-push");
	expect(registryOf(scanOnPush).split("\n").slice(1)).toEqual([
		'import type { Control } from "../core/control.ts";',
		'import repositoryScanOnPush from "./repository/scan-on-push.ts";',
		"",
		"/** Every control, by id. */",
		"export const controls: readonly Control[] = [repositoryScanOnPush];",
		"",
		"/** Every control on this kind of subject, for a function that judges nothing else. */",
		"export const repositoryControls: readonly Control[] = [repositoryScanOnPush];",
		"",
	]);
});
