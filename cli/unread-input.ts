import { dirname, isAbsolute, join } from "node:path";
import { BadInputError } from "../core/errors.ts";
import { readTextFile } from "../readers/document/read-file.ts";
import { isHclPath } from "../readers/document/walk.ts";
import type { SourceFile } from "../readers/source-file.ts";
import type { UnreadInput } from "./check-result.ts";

/** The name that standard input has in reports. */
export const standardInput = "stdin";

/** Reads a file that another file refers to, by its path relative to that file's folder. `onRead` is told of it. */
export function readRelativeTo(
	path: string,
	other: string,
	onRead: (path: string) => void = () => {},
): ReturnType<SourceFile["readRelative"]> {
	const target = isAbsolute(other) || path === standardInput ? other : join(dirname(path), other);
	try {
		// Modules have empty files of variables and outputs.
		const text = readTextFile(target, { isEmptyAllowed: isHclPath(target) });
		onRead(target);
		return { text };
	} catch (error) {
		if (!(error instanceof BadInputError)) throw error;
		const { text } = toUnreadInput(error, target);
		return { missing: text.split(";")[0] ?? text };
	}
}

/** Splits an error `path:line:column: what is wrong; what to do` into its parts. */
export function toUnreadInput(error: unknown, path: string): UnreadInput {
	if (!(error instanceof BadInputError)) {
		const why = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
		return { path, at: null, text: `could not be checked (${why}); please report this file`, extent: "file" };
	}
	const { message } = error;
	const rest = message.startsWith(`${path}:`) ? message.slice(path.length + 1) : message;
	const [whole = "", line, column] = /^(\d+):(\d+):/.exec(rest) ?? [];
	const at = line === undefined ? null : { line: Number(line), column: Number(column) };
	return { path, at, text: rest.slice(whole.length).trim(), extent: "file" };
}

/**
 * Each ignore that is not valid once: it may be found for several subjects, or for several files, such as a plan and the file that it was made
 * from.
 */
export const withoutRepeatedIgnores = (unread: readonly UnreadInput[]): readonly UnreadInput[] => [
	...new Map(unread.map((one) => [one.extent === "ignore" ? JSON.stringify(one) : one, one])).values(),
];
