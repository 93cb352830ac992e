import { fieldsIn, textIn } from "../../core/json.ts";
import { problemAt } from "../document/problem.ts";
import type { FileReader } from "../reader.ts";
import { liveResourcesAmong } from "./live-resources.ts";
import { planNotes } from "./notes.ts";
import { plannedResources } from "./plan.ts";
import type { PlaceOf } from "./positions.ts";
import { looksLikeTerraformPlan } from "./recognize.ts";
import { registryOf } from "./registry.ts";
import { sourcesOf } from "./source-lines.ts";
import { subjectsOfResources } from "./subjects.ts";

/**
 * Reads the output of `terraform show -json` for a plan: the ECS task definitions and ECR repositories that exist after it, each
 * `path#address`, with the location in the `.tf` files that lie beside the plan. Throws BadInputError when it is not a plan.
 */
export const readTerraformPlan: FileReader = (file) => {
	const { value } = file.document;
	const version = textIn(fieldsIn(value)["format_version"]);
	if (!looksLikeTerraformPlan(value) || (version !== null && !/^[01]\./.test(version))) {
		const what = "not a plan of format version 0 or 1; write the output of terraform show -json PLAN";
		throw problemAt(file.path, file.document.at([], "value"), what);
	}
	const resources = plannedResources(value);
	const sources = sourcesOf(file, value, resources);
	const placeOf: PlaceOf = (planned) => sources.placeOf(planned) ?? { document: file.document, at: planned.at };
	const subjects = subjectsOfResources(resources, {
		path: file.path,
		readAt: file.readAt,
		registry: registryOf(value, resources),
		placeOf,
	});
	const notes = planNotes(value).map(({ at, text }) => ({ at: file.document.at(at, "key"), text }));
	const live = liveResourcesAmong(resources, file.path, placeOf);
	return {
		subjects,
		...(live.length > 0 && { live }),
		notes,
		sources: sources.files,
		answersFor: sources.folders,
		remarks: sources.remarks,
	};
};
