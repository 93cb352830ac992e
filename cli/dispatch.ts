import { BadInputError } from "../core/errors.ts";
import { quote, suggest } from "./arguments.ts";
import type { Command } from "./command.ts";
import { commandNames, commands, plannedCommands } from "./commands.ts";
import { sanitize, type Terminal } from "./terminal.ts";

/** Runs a command and reports its errors. Returns the exit status. */
export async function dispatch(args: readonly string[], terminal: Terminal): Promise<number> {
	try {
		return await runCommand(args, terminal);
	} catch (error) {
		for (const line of errorLines(error)) terminal.printError(sanitize(`shipshape: ${line}`));
		return 2;
	}
}

async function runCommand([name, ...args]: readonly string[], terminal: Terminal): Promise<number> {
	const topics = name === "help" ? args.filter((arg) => !isHelp(arg)) : [];
	if (topics.length > 0) return printHelp(topics, terminal);
	if (name === undefined || isHelp(name)) {
		const { overview } = await import("./overview.ts");
		await terminal.print(overview);
		return name === undefined ? 2 : 0;
	}
	const command = await loadCommand(name);
	if (args.includes("--help") || args.includes("-h")) return printHelp([name], terminal);
	return command.start(args, terminal);
}

const isHelp = (word: string): boolean => word === "help" || word === "--help" || word === "-h";

async function loadCommand(name: string): Promise<Command> {
	const load = Object.hasOwn(commands, name) ? commands[name] : undefined;
	if (load === undefined) throw unknownCommand(name);
	return load();
}

async function printHelp([name = "", ...more]: readonly string[], terminal: Terminal): Promise<number> {
	if (more.length > 0) throw new BadInputError(`help takes one command; write one name`);
	const command = await loadCommand(name);
	const { helpOf } = await import("./help.ts");
	await terminal.print(helpOf(command));
	return 0;
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
