import { fieldsIn, isFields, textIn } from "../../core/json.ts";

export const isLoop = (key: string): boolean => key.startsWith("Fn::ForEach::");

/** A CloudFormation template has a format version, a transform, a loop, or resources with types such as `AWS::ECR::Repository`. */
export function looksLikeTemplate(document: unknown): boolean {
	const { AWSTemplateFormatVersion: version, Transform: transform, Resources: resources } = fieldsIn(document);
	if (version !== undefined) return true;
	if (!isFields(resources)) return false;
	if ([transform].flat().some((one) => (textIn(one) ?? textIn(fieldsIn(one)["Name"]))?.includes("::"))) return true;
	return Object.entries(resources).some(
		([key, resource]) => isLoop(key) || textIn(fieldsIn(resource)["Type"])?.includes("::") === true,
	);
}
