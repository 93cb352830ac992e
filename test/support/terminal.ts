import { run } from "../../cli/run.ts";
import type { Terminal } from "../../cli/terminal.ts";

export interface CliRun {
	readonly status: number;
	readonly printed: string;
	/** Lines of standard error. */
	readonly errors: readonly string[];
}

/** Runs the command line in this process. */
export async function runCli(
	args: readonly string[],
	overrides: Partial<Terminal> & { stdin?: string } = {},
): Promise<CliRun> {
	const printed: string[] = [];
	const errors: string[] = [];
	const { stdin = "", ...more } = overrides;
	const status = await run(args, {
		print: async (text) => void printed.push(text),
		printError: (line) => void errors.push(line),
		input: bytesOf(stdin),
		environment: {},
		width: null,
		colors: false,
		folder: process.cwd(),
		...more,
	});
	return { status, printed: printed.join(""), errors: errors };
}

async function* bytesOf(text: string): AsyncGenerator<Uint8Array> {
	yield Buffer.from(text);
}
