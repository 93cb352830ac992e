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

/** How many processes were killed, and how many of them were in the middle of an invocation. */
export interface Kills {
	readonly processes: number;
	/** Invocations that ended while they handled their event, by the construct of the function. */
	readonly invocations: Readonly<Record<string, number>>;
}

/** Seconds after which a message whose function was killed comes back; 360 and more as deployed. */
const visibilitySeconds = 5;
/** Between two kills; after a function has lost an invocation, it is spared for a while, so that its retries get on. */
const pauseMs = { least: 0, greatest: 150 };
const sparedMs = { least: 1_000, greatest: 8_000 };

/**
 * Kills functions at random times while `work` runs, until each has lost `mostLost` invocations: less than the 20 deliveries after
 * which a queue gives up, so that kills alone make no dead letter.
 */
export async function whileKilling<T>(
	deployment: LocalDeployment,
	random: Random,
	mostLost: number,
	work: () => Promise<T>,
): Promise<{ readonly result: T; readonly kills: Kills }> {
	await shortenVisibility(deployment);
	const stop = new AbortController();
	const killing = kill(deployment, random, mostLost, stop.signal);
	// Its error must not be unhandled while the work is running.
	killing.catch(() => {});
	try {
		const result = await work();
		stop.abort();
		return { result, kills: { processes: await killing, invocations: countLost(deployment, ["handling"]) } };
	} finally {
		stop.abort();
	}
}

async function shortenVisibility({ deployed, aws }: LocalDeployment): Promise<void> {
	const { routes, workers, later } = deployed;
	for (const { queue: QueueUrl } of [...routes, ...workers, ...later]) {
		const Attributes = { VisibilityTimeout: String(visibilitySeconds) };
		await aws.clients.sqs.send(new SetQueueAttributesCommand({ QueueUrl, Attributes }));
	}
}

async function kill(
	deployment: LocalDeployment,
	random: Random,
	mostLost: number,
	signal: AbortSignal,
): Promise<number> {
	const lost = new Map<string, number>();
	const sparedUntil = new Map<string, number>();
	const endOldClaims = endsOldClaims(deployment);
	let killed = 0;
	while (!signal.aborted) {
		await endOldClaims();
		await pause(random.between(pauseMs.least, pauseMs.greatest));
		for (const [construct, count] of Object.entries(countLost(deployment, ["handling", "starting"]))) {
			if (count === (lost.get(construct) ?? 0)) continue;
			lost.set(construct, count);
			sparedUntil.set(construct, Date.now() + random.between(sparedMs.least, sparedMs.greatest));
		}
		const lostBy = ({ command }: Process): number => lost.get(constructOf(command)) ?? 0;
		const workers = (await listWorkers(deployment)).filter(
			(worker) => lostBy(worker) < mostLost && Date.now() >= (sparedUntil.get(constructOf(worker.command)) ?? 0),
		);
		if (signal.aborted || workers.length === 0) continue;
		const { pid } = random.pick(workers);
		try {
			process.kill(pid, "SIGKILL");
			killed++;
		} catch {
			// It has ended since it was listed.
		}
	}
	return killed;
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
