#!/usr/bin/env node
import { loadCompiled } from "./compiled-code.ts";
import { loadCommands, run } from "./run.ts";
import { terminalWidth, write } from "./standard-streams.ts";
import type { Terminal } from "./terminal.ts";

/** Opened only when it is read: creating the stream takes a tenth of a short run. */
async function* standardInput(): AsyncGenerator<Uint8Array> {
	yield* process.stdin;
}

const width = terminalWidth();

const terminal: Terminal = {
	print: (text) => write(1, text),
	// When standard error is closed, the exit status still reports the failure.
	printError: (line) => void write(2, `${line}\n`).catch(() => {}),
	input: standardInput(),
	environment: process.env,
	width,
	colors: width !== null,
	folder: process.cwd(),
};

const load = () => loadCompiled(process.env, loadCommands);
process.exitCode = await run(process.argv.slice(2), terminal, load);
