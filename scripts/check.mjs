// `npm run check`: all that must hold of a change beside its tests, cheapest first; .ci/run calls it before them. Ends with the
// first step that fails. Plain JavaScript, run with what npm puts on the path.
import { spawnSync } from "node:child_process";

const steps = [
	["format and lint", "npm", "run", "--silent", "lint"],
	["types", "npm", "run", "--silent", "types"],
	["generated files", "node", "scripts/generate.ts", "--check"],
	["unused code", "knip"],
];

const began = Date.now();
for (const [name, program, ...args] of steps) {
	process.stdout.write(`\n== ${name} (${Math.round((Date.now() - began) / 1000)}s)\n`);
	const { status, error } = spawnSync(program, args, { stdio: "inherit" });
	if (error !== undefined) process.stderr.write(`${program}: ${error.message}\n`);
	if (status !== 0) process.exit(status ?? 1);
}
