import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { defaultPolicy } from "../controls/default-policy.ts";
import { bundleFunctions } from "../infra/bundle.ts";
import { mostInOneSecond, taskDefinitionBucket } from "./counted-aws.ts";
import { expectedVerdicts, lostVerdicts } from "./sweep-account.ts";
import { type Swept, withSweptAccount } from "./sweep-run.ts";

/**
 * Measures two sweeps of an account with 1,000 repositories, images and task definitions: the bundled functions in processes of their
 * own, two of the sweep's as deployed, from the schedule's event until the sweep has finished, against ECS's published rates. The
 * environment variable MOTO names a program that serves moto in place of moto's own, such as one that counts and throttles as well.
 */
const maxSeconds = 80;
const maxPerSecond = 15;
const maxThrottledShare = 0.05;
const maxSecondShare = 0.05;

const { values } = parseArgs({ options: { size: { type: "string", default: "1000" } } });
const size = Number(values.size);
if (!Number.isInteger(size) || size < 1) throw new RangeError("--size must be an integer of 1 or more");

const folder = mkdtempSync(join(tmpdir(), "shipshape-sweep-"));
try {
	await bundleFunctions(defaultPolicy, join(folder, "bundles"));
	const sweeps = await withSweptAccount({ folder, size }, async (sweep) => [await sweep(), await sweep()]);
	report(sweeps);
} finally {
	rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
}

function describes({ calls }: Swept): number {
	return calls.filter(({ operation }) => operation === "DescribeTaskDefinition").length;
}

function report(sweeps: readonly Swept[]): void {
	const expected = expectedVerdicts(size);
	console.log(`Sweeps of ${size} repositories, ${size} images and ${size} task definitions, two functions at a time`);
	const faults = sweeps.flatMap((swept, at) => {
		const { calls, entries, finishedAt } = swept;
		const ofBucket = calls.filter(({ operation }) => taskDefinitionBucket.operations.includes(operation));
		const times = calls.map((call) => call.at);
		const seconds = (Math.max(finishedAt, ...times) - Math.min(...times)) / 1_000;
		const throttled = calls.filter(({ isThrottled }) => isThrottled).length / calls.length;
		const most = mostInOneSecond(ofBucket);
		const lost = lostVerdicts(entries, expected);
		console.log(
			`sweep ${at + 1}: ${seconds.toFixed(1)} s from first to last call, ${calls.length} calls, ${describes(swept)} DescribeTaskDefinition, ` +
				`at most ${most} in a second, ${(throttled * 100).toFixed(1)}% throttled, ${lost.length} of ${expected.size} verdicts lost`,
		);
		console.log(`  ${countsOf(swept)}`);
		for (const one of lost.slice(0, 5)) console.log(`  lost: ${one}`);
		return [
			...(seconds > maxSeconds ? [`sweep ${at + 1} took more than ${maxSeconds} s`] : []),
			...(most > maxPerSecond ? [`sweep ${at + 1} read more than ${maxPerSecond} task definitions in a second`] : []),
			...(throttled > maxThrottledShare ? [`more than ${maxThrottledShare * 100}% of the calls were throttled`] : []),
			...(lost.length > 0 ? [`sweep ${at + 1} lost verdicts`] : []),
		];
	});
	const [first, second] = sweeps.map(describes);
	if ((second ?? 0) > (first ?? 0) * maxSecondShare) {
		faults.push(`the second sweep read more than ${maxSecondShare * 100}% of the task definitions again`);
	}
	for (const fault of faults) console.log(`  ${fault}`);
	if (faults.length > 0) process.exitCode = 1;
}

function countsOf({ calls }: Swept): string {
	const counts = Map.groupBy(calls, ({ service, operation }) => `${service} ${operation}`.trim());
	return [...counts]
		.toSorted(([, a], [, b]) => b.length - a.length)
		.map(([name, of]) => `${name} ${of.length}`)
		.join(", ");
}
