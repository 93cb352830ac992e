import { fieldsIn } from "../../core/json.ts";

/** Whether a document is what `terraform show -json` prints of a plan (https://developer.hashicorp.com/terraform/internals/json-format). */
export function looksLikeTerraformPlan(value: unknown): boolean {
	const { planned_values: planned } = fieldsIn(value);
	return "root_module" in fieldsIn(planned);
}
