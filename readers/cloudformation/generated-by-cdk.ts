import { fieldsIn } from "../../core/json.ts";
import { isManifest } from "../cdk-assembly.ts";
import type { SourceFile } from "../source-file.ts";

/** Why a CDK template is not edited; null when it is not one. For a piped file, the folder cannot be checked. */
export function cdkRefusal(file: SourceFile, isPiped: boolean): string | null {
	if (!isGeneratedByCdk(file) && (isPiped || !isInCloudAssembly(file))) return null;
	return "the CDK generated this template and will overwrite it: fix the CDK app instead";
}

/** Whether the resources of a template have CDK metadata, which the CDK adds unless that is disabled. */
export function isGeneratedByCdk({ document }: Pick<SourceFile, "document">): boolean {
	const resources = Object.values(fieldsIn(fieldsIn(document.value)["Resources"])).map(fieldsIn);
	return resources.some(
		({ Type: type, Metadata: metadata }) =>
			type === "AWS::CDK::Metadata" || Object.hasOwn(fieldsIn(metadata), "aws:cdk:path"),
	);
}

/** Whether a file is in a cloud assembly, which the CDK generates: https://docs.aws.amazon.com/cdk/v2/guide/deploy.html. */
export const isInCloudAssembly = ({ readRelative }: Pick<SourceFile, "readRelative">): boolean =>
	isAssembly(readRelative("manifest.json"));

function isAssembly(manifest: ReturnType<SourceFile["readRelative"]>): boolean {
	if (!("text" in manifest)) return false;
	try {
		return isManifest(JSON.parse(manifest.text));
	} catch {
		return false;
	}
}
