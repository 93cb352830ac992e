import { BadInputError } from "../../core/errors.ts";
import type { ContainerFacts, TaskDefinitionFacts } from "../../core/facts.ts";
import { type Fields, fieldsIn, isFields, itemsIn, textIn } from "../../core/json.ts";
import { isUnresolved, type Value } from "../../core/reading.ts";
import { taskDefinitionFactsOf } from "../../domain/ecs-json/task-definition-facts.ts";
import { asUnresolved, stringValue } from "../../domain/ecs-json/values.ts";
import { readJson } from "../document/json-document.ts";
import { toApiCase } from "../task-definition/api-case.ts";
import type { PlannedResource } from "./plan.ts";
import { findReferencedResources } from "./referenced-resources.ts";
import type { Registry } from "./registry.ts";
import { mutabilityOf, tagsOf } from "./repositories.ts";

/** Reads an aws_ecs_task_definition: its attributes are those of RegisterTaskDefinition, its containers a JSON text. */
export function taskDefinitionOf(
	planned: PlannedResource,
	resources: readonly PlannedResource[],
	{ arn, readAt, registry }: { readonly arn: string; readonly readAt: string; readonly registry: Registry },
): TaskDefinitionFacts {
	const { values } = planned;
	const definition = {
		family: values["family"],
		memory: values["memory"],
		pidMode: values["pid_mode"],
		ipcMode: values["ipc_mode"],
		networkMode: values["network_mode"],
		requiresCompatibilities: values["requires_compatibilities"],
		runtimePlatform: platformIn(firstBlock(values["runtime_platform"])),
		volumes:
			asUnresolved(values["volume"]) ??
			itemsIn(values["volume"]).map((volume) => asUnresolved(volume) ?? volumeIn(fieldsIn(volume))),
		containerDefinitions: containersIn(values["container_definitions"]),
	};
	return taskDefinitionFactsOf(definition, {
		arn,
		family: planned.name,
		readAt,
		platformVersions: platformVersionsOf(planned, resources),
		tags: tagsOf(values),
		imageRepository: (image) => repositoryOfImage(image, resources, registry),
	});
}

/** A block that may be written once, as the object of the API. */
const firstBlock = (blocks: unknown): unknown => asUnresolved(blocks) ?? itemsIn(blocks)[0];

const platformIn = (block: unknown): unknown =>
	asUnresolved(block) ?? { operatingSystemFamily: fieldsIn(block)["operating_system_family"] };

function volumeIn({ name, host_path: sourcePath, ...blocks }: Fields): Fields {
	return {
		name,
		host: { sourcePath },
		efsVolumeConfiguration: pickAttributes(blocks["efs_volume_configuration"], {
			transitEncryption: "transit_encryption",
		}),
		dockerVolumeConfiguration: pickAttributes(blocks["docker_volume_configuration"], {
			driver: "driver",
			driverOpts: "driver_opts",
		}),
	};
}

/** Attributes of a block by their API names; null when the block is not written. */
function pickAttributes(blocks: unknown, attributes: Readonly<Record<string, string>>): unknown {
	const block = firstBlock(blocks);
	if (!isFields(block)) return null;
	return asUnresolved(block) ?? Object.fromEntries(Object.entries(attributes).map(([name, own]) => [name, block[own]]));
}

/** A JSON text or, where a file writes it as such, the list. */
function containersIn(text: unknown): unknown {
	if (Array.isArray(text)) return convertBooleans(toApiCase(text, isOpen));
	if (typeof text !== "string") return text;
	try {
		return convertBooleans(toApiCase(readJson(text, "container_definitions").value));
	} catch (error) {
		if (error instanceof BadInputError) return { unresolved: `it is not JSON (${error.message})` };
		throw error;
	}
}

const isOpen = (value: unknown): boolean => asUnresolved(value) !== null;

/** Booleans may be written as strings: the provider converts them. */
const booleanFields: ReadonlySet<string> = new Set(["privileged", "readonlyRootFilesystem", "readOnly"]);

function convertBooleans(value: unknown): unknown {
	if (Array.isArray(value)) return value.map(convertBooleans);
	if (!isFields(value) || isOpen(value)) return value;
	return Object.fromEntries(
		Object.entries(value).map(([key, part]) => [key, booleanFields.has(key) ? toBoolean(part) : convertBooleans(part)]),
	);
}

const toBoolean = (value: unknown): unknown =>
	typeof value === "string" && /^(?:true|false)$/i.test(value) ? value.toLowerCase() === "true" : value;

/** Fargate platform versions that services of the plan pin for a definition. */
function platformVersionsOf(
	definition: PlannedResource,
	resources: readonly PlannedResource[],
): Value<readonly string[]> {
	const definitions = resources.filter(({ type }) => type === definition.type);
	const pinned = resources
		.filter(({ type, values }) => type === "aws_ecs_service" && isOnFargate(values))
		.flatMap((service) => {
			const version = stringValue(service.values["platform_version"]);
			const users = findReferencedResources(service, "task_definition", definitions, isNamedIn);
			const isReferenced = users === "unknown" || users.includes(definition);
			return version === null || !isReferenced ? [] : [{ version, isCertain: users !== "unknown" }];
		});
	const certain = pinned.flatMap(({ version, isCertain }) =>
		isCertain && typeof version === "string" ? [version] : [],
	);
	const [unresolved] = pinned.flatMap(({ version }) => asUnresolved(version) ?? []);
	if (unresolved !== undefined) return unresolved;
	if (pinned.length === certain.length || certain.length > 0) return certain;
	return { unresolved: "the task definition whose platform version a service pins is only known after apply" };
}

const isOnFargate = ({ launch_type: launchType }: Fields): boolean =>
	typeof launchType !== "string" || launchType === "" || launchType === "FARGATE";

/** A family with or without a revision, or the ARN of either. */
const isNamedIn = ({ values }: PlannedResource, text: string): boolean =>
	(text.split("/").at(-1) ?? "").split(":", 1).join("") === textIn(values["family"]);

const privateImage = /^(\d{12})\.dkr[.-]ecr([^/]*)\/([^@]+?)(?::[^:/@]*)?(?:@.*)?$/;

/** The facts of the plan about the repository of an image. */
function repositoryOfImage(
	image: ContainerFacts["image"],
	resources: readonly PlannedResource[],
	{ account, source }: Registry,
): ContainerFacts["imageRepository"] {
	const referenced = resources.find((one) => one.type === "aws_ecr_repository" && isUrlOf(one, image));
	if (referenced !== undefined) return { value: mutabilityOf(referenced.values) };
	const [, owner, host = "", name] = (typeof image === "string" && privateImage.exec(image)) || [];
	const [repository, ...others] = resources.filter(({ type, values }) => {
		if (type !== "aws_ecr_repository" || values["name"] !== name) return false;
		const own = textIn(values["registry_id"]) ?? account;
		const region = textIn(values["region"]);
		if (region !== null && !host.split(".").includes(region)) return false;
		// Another account's repository may have the same name.
		return own === owner;
	});
	if (others.length > 0) return { unread: `${source} has several repositories with its name` };
	return repository === undefined || name === undefined
		? { unread: `${source} has no repository with its name`, needsAws: true }
		: { value: mutabilityOf(repository.values) };
}

/** `${aws_ecr_repository.web.repository_url}:1.4`, in a file. */
function isUrlOf({ type, name }: PlannedResource, image: ContainerFacts["image"]): boolean {
	const [first] = isUnresolved(image) ? (image.text?.parts ?? []) : [];
	return typeof first === "object" && first.label === `\${${type}.${name}.repository_url}`;
}
