import type { Terminal } from "./terminal.ts";
import { version } from "./version.ts";

/**
 * Runs the command line and returns the exit status: 0 nothing failed, 1 a blocking failure, 2 bad usage, input that could
 * not be read or a report that could not be written, 3 a verdict is unknown and --strict was given. Everything is loaded on demand,
 * so that the version is there at once; `load` decides how.
 */
export async function run(args: readonly string[], terminal: Terminal, load = loadCommands): Promise<number> {
	if (args[0] === "--version" || args[0] === "-v") {
		if (args.length > 1) {
			terminal.printError(`shipshape: ${args[0]} takes no argument; write it alone`);
			return 2;
		}
		await terminal.print(`${version()}\n`);
		return 0;
	}
	const { dispatch } = await load();
	return dispatch(args, terminal);
}

export const loadCommands = () => import("./dispatch.ts");
