import { writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { controls } from "../cli/controls.ts";
import type { Policy } from "../core/policy.ts";
import { readPolicy } from "../policy-file/policy.ts";
import { renderReport } from "../report/index.ts";
import { readAccount } from "./account-file.ts";
import type { Account } from "./account-schema.ts";
import { deliver } from "./deliver.ts";
import { listDeployments, type ShownDeployment } from "./deployments.ts";
import { type DemoEvent, listEventFiles, readEvents } from "./events.ts";
import { compareWithExpected, type Difference, failuresIn } from "./expectations.ts";
import { type Latency, latenciesOf } from "./latency.ts";
import { type LocalDeployment, withDeployment } from "./local-deployment.ts";
import { findLogErrors } from "./log-errors.ts";
import type { DemoOptions } from "./options.ts";
import { collectResults, type Outcome, type RunResults, summarize } from "./outcome.ts";
import type { Print } from "./progress.ts";
import { writeResultFiles } from "./result-files.ts";
import { sweep } from "./sweep.ts";
import type { Workspace } from "./workspace.ts";

/** The result of a run; `difference` is empty when everything matches the expectation. */
export interface DemoRun extends LocalDeployment {
	readonly results: RunResults;
	readonly outcome: Outcome;
	readonly difference: Difference;
	/** Of services, while the stack was there. */
	readonly deployments: readonly ShownDeployment[];
	/** ARNs of the subjects of which no event reported. */
	readonly foundBySweep: readonly string[];
	/** One value for each finding. */
	readonly latencies: readonly Latency[];
}

/**
 * Runs the demo. `onFinished` is called while the emulated AWS is still running; everything is stopped before this returns or
 * throws. Throws BadInputError for invalid input files, before anything is started.
 */
export async function runDemo(
	options: DemoOptions,
	print: Print,
	signal: AbortSignal,
	onFinished: (run: DemoRun) => Promise<void>,
): Promise<DemoRun> {
	const account = readAccount(options.account, listEventFiles(options.events));
	const events = readEvents(options.events, account.account, account.region);
	const policy = readPolicy(options.policy);
	return withDeployment({ account, policy: options.policy, into: options.into }, print, signal, async (deployment) => {
		const run = await deliverAndCollect(deployment, events);
		writeResults(deployment.workspace, account, policy, run.results, run.outcome);
		print(`results in ${relative(process.cwd(), options.into) || "."}`);
		await onFinished(run);
		return run;
	});
}

async function deliverAndCollect(deployment: LocalDeployment, events: readonly DemoEvent[]): Promise<DemoRun> {
	const { account, progress, deployed, aws, doubles, workspace } = deployment;
	const { sent, ledger: afterEvents } = await progress.phase(
		"events",
		`sending ${events.length}, then waiting until the pipeline is idle`,
		() => deliver(events, deployment),
	);
	const ledger = account.sweep
		? await progress.phase("sweep", "the schedule's event, then waiting until the pipeline is idle", () =>
				sweep(deployment),
			)
		: afterEvents;
	const unreported = ledger.entries.filter(({ arn }) => afterEvents.entries.every((known) => known.arn !== arn));
	const results = await collectResults(ledger, deployed, aws.clients, {
		slack: [...doubles.slack.received],
		sent,
		logErrors: findLogErrors(workspace.logs),
	});
	return {
		...deployment,
		results,
		outcome: summarize(results, {
			start: progress.secondsOf("start"),
			deploy: progress.secondsOf("deploy"),
			events: progress.secondsOf("events"),
			total: progress.elapsed(),
		}),
		deployments: listDeployments(doubles.ecs.deployments),
		foundBySweep: unreported.map(({ arn }) => arn),
		difference: compareWithExpected(account, failuresIn(results.findings)),
		latencies: latenciesOf(sent, doubles.securityHub.imports),
	};
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
