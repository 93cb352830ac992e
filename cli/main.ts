#!/usr/bin/env node
import { run } from "./run.ts";
import type { Terminal } from "./terminal.ts";

const { stdout, stderr } = process;

/** An error of a stream reaches whoever waits for its write; nobody else needs to stop for it. */
for (const stream of [stdout, stderr]) stream.on("error", () => {});

const terminal: Terminal = {
	print: (text) =>
		new Promise((done, failed) => {
			stdout.write(text, (error) => (error ? failed(error) : done()));
		}),
	complain: (line) => void stderr.write(`${line}\n`),
	get input() {
		return process.stdin;
	},
	environment: process.env,
	width: stdout.isTTY ? stdout.columns : null,
	colours: stdout.isTTY === true,
	folder: process.cwd(),
};

process.exitCode = await run(process.argv.slice(2), terminal);
