import { BadInputError } from "../core/errors.ts";
import { meant, quoted } from "./arguments.ts";
import { commandNames, commands, laterCommands, overview } from "./commands.ts";
import { harmless, type Terminal } from "./terminal.ts";
import { version } from "./version.ts";

/**
 * The command line: 0 nothing failed, 1 a failure that counts, 2 bad usage or input that could not be read, or a report
 * that could not be written, 3 something is not known and --strict was given.
 */
export async function run(args: readonly string[], terminal: Terminal): Promise<number> {
	try {
		return await dispatch(args, terminal);
	} catch (error) {
		for (const line of complaintsOf(error)) terminal.complain(harmless(`shipshape: ${line}`));
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
	if (laterCommands.includes(name)) return new BadInputError(`${name} is not available yet; write ${commandNames}`);
	return new BadInputError(`there is no command ${quoted(name)}; write ${meant(name, Object.keys(commands))}`);
}

function complaintsOf(error: unknown): readonly string[] {
	if (error instanceof BadInputError) return error.message.split("\n");
	const why = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
	return [`something went wrong that should not (${why}); please report it`];
}
