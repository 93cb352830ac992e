import type { ContainerFacts, ResourceTags, TaskDefinitionFacts, VolumeFacts } from "../../core/facts.ts";
import { fieldsIn, isFields, textsIn } from "../../core/json.ts";
import type { Reading, Value } from "../../core/reading.ts";
import { notQueried } from "../images/not-queried.ts";
import { taskMemoryOf } from "./amounts.ts";
import { containerFactsOf } from "./container-facts.ts";
import { definitionType } from "./definition-types.ts";
import { checkTypes } from "./field-types.ts";
import { withImpliedValues } from "./implied-values.ts";
import { mountsOf } from "./mounts.ts";
import { operatingSystemOf } from "./operating-system.ts";
import { asUnresolved, listValue, nonEmptyString, openPart, readUnlessUnresolved, stringValue } from "./values.ts";

/** What the facts of a task definition need besides the definition itself. */
export interface DefinitionContext {
	/** The family's ARN, without a revision, or the path of a file. */
	readonly arn: string;
	/** Used where the definition has none. */
	readonly family: string;
	readonly readAt: string;
	/** Versions that services pin; by default none. */
	readonly platformVersions?: Value<readonly string[]>;
	/** Services that turn ECS Exec on for its tasks; by default none. */
	readonly execServices?: Value<readonly string[]>;
	readonly tags?: Reading<ResourceTags>;
	/** Looks up the repository of an image; by default it is unread. */
	readonly imageRepository?: (image: ContainerFacts["image"]) => ContainerFacts["imageRepository"];
}

/**
 * The facts of a task definition in the shape of RegisterTaskDefinition and DescribeTaskDefinition, from the SDK or from a
 * file. Every field may be null or missing. File readers put `{unresolved: reason}` in place of unresolved values, and this
 * function does where a value has a type that ECS does not accept. Values of the environment are kept hidden.
 */
export function taskDefinitionFactsOf(definition: unknown, context: DefinitionContext): TaskDefinitionFacts {
	const unresolved = openPart(definition);
	const fields = fieldsIn(checkTypes(withImpliedValues(fieldsIn(definition)), definitionType, "the definition"));
	const of = (field: string): unknown => unresolved ?? fields[field];
	const required = textsIn(fields["requiresCompatibilities"]);
	const { revision } = fields;
	return {
		kind: "task-definition",
		family: nonEmptyString(fields["family"]) ?? context.family,
		arn: context.arn,
		revision: typeof revision === "number" ? revision : null,
		status: nonEmptyString(fields["status"]),
		engine: "ecs",
		operatingSystem: unresolved ?? operatingSystemOf(fields),
		compatibilities: required.length > 0 ? required : textsIn(fields["compatibilities"]),
		platformVersions: context.platformVersions ?? [],
		execServices: context.execServices ?? [],
		memoryMiB: taskMemoryOf(of("memory")),
		pidMode: stringValue(of("pidMode")),
		ipcMode: stringValue(of("ipcMode")),
		networkMode: stringValue(of("networkMode")),
		volumes: listValue(of("volumes"), volumeOf),
		containers: containersOf(of("containerDefinitions"), fields["volumes"], context),
		neighbours: [],
		tags: context.tags ?? { unread: "tags were not requested" },
		readAt: context.readAt,
	};
}

/** ECS allows ten containers per definition (service quotas); a file may list more, and each is looked up among all. */
const maxContainers = 1_000;

function containersOf(
	containers: unknown,
	volumes: unknown,
	context: DefinitionContext,
): Value<readonly ContainerFacts[]> {
	return readUnlessUnresolved<Value<readonly ContainerFacts[]>>(containers, (list) => {
		if (!Array.isArray(list)) return { unresolved: "the definition lists no containers" };
		if (list.length > maxContainers) return { unresolved: `there are more than ${maxContainers}, and ECS allows ten` };
		const mountsIn = mountsOf(list.map(fieldsIn), volumes);
		const imageRepository = context.imageRepository ?? (() => notQueried);
		return list.map((written: unknown, index) =>
			containerFactsOf(written, `#${index + 1}`, { imageRepository, mounts: mountsIn(fieldsIn(written)) }),
		);
	});
}

/** An unresolved volume may be an EFS file system. */
function volumeOf(volume: unknown): VolumeFacts {
	const unresolved = asUnresolved(volume);
	const { name, efsVolumeConfiguration: efs } = fieldsIn(volume);
	const named = { name: nonEmptyString(name) ?? "(no name)" };
	const doubt = unresolved ?? asUnresolved(efs);
	if (doubt !== null) return { ...named, efsTransitEncryption: doubt };
	return isFields(efs) ? { ...named, efsTransitEncryption: stringValue(efs["transitEncryption"]) } : named;
}
