import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { promisify } from "node:util";
import { DeleteItemCommand } from "@aws-sdk/client-dynamodb";
import { SetQueueAttributesCommand } from "@aws-sdk/client-sqs";
import { keyOf } from "../../adapters/dynamodb/items.ts";
import { usedImagesKey } from "../../adapters/dynamodb/used-images.ts";
import type { LocalDeployment } from "../../demo/local-deployment.ts";
import type { Random } from "../simulation/random.ts";

/** How many processes were killed, and how many of them were in the middle of an invocation. */
export interface Kills {
	readonly processes: number;
	/** Invocations that ended without a response: of the queues' functions, and of the stream's. */
	readonly queueInvocations: number;
	readonly streamInvocations: number;
}

/** Seconds after which a message whose function was killed comes back; 360 and more as deployed. */
const visibilitySeconds = 5;
const longestPauseMs = 800;

/** Kills functions at random times while `work` runs. */
export async function whileKilling<T>(
	deployment: LocalDeployment,
	random: Random,
	work: () => Promise<T>,
): Promise<{ readonly result: T; readonly kills: Kills }> {
	await shortenVisibility(deployment);
	const stop = new AbortController();
	const killing = kill(deployment, random, stop.signal);
	// Its error must not be unhandled while the work is running.
	killing.catch(() => {});
	try {
		const result = await work();
		stop.abort();
		return { result, kills: { processes: await killing, ...countLostInvocations(deployment) } };
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

async function kill(deployment: LocalDeployment, random: Random, signal: AbortSignal): Promise<number> {
	let killed = 0;
	while (!signal.aborted) {
		await pause(random.between(0, longestPauseMs));
		const workers = await listWorkers(deployment);
		if (signal.aborted || workers.length === 0) continue;
		const { pid, command } = random.pick(workers);
		try {
			process.kill(pid, "SIGKILL");
			killed++;
		} catch {
			// It has ended since it was listed.
		}
		if (command.includes("ImagesInUse")) await endClaim(deployment);
	}
	return killed;
}

/**
 * A killed refresh of the images in use keeps its claim for five and a half minutes. Its message comes back after half an hour, when
 * the claim is over; with the shorter timeout it has to end at once.
 */
async function endClaim({ deployed, aws }: LocalDeployment): Promise<void> {
	const Key = keyOf(usedImagesKey, "refresh");
	await aws.clients.dynamodb.send(new DeleteItemCommand({ TableName: deployed.ledgerTable, Key }));
}

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

/** A worker process that dies before it has answered, as ministack logs it. */
const lostBatch = /failed processing SQS batch .*errorMessage=Worker process died/g;

function countLostInvocations({ workspace, streams }: LocalDeployment): Omit<Kills, "processes"> {
	const log = readFileSync(join(workspace.logs, "ministack.log"), "utf8");
	return {
		queueInvocations: log.match(lostBatch)?.length ?? 0,
		streamInvocations: streams.calls.filter(({ outcome }) => outcome === "error").length,
	};
}
