import { relative } from "node:path";
import { createTwoFilesPatch } from "diff";
import { type Paint, plainPaint } from "./terminal.ts";

/** The change of a file as lines that patch and git apply understand. */
export function* diffOf(path: string, before: string, after: string, paint: Paint): Generator<string> {
	const name = relative("", path);
	// With an empty header the library ends the name with a tab, which patch and git need after a name with spaces.
	const end = name.includes(" ") ? "" : undefined;
	const patch = createTwoFilesPatch(`a/${name}`, `b/${name}`, before, after, end, end, { context: 3 });
	const lines = patch.replace(/\n$/, "").split("\n");
	for (const line of lines.filter((one) => !one.startsWith("====="))) yield `${colorize(line, paint)}\n`;
}

/** Plain output is left unchanged, so that it can be applied; on a terminal, control characters are replaced. */
function colorize(line: string, paint: Paint): string {
	if (paint === plainPaint) return line;
	const shown = `${line.slice(0, 1)}${line.slice(1).replace(/\p{Cc}/gu, (character) => (character === "\t" ? character : " "))}`;
	if (line.startsWith("+")) return paint.green(shown);
	return line.startsWith("-") ? paint.red(shown) : shown;
}
