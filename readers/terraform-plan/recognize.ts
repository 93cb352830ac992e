import { fieldsIn } from "../../core/json.ts";

/** Whether a document is the output of `terraform show -json` for a plan (https://developer.hashicorp.com/terraform/internals/json-format). */
export function looksLikeTerraformPlan(value: unknown): boolean {
	const { planned_values: planned } = fieldsIn(value);
	return "root_module" in fieldsIn(planned);
}
