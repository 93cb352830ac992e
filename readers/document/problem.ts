import { BadInputError } from "../../core/errors.ts";
import type { Position } from "./source-document.ts";

/** More levels than any document needs, and few enough for a recursive function. */
export const maxLevels = 200;

export const tooDeep = "nested too deeply; write fewer levels";

/** An error at a position in a file: `path:line:column: what is wrong; what to write`. */
export const problemAt = (path: string, { line, column }: Position, text: string): BadInputError =>
	new BadInputError(`${path}:${line}:${column}: ${text}`);
