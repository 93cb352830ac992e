import { run } from "../../cli/run.ts";
import type { Terminal } from "../../cli/terminal.ts";

export interface Ran {
	readonly status: number;
	readonly printed: string;
	/** Lines of standard error. */
	readonly complaints: readonly string[];
}

/** Runs the command line inside this process. */
export async function ran(
	args: readonly string[],
	surroundings: Partial<Terminal> & { stdin?: string } = {},
): Promise<Ran> {
	const printed: string[] = [];
	const complaints: string[] = [];
	const { stdin = "", ...more } = surroundings;
	const status = await run(args, {
		print: async (text) => void printed.push(text),
		complain: (line) => void complaints.push(line),
		input: bytesOf(stdin),
		environment: {},
		width: null,
		colours: false,
		folder: process.cwd(),
		...more,
	});
	return { status, printed: printed.join(""), complaints };
}

async function* bytesOf(text: string): AsyncGenerator<Uint8Array> {
	yield Buffer.from(text);
}
