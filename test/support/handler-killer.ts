import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { promisify } from "node:util";
import { SetQueueAttributesCommand } from "@aws-sdk/client-sqs";
import type { LocalDeployment } from "../../demo/local-deployment.ts";
import { functions } from "../../functions/manifest.ts";
import type { Random } from "../simulation/random.ts";
import { endsOldClaims } from "./old-claims.ts";

/** Seconds after which a message whose function was killed comes back; 360 and more as deployed. */
const visibilitySeconds = 5;
/** A process is killed at a random time of its life: it starts for an event, handles that and perhaps others. */
const lifeMs = { least: 0, greatest: 1_500 };
/** After a function has lost an invocation, it is spared for a while, so that its retries get on. */
const sparedMs = { least: 500, greatest: 4_000 };
const lookMs = 30;
const countMs = 500;

/** Counts the invocations lost so far while they handled their event, by the construct of the function. */
type Lost = () => Readonly<Record<string, number>>;

/**
 * Kills functions at random times while `work` runs, until each has lost `mostLost` invocations: less than the 20 deliveries after
 * which a queue gives up, so that kills alone make no dead letter.
 */
export async function whileKilling<T>(
	deployment: LocalDeployment,
	random: Random,
	mostLost: number,
	work: (lost: Lost) => Promise<T>,
): Promise<T> {
	await shortenVisibility(deployment);
	const stop = new AbortController();
	const sparing = new Sparing(deployment, random, mostLost);
	const loops = Promise.all([
		repeat(countMs, endsOldClaims(deployment), stop.signal),
		repeat(countMs, async () => sparing.update(), stop.signal),
		repeat(lookMs, killer(deployment, random, sparing), stop.signal),
	]);
	// Their error must not be unhandled while the work is running.
	loops.catch(() => {});
	try {
		const result = await work(() => countLost(deployment, ["handling"]));
		stop.abort();
		await loops;
		return result;
	} finally {
		stop.abort();
	}
}

async function repeat(everyMs: number, step: () => Promise<void>, signal: AbortSignal): Promise<void> {
	while (!signal.aborted) {
		await step();
		await pause(everyMs);
	}
}

async function shortenVisibility({ deployed, aws }: LocalDeployment): Promise<void> {
	const { routes, workers, later } = deployed;
	for (const { queue: QueueUrl } of [...routes, ...workers, ...later]) {
		const Attributes = { VisibilityTimeout: String(visibilitySeconds) };
		await aws.clients.sqs.send(new SetQueueAttributesCommand({ QueueUrl, Attributes }));
	}
}

/** Which functions are not killed for now. */
class Sparing {
	readonly #deployment: LocalDeployment;
	readonly #random: Random;
	readonly #mostLost: number;
	readonly #until = new Map<string, number>();
	#lost: Readonly<Record<string, number>> = {};

	constructor(deployment: LocalDeployment, random: Random, mostLost: number) {
		this.#deployment = deployment;
		this.#random = random;
		this.#mostLost = mostLost;
	}

	update(): void {
		const lost = countLost(this.#deployment, ["handling", "starting"]);
		for (const [construct, count] of Object.entries(lost)) {
			if (count === (this.#lost[construct] ?? 0)) continue;
			const ms = this.#random.between(sparedMs.least, sparedMs.greatest);
			this.#until.set(construct, count < this.#mostLost ? Date.now() + ms : Number.POSITIVE_INFINITY);
		}
		this.#lost = lost;
	}

	isSpared(construct: string): boolean {
		return Date.now() < (this.#until.get(construct) ?? 0);
	}
}

/** Kills the processes whose time has come. */
function killer(deployment: LocalDeployment, random: Random, sparing: Sparing): () => Promise<void> {
	const killAt = new Map<number, number>();
	return async () => {
		for (const { pid, command } of await listWorkers(deployment)) {
			const at = killAt.get(pid) ?? Date.now() + random.between(lifeMs.least, lifeMs.greatest);
			killAt.set(pid, at);
			if (Date.now() < at || sparing.isSpared(constructOf(command))) continue;
			try {
				process.kill(pid, "SIGKILL");
			} catch {
				// It has ended since it was listed.
			}
		}
	};
}

/** The construct of a function, in its name or in the path of its process. */
const constructOf = (text: string): string =>
	functions.find(({ construct }) => text.includes(`-${construct}Handler`))?.construct ?? text;

interface Process {
	readonly pid: number;
	readonly parent: number;
	readonly command: string;
}

/** The functions' processes: children of this deployment's own ministack, whose temporary folder has a name of its own. */
async function listWorkers({ workspace }: LocalDeployment): Promise<Process[]> {
	const { stdout } = await promisify(execFile)("ps", ["-A", "-ww", "-o", "pid=,ppid=,args="]);
	const processes = stdout.split("\n").flatMap((line): Process[] => {
		const [, pid, parent, command = ""] = /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line) ?? [];
		return pid === undefined ? [] : [{ pid: Number(pid), parent: Number(parent), command }];
	});
	const ministacks = new Set(processes.flatMap(({ pid, command }) => (/-m ministack$/.test(command) ? pid : [])));
	return processes.filter(
		({ parent, command }) => ministacks.has(parent) && command.includes(join(workspace.temporary, "ministack-lambda-")),
	);
}

/** How ministack reports a process that was killed: while it handled an event, or while it started in order to. */
const reports = { handling: "Worker process died", starting: "Worker process exited immediately" } as const;

/** Invocations that were lost because of kills, by construct. */
function countLost(
	{ workspace, streams }: LocalDeployment,
	whiles: readonly (keyof typeof reports)[],
): Record<string, number> {
	const isReported = (text: string): boolean => whiles.some((one) => text.includes(reports[one]));
	const log = readFileSync(join(workspace.logs, "ministack.log"), "utf8");
	const batches = [...log.matchAll(/ESM: Lambda (\S+) failed processing SQS batch .*/g)];
	const names = [
		...batches.flatMap(([line, name = ""]) => (isReported(line) ? name : [])),
		...streams.calls.flatMap(({ functionName, error = "" }) => (isReported(error) ? functionName : [])),
	];
	const counts: Record<string, number> = Object.fromEntries(functions.map(({ construct }) => [construct, 0]));
	for (const construct of names.map(constructOf)) counts[construct] = (counts[construct] ?? 0) + 1;
	return counts;
}
