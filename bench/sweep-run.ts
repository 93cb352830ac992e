import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { CreateTableCommand, PutItemCommand } from "@aws-sdk/client-dynamodb";
import { SendMessageCommand } from "@aws-sdk/client-sqs";
import { itemOf, sortKeys, sweepKey } from "../adapters/dynamodb/items.ts";
import { createSweepState, type FinishedSweep } from "../adapters/dynamodb/sweep-state.ts";
import { environment } from "../core/environment.ts";
import type { LedgerEntry } from "../core/ledger.ts";
import { createClients } from "../demo/clients.ts";
import { ecrDouble } from "../demo/doubles/ecr.ts";
import { emptyRegistry } from "../demo/doubles/ecr-registry.ts";
import { ecsDouble, ecsOperations } from "../demo/doubles/ecs.ts";
import { securityHubDouble } from "../demo/doubles/security-hub.ts";
import { startMoto } from "../demo/emulators.ts";
import { readLedger } from "../demo/ledger.ts";
import { createWorkspace } from "../demo/workspace.ts";
import type { Variable } from "../functions/entries.ts";
import { workers } from "../functions/workers.ts";
import { type Call, countedAws } from "./counted-aws.ts";
import { startQueues } from "./queues.ts";
import { seedEcs, seedRegistry } from "./sweep-account.ts";

/** What happened from the schedule's event until the sweep had finished. */
export interface Swept {
	/** Of ECR, ECS and Security Hub. */
	readonly calls: readonly Call[];
	/** Epoch milliseconds when the ledger had recorded the end, which is the last call. */
	readonly finishedAt: number;
	readonly entries: readonly LedgerEntry[];
}

const account = "111122223333";
const region = "ap-northeast-1";
const table = "ledger";
const dayMs = 86_400_000;
const patienceMs = 900_000;
/** As deployed (infra/queue-worker.ts); a claim keeps a second refresh from working. */
const environments = { sweep: 2, "refresh-images-in-use": 1, "deployment-started": 0 } as const;

/** Starts the emulated AWS with an account, and the functions; `use` gets a function that runs one sweep. */
export async function withSweptAccount<T>(
	{ folder, size }: { readonly folder: string; readonly size: number },
	use: (sweep: () => Promise<Swept>) => Promise<T>,
): Promise<T> {
	const cleanup: (() => unknown)[] = [];
	try {
		return await use(await openAccount(folder, size, cleanup));
	} finally {
		for (const step of cleanup.toReversed()) await step();
	}
}

async function openAccount(folder: string, size: number, cleanup: (() => unknown)[]): Promise<() => Promise<Swept>> {
	const failed = Promise.withResolvers<never>();
	failed.promise.catch(() => {});
	const run = (
		name: string,
		file: string,
		args: readonly string[],
		env: Readonly<Record<string, string>>,
	): ChildProcess => {
		const child = fork(join(import.meta.dirname, file), args, {
			env,
			stdio: ["ignore", process.env["BENCH_LOGS"] === undefined ? "ignore" : "inherit", "inherit", "ipc"],
		});
		const ended = (code: number | null) => failed.reject(new Error(`${name} ended with ${code}`));
		child.on("exit", ended);
		cleanup.push(() => child.off("exit", ended).kill());
		return child;
	};
	mkdirSync(join(folder, "moto"));
	const workspace = createWorkspace(account, region, join(folder, "moto"));
	cleanup.push(workspace.dispose);
	const moto = await startMoto(workspace, new AbortController().signal, motoProgram());
	cleanup.push(moto.program.stop);
	const ended = moto.program.ended.then(({ text }) => failed.reject(new Error(text)));
	void ended;
	const [port] = (await Promise.race([
		once(run("the table", "ledger-table.mjs", [], {}), "message"),
		failed.promise,
	])) as [number];
	const dynamodb = `http://127.0.0.1:${port}`;
	const registry = emptyRegistry(account, region, { scanType: "BASIC", rules: [], pullThroughCacheRules: [] });
	const fail = (error: unknown): void => failed.reject(new Error(`a double failed: ${error}`));
	const [queues, ecr, ecs, hub] = await Promise.all([
		startQueues(),
		ecrDouble(registry, Promise.resolve(moto.url), fail),
		ecsDouble(new Map(), Promise.resolve(moto.url), fail),
		securityHubDouble(account, region, fail),
	]);
	const changed: readonly string[] = ecsOperations.filter((name) => name !== "DescribeTaskDefinition");
	const counted = await countedAws((service, operation) => {
		if (service === "ecr") return ecr.url;
		if (service === "securityhub") return hub.url;
		return changed.includes(operation) ? ecs.url : moto.url;
	});
	cleanup.push(...[queues, ecr, ecs, hub, counted].map((server) => server.close));
	const endpoints = { ecr: ecr.url, ecs: ecs.url, securityHub: hub.url };
	const { sqs } = createClients({ ...endpoints, ministack: queues.url }, account, region);
	const clients = createClients({ ...endpoints, ministack: dynamodb }, account, region);
	seedRegistry(registry, size);
	await seedEcs(clients.ecs, registry, size);
	await clients.dynamodb.send(
		new CreateTableCommand({
			TableName: table,
			BillingMode: "PAY_PER_REQUEST",
			AttributeDefinitions: ["pk", "sk"].map((AttributeName) => ({ AttributeName, AttributeType: "S" as const })),
			KeySchema: [
				{ AttributeName: "pk", KeyType: "HASH" },
				{ AttributeName: "sk", KeyType: "RANGE" },
			],
		}),
	);
	const queueUrl = (name: string): string => `${queues.url}/${account}/${name}`;
	const values: Readonly<Partial<Record<Variable, string>>> = {
		ledgerTable: table,
		sweepQueueUrl: queueUrl("sweep"),
		refreshQueueUrl: queueUrl("refresh-images-in-use"),
		familyQueueUrl: queueUrl("task-definition-registered"),
		recheckQueueUrl: queueUrl("image-pushed"),
		deadLetterQueueUrl: queueUrl("dead-letters"),
		deadLetterQueueUrls: queueUrl("dead-letters"),
	};
	for (const { name, timeoutSeconds, environment: variables } of workers) {
		const own = variables.map((key) => [environment[key], key === "queueUrl" ? queueUrl(name) : (values[key] ?? "")]);
		const env = {
			AWS_ENDPOINT_URL: counted.url,
			AWS_ENDPOINT_URL_DYNAMODB: dynamodb,
			AWS_ENDPOINT_URL_SQS: queues.url,
			AWS_REGION: region,
			AWS_ACCESS_KEY_ID: account,
			AWS_SECRET_ACCESS_KEY: "local",
			...Object.fromEntries(own),
		};
		const bundle = join(folder, "bundles", name, "index.js");
		for (let count = 0; count < environments[name]; count++) {
			run(name, "sweep-worker.mjs", [bundle, queueUrl(name), String(timeoutSeconds)], env);
		}
	}
	const state = createSweepState(clients.dynamodb, table);
	/** As if the last sweep had been a day before. */
	const makeDue = async (last: FinishedSweep): Promise<void> => {
		const startedAt = new Date(Date.parse(last.startedAt) - dayMs).toISOString();
		const Item = itemOf(sweepKey, sortKeys.lastSweep, { ...last, startedAt });
		await clients.dynamodb.send(new PutItemCommand({ TableName: table, Item }));
	};
	const sweep = async (): Promise<Swept> => {
		const before = await state.last();
		if (before !== null) await makeDue(before);
		counted.calls.length = 0;
		const event = { id: "1", account, region, time: "2026-11-21T12:00:00Z", resources: [], detail: {} };
		const MessageBody = JSON.stringify({ ...event, source: "aws.events", "detail-type": "Scheduled Event" });
		await sqs.send(new SendMessageCommand({ QueueUrl: queueUrl("sweep"), MessageBody }));
		const until = Date.now() + patienceMs;
		for (;;) {
			const last = await state.last();
			if (last !== null && last.finishedAt !== before?.finishedAt) {
				const { entries } = await readLedger(clients.dynamodb, table);
				return { calls: [...counted.calls], finishedAt: Date.parse(last.finishedAt), entries };
			}
			if (Date.now() > until) throw new Error(`the sweep has not finished after ${patienceMs / 1_000} s`);
			await pause(500);
		}
	};
	return () => Promise.race([sweep(), failed.promise]);
}

/** Throttled at ECS's rates like the counter, which is stricter: there the operations share them. */
function motoProgram(): Parameters<typeof startMoto>[2] {
	const { MOTO } = process.env;
	if (!MOTO) return undefined;
	const rates = ["DescribeTaskDefinition", "ListTaskDefinitions"].flatMap((name) => ["--rate", `ecs.${name}=20:50`]);
	return (port, { python }) => ({
		command: [python, MOTO, "--port", port, ...rates],
		env: { MOTO_ACCOUNT_ID: account },
	});
}
