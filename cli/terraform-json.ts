import { BadInputError } from "../core/errors.ts";
import { fieldsIn } from "../core/json.ts";
import type { SourceDocument } from "../readers/document/source-document.ts";

/** A file of Terraform in JSON, which is not read: nothing is wrong with it. */
export class TerraformJsonError extends BadInputError {}

/**
 * Throws TerraformJsonError, `path:line:column: what is wrong; what to do`, for ECS and ECR resources in Terraform's JSON syntax, such as CDKTF
 * writes them. https://developer.hashicorp.com/terraform/language/syntax/json
 */
export function refuseTerraformJson(path: string, { value, at }: SourceDocument): void {
	const { resource } = fieldsIn(value);
	const types = [resource].flat().flatMap((one) => Object.keys(fieldsIn(one)));
	if (!types.some((type) => /^aws_ec[rs]_/.test(type))) return;
	const { line, column } = at(["resource"], "key");
	const text = "Terraform in JSON is not read; check the plan instead: terraform show -json PLAN | shipshape check -";
	throw new TerraformJsonError(`${path}:${line}:${column}: ${text}`);
}
