import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { controls } from "../../../controls/index.ts";
import { adapterRegistryOf, adaptersIn, registryOf } from "../../../scripts/generate/registry.ts";

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

test("every adapter that lists permissions is registered by its path, and no other file is", () => {
	const root = mkdtempSync(join(tmpdir(), "adapters-"));
	mkdirSync(join(root, "adapters/sqs"), { recursive: true });
	writeFileSync(join(root, "adapters/sqs/send.ts"), "export const permissions: readonly Permission[] = [];\n");
	writeFileSync(join(root, "adapters/sqs/also.ts"), 'export { permissions } from "./send.ts";\n');
	writeFileSync(join(root, "adapters/sqs/size.ts"), "export const size = 1;\n");
	expect(adaptersIn(root)).toEqual(["sqs/also", "sqs/send"]);
	rmSync(root, { recursive: true });
	expect(adaptersIn(root)).toEqual([]);
	const lines = adapterRegistryOf(["security-hub/import-findings"]).split("\n");
	expect(lines).toContain(
		'import { permissions as securityHubImportFindings } from "./security-hub/import-findings.ts";',
	);
	expect(lines).toContain('\t"security-hub/import-findings": securityHubImportFindings,');
});
