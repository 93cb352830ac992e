import { join } from "node:path";
import type { Control } from "../../core/control.ts";
import { policyFileOf, policySchemaText } from "../../policy-file/policy-schema.ts";
import { costPage } from "./cost-page.ts";
import { withGenerated } from "./marks.ts";
import { optionsTable } from "./options.ts";
import { indexPage, pageOf } from "./pages.ts";
import { permissionsPage } from "./permissions.ts";
import { adapterRegistryOf, adaptersIn, registryOf } from "./registry.ts";
import { overlapPage } from "./security-hub.ts";
import { settingsSection } from "./settings.ts";
import { slackPictures } from "./slack-pictures.ts";
import { type Files, textAt } from "./tree.ts";

/**
 * Everything that is generated: the registries of controls and of permissions, the controls' pages and tables, the pages of
 * permissions, of the cost and of the overlap with Security Hub, the policy's schema, the pictures of Slack messages.
 */
export function generatedFiles(controls: readonly Control[], root: string): Files {
	const sorted = controls.toSorted((a, b) => (a.id < b.id ? -1 : 1));
	return new Map([
		["adapters/permissions.ts", adapterRegistryOf(adaptersIn(root))],
		["controls/index.ts", registryOf(sorted)],
		["docs/controls/README.md", indexPage(sorted)],
		["docs/cost.md", costPage()],
		["docs/permissions.md", permissionsPage()],
		["docs/security-hub-overlap.md", overlapPage(sorted)],
		["schema/shipshape.schema.json", policySchemaText(policyFileOf(sorted))],
		...sorted.map(
			(control) =>
				[`docs/controls/${control.id}.md`, pageOf(control, textAt(join(root, `controls/${control.id}.md`)))] as const,
		),
		...slackPictures().map(({ path, svg }) => [path, svg] as const),
		...withSection(root, "docs/deploy.md", "options", "the table of options", optionsTable()),
		...withSection(root, "docs/policy.md", "settings", "the table of settings", settingsSection(sorted)),
	]);
}

/** A page with its generated part; nothing without the page. */
function withSection(
	root: string,
	path: string,
	name: string,
	what: string,
	content: string,
): readonly (readonly [string, string])[] {
	const page = textAt(join(root, path));
	return page === null ? [] : [[path, withGenerated(page, path, name, what, content)]];
}
