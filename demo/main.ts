import { BadInputError } from "../core/errors.ts";
import { help, optionsOf } from "./options.ts";
import { type DemoRun, runDemo } from "./run.ts";
import { cameOut, showRun } from "./terminal.ts";

const say = (line: string): void => void process.stdout.write(`${line}\n`);

/** Exit status: 0 everything expected came out, 1 it did not or something broke, 2 bad usage, 128 and more stopped by a signal. */
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
	// Whoever started this is gone, without a word.
	process.on("disconnect", () => stop.abort(new Error("stopped: its parent is gone")));
	try {
		const options = optionsOf(args);
		if (options === null) {
			process.stdout.write(help);
			return 0;
		}
		const { difference } = await runDemo(options, say, stop.signal, async (run, stopped) => {
			showRun(run, say);
			if (options.keep) await keptUp(run, stopped);
		});
		return cameOut(difference) ? 0 : 1;
	} catch (error) {
		process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
		return error instanceof BadInputError ? 2 : status;
	}
}

/** Until a signal comes, or an emulator ends. */
async function keptUp({ aws: { endpoints }, doubles, account }: DemoRun, stopped: AbortSignal): Promise<void> {
	say("");
	say("The emulated AWS stays up; its access key is the account, any secret will do:");
	say(`  export AWS_ACCESS_KEY_ID=${account.account} AWS_SECRET_ACCESS_KEY=local`);
	say(`  export AWS_REGION=${account.region} AWS_DEFAULT_REGION=${account.region}`);
	say(`  export AWS_ENDPOINT_URL=${endpoints.rest} AWS_ENDPOINT_URL_ECR=${endpoints.ecr}`);
	say(`  export AWS_ENDPOINT_URL_ECS=${endpoints.ecs} AWS_ENDPOINT_URL_SECURITYHUB=${endpoints.securityHub}`);
	say(`  Slack's stand-in listens at ${doubles.slack.url}`);
	say("Stop it with Ctrl-C.");
	await new Promise<void>((resolve) => {
		if (stopped.aborted) resolve();
		stopped.addEventListener("abort", () => resolve());
	});
}

process.exit(await main(process.argv.slice(2)));
