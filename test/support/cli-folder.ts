import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, beforeEach } from "@jest/globals";
import { controls } from "../../controls/index.ts";

/** Runs the tests of a file in a folder of their own, which is empty before each of them. Writes files below it. */
export function useFolder(name: string): (path: string, ...lines: readonly string[]) => string {
	const folder = mkdtempSync(join(tmpdir(), `${name}-`));
	const before = process.cwd();
	beforeAll(() => process.chdir(folder));
	beforeEach(() => {
		process.chdir(folder);
		for (const entry of readdirSync(".")) rmSync(entry, { recursive: true });
	});
	afterAll(() => {
		process.chdir(before);
		rmSync(folder, { recursive: true });
	});
	return (path, ...lines) => {
		mkdirSync(dirname(path), { recursive: true });
		writeFileSync(path, lines.map((line) => `${line}\n`).join(""));
		return path;
	};
}

/** The lines of a policy that enables only these controls. */
export const onlyControls = (...ids: readonly string[]): readonly string[] => [
	"controls:",
	...controls.map(({ id }) => `  ${id}: { enabled: ${ids.includes(id)} }`),
];
