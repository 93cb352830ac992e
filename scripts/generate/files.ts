import { join } from "node:path";
import type { Control } from "../../core/control.ts";
import { policySchemaText } from "../../policy-file/policy-schema.ts";
import { indexPage, pageOf, tableOf } from "./pages.ts";
import { permissionsPage } from "./permissions.ts";
import { adapterRegistryOf, adaptersIn, registryOf } from "./registry.ts";
import { type Files, textAt } from "./tree.ts";

const start = "<!-- controls:start -->";
const end = "<!-- controls:end -->";

/**
 * Everything that is generated: the registries of controls and of permissions, the controls' pages, the table in the
 * README, the permissions' page, the policy's schema.
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
		...(readme === null ? [] : [["README.md", withTable(readme, tableOf(sorted, "docs/controls/"))] as const]),
	]);
}

/** Throws when the README has no place for the table. */
function withTable(readme: string, table: string): string {
	const [before, rest, ...tooMany] = readme.split(start);
	const [old, after] = rest?.split(end) ?? [];
	if (before === undefined || old === undefined || after === undefined || tooMany.length > 0) {
		throw new Error(`README.md: the table of controls needs one line ${start} and after it one line ${end}`);
	}
	return `${before}${start}\n${table}\n${end}${after}`;
}
