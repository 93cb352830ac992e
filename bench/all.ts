import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { parseArgs } from "node:util";

/** `npm run bench -- [--runs N] [--json FILE]`: every table first; a bound that does not hold fails the whole at the end. */
const { values } = parseArgs({ options: { runs: { type: "string" }, json: { type: "string" } } });
const runs = values.runs === undefined ? [] : ["--runs", values.runs];
const json = values.json === undefined ? [] : ["--json", values.json];

for (const [file, args] of [
	["bench.ts", [...runs, ...json]],
	["check.ts", runs],
	["gate.ts", []],
	["sweep.ts", []],
] as const) {
	const { status } = spawnSync(process.execPath, [join(import.meta.dirname, file), ...args], { stdio: "inherit" });
	if (status !== 0) process.exitCode = 1;
}
