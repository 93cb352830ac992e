import { type AroundStart, nothingAround } from "../../domain/containers/around-start.ts";
import type { FileReading, FileSubject } from "../reader.ts";
import type { SourceFile } from "../source-file.ts";
import { textAt } from "./attributes.ts";
import { environmentOf } from "./environment.ts";
import { inheritedMounts } from "./inherited-mounts.ts";
import { withJoinedNamespaces } from "./joined-namespaces.ts";
import { type Layers, layersUnder, partsOf } from "./layers.ts";
import { ownMounts } from "./mounts.ts";
import { linesOfPart, pathFinder, positionFinder, writtenIn } from "./positions.ts";
import type { Service } from "./project.ts";
import { type ServiceFacts, serviceFacts } from "./service-facts.ts";
import { startWordsAt } from "./start-words.ts";
import type { Volumes } from "./volumes.ts";

/** The services of one file. */
export interface ServiceGroup {
	readonly file: SourceFile;
	readonly services: readonly Service[];
	readonly volumes: Volumes;
	/** Whether they start together and share the file's volumes. */
	readonly areNeighbours: boolean;
	/** Whether of several entries of a list with the same target only the last one counts. */
	readonly keepsLastOfTarget: boolean;
	/** What a service says around its start. Absent: `fix` does not edit such files. */
	readonly aroundStart?: (layers: Layers) => AroundStart;
	/** Of a service: `path#name`. */
	readonly arnOf: (name: string) => string;
}

/** A subject for every service; their names are different. */
export function subjectsOf(group: ServiceGroup): FileReading {
	const { file, services, volumes, keepsLastOfTarget } = group;
	const own = new Map(
		services.map(({ name, layers }) => [name, { layers, ...ownMounts(layers, volumes, keepsLastOfTarget) }] as const),
	);
	const environments = services.map(({ layers }) => environmentOf(layers, file));
	const alone = services.map((service, index): ServiceFacts => {
		const { tmpfs = [], mounts = [] } = own.get(service.name) ?? {};
		const all = { tmpfs, mounts: [...mounts, ...inheritedMounts(service.name, own)] };
		return serviceFacts(service, all, environments[index] ?? { entries: [], notes: [] });
	});
	const read = withJoinedNamespaces(
		alone.map((facts, index) => ({ facts, containerName: containerNameOf(services[index]?.layers ?? []) })),
	);
	return {
		subjects: services.flatMap((service, index) => {
			const one = read[index];
			return one === undefined ? [] : subjectOf(service, one, read, group);
		}),
		notes: environments.flatMap(({ notes }) => notes),
	};
}

function containerNameOf(layers: Layers): string | null {
	const { value } = textAt(layers, "container_name");
	return typeof value === "string" ? value : null;
}

function subjectOf(
	{ layers, position }: Service,
	one: ServiceFacts,
	all: readonly ServiceFacts[],
	{ file, volumes, ...group }: ServiceGroup,
): FileSubject {
	const { container, task, fieldParts } = one;
	const own = partsOf(layers).findLast(({ origin }) => origin.document === file.document) ?? null;
	const neighbours = group.areNeighbours ? all.filter((other) => other !== one) : [];
	return {
		facts: {
			kind: "task-definition",
			family: container.name,
			arn: group.arnOf(container.name),
			revision: null,
			status: null,
			engine: "docker",
			compatibilities: [],
			platformVersions: [],
			execServices: [],
			memoryMiB: null,
			...task,
			volumes: [...volumes.keys()].map((name) => ({ name })),
			containers: [container],
			neighbours: neighbours.map((other) => other.container),
			tags: { value: {} },
			readAt: file.readAt,
		},
		positionOf: positionFinder(fieldParts, position),
		path: pathFinder(fieldParts, own, file.document),
		written: (field) => writtenIn(fieldParts, field),
		linesOf: (name) => (name === undefined ? partsOf(layers).flatMap(linesOfPart) : []),
		startWords: () => [startWordsAt(layers)],
		aroundStart: () => [group.aroundStart?.(layers) ?? nothingAround],
		buildsImage: () => layersUnder(layers, "build").length > 0,
	};
}

/** Each note once: several services may inherit the same lines. */
export function removeDuplicateNotes(notes: FileReading["notes"]): FileReading["notes"] {
	return [
		...new Map(
			notes.map((note) => [`${note.at.file ?? ""}:${note.at.line}:${note.at.column} ${note.text}`, note]),
		).values(),
	];
}
