/**
 * `npm run new -- control|route|reader <name>`: writes the files of a new control, route or reader, with a TODO for each decision
 * that is left, and regenerates what is derived from them. Exits with 2 for bad usage and with 1 if it fails, and leaves the
 * checkout as it was in both cases.
 */
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { BadInputError } from "../core/errors.ts";
import { planOf } from "./new/plan.ts";
import { applyPlan } from "./new/write.ts";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");

try {
	const plan = planOf(process.argv.slice(2), root);
	applyPlan(plan, root);
	for (const path of plan.created.keys()) console.log(`created ${path}`);
	for (const path of plan.changed.keys()) console.log(`changed ${path}`);
	console.log("next: replace each TODO (CONTRIBUTING.md explains how), then run npm run fix and npm test");
} catch (error) {
	console.error(`shipshape: ${error instanceof Error ? error.message : error}`);
	process.exitCode = error instanceof BadInputError ? 2 : 1;
}
