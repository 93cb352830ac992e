import { writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { controls } from "../cli/catalogue.ts";
import type { Policy } from "../core/policy.ts";
import { readPolicy } from "../policy-file/policy.ts";
import { renderReport } from "../report/index.ts";
import { readAccount } from "./account-file.ts";
import type { Account } from "./account-schema.ts";
import { deliver } from "./deliver.ts";
import { bootstrap, type Deployed, deploy, storeWebhook, synthesise } from "./deploy.ts";
import { type Doubles, endpointVariables, type LocalAws, openDoubles, startAws } from "./environment.ts";
import { type DemoEvent, eventFiles, readEvents } from "./events.ts";
import { type Difference, differenceOf, failuresIn } from "./expected.ts";
import { secondsToFindings } from "./latency.ts";
import type { DemoOptions } from "./options.ts";
import { collect, type Outcome, outcomeOf, type Results } from "./outcome.ts";
import { type Progress, progressOn, type Say } from "./progress.ts";
import { seed } from "./seed.ts";
import { troublesIn } from "./troubles.ts";
import { type Workplace, workplaceFor } from "./workplace.ts";

/** What a run came to; `difference` is empty when all that was expected came out. */
export interface DemoRun {
	readonly account: Account;
	readonly results: Results;
	readonly outcome: Outcome;
	readonly difference: Difference;
	/** Of every finding. */
	readonly secondsToFindings: readonly number[];
	readonly aws: LocalAws;
	readonly doubles: Doubles;
	readonly deployed: Deployed;
}

/**
 * Runs the demo; `shown` is called while the emulated AWS still stands, everything is stopped before this returns or throws.
 * Throws BadInputError for files that cannot be used, before anything is started.
 */
export async function runDemo(
	options: DemoOptions,
	say: Say,
	stopped: AbortSignal,
	shown: (run: DemoRun, stopped: AbortSignal) => Promise<void>,
): Promise<DemoRun> {
	const account = readAccount(options.account, eventFiles(options.events));
	const events = readEvents(options.events, account.account, account.region);
	const policy = readPolicy(options.policy);
	const workplace = workplaceFor(account.account, account.region, options.into);
	const moto = Promise.withResolvers<string>();
	const halt = new AbortController();
	stopped.addEventListener("abort", () => halt.abort(stopped.reason));
	const background: Promise<unknown>[] = [];
	const undo: (() => Promise<void>)[] = [async () => workplace.dispose()];
	try {
		const doubles = await openDoubles(account, moto.promise, say);
		undo.unshift(doubles.close);
		const stopping = { stopped: halt.signal, background };
		const run = { options, account, events, policy, workplace, doubles, progress: progressOn(say), ...stopping };
		const done = await whole(run, moto.resolve, ({ emulators }) => {
			undo.unshift(emulators.stop);
			// What fails without an emulator says only that nobody answers; why it ended says more.
			void emulators.ended.then((why) => halt.abort(new Error(why)));
		});
		say(`results in ${relative(process.cwd(), options.into) || "."}`);
		await shown(done, halt.signal);
		if (halt.signal.aborted && !stopped.aborted) throw halt.signal.reason;
		return done;
	} catch (error) {
		for (const trouble of troublesIn(workplace.logs).slice(-maxTroubles)) say(trouble);
		throw halt.signal.aborted ? halt.signal.reason : error;
	} finally {
		halt.abort();
		await Promise.allSettled(background);
		for (const step of undo) await step();
	}
}

const maxTroubles = 10;

interface Run {
	readonly options: DemoOptions;
	readonly account: Account;
	readonly events: readonly DemoEvent[];
	readonly policy: Policy;
	readonly workplace: Workplace;
	readonly doubles: Doubles;
	readonly progress: Progress;
	readonly stopped: AbortSignal;
	/** What may still be under way when something else fails; ends by itself once `stopped`. */
	readonly background: Promise<unknown>[];
}

async function whole(run: Run, motoIsAt: (url: string) => void, started: (aws: LocalAws) => void): Promise<DemoRun> {
	const { options, account, events, policy, workplace, doubles, progress, stopped, background } = run;
	const context = {
		localEndpoints: endpointVariables(doubles),
		slackOrigin: doubles.slack.url,
		policy: options.policy ?? emptyPolicy(workplace),
	};
	const synthesised = synthesise(workplace, context, stopped);
	background.push(synthesised.catch(() => {}));
	const aws = await progress.phase("start", "the emulated AWS on this machine", async () => {
		const ready = await startAws(workplace, doubles, stopped);
		started(ready);
		motoIsAt(ready.emulators.moto);
		return ready;
	});
	const place = { ...doubles, clients: aws.clients };
	const deployed = await progress.phase("deploy", "the stack, and the account that it will watch", async () => {
		const bootstrapped = bootstrap(workplace, aws.emulators.ministack, stopped);
		const stands = Promise.all([bootstrapped, synthesised]).then(() =>
			deploy(workplace, aws.emulators.ministack, stopped),
		);
		background.push(bootstrapped, stands);
		const [stack] = await Promise.all([stands, seed(place, account)]);
		await storeWebhook(aws.clients, stack, doubles.slack.webhook);
		return stack;
	});
	const { sent, ledger } = await progress.phase("events", `${events.length} sent, until nothing moves any more`, () =>
		deliver(events, account, place, deployed, stopped),
	);
	const results = await collect(ledger, deployed, aws.clients, {
		slack: [...doubles.slack.received],
		sent,
		troubles: troublesIn(workplace.logs),
	});
	const outcome = outcomeOf(results, {
		start: progress.secondsOf("start"),
		deploy: progress.secondsOf("deploy"),
		events: progress.secondsOf("events"),
		total: progress.elapsed(),
	});
	write(workplace, account, policy, results, outcome);
	return {
		account,
		results,
		outcome,
		difference: differenceOf(account, failuresIn(results.findings)),
		secondsToFindings: secondsToFindings(sent, doubles.securityHub.imports),
		aws,
		doubles,
		deployed,
	};
}

/** The defaults, whatever policy the checkout itself has. */
function emptyPolicy({ temporary }: Workplace): string {
	const path = join(temporary, "shipshape.yaml");
	writeFileSync(path, "");
	return path;
}

/** The files of the public contract, and the report. */
function write(
	{ results: folder }: Workplace,
	account: Account,
	policy: Policy,
	results: Results,
	outcome: Outcome,
): void {
	const { findings, slack, blocked, entries } = results;
	const files = { "findings.json": findings, "slack.json": slack, "blocked.json": blocked, "outcome.json": outcome };
	for (const [name, content] of Object.entries(files)) {
		writeFileSync(join(folder, name), `${JSON.stringify(content, null, "\t")}\n`);
	}
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
