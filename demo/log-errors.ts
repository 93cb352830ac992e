import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { toSingleLine, truncate } from "../core/text.ts";

const maxCharacters = 300;

const patterns: Readonly<Record<string, RegExp>> = {
	// Ministack's own warnings, and errors that a function logged.
	"ministack.log": /^\d{4}-\S+ \S+ (?:WARNING|ERROR|CRITICAL) |"level":"ERROR"|^Traceback/,
	// Operations that moto does not support or that failed in it.
	"moto.log": /" 5\d\d |^Traceback/,
};

/** Finds warnings and errors in the emulators' logs, so that none goes unnoticed. */
export function findLogErrors(logs: string): string[] {
	return Object.entries(patterns).flatMap(([name, pattern]) => {
		const path = join(logs, name);
		if (!existsSync(path)) return [];
		return readFileSync(path, "utf8")
			.split("\n")
			.filter((line) => pattern.test(line))
			.map((line) => `${name}: ${truncate(toSingleLine(line), maxCharacters)}`);
	});
}
