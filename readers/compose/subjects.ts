import type { FileReading, FileSubject, SourceFile } from "../reader.ts";
import { environmentOf } from "./environment.ts";
import { inheritedMounts } from "./inherited-mounts.ts";
import { partsOf } from "./layers.ts";
import { ownMounts } from "./mounts.ts";
import { pathsOf, placesOf } from "./places.ts";
import type { Service } from "./project.ts";
import { type ServiceFacts, serviceFacts } from "./service-facts.ts";
import { startWordsAt } from "./start-words.ts";
import type { Volumes } from "./volumes.ts";

/** What stands side by side in one file. */
export interface Together {
	readonly file: SourceFile;
	readonly services: readonly Service[];
	readonly volumes: Volumes;
	/** Whether they start together, and share the file's volumes. */
	readonly areNeighbours: boolean;
	/** Of a service: `path#name`. */
	readonly arnOf: (name: string) => string;
}

/** A subject for every service; their names are different. */
export function subjectsOf(together: Together): FileReading {
	const { file, services, volumes } = together;
	const own = new Map(services.map(({ name, layers }) => [name, { layers, ...ownMounts(layers, volumes) }] as const));
	const environments = services.map(({ layers }) => environmentOf(layers, file));
	const read = services.map((service, index): ServiceFacts => {
		const { tmpfs = [], mounts = [] } = own.get(service.name) ?? {};
		const all = { tmpfs, mounts: [...mounts, ...inheritedMounts(service.name, own)] };
		return serviceFacts(service, all, environments[index] ?? { entries: [], notes: [] });
	});
	return {
		subjects: services.flatMap((service, index) => {
			const one = read[index];
			return one === undefined ? [] : subjectOf(service, one, read, together);
		}),
		notes: environments.flatMap(({ notes }) => notes),
	};
}

function subjectOf(
	{ layers, place }: Service,
	one: ServiceFacts,
	all: readonly ServiceFacts[],
	{ file, volumes, ...together }: Together,
): FileSubject {
	const { container, task, places } = one;
	const own = partsOf(layers).at(-1) ?? null;
	const neighbours = together.areNeighbours ? all.filter((other) => other !== one) : [];
	return {
		facts: {
			kind: "task-definition",
			family: container.name,
			arn: together.arnOf(container.name),
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
		place: placesOf(places, place),
		path: pathsOf(places, own, file.document.at),
		startWords: () => [startWordsAt(layers)],
	};
}

/** Each note once: several services may take over the same lines. */
export function onlyOnce(notes: FileReading["notes"]): FileReading["notes"] {
	return [...new Map(notes.map((note) => [`${note.at.line}:${note.at.column} ${note.text}`, note])).values()];
}
