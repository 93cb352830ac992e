import { fork } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { parseArgs } from "node:util";
import { defaultPolicy } from "../controls/default-policy.ts";
import { environment } from "../core/environment.ts";
import { fieldsOf, operationOf, toReply } from "../demo/doubles/aws-json.ts";
import { listen } from "../demo/doubles/loopback.ts";
import { hooks } from "../functions/manifest.ts";
import { bundleFunctions } from "../infra/bundle.ts";
import { account, answersOf, event, names, place } from "./gate-account.ts";

/**
 * Measures how long a warm gate takes to answer about a task definition with three images in as many repositories, when each call of AWS
 * takes 30 ms: the bundled function as a process of its own. Beside it, in the same rounds, the floor: the fewest calls that answer the
 * question, in the order in which one needs the result of another, without an SDK. The images are no indexes, and their scans are complete.
 */
const callMs = 30;
const maxMedianMs = 300;
const maxP99Ms = 1_000;
const maxMoreCalls = 2;

const { values } = parseArgs({ options: { rounds: { type: "string", default: "200" } } });
const rounds = Number(values.rounds);
if (!Number.isInteger(rounds) || rounds < 1) throw new RangeError("--rounds must be an integer of 1 or more");

/** The fewest calls that tell what a deployment would run, and what is known of it. */
const question = [
	["DescribeServiceRevisions"],
	["DescribeTaskDefinition"],
	names.map(() => [["DescribeImageScanFindings"]]),
];
/** What the gate calls besides, and why. */
const reasons: Readonly<Record<string, string>> = {
	ListServiceDeployments: "so that what ECS rolls back already is not refused",
	SendMessageBatch: "so that the finding and Slack name the refusal",
	GetParameter: "the off switch, at most every 30 seconds",
};
const scenarios = {
	"goes on": { severity: "LOW", hookStatus: "SUCCEEDED" },
	"is refused": { severity: "CRITICAL", hookStatus: "FAILED" },
} as const;
type Scenario = keyof typeof scenarios;

let scenario: Scenario = "goes on";
/** The operations of the message that is handled. */
let calls: string[] = [];

interface Measured {
	readonly scenario: Scenario;
	/** Milliseconds, ascending. */
	readonly gate: readonly number[];
	readonly floor: readonly number[];
	/** The most for one answer, without the read of the off switch that others are spared. */
	readonly gateCalls: number;
	readonly floorCalls: number;
	/** Operations that the gate called and the floor did not. */
	readonly others: ReadonlySet<string>;
}

const folder = mkdtempSync(join(tmpdir(), "shipshape-gate-"));
const server = await listen(async (request) => {
	const operation = operationOf(request);
	calls.push(operation);
	await pause(callMs);
	const answers = answersOf(scenarios[scenario].severity);
	return toReply(() => answers[operation]?.(fieldsOf(request)) ?? {});
});
const [{ name, timeoutSeconds }] = hooks;
try {
	await bundleFunctions({ ...defaultPolicy, mode: "enforce" }, folder);
	const variables = Object.values(environment).map((variable) => [variable, `${server.url}/${account}/queue`]);
	const worker = fork(
		join(import.meta.dirname, "gate-worker.mjs"),
		[join(folder, name, "index.js"), `${timeoutSeconds}`],
		{
			env: {
				...Object.fromEntries(variables),
				...{
					AWS_REGION: place,
					AWS_ENDPOINT_URL: server.url,
					AWS_ACCESS_KEY_ID: account,
					AWS_SECRET_ACCESS_KEY: "local",
				},
			},
			stdio: ["ignore", "ignore", "inherit", "ipc"],
		},
	);
	/** Milliseconds and calls of one message. */
	const measure = async (message: object): Promise<{ ms: number; reply?: { hookStatus: string }; made: string[] }> => {
		calls = [];
		worker.send(message);
		const [answer] = await once(worker, "message");
		return { ...answer, made: calls };
	};
	const measured: Measured[] = [];
	for (const one of Object.keys(scenarios) as Scenario[]) {
		scenario = one;
		const [gate, floor]: [number[], number[]] = [[], []];
		let [gateCalls, floorCalls] = [0, 0];
		const others = new Set<string>();
		for (let round = -10; round < rounds; round++) {
			const answered = await measure({ event });
			const bare = await measure({ chain: question });
			if (answered.reply?.hookStatus !== scenarios[one].hookStatus)
				throw new Error(`${one}: ${JSON.stringify(answered)}`);
			// The first rounds warm up the process.
			if (round < 0) continue;
			gate.push(answered.ms);
			floor.push(bare.ms);
			gateCalls = Math.max(gateCalls, answered.made.filter((operation) => operation !== "GetParameter").length);
			floorCalls = Math.max(floorCalls, bare.made.length);
			for (const operation of answered.made) if (!bare.made.includes(operation)) others.add(operation);
		}
		measured.push({ scenario: one, gate: ascending(gate), floor: ascending(floor), gateCalls, floorCalls, others });
	}
	worker.disconnect();
	report(measured);
} finally {
	await server.close();
	rmSync(folder, { recursive: true, force: true });
}

function ascending(numbers: readonly number[]): readonly number[] {
	return numbers.toSorted((a, b) => a - b);
}

function percentileOf(sorted: readonly number[], share: number): number {
	return sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN;
}

function report(measured: readonly Measured[]): void {
	console.log(`The gate, warm, about three images, ${callMs} ms for each call of AWS, ${rounds} answers of each kind`);
	const faults = measured.flatMap(({ scenario: kind, gate, floor, gateCalls, floorCalls, others }) => {
		const [median, p99] = [percentileOf(gate, 0.5), percentileOf(gate, 0.99)];
		const least = [percentileOf(floor, 0.5), percentileOf(floor, 0.99)].map((ms) => ms.toFixed(0)).join(" / ");
		console.log(
			`a deployment that ${kind}: median ${median.toFixed(0)} ms, p99 ${p99.toFixed(0)} ms, ${gateCalls} calls; ` +
				`floor ${least} ms, ${floorCalls} calls`,
		);
		for (const operation of others) console.log(`  also ${operation}: ${reasons[operation] ?? "?"}`);
		return [
			...[...others].filter((one) => reasons[one] === undefined).map((one) => `nobody knows why the gate calls ${one}`),
			...(median > maxMedianMs ? [`the median of a deployment that ${kind} is above ${maxMedianMs} ms`] : []),
			...(p99 > maxP99Ms ? [`the p99 of a deployment that ${kind} is above ${maxP99Ms} ms`] : []),
			...(gateCalls > floorCalls + maxMoreCalls
				? [`a deployment that ${kind} costs more than ${maxMoreCalls} calls more than needed`]
				: []),
		];
	});
	for (const fault of faults) console.log(fault);
	if (faults.length > 0) process.exitCode = 1;
}
