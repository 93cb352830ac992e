import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Account } from "./account-schema.ts";
import { bootstrap, type Deployed, deploy, type LocalContext, storeSlackSecret, synthesize } from "./deploy.ts";
import { connectDeployments } from "./deployments.ts";
import { type Doubles, endpointVariables, type LocalAws, openDoubles, startAws } from "./environment.ts";
import { findLogErrors } from "./log-errors.ts";
import { createProgress, type Print, type Progress } from "./progress.ts";
import { seed } from "./seed.ts";
import { readStreams, type StreamReading } from "./streams.ts";
import { createWorkspace, type Workspace } from "./workspace.ts";

/** The stack as it is deployed to the emulated AWS, with the account that it watches. */
export interface LocalDeployment {
	readonly account: Account;
	readonly workspace: Workspace;
	readonly progress: Progress;
	readonly aws: LocalAws;
	readonly doubles: Doubles;
	readonly deployed: Deployed;
	readonly streams: StreamReading;
	/** Aborted when the run is stopped or an emulator ends. */
	readonly signal: AbortSignal;
}

interface Inputs {
	readonly account: Account;
	/** Absolute path of the policy file; null for the defaults. */
	readonly policy: string | null;
	/** Folder of the results. */
	readonly into: string;
	/** Whether people can answer in Slack for deployments that wait; the secret then has everything of the app. */
	readonly slackApprovals?: true;
}

/**
 * Starts the emulated AWS, deploys the stack, fills the account and calls `use`. Everything is stopped before this returns or
 * throws.
 */
export async function withDeployment<T>(
	{ account, policy, into, slackApprovals }: Inputs,
	print: Print,
	signal: AbortSignal,
	use: (deployment: LocalDeployment) => Promise<T>,
): Promise<T> {
	const workspace = createWorkspace(account.account, account.region, into);
	const moto = Promise.withResolvers<string>();
	const internalAbort = new AbortController();
	signal.addEventListener("abort", () => internalAbort.abort(signal.reason));
	const background: Promise<unknown>[] = [];
	const cleanup: (() => Promise<void>)[] = [async () => workspace.dispose()];
	try {
		const doubles = await openDoubles(account, moto.promise, print);
		cleanup.unshift(doubles.close);
		const shutdown = { signal: internalAbort.signal, background };
		const context = { ...slackWindowFor(account), ...(slackApprovals === undefined ? {} : { slackApprovals }) };
		const run = { account, policy, context, workspace, doubles, progress: createProgress(print), ...shutdown };
		const deployment = await startAndDeploy(run, moto.resolve, ({ emulators }) => {
			cleanup.unshift(emulators.stop);
			// When an emulator ends, calls to it fail with connection errors; the reason why it ended is more useful.
			void emulators.ended.then((why) => internalAbort.abort(new Error(why)));
		});
		background.push(deployment.streams.ended.catch((error) => internalAbort.abort(error)));
		const result = await use(deployment);
		if (internalAbort.signal.aborted && !signal.aborted) throw internalAbort.signal.reason;
		return result;
	} catch (error) {
		for (const line of findLogErrors(workspace.logs).slice(-maxLogErrors)) print(line);
		throw internalAbort.signal.aborted ? internalAbort.signal.reason : error;
	} finally {
		internalAbort.abort();
		await Promise.allSettled(background);
		for (const step of cleanup) await step();
	}
}

const maxLogErrors = 10;

interface Run extends Omit<LocalDeployment, "aws" | "deployed" | "streams"> {
	readonly policy: string | null;
	readonly context: Pick<LocalContext, "slackWindowSeconds" | "slackApprovals">;
	/** Work that may still be running when something else fails; it ends by itself once `signal` is aborted. */
	readonly background: Promise<unknown>[];
}

async function startAndDeploy(
	{ policy, context: options, background, ...run }: Run,
	onMotoReady: (url: string) => void,
	onStarted: (aws: LocalAws) => void,
): Promise<LocalDeployment> {
	const { account, workspace, doubles, progress, signal } = run;
	const context = {
		localEndpoints: endpointVariables(doubles),
		slackOrigin: doubles.slack.url,
		policy: policy ?? emptyPolicy(workspace),
		...options,
	};
	const synthesis = synthesize(workspace, context, signal);
	background.push(synthesis.catch(() => {}));
	const aws = await progress.phase("start", "the emulated AWS on this machine", async () => {
		const ready = await startAws(workspace, doubles, signal);
		onStarted(ready);
		onMotoReady(ready.emulators.moto);
		return ready;
	});
	const { ministack } = aws.emulators;
	return progress.phase("deploy", "the stack, and the account it watches", async () => {
		const bootstrapped = bootstrap(workspace, ministack, signal);
		const deployment = Promise.all([bootstrapped, synthesis]).then(() => deploy(workspace, ministack, signal));
		background.push(bootstrapped, deployment);
		const [deployed] = await Promise.all([deployment, seed({ ...doubles, clients: aws.clients }, account)]);
		const { webhook, app } = doubles.slack;
		await storeSlackSecret(
			aws.clients,
			deployed,
			options.slackApprovals ? JSON.stringify({ webhook, ...app }) : webhook,
		);
		const place = { ...account, ministack };
		connectDeployments(doubles.ecs.deployments, { clients: aws.clients, deployed, place }, signal);
		return { ...run, aws, deployed, streams: await readStreams(place, signal) };
	});
}

/**
 * Somebody waits for the run of a small account. One of more than 100 repositories, task definitions and services collects as
 * a real deployment does, because it shows how few messages there are.
 */
export const slackWindowFor = (account: Account): Pick<LocalContext, "slackWindowSeconds"> =>
	account.repositories.length + account.taskDefinitions.length + account.services.length > 100
		? {}
		: { slackWindowSeconds: 2 };

/** An empty policy file, so that the defaults apply whatever policy the checkout has. */
function emptyPolicy({ temporary }: Workspace): string {
	const path = join(temporary, "shipshape.yaml");
	writeFileSync(path, "");
	return path;
}
