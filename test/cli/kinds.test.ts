import { expect, test } from "@jest/globals";
import { kindLines, kinds, readerOf } from "../../cli/kinds.ts";
import { readers } from "../../readers/index.ts";

test("every reader is found by its kind, nothing else is", () => {
	expect(kinds.map((kind) => readerOf(kind)?.kind)).toEqual(readers.map(({ kind }) => kind).sort());
	expect(["dockerfile", "", "Compose", "compose ", undefined].map(readerOf)).toEqual([null, null, null, null, null]);
});

test("the help has a line for each kind, with its title, in the order of the kinds", () => {
	const lines = kindLines();
	expect(lines.map((line) => /^(\S+) +\S/.exec(line)?.[1])).toEqual(kinds);
	expect(lines.every((line) => line.length <= 140)).toBe(true);
	for (const { title } of readers) expect(lines.filter((line) => line.includes(`  ${title}`))).toHaveLength(1);
});
