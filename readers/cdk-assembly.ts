import { fieldsIn, isFields, itemsIn, textIn } from "../core/json.ts";

/** `{"version": "…", "artifacts": {…}}`; manifests of other tools have other keys. */
export function isManifest(value: unknown): boolean {
	const { version, artifacts } = fieldsIn(value);
	return textIn(version) !== null && isFields(artifacts);
}

/**
 * Whether a document is one that the CDK writes beside its templates, and defines nothing: manifest.json, tree.json, and the assets, metadata
 * and validation report (aws-cdk-lib 2.276, cloud-assembly-schema).
 */
export function isAssemblyDocument(value: unknown): boolean {
	const fields = fieldsIn(value);
	const { version, tree, files, dockerImages, pluginReports } = fields;
	if (textIn(version) === null) return isMetadata(fields);
	const isTree = textIn(version)?.startsWith("tree-") === true && isFields(tree);
	return isTree || isManifest(value) || (isFields(files) && isFields(dockerImages)) || Array.isArray(pluginReports);
}

/** Entries with types by paths of constructs, `{"/Shop/Web": [{"type": "aws:cdk:logicalId", "data": "Web"}]}`. */
function isMetadata(fields: Readonly<Record<string, unknown>>): boolean {
	const types = Object.values(fields).flatMap((list) => itemsIn(list).map((one) => textIn(fieldsIn(one)["type"])));
	return (
		Object.keys(fields).every((path) => path.startsWith("/")) && types.some((type) => type?.startsWith("aws:cdk:"))
	);
}
