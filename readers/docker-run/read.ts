import { BadInputError } from "../../core/errors.ts";
import { formatForDisplay } from "../../core/text.ts";
import type { Service } from "../compose/project.ts";
import { removeDuplicateNotes, subjectsOf } from "../compose/subjects.ts";
import { lineIndex } from "../document/line-index.ts";
import { problemAt } from "../document/problem.ts";
import type { Lines } from "../document/source-document.ts";
import type { FileReading, FileSubject } from "../reader.ts";
import { commandsOfScript, nestedScript } from "../shell/nested-script.ts";
import { type Command, splitCommands } from "../shell/words.ts";
import type { SourceFile } from "../source-file.ts";
import { findHiddenRun } from "./hidden-runs.ts";
import { type RunCommand, runCommandIn } from "./run-commands.ts";
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
	for (const found of runsIn(file.text, splitCommands(file.text), 0)) {
		if ("hidden" in found) {
			notes.push({ at: positionOf(found.offset), text: `${found.hidden} may run a container: ${notRead}` });
			continue;
		}
		const { name, layers, unread } = runService(found, positionOf);
		const position = positionOf(found.first.offset);
		if (unread !== null) notes.push({ at: position, text: formatForDisplay(unread) });
		const unique = uniqueName(name, services);
		services.push({ name: unique, layers, position });
		const last = positionOf(found.words.at(-1)?.offset ?? found.first.offset);
		lines.set(unique, { first: position.line, last: last.line });
		if (services.length > maxCommands) {
			const text = `more than ${maxCommands} commands run a container; split the file`;
			throw problemAt(file.path, position, text);
		}
	}
	if (services.length === 0) throw nothingToRead(file.path, notes);
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

/** What appears to run a container in a way that is not read, and where. */
interface HiddenRun {
	readonly hidden: string;
	readonly offset: number;
}

/** The commands of a text that run a container, also those of a script that a shell gets in one word. */
function runsIn(text: string, commands: readonly Command[], level: number): readonly (RunCommand | HiddenRun)[] {
	return commands.flatMap((command): readonly (RunCommand | HiddenRun)[] => {
		const run = runCommandIn(command);
		if (run !== null) return [run];
		const [first] = command;
		const hidden = findHiddenRun(command);
		if (first === undefined || hidden === null) return [];
		const script = level < maxLevels ? nestedScript(command) : null;
		const nested = script === null ? [] : runsIn(text, commandsOfScript(text, script), level + 1);
		return nested.length > 0 ? nested : [{ hidden, offset: first.offset }];
	});
}

/** Maximum nesting of scripts. */
const maxLevels = 5;

function nothingToRead(path: string, [hidden]: FileReading["notes"]): BadInputError {
	return hidden === undefined
		? new BadInputError(`${path}:1:1: no command runs a container; write docker run …`)
		: problemAt(path, hidden.at, hidden.text);
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
