import { problemAt } from "../document/problem.ts";
import type { FileReading } from "../reader.ts";
import type { SourceFile } from "../source-file.ts";
import { aroundStartAt } from "./around-start.ts";
import { engineObstacle } from "./engine-obstacle.ts";
import { volumesIn } from "./mounts.ts";
import { readProject } from "./project.ts";
import { removeDuplicateNotes, subjectsOf } from "./subjects.ts";

/**
 * Reads a Compose file: every service is a subject `path#service`, the others are its neighbours. Services of included
 * files and of profiles are among them. Throws BadInputError for what Compose would refuse as a whole.
 * https://docs.docker.com/reference/compose-file/
 */
export function readCompose(file: SourceFile): FileReading {
	const { services, volumes, definitions, notes } = readProject(file);
	const { path } = file.merged?.below[0] ?? file;
	if (services.length === 0 && notes.length === 0) {
		throw problemAt(file.path, file.document.at([], "value"), "the file has no services; write services: {…}");
	}
	// One answer for all services, and only `fix` asks.
	let obstacle: string | null | undefined;
	const findObstacle = (): string | null => {
		obstacle = obstacle === undefined ? engineObstacle(documentsOf(file)) : obstacle;
		return obstacle;
	};
	const read = subjectsOf({
		file,
		services,
		volumes: volumesIn(volumes),
		areNeighbours: true,
		keepsLastOfTarget: true,
		aroundStart: (layers) => aroundStartAt(layers, definitions, findObstacle()),
		arnOf: (name) => `${path}#${name}`,
	});
	return { subjects: read.subjects, notes: removeDuplicateNotes([...notes, ...read.notes]) };
}

const documentsOf = (file: SourceFile): readonly unknown[] =>
	[...(file.merged?.below ?? []), file, ...(file.merged?.above ?? [])].flatMap((one) =>
		"missing" in one ? [] : one.document.value,
	);
