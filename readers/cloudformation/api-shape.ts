import { isFields } from "../../core/json.ts";
import { PartialText } from "../../core/partial-text.ts";
import { asWritten } from "./dynamic-references.ts";
import { isPartial, scalarText, settled, type TemplateText, withDefaults } from "./template-text.ts";
import { truthIn } from "./truths.ts";

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

/** What joins parts of a definition: the same hole in both is the same name. The name of a variable may say a lot more. */
const names: ReadonlySet<string> = new Set(["family", "name", "sourceContainer", "sourceVolume"]);

/** Resolved properties in the shape of the API: `Unresolved` for every hole, numbers and truths as the API takes them. */
export function apiShape(value: unknown, key = "", within = ""): unknown {
	if (isPartial(value)) return openIn(value, key, within);
	if (truths.has(key)) return truthIn(value);
	if (Array.isArray(value)) return value.map((item) => apiShape(item, key, within));
	if (!isFields(value)) return scalarText(value) ?? value;
	const isData = dataMaps.has(key);
	const shaped = Object.entries(value).flatMap(([property, part]): readonly [string, unknown][] => {
		const name = isData ? property : apiName(property);
		// A template must not pass for having a value that is not known.
		return name === "unresolved" ? [] : [[name, apiShape(part, isData ? "" : name, key)]];
	});
	return Object.fromEntries(key === "environment" ? [...shaped, ...hiddenParameter(value["Value"])] : shaped);
}

function openIn(value: TemplateText, key: string, within: string): unknown {
	if (within !== "environment") return names.has(key) ? String(value) : settled(value, []);
	// What stands for a place or a resource is known well enough in a variable: it is no credential.
	return settled(inPartition(asWritten(withDefaults(value))), ["place", "resource"]);
}

/** A variable whose value is, or contains, a NoEcho parameter. */
function hiddenParameter(value: unknown): readonly [string, unknown][] {
	const written = asWritten(value);
	const hidden = isPartial(written) ? written.holes.flatMap(({ noEcho }) => noEcho ?? []) : [];
	return hidden.slice(0, 1).map(({ parameter }) => ["noEchoParameter", parameter]);
}

/** An ARN has to look like one; of which partition it is does not matter. */
const inPartition = (value: unknown): unknown =>
	isPartial(value)
		? new PartialText(
				value.parts.map((part) => (typeof part !== "string" && part.name === "AWS::Partition" ? "aws" : part)),
			)
		: value;
