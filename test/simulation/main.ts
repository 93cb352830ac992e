import { parseArgs } from "node:util";
import { runHistory } from "./history.ts";
import { runDeploymentHistory } from "./service-deployments/history.ts";
import { runSlackHistory } from "./slack/history.ts";
import { runSweepHistory } from "./sweep-history.ts";
import { formatViolation } from "./violations.ts";

/*
 * `npm run simulate -- --histories N [--from SEED]` runs N histories, by default from a random seed; `--seed N` prints one;
 * `--sweeps` runs the histories with lost events and sweeps, `--deployments` those with deployments of services, `--slack` those with
 * routes to several channels.
 */
const { values } = parseArgs({
	options: {
		seed: { type: "string" },
		histories: { type: "string", default: "1000" },
		from: { type: "string" },
		sweeps: { type: "boolean", default: false },
		deployments: { type: "boolean", default: false },
		slack: { type: "boolean", default: false },
	},
});
const runOne = values.sweeps
	? runSweepHistory
	: values.deployments
		? runDeploymentHistory
		: values.slack
			? runSlackHistory
			: runHistory;
const write = (line: string): void => {
	process.stdout.write(`${line}\n`);
};

if (values.seed === undefined) {
	const from = values.from === undefined ? Math.floor(Math.random() * 2 ** 31) : Number(values.from);
	const count = Number(values.histories);
	const began = Date.now();
	let failed = 0;
	for (let seed = from; seed < from + count; seed++) {
		const violations = await runOne(seed);
		if (violations.length === 0) continue;
		failed += 1;
		write(`seed ${seed}: ${violations.map(formatViolation).join("\n  ")}`);
	}
	const seconds = (Date.now() - began) / 1_000;
	write(`${count} histories from seed ${from}: ${failed} failed (${Math.round(count / seconds)} a second)`);
	if (failed > 0) process.exitCode = 1;
} else {
	const violations = await runOne(Number(values.seed), { print: write });
	write(violations.length === 0 ? "no violation" : violations.map(formatViolation).join("\n"));
	if (violations.length > 0) process.exitCode = 1;
}
