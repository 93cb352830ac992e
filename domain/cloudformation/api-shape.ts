import { isFields } from "../../core/json.ts";
import { PartialText } from "../../core/partial-text.ts";
import { isUnresolved } from "../../core/reading.ts";
import { pseudoPrefix } from "../pseudo-parameters.ts";
import { readBoolean } from "./booleans.ts";
import { restoreDynamicReferences } from "./dynamic-references.ts";
import { acceptHoles, isPartial, isSet, scalarText, type TemplateText, withDefaults } from "./template-text.ts";

/**
 * Properties whose CloudFormation name is not the capitalized API name. Compared with botocore 1.43.106
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

/** Maps whose keys are data: the only maps in RegisterTaskDefinition. */
const dataMaps: ReadonlySet<string> = new Set(["dockerLabels", "options", "driverOpts", "labels"]);

/** A boolean may be written as a string; CloudFormation converts it. */
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

/** Names that connect parts of a definition: the same hole in both is the same name. Names of variables are not among them. */
const names: ReadonlySet<string> = new Set(["family", "name", "sourceContainer", "sourceVolume"]);

/** Resolved properties in the shape of the API: `Unresolved` for every hole, numbers and booleans as the API expects them. */
export function toApiShape(value: unknown, key = "", within = ""): unknown {
	if (isPartial(value)) return resolvePartial(value, key, within);
	if (booleanFields.has(key)) return readBoolean(value);
	if (Array.isArray(value)) return value.map((item) => toApiShape(item, key, within));
	if (!isFields(value)) return scalarText(value) ?? value;
	const isData = dataMaps.has(key);
	const shaped = Object.entries(value).flatMap(([property, part]): readonly [string, unknown][] => {
		const name = isData ? property : apiName(property);
		// Drops `unresolved`, so that a template cannot fake an unresolved value.
		return name === "unresolved" ? [] : [[name, toApiShape(part, isData ? "" : name, key)]];
	});
	return Object.fromEntries(key === "environment" ? [...shaped, ...secretIn(value["Value"])] : shaped);
}

function resolvePartial(value: TemplateText, key: string, within: string): unknown {
	if (within !== "environment" && names.has(key)) return String(value);
	if (within !== "environment") {
		const known = acceptHoles(value, []);
		return isUnresolved(known) && isSet(value) ? { ...known, isSet: true } : known;
	}
	// A hole for the deployment's location or a resource counts as known in a variable: it is not a credential.
	return acceptHoles(nameDeployment(restoreDynamicReferences(withDefaults(value))), ["deployment", "resource"]);
}

/** The NoEcho parameter, or the secret that AWS makes, which a variable's value contains, if any. */
function secretIn(value: unknown): readonly [string, unknown][] {
	const written = restoreDynamicReferences(value);
	const hidden = isPartial(written) ? written.holes.flatMap(({ noEcho }) => noEcho ?? []) : [];
	return hidden
		.slice(0, 1)
		.map((one) => ("parameter" in one ? ["noEchoParameter", one.parameter] : ["madeSecret", one.made]));
}

/**
 * Replaces the partition, which does not matter, so that an ARN can be recognized. What is made from a pseudo parameter is written as one is,
 * so that a text shows which of its parts the deployment decides (domain/pseudo-parameters.ts).
 */
const nameDeployment = (value: unknown): unknown =>
	isPartial(value)
		? new PartialText(
				value.parts.map((part) => {
					if (typeof part === "string" || part.kind !== "deployment") return part;
					if (part.name === "AWS::Partition") return "aws";
					return part.name.startsWith(pseudoPrefix) ? part : { ...part, label: `\${${pseudoPrefix}StackName}` };
				}),
			)
		: value;
