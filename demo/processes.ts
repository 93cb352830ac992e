import { type ChildProcess, spawn } from "node:child_process";
import { closeSync, openSync, readFileSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";

/** A program that runs until it is stopped. */
export interface Program {
	readonly name: string;
	/** Resolves when it ends, by itself or stopped, with how it ended and the last lines of its log. Never rejects. */
	readonly ended: Promise<Ended>;
	readonly stop: () => Promise<void>;
}

interface Ended {
	readonly succeeded: boolean;
	readonly text: string;
}

export interface StartOptions {
	readonly name: string;
	readonly command: readonly [string, ...string[]];
	/** The complete environment: nothing is inherited. */
	readonly env: Readonly<Record<string, string>>;
	readonly cwd: string;
	/** The file for everything that it and its children write. */
	readonly log: string;
}

/**
 * The program runs in its own process group, led by a shell that ends the whole group as soon as its standard input closes.
 * So nothing keeps running even when this process is killed without a chance to clean up.
 */
const guardScript = `exec 3<&0
"$@" 3<&- </dev/null &
program=$!
(trap "" TERM INT HUP; cat <&3 >/dev/null; kill -TERM 0; sleep 2; kill -KILL 0) &
exec 3<&-
wait "$program"`;

const timeoutMs = 3_000;

export function start({ name, command, env, cwd, log }: StartOptions): Program {
	const file = openSync(log, "w");
	const child = spawn("/bin/sh", ["-c", guardScript, "sh", ...command], {
		cwd,
		env,
		detached: true,
		stdio: ["pipe", file, file],
	});
	closeSync(file);
	child.stdin?.on("error", () => {});
	const ended = new Promise<Ended>((resolve) => {
		const end = (how: string, succeeded: boolean): void =>
			resolve({ succeeded: succeeded, text: `${name} ended (${how}); the end of ${log}:\n${lastLines(log)}` });
		child.once("error", (error) => end(error.message, false));
		child.once("exit", (status, signal) => end(signal ?? `exit status ${status}`, status === 0));
	});
	return { name, ended, stop: () => stop(child, ended) };
}

/** Sends TERM to the whole group, and KILL to what is still running after three seconds. */
async function stop(child: ChildProcess, ended: Promise<unknown>): Promise<void> {
	if (child.pid === undefined) return;
	sendSignal(child.pid, "SIGTERM");
	const timeout = new AbortController();
	await Promise.race([ended, pause(timeoutMs, undefined, { signal: timeout.signal }).catch(() => {})]);
	timeout.abort();
	sendSignal(child.pid, "SIGKILL");
	child.stdin?.destroy();
	await ended;
}

function sendSignal(group: number, name: NodeJS.Signals): void {
	try {
		process.kill(-group, name);
	} catch {
		// The group has no processes any more.
	}
}

const maxLines = 25;

function lastLines(log: string): string {
	const lines = readFileSync(log, "utf8").trimEnd().split("\n").slice(-maxLines);
	return lines.map((line) => `  ${line}`).join("\n");
}

/** Runs a command until it ends or `signal` is aborted. Throws an Error with the last lines of its output when it fails. */
export async function run(options: StartOptions, signal: AbortSignal): Promise<void> {
	const program = start(options);
	const stop = () => void program.stop();
	signal.addEventListener("abort", stop);
	if (signal.aborted) stop();
	const { succeeded, text } = await program.ended;
	signal.removeEventListener("abort", stop);
	await program.stop();
	if (!succeeded) throw new Error(text);
}
