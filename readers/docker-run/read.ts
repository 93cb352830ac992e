import { BadInputError } from "../../core/errors.ts";
import { formatForDisplay } from "../../core/text.ts";
import type { Service } from "../compose/project.ts";
import { removeDuplicateNotes, subjectsOf } from "../compose/subjects.ts";
import { lineIndex } from "../document/line-index.ts";
import { problemAt } from "../document/problem.ts";
import type { Lines } from "../document/source-document.ts";
import type { FileReading, FileSubject, SourceFile } from "../reader.ts";
import { splitCommands } from "../shell/words.ts";
import { findHiddenRun } from "./hidden-runs.ts";
import { runCommandIn } from "./run-commands.ts";
import { runService } from "./run-service.ts";

/**
 * Reads the commands of a text that run a container (`docker run`, `podman run`, `nerdctl run`, also with `sudo`): each is a
 * subject, `path` when it is the only one, else `path#name`, by its `--name` or its number. Values that only the shell knows are
 * not resolved. Throws BadInputError when there is no such command.
 * https://docs.docker.com/reference/cli/docker/container/run/
 */
export function readDockerRun(file: SourceFile): FileReading {
	const positionOf = lineIndex(file.text);
	const notes: FileReading["notes"][number][] = [];
	const services: Service[] = [];
	const lines = new Map<string, Lines>();
	for (const command of splitCommands(file.text)) {
		const run = runCommandIn(command);
		if (run === null) {
			const [first] = command;
			const hidden = findHiddenRun(command);
			if (first !== undefined && hidden !== null) {
				notes.push({ at: positionOf(first.offset), text: `${hidden} may run a container: ${notRead}` });
			}
			continue;
		}
		const { name, layers, unread } = runService(run, positionOf);
		const position = positionOf(run.first.offset);
		if (unread !== null) notes.push({ at: position, text: formatForDisplay(unread) });
		const unique = uniqueName(name, services);
		services.push({ name: unique, layers, position });
		lines.set(unique, { first: position.line, last: positionOf(run.words.at(-1)?.offset ?? run.first.offset).line });
		if (services.length > maxCommands) {
			const text = `more than ${maxCommands} commands run a container; split the file`;
			throw problemAt(file.path, position, text);
		}
	}
	if (services.length === 0) {
		throw new BadInputError(`${file.path}:1:1: no command runs a container; write docker run …`);
	}
	const read = subjectsOf({
		file,
		services,
		volumes: new Map(),
		areNeighbours: false,
		// The engine refuses two mounts at one target.
		keepsLastOfTarget: false,
		arnOf: (name) => (services.length === 1 ? file.path : `${file.path}#${name}`),
	});
	const subjects = read.subjects.map((subject, index): FileSubject => {
		const own = lines.get(services[index]?.name ?? "");
		return { ...subject, linesOf: (container) => (own === undefined || container !== undefined ? [] : [own]) };
	});
	return { subjects, notes: removeDuplicateNotes([...notes, ...read.notes]) };
}

const notRead = "that is not checked; write docker run as a separate command";

/** Bounded because each name is compared with all earlier ones. */
const maxCommands = 1_000;

/** The name, or `run-2` for the second command; a duplicate gets a number. */
function uniqueName(name: string | null, services: readonly Service[]): string {
	const wanted = name === null || name === "" ? `run-${services.length + 1}` : name;
	const isTaken = services.some((service) => service.name === wanted);
	return isTaken ? `${wanted}-${services.length + 1}` : wanted;
}
