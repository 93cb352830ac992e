import type { SourceFile } from "../../adapters/files/file-subject.ts";
import { fieldsIn, isFields, textIn } from "../../adapters/json.ts";

/**
 * Whether the CDK wrote a template: it says so in its resources, unless it was told not to, and lies in a cloud assembly
 * (https://docs.aws.amazon.com/cdk/v2/guide/deploy.html).
 */
export function isMadeByCdk({ document, beside }: Pick<SourceFile, "document" | "beside">): boolean {
	const resources = Object.values(fieldsIn(fieldsIn(document.value)["Resources"])).map(fieldsIn);
	const isMarked = resources.some(
		({ Type: type, Metadata: metadata }) =>
			type === "AWS::CDK::Metadata" || Object.hasOwn(fieldsIn(metadata), "aws:cdk:path"),
	);
	return isMarked || isAssembly(beside("manifest.json"));
}

/** `{"version": "…", "artifacts": {…}}`; manifests of other tools have other keys. */
function isAssembly(manifest: ReturnType<SourceFile["beside"]>): boolean {
	if (!("text" in manifest)) return false;
	try {
		const { version, artifacts } = fieldsIn(JSON.parse(manifest.text));
		return textIn(version) !== null && isFields(artifacts);
	} catch {
		return false;
	}
}
