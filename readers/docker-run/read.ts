import { BadInputError } from "../../core/errors.ts";
import { formatForDisplay } from "../../core/text.ts";
import type { Service } from "../compose/project.ts";
import { onlyOnce, subjectsOf } from "../compose/subjects.ts";
import { problemAt } from "../document/at-place.ts";
import { lineIndex } from "../document/line-index.ts";
import type { FileReading, SourceFile } from "../reader.ts";
import { splitCommands } from "../shell/words.ts";
import { hiddenRunIn } from "./hidden-runs.ts";
import { runCommandIn } from "./run-commands.ts";
import { runService } from "./run-service.ts";

/**
 * Reads the commands of a text that run a container (`docker run`, `podman run`, `nerdctl run`, also with `sudo`): each is a
 * subject, `path` when it is the only one, else `path#name`, by its `--name` or its number. What only the shell knows is
 * not resolved. Throws BadInputError when there is no such command.
 * https://docs.docker.com/reference/cli/docker/container/run/
 */
export function readDockerRun(file: SourceFile): FileReading {
	const placeOf = lineIndex(file.text);
	const notes: FileReading["notes"][number][] = [];
	const services: Service[] = [];
	for (const command of splitCommands(file.text)) {
		const run = runCommandIn(command);
		if (run === null) {
			const [first] = command;
			const hidden = hiddenRunIn(command);
			if (first !== undefined && hidden !== null) {
				notes.push({ at: placeOf(first.offset), text: `${hidden} may run a container: ${notRead}` });
			}
			continue;
		}
		const { name, layers, unread } = runService(run, placeOf);
		const place = placeOf(run.first.offset);
		if (unread !== null) notes.push({ at: place, text: formatForDisplay(unread) });
		services.push({ name: freeName(name, services), layers, place });
		if (services.length > maxCommands) {
			const text = `more than ${maxCommands} commands run a container; write fewer into one file`;
			throw problemAt(file.path, place, text);
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
		arnOf: (name) => (services.length === 1 ? file.path : `${file.path}#${name}`),
	});
	return { subjects: read.subjects, notes: onlyOnce([...notes, ...read.notes]) };
}

const notRead = "that is not read; write docker run as a command of its own";

/** A script has a few; each is looked up among all before it. */
const maxCommands = 1_000;

/** The name, or `run-2` for the second command; one that is taken gets a number. */
function freeName(name: string | null, services: readonly Service[]): string {
	const wanted = name === null || name === "" ? `run-${services.length + 1}` : name;
	const isTaken = services.some((service) => service.name === wanted);
	return isTaken ? `${wanted}-${services.length + 1}` : wanted;
}
