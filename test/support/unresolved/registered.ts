import fc from "fast-check";
import type { ContainerFacts, Facts, FactsByKind } from "../../../core/facts.ts";
import { isUnresolved } from "../../../core/reading.ts";
import {
	aCapacityProviderWith,
	aClusterWith,
	anImageWith,
	aServiceWith,
	capacityProviderPositions,
	clusterPositions,
	imagePositions,
	servicePositions,
} from "./others.ts";
import { aRepositoryWith, repositoryPositions } from "./repositories.ts";
import type { Slots } from "./slots.ts";
import { aTask, type Positions, taskDefinitionPositions } from "./task-definitions.ts";

type Kind = keyof FactsByKind;

const registered: Readonly<Record<Kind, Readonly<Record<string, Positions | readonly Positions[]>>>> = {
	"task-definition": taskDefinitionPositions,
	repository: repositoryPositions,
	image: imagePositions,
	service: servicePositions,
	cluster: clusterPositions,
	"capacity-provider": capacityProviderPositions,
};
const builders: Readonly<Record<Kind, (positions: Positions) => Slots<Facts>>> = {
	"task-definition": aTask,
	repository: aRepositoryWith,
	image: anImageWith,
	service: aServiceWith,
	cluster: aClusterWith,
	"capacity-provider": aCapacityProviderWith,
};

const positionsOf = (id: string, kind: Kind): readonly Positions[] => [registered[kind][id] ?? []].flat();

/** The ids of the entries. */
export const registeredIds: readonly string[] = Object.values(registered).flatMap((ofKind) => Object.keys(ofKind));

/** Facts with the unresolved parts on which a control depends. */
export const slotsOf = (id: string, kind: Kind): Slots<Facts> => fc.oneof(...positionsOf(id, kind).map(builders[kind]));

/** The fields of facts that may be unresolved or unread. */
const openFields = {
	"task-definition": [
		...[
			"operatingSystem",
			"platformVersions",
			"execServices",
			"memoryMiB",
			"pidMode",
			"ipcMode",
			"networkMode",
			"volumes",
		],
		"tags",
	] as (keyof FactsByKind["task-definition"])[],
	repository: [
		...[
			"tagMutability",
			"exclusionFilters",
			"declaredScanOnPush",
			"account",
			"encryption",
			"scanning",
			"lifecyclePolicy",
		],
		...["pullThroughCachePrefixes", "accessPolicy", "images", "imagesInUse", "tags"],
	] as (keyof FactsByKind["repository"])[],
	image: ["scans"] satisfies (keyof FactsByKind["image"])[],
	service: [
		"definition",
		"blockingFailures",
		"gateExemption",
		"isPauseJudged",
		"tags",
	] satisfies (keyof FactsByKind["service"])[],
	cluster: ["tags"] satisfies (keyof FactsByKind["cluster"])[],
	"capacity-provider": ["tags"] satisfies (keyof FactsByKind["capacity-provider"])[],
} as const;
const containerFields = [
	...["image", "imageRepository", "registryImage", "readonlyRootFilesystem", "privileged", "user", "capabilities"],
	...["environment", "logDriver", "memoryMiB", "memoryReservationMiB", "tmpfs", "mounts"],
] as (keyof ContainerFacts)[];

/** The fields on which a control is not said to depend, each with facts in which it is unresolved. */
export function otherFields(id: string, facts: Facts): readonly { readonly field: string; readonly facts: Facts }[] {
	const named = new Set(fc.sample(fc.oneof(...positionsOf(id, facts.kind).map(namesIn)), 100).flat());
	const open = { unresolved: "Ref X", unread: "Ref X" };
	const ofSubject = openFields[facts.kind].map((field) => ({ field, facts: { ...facts, [field]: open } as Facts }));
	const containers = facts.kind === "task-definition" && !isUnresolved(facts.containers) ? facts.containers : null;
	const ofContainers = (containers === null ? [] : containerFields).map((field) => ({
		field: `.${field}`,
		facts: { ...facts, containers: containers?.map((one) => ({ ...one, [field]: open })) } as Facts,
	}));
	return [...ofSubject, ...ofContainers].filter(({ field }) => !named.has(field));
}

/** The names of a control's positions, in which `*` is several. */
const namesIn = (positions: Positions): fc.Arbitrary<readonly string[]> =>
	fc
		.tuple(...Object.values(positions))
		.map((slots) =>
			Object.keys(positions).flatMap((name, index) =>
				name.endsWith("*") ? Object.keys(slots[index]?.written ?? {}).map((own) => name.replace("*", own)) : [name],
			),
		);
