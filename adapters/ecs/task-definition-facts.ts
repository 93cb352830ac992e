import type { ContainerFacts, TaskDefinitionFacts, TmpfsFacts } from "../../core/facts.ts";
import type { Value } from "../../core/reading.ts";
import { type Fields, fieldsIn, itemsIn, textIn, textsIn } from "../json.ts";
import { mountsOf } from "./mounts.ts";
import { operatingSystemOf } from "./operating-system.ts";

/** What a definition does not say of itself. */
export interface Origin {
	/** The family's ARN, without a revision, or the path of a file. */
	readonly arn: string;
	/** Used where the definition names none. */
	readonly family: string;
	readonly readAt: string;
}

/**
 * A task definition as RegisterTaskDefinition takes it and DescribeTaskDefinition answers it, from the SDK or from a
 * file: every field may be null, missing or of another kind. Environment and secrets are never read.
 */
export function taskDefinitionFactsOf(definition: unknown, { arn, family, readAt }: Origin): TaskDefinitionFacts {
	const fields = fieldsIn(definition);
	const { containerDefinitions, requiresCompatibilities, compatibilities, revision } = fields;
	const required = textsIn(requiresCompatibilities);
	return {
		kind: "task-definition",
		family: textIn(fields["family"]) ?? family,
		arn,
		revision: typeof revision === "number" ? revision : null,
		status: textIn(fields["status"]),
		engine: "ecs",
		operatingSystem: operatingSystemOf(fields),
		compatibilities: required.length > 0 ? required : textsIn(compatibilities),
		platformVersions: [],
		memoryMiB: taskMemoryOf(fields["memory"]),
		containers: Array.isArray(containerDefinitions)
			? containersOf(containerDefinitions.map(fieldsIn), fields["volumes"])
			: { unresolved: "the definition lists no containers" },
		readAt,
	};
}

function containersOf(containers: readonly Fields[], volumes: unknown): readonly ContainerFacts[] {
	const mountsIn = mountsOf(containers, itemsIn(volumes).map(fieldsIn));
	return containers.map((container, index) => ({
		name: textIn(container["name"]) ?? `#${index + 1}`,
		image: textIn(container["image"]),
		readonlyRootFilesystem: booleanIn(container["readonlyRootFilesystem"]),
		memoryMiB: limitIn(container["memory"]),
		memoryReservationMiB: limitIn(container["memoryReservation"]),
		tmpfs: itemsIn(fieldsIn(container["linuxParameters"])["tmpfs"]).map((mount) => tmpfsOf(fieldsIn(mount))),
		mounts: mountsIn(container),
	}));
}

function tmpfsOf(mount: Fields): TmpfsFacts {
	return {
		path: textIn(mount["containerPath"]) ?? { unresolved: "the tmpfs has no containerPath" },
		sizeMiB: numberIn(mount["size"]),
		options: textsIn(mount["mountOptions"]),
	};
}

/** The API takes nothing but true and false here: a text is as good as nothing, and nothing means false. */
const booleanIn = (value: unknown): boolean | null => (typeof value === "boolean" ? value : null);

function numberIn(value: unknown): number | null {
	const number = typeof value === "string" && /^-?\d{1,15}$/.test(value.trim()) ? Number(value) : value;
	return typeof number === "number" && Number.isFinite(number) ? number : null;
}

/** Zero, which some tools write for an unset field, limits nothing. */
function limitIn(value: unknown): number | null {
	const limit = numberIn(value);
	return limit !== null && limit > 0 ? limit : null;
}

const gigabytes = /^(\d{0,9}\.?\d{1,9})\s*gb$/i;

/** Task memory is a text: MiB ("1024") or GB ("1 GB", ".5 gb"), where 1 GB is 1024 MiB. */
function taskMemoryOf(memory: unknown): Value<number | null> {
	if (memory === null || memory === undefined || memory === "") return null;
	const [, amount] = (typeof memory === "string" && gigabytes.exec(memory.trim())) || [];
	if (amount !== undefined) return limitIn(Math.round(Number(amount) * 1024));
	return numberIn(memory) === null ? { unresolved: "the task's memory is not an amount" } : limitIn(memory);
}
