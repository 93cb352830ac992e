import { isFields } from "../../json.ts";
import { gapsOf, Open, rendered, scalarText, settled } from "./open-text.ts";

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
const truths: ReadonlySet<string> = new Set([
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

/** What joins parts of a definition: the same gap in both is the same name. The name of a variable may say a lot more. */
const names: ReadonlySet<string> = new Set(["family", "name", "sourceContainer", "sourceVolume"]);

/** Resolved properties in the shape of the API: `Unresolved` for every gap, numbers and truths as the API takes them. */
export function apiShape(value: unknown, key = "", within = ""): unknown {
	if (value instanceof Open) return openIn(value, key, within);
	if (Array.isArray(value)) return value.map((item) => apiShape(item, key, within));
	if (!isFields(value)) return scalarOf(value, key);
	const isData = dataMaps.has(key);
	const shaped = Object.entries(value).flatMap(([property, part]): readonly [string, unknown][] => {
		const name = isData ? property : apiName(property);
		// A template must not pass for having a value that is not known.
		return name === "unresolved" ? [] : [[name, apiShape(part, isData ? "" : name, key)]];
	});
	return Object.fromEntries(key === "environment" ? [...shaped, ...hiddenParameter(value["Value"])] : shaped);
}

function openIn(value: Open, key: string, within: string): unknown {
	if (within !== "environment") return names.has(key) ? rendered(value) : settled(value, []);
	// What stands for a place or a resource is known well enough in a variable: it is no credential.
	return settled(inPartition(value), ["place", "resource"]);
}

/** A variable whose value is, or contains, a NoEcho parameter. */
function hiddenParameter(value: unknown): readonly [string, unknown][] {
	const hidden = value instanceof Open ? gapsOf(value).find(({ noEcho }) => noEcho) : undefined;
	return hidden === undefined ? [] : [["noEchoParameter", hidden.name]];
}

/** An ARN has to look like one; of which partition it is does not matter. */
const inPartition = ({ parts }: Open): Open =>
	new Open(parts.map((part) => (typeof part !== "string" && part.name === "AWS::Partition" ? "aws" : part)));

/** `"true"`, `"TRUE"` and true are one to CloudFormation, and so are 5 and `"5"`. */
export function truthIn(value: unknown): unknown {
	const text = scalarText(value)?.toLowerCase();
	return text === "true" || text === "false" ? text === "true" : value;
}

const scalarOf = (value: unknown, key: string): unknown =>
	truths.has(key) ? truthIn(value) : (scalarText(value) ?? value);
