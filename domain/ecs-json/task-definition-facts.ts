import type { ContainerFacts, ResourceTags, TaskDefinitionFacts, VolumeFacts } from "../../core/facts.ts";
import { fieldsIn, isFields, textsIn } from "../../core/json.ts";
import type { Reading, Value } from "../../core/reading.ts";
import { taskMemoryOf } from "./amounts.ts";
import { containerOf } from "./container-facts.ts";
import { definitionKind } from "./definition-kinds.ts";
import { mountsOf } from "./mounts.ts";
import { listUnlessOpen, openIn, textUnlessOpen, unlessOpen, writtenText } from "./open-values.ts";
import { operatingSystemOf } from "./operating-system.ts";
import { rightTyped } from "./right-types.ts";

/** What the facts of a task definition need besides the definition itself. */
export interface Origin {
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
export function taskDefinitionFactsOf(definition: unknown, origin: Origin): TaskDefinitionFacts {
	const open = openIn(definition);
	const fields = fieldsIn(rightTyped(fieldsIn(definition), definitionKind, "the definition"));
	const of = (field: string): unknown => open ?? fields[field];
	const required = textsIn(fields["requiresCompatibilities"]);
	const { revision } = fields;
	return {
		kind: "task-definition",
		family: writtenText(fields["family"]) ?? origin.family,
		arn: origin.arn,
		revision: typeof revision === "number" ? revision : null,
		status: writtenText(fields["status"]),
		engine: "ecs",
		operatingSystem: open ?? operatingSystemOf(fields),
		compatibilities: required.length > 0 ? required : textsIn(fields["compatibilities"]),
		platformVersions: origin.platformVersions ?? [],
		execServices: origin.execServices ?? [],
		memoryMiB: taskMemoryOf(of("memory")),
		pidMode: textUnlessOpen(of("pidMode")),
		ipcMode: textUnlessOpen(of("ipcMode")),
		networkMode: textUnlessOpen(of("networkMode")),
		volumes: listUnlessOpen(of("volumes"), volumeOf),
		containers: containersOf(of("containerDefinitions"), fields["volumes"], origin),
		neighbours: [],
		tags: origin.tags ?? { unread: "tags were not requested" },
		readAt: origin.readAt,
	};
}

/** ECS allows ten containers per definition (service quotas); a file may list more, and each is looked up among all. */
const maxContainers = 1_000;

const notQueried = { unread: "its registry was not queried" };

function containersOf(containers: unknown, volumes: unknown, origin: Origin): Value<readonly ContainerFacts[]> {
	return unlessOpen<Value<readonly ContainerFacts[]>>(containers, (list) => {
		if (!Array.isArray(list)) return { unresolved: "the definition lists no containers" };
		if (list.length > maxContainers) return { unresolved: `there are more than ${maxContainers}, and ECS allows ten` };
		const mountsIn = mountsOf(list.map(fieldsIn), volumes);
		const imageRepository = origin.imageRepository ?? (() => notQueried);
		return list.map((written: unknown, index) =>
			containerOf(written, `#${index + 1}`, { imageRepository, mounts: mountsIn(fieldsIn(written)) }),
		);
	});
}

/** An unresolved volume may be an EFS file system. */
function volumeOf(volume: unknown): VolumeFacts {
	const open = openIn(volume);
	const { name, efsVolumeConfiguration: efs } = fieldsIn(volume);
	const named = { name: writtenText(name) ?? "(no name)" };
	const doubt = open ?? openIn(efs);
	if (doubt !== null) return { ...named, efsTransitEncryption: doubt };
	return isFields(efs) ? { ...named, efsTransitEncryption: textUnlessOpen(efs["transitEncryption"]) } : named;
}
