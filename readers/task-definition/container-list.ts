import { type Fields, fieldsIn, textIn } from "../../core/json.ts";
import { apiCase } from "./api-case.ts";

/** The fields of a container definition (ECS API, ContainerDefinition, as of botocore 1.43.106). */
const containerFields: ReadonlySet<string> = new Set([
	"name",
	"image",
	"repositoryCredentials",
	"cpu",
	"memory",
	"memoryReservation",
	"links",
	"portMappings",
	"essential",
	"restartPolicy",
	"entryPoint",
	"command",
	"environment",
	"environmentFiles",
	"mountPoints",
	"volumesFrom",
	"linuxParameters",
	"secrets",
	"dependsOn",
	"startTimeout",
	"stopTimeout",
	"versionConsistency",
	"hostname",
	"user",
	"workingDirectory",
	"disableNetworking",
	"privileged",
	"readonlyRootFilesystem",
	"dnsServers",
	"dnsSearchDomains",
	"extraHosts",
	"dockerSecurityOptions",
	"interactive",
	"pseudoTerminal",
	"dockerLabels",
	"ulimits",
	"logConfiguration",
	"healthCheck",
	"systemControls",
	"resourceRequirements",
	"firelensConfiguration",
	"credentialSpecs",
]);

const imageOf = (container: unknown): string | null => {
	const { image, Image } = fieldsIn(container);
	return textIn(image) ?? textIn(Image);
};

/** Whether a list may contain container definitions: all items have a name and an image. */
export const isContainerList = (list: readonly unknown[]): boolean =>
	list.length > 0 &&
	list.every((item) => {
		const { name, Name } = fieldsIn(item);
		return (textIn(name) ?? textIn(Name)) !== null && imageOf(item) !== null;
	});

/** A link, or the file name of a picture: product catalogs also have lists with names and images. */
const picture = /^\/|:\/\/|\.(?:avif|gif|ico|jpe?g|png|svg|webp)$/i;

/** Whether a list with names and images is certainly a list of container definitions. */
export const areOnlyContainers = (list: readonly unknown[]): boolean =>
	list.every((item) => hasNoOtherField(fieldsIn(item)) && !picture.test(imageOf(item) ?? ""));

const hasNoOtherField = (fields: Fields): boolean =>
	Object.keys(fields).every((name) => containerFields.has(apiCase(name)));
