import { isFields } from "../../core/json.ts";
import { PartialText } from "../../core/partial-text.ts";
import { readBoolean } from "./booleans.ts";
import { restoreDynamicReferences } from "./dynamic-references.ts";
import { acceptHoles, isPartial, scalarText, type TemplateText, withDefaults } from "./template-text.ts";

/**
 * Properties whose name in CloudFormation is not the API's with another first letter. Compared with botocore 1.43.106
 * and the property types of aws-cdk-lib 2.276.0.
 */
const apiNames: ReadonlyMap<string, string> = new Map([
	["EFSVolumeConfiguration", "efsVolumeConfiguration"],
	["FSxWindowsFileServerVolumeConfiguration", "fsxWindowsFileServerVolumeConfiguration"],
	["S3FilesVolumeConfiguration", "s3filesVolumeConfiguration"],
	["FilesystemId", "fileSystemId"],
	["IAM", "iam"],
	["ProxyConfigurationProperties", "properties"],
]);

/** A property's name in the ECS and ECR APIs. */
export const apiName = (property: string): string =>
	apiNames.get(property) ?? `${property.charAt(0).toLowerCase()}${property.slice(1)}`;

/** A property's name in CloudFormation. */
export const propertyName = (name: string): string =>
	[...apiNames].find(([, inApi]) => inApi === name)?.[0] ?? `${name.charAt(0).toUpperCase()}${name.slice(1)}`;

/** Keys of these are data: the only maps that RegisterTaskDefinition takes. */
const dataMaps: ReadonlySet<string> = new Set(["dockerLabels", "options", "driverOpts", "labels"]);

/** A truth may be written as a text; CloudFormation turns it into what the API takes. */
const booleanFields: ReadonlySet<string> = new Set([
	"autoprovision",
	"disableNetworking",
	"essential",
	"initProcessEnabled",
	"interactive",
	"privileged",
	"pseudoTerminal",
	"readOnly",
	"readonlyRootFilesystem",
]);

/** What joins parts of a definition: the same hole in both is the same name. The name of a variable may say a lot more. */
const names: ReadonlySet<string> = new Set(["family", "name", "sourceContainer", "sourceVolume"]);

/** Resolved properties in the shape of the API: `Unresolved` for every hole, numbers and truths as the API takes them. */
export function toApiShape(value: unknown, key = "", within = ""): unknown {
	if (isPartial(value)) return resolvePartial(value, key, within);
	if (booleanFields.has(key)) return readBoolean(value);
	if (Array.isArray(value)) return value.map((item) => toApiShape(item, key, within));
	if (!isFields(value)) return scalarText(value) ?? value;
	const isData = dataMaps.has(key);
	const shaped = Object.entries(value).flatMap(([property, part]): readonly [string, unknown][] => {
		const name = isData ? property : apiName(property);
		// A template must not pass for having a value that is not known.
		return name === "unresolved" ? [] : [[name, toApiShape(part, isData ? "" : name, key)]];
	});
	return Object.fromEntries(key === "environment" ? [...shaped, ...noEchoParameterOf(value["Value"])] : shaped);
}

function resolvePartial(value: TemplateText, key: string, within: string): unknown {
	if (within !== "environment") return names.has(key) ? String(value) : acceptHoles(value, []);
	// What stands for a place or a resource is known well enough in a variable: it is no credential.
	return acceptHoles(withAwsPartition(restoreDynamicReferences(withDefaults(value))), ["deployment", "resource"]);
}

/** A variable whose value is, or contains, a NoEcho parameter. */
function noEchoParameterOf(value: unknown): readonly [string, unknown][] {
	const written = restoreDynamicReferences(value);
	const hidden = isPartial(written) ? written.holes.flatMap(({ noEcho }) => noEcho ?? []) : [];
	return hidden.slice(0, 1).map(({ parameter }) => ["noEchoParameter", parameter]);
}

/** An ARN has to look like one; of which partition it is does not matter. */
const withAwsPartition = (value: unknown): unknown =>
	isPartial(value)
		? new PartialText(
				value.parts.map((part) => (typeof part !== "string" && part.name === "AWS::Partition" ? "aws" : part)),
			)
		: value;
