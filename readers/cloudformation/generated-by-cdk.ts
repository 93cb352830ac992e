import { fieldsIn, isFields, textIn } from "../../core/json.ts";
import type { SourceFile } from "../reader.ts";

/** Why a template of the CDK is not edited; null when it is none. A file that came through a pipe has no folder to tell by. */
export function cdkRefusal(file: SourceFile, isPiped: boolean): string | null {
	if (!isGeneratedByCdk(file) && (isPiped || !isInCloudAssembly(file))) return null;
	return "the CDK generated this template and will overwrite it: fix the CDK app instead";
}

/** Whether a template says in its resources that the CDK wrote it, which it does unless it was told not to. */
export function isGeneratedByCdk({ document }: Pick<SourceFile, "document">): boolean {
	const resources = Object.values(fieldsIn(fieldsIn(document.value)["Resources"])).map(fieldsIn);
	return resources.some(
		({ Type: type, Metadata: metadata }) =>
			type === "AWS::CDK::Metadata" || Object.hasOwn(fieldsIn(metadata), "aws:cdk:path"),
	);
}

/** Whether a file lies in a cloud assembly, which the CDK writes: https://docs.aws.amazon.com/cdk/v2/guide/deploy.html. */
export const isInCloudAssembly = ({ readRelative }: Pick<SourceFile, "readRelative">): boolean =>
	isAssembly(readRelative("manifest.json"));

/** `{"version": "…", "artifacts": {…}}`; manifests of other tools have other keys. */
function isAssembly(manifest: ReturnType<SourceFile["readRelative"]>): boolean {
	if (!("text" in manifest)) return false;
	try {
		const { version, artifacts } = fieldsIn(JSON.parse(manifest.text));
		return textIn(version) !== null && isFields(artifacts);
	} catch {
		return false;
	}
}
