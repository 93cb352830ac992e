import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { cut, oneLine } from "../core/text.ts";

const maxCharacters = 300;

const marks: Readonly<Record<string, RegExp>> = {
	// Its own warnings, and errors that a function logged.
	"ministack.log": /^\d{4}-\S+ \S+ (?:WARNING|ERROR|CRITICAL) |"level":"ERROR"|^Traceback/,
	// Operations that it does not have, or that broke in it.
	"moto.log": /" 5\d\d |^Traceback/,
};

/** Lines of the emulators' logs that tell of trouble: none of them may go unseen. */
export function troublesIn(logs: string): string[] {
	return Object.entries(marks).flatMap(([name, mark]) => {
		const path = join(logs, name);
		if (!existsSync(path)) return [];
		return readFileSync(path, "utf8")
			.split("\n")
			.filter((line) => mark.test(line))
			.map((line) => `${name}: ${cut(oneLine(line), maxCharacters)}`);
	});
}
