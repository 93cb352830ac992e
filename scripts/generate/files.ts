import { join } from "node:path";
import type { Control } from "../../core/control.ts";
import { policySchemaText } from "../../policy-file/policy-schema.ts";
import { withGenerated } from "./marks.ts";
import { indexPage, pageOf, tableOf } from "./pages.ts";
import { permissionsPage } from "./permissions.ts";
import { adapterRegistryOf, adaptersIn, registryOf } from "./registry.ts";
import { type Files, textAt } from "./tree.ts";

/**
 * Everything that is generated: the registries of controls and of permissions, the controls' pages, the table in the README,
 * the permissions' page, the policy's schema.
 */
export function generatedFiles(controls: readonly Control[], root: string): Files {
	const sorted = controls.toSorted((a, b) => (a.id < b.id ? -1 : 1));
	const readme = textAt(join(root, "README.md"));
	return new Map([
		["adapters/permissions.ts", adapterRegistryOf(adaptersIn(root))],
		["controls/index.ts", registryOf(sorted)],
		["docs/controls/README.md", indexPage(sorted)],
		["docs/permissions.md", permissionsPage()],
		["schema/shipshape.schema.json", policySchemaText()],
		...sorted.map(
			(control) =>
				[`docs/controls/${control.id}.md`, pageOf(control, textAt(join(root, `controls/${control.id}.md`)))] as const,
		),
		...(readme === null ? [] : [["README.md", withTable(readme, sorted)] as const]),
	]);
}

const withTable = (readme: string, controls: readonly Control[]): string =>
	withGenerated(readme, "README.md", "controls", "the table of controls", tableOf(controls, "docs/controls/"));
