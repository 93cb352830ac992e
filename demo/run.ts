import { writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { controls } from "../cli/controls.ts";
import type { Policy } from "../core/policy.ts";
import { readPolicy } from "../policy-file/policy.ts";
import { renderReport } from "../report/index.ts";
import { readAccount } from "./account-file.ts";
import type { Account } from "./account-schema.ts";
import { deliver } from "./deliver.ts";
import { bootstrap, type Deployed, deploy, storeWebhook, synthesize } from "./deploy.ts";
import { type Doubles, endpointVariables, type LocalAws, openDoubles, startAws } from "./environment.ts";
import { type DemoEvent, listEventFiles, readEvents } from "./events.ts";
import { compareWithExpected, type Difference, failuresIn } from "./expectations.ts";
import { type Latency, latenciesOf } from "./latency.ts";
import { findLogErrors } from "./log-errors.ts";
import type { DemoOptions } from "./options.ts";
import { collectResults, type Outcome, type RunResults, summarize } from "./outcome.ts";
import { createProgress, type Print, type Progress } from "./progress.ts";
import { writeResultFiles } from "./result-files.ts";
import { seed } from "./seed.ts";
import { createWorkspace, type Workspace } from "./workspace.ts";

/** The result of a run; `difference` is empty when everything matches the expectation. */
export interface DemoRun {
	readonly account: Account;
	readonly results: RunResults;
	readonly outcome: Outcome;
	readonly difference: Difference;
	/** One value for each finding. */
	readonly latencies: readonly Latency[];
	readonly aws: LocalAws;
	readonly doubles: Doubles;
	readonly deployed: Deployed;
}

/**
 * Runs the demo. `onFinished` is called while the emulated AWS is still running; everything is stopped before this returns or
 * throws. Throws BadInputError for invalid input files, before anything is started.
 */
export async function runDemo(
	options: DemoOptions,
	print: Print,
	signal: AbortSignal,
	onFinished: (run: DemoRun, signal: AbortSignal) => Promise<void>,
): Promise<DemoRun> {
	const account = readAccount(options.account, listEventFiles(options.events));
	const events = readEvents(options.events, account.account, account.region);
	const policy = readPolicy(options.policy);
	const workspace = createWorkspace(account.account, account.region, options.into);
	const moto = Promise.withResolvers<string>();
	const internalAbort = new AbortController();
	signal.addEventListener("abort", () => internalAbort.abort(signal.reason));
	const background: Promise<unknown>[] = [];
	const cleanup: (() => Promise<void>)[] = [async () => workspace.dispose()];
	try {
		const doubles = await openDoubles(account, moto.promise, print);
		cleanup.unshift(doubles.close);
		const shutdown = { signal: internalAbort.signal, background };
		const run = { options, account, events, policy, workspace, doubles, progress: createProgress(print), ...shutdown };
		const finished = await runPhases(run, moto.resolve, ({ emulators }) => {
			cleanup.unshift(emulators.stop);
			// When an emulator ends, calls to it fail with connection errors; the reason why it ended is more useful.
			void emulators.ended.then((why) => internalAbort.abort(new Error(why)));
		});
		print(`results in ${relative(process.cwd(), options.into) || "."}`);
		await onFinished(finished, internalAbort.signal);
		if (internalAbort.signal.aborted && !signal.aborted) throw internalAbort.signal.reason;
		return finished;
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

interface Run {
	readonly options: DemoOptions;
	readonly account: Account;
	readonly events: readonly DemoEvent[];
	readonly policy: Policy;
	readonly workspace: Workspace;
	readonly doubles: Doubles;
	readonly progress: Progress;
	readonly signal: AbortSignal;
	/** Work that may still be running when something else fails; it ends by itself once `signal` is aborted. */
	readonly background: Promise<unknown>[];
}

async function runPhases(
	run: Run,
	onMotoReady: (url: string) => void,
	onStarted: (aws: LocalAws) => void,
): Promise<DemoRun> {
	const { options, account, events, policy, workspace, doubles, progress, signal, background } = run;
	const context = {
		localEndpoints: endpointVariables(doubles),
		slackOrigin: doubles.slack.url,
		policy: options.policy ?? emptyPolicy(workspace),
	};
	const synthesis = synthesize(workspace, context, signal);
	background.push(synthesis.catch(() => {}));
	const aws = await progress.phase("start", "the emulated AWS on this machine", async () => {
		const ready = await startAws(workspace, doubles, signal);
		onStarted(ready);
		onMotoReady(ready.emulators.moto);
		return ready;
	});
	const target = { ...doubles, clients: aws.clients };
	const deployed = await progress.phase("deploy", "the stack, and the account it watches", async () => {
		const bootstrapped = bootstrap(workspace, aws.emulators.ministack, signal);
		const deployment = Promise.all([bootstrapped, synthesis]).then(() =>
			deploy(workspace, aws.emulators.ministack, signal),
		);
		background.push(bootstrapped, deployment);
		const [stack] = await Promise.all([deployment, seed(target, account)]);
		await storeWebhook(aws.clients, stack, doubles.slack.webhook);
		return stack;
	});
	const { sent, ledger } = await progress.phase(
		"events",
		`sending ${events.length}, then waiting until the pipeline is idle`,
		() => deliver(events, account, target, deployed, signal),
	);
	const results = await collectResults(ledger, deployed, aws.clients, {
		slack: [...doubles.slack.received],
		sent,
		logErrors: findLogErrors(workspace.logs),
	});
	const outcome = summarize(results, {
		start: progress.secondsOf("start"),
		deploy: progress.secondsOf("deploy"),
		events: progress.secondsOf("events"),
		total: progress.elapsed(),
	});
	writeResults(workspace, account, policy, results, outcome);
	return {
		account,
		results,
		outcome,
		difference: compareWithExpected(account, failuresIn(results.findings)),
		latencies: latenciesOf(sent, doubles.securityHub.imports),
		aws,
		doubles,
		deployed,
	};
}

/** An empty policy file, so that the defaults apply whatever policy the checkout has. */
function emptyPolicy({ temporary }: Workspace): string {
	const path = join(temporary, "shipshape.yaml");
	writeFileSync(path, "");
	return path;
}

/** Writes the files of the public contract and the report. */
function writeResults(
	{ results: folder }: Workspace,
	account: Account,
	policy: Policy,
	results: RunResults,
	outcome: Outcome,
): void {
	writeResultFiles(folder, results, outcome);
	const { slack, blocked, entries } = results;
	const report = renderReport({
		account: account.account,
		region: account.region,
		generatedAt: new Date().toISOString(),
		mode: policy.mode,
		entries,
		controls,
		slack,
		blocked,
		outcome: { ...outcome, seconds: { ...outcome.seconds } },
		settings: policy.controls,
	});
	writeFileSync(join(folder, "report.html"), report);
}
