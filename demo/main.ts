import { BadInputError } from "../core/errors.ts";
import { localOptionsOf } from "./deploy.ts";
import { endpointVariables } from "./environment.ts";
import { help, parseOptions } from "./options.ts";
import { isAsExpected, printRun } from "./print-run.ts";
import { type DemoRun, runDemo } from "./run.ts";
import { shellLines } from "./shell-lines.ts";

const print = (line: string): void => void process.stdout.write(`${line}\n`);

/** Exit status: 0 the results match the expectation, 1 they do not or the run failed, 2 bad usage, above 128 stopped by a signal. */
async function main(args: readonly string[]): Promise<number> {
	const stop = new AbortController();
	let status = 1;
	for (const [signal, number] of [
		["SIGINT", 130],
		["SIGTERM", 143],
		["SIGHUP", 129],
	] as const) {
		process.on(signal, () => {
			status = number;
			stop.abort(new Error(`stopped by ${signal}`));
		});
	}
	// The parent process ended without sending a signal.
	process.on("disconnect", () => stop.abort(new Error("stopped: the parent process ended")));
	try {
		const options = parseOptions(args);
		if (options === null) {
			process.stdout.write(help);
			return 0;
		}
		const { difference } = await runDemo(options, print, stop.signal, async (run) => {
			printRun(run, print);
			if (options.keep) await keepRunning(run);
		});
		return isAsExpected(difference) ? 0 : 1;
	} catch (error) {
		process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
		return error instanceof BadInputError ? 2 : status;
	}
}

/** Keeps the emulated AWS running until a signal arrives or an emulator ends. */
async function keepRunning({ aws: { endpoints }, doubles, account, workspace, signal }: DemoRun): Promise<void> {
	print("");
	print("The emulated AWS keeps running. In the shell (bash or zsh) that is to use it:");
	for (const line of shellLines(account, endpoints, workspace.root)) print(`  ${line}`);
	print(`The Slack double listens at ${doubles.slack.url}`);
	const options = localOptionsOf({ localEndpoints: endpointVariables(doubles), slackOrigin: doubles.slack.url });
	print(
		"To deploy into it from another shell, as docs/deploy.md says, write this into cdk.context.json, and delete it afterwards:",
	);
	print(`  ${JSON.stringify(options)}`);
	print("Stop it with Ctrl-C.");
	await new Promise<void>((resolve) => {
		if (signal.aborted) resolve();
		signal.addEventListener("abort", () => resolve());
	});
}

process.exit(await main(process.argv.slice(2)));
