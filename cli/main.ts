#!/usr/bin/env node
import { run } from "./run.ts";
import { columnsOfTerminal, write } from "./standard-streams.ts";
import type { Terminal } from "./terminal.ts";

/** Looked at when somebody reads from it: to make the stream takes a tenth of a short run. */
async function* standardInput(): AsyncGenerator<Uint8Array> {
	yield* process.stdin;
}

const width = columnsOfTerminal();

const terminal: Terminal = {
	print: (text) => write(1, text),
	// Whoever cannot read what is wrong still has the exit status.
	complain: (line) => void write(2, `${line}\n`).catch(() => {}),
	input: standardInput(),
	environment: process.env,
	width,
	colours: width !== null,
	folder: process.cwd(),
};

process.exitCode = await run(process.argv.slice(2), terminal);
