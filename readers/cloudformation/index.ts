import type { DocumentReader } from "../reader.ts";
import { cdkRefusal } from "./generated-by-cdk.ts";
import { readCloudFormation } from "./read.ts";
import { looksLikeTemplate } from "./recognize.ts";

export default {
	kind: "cloudformation",
	source: "document",
	title: "CloudFormation and CDK templates",
	forms: "also in cdk.out",
	fileNames: String.raw`([^/]*[._-])?(cloudformation|cfn)([._-][^/]*)?\.(json|ya?ml)`,
	keys: ["Resources", "AWSTemplateFormatVersion"],
	precedence: 40,
	recognizes: looksLikeTemplate,
	load: () => readCloudFormation,
	editable: { notation: "cloudformation", refusal: cdkRefusal },
} satisfies DocumentReader;
