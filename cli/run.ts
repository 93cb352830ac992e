import { BadInputError } from "../core/errors.ts";
import { quote, suggest } from "./arguments.ts";
import { commandNames, commands, overview, plannedCommands } from "./commands.ts";
import { sanitize, type Terminal } from "./terminal.ts";
import { version } from "./version.ts";

/**
 * Runs the command line and returns the exit status: 0 nothing failed, 1 a blocking failure, 2 bad usage, input that could
 * not be read or a report that could not be written, 3 a verdict is unknown and --strict was given.
 */
export async function run(args: readonly string[], terminal: Terminal): Promise<number> {
	try {
		return await dispatch(args, terminal);
	} catch (error) {
		for (const line of errorLines(error)) terminal.printError(sanitize(`shipshape: ${line}`));
		return 2;
	}
}

async function dispatch([name, ...args]: readonly string[], terminal: Terminal): Promise<number> {
	if (name === undefined || name === "--help" || name === "-h" || name === "help") {
		await terminal.print(overview);
		return name === undefined ? 2 : 0;
	}
	if (name === "--version") {
		await terminal.print(`${version()}\n`);
		return 0;
	}
	const load = Object.hasOwn(commands, name) ? commands[name] : undefined;
	if (load === undefined) throw unknownCommand(name);
	const { help, start } = await load();
	if (args.includes("--help") || args.includes("-h")) {
		await terminal.print(help);
		return 0;
	}
	return start(args, terminal);
}

function unknownCommand(name: string): BadInputError {
	if (plannedCommands.includes(name))
		return new BadInputError(`${name} is not available yet; write one of ${commandNames}`);
	return new BadInputError(`unknown command ${quote(name)}; write ${suggest(name, Object.keys(commands))}`);
}

function errorLines(error: unknown): readonly string[] {
	// By its name: the module with the class loads with the AWS clients.
	const isExplained = error instanceof Error && error.name === "FailedCallError";
	if (error instanceof BadInputError || isExplained) return error.message.split("\n");
	const why = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
	return [`internal error (${why}); please report it`];
}
