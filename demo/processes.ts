import { type ChildProcess, spawn } from "node:child_process";
import { closeSync, openSync, readFileSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";

/** A program of the emulated AWS that runs until it is stopped. */
export interface Program {
	readonly name: string;
	/** Settles when it ends, of itself or stopped: how it ended and the last lines of its log. Never rejects. */
	readonly ended: Promise<Ended>;
	readonly stop: () => Promise<void>;
}

interface Ended {
	readonly well: boolean;
	readonly text: string;
}

export interface Start {
	readonly name: string;
	readonly command: readonly [string, ...string[]];
	/** The whole environment: nothing is inherited. */
	readonly env: Readonly<Record<string, string>>;
	readonly cwd: string;
	/** File for everything that it and its children write. */
	readonly log: string;
}

/**
 * The program runs in a process group of its own, led by a shell that ends the whole group as soon as its standard input
 * closes: so nothing is left behind even when this process is killed without a chance to tidy up.
 */
const guard = `exec 3<&0
"$@" 3<&- </dev/null &
program=$!
(trap "" TERM INT HUP; cat <&3 >/dev/null; kill -TERM 0; sleep 2; kill -KILL 0) &
exec 3<&-
wait "$program"`;

const patienceMs = 3_000;

export function start({ name, command, env, cwd, log }: Start): Program {
	const file = openSync(log, "w");
	const child = spawn("/bin/sh", ["-c", guard, "sh", ...command], {
		cwd,
		env,
		detached: true,
		stdio: ["pipe", file, file],
	});
	closeSync(file);
	child.stdin?.on("error", () => {});
	const ended = new Promise<Ended>((resolve) => {
		const settle = (how: string, well: boolean): void =>
			resolve({ well, text: `${name} ended (${how}); the end of ${log}:\n${tailOf(log)}` });
		child.once("error", (error) => settle(error.message, false));
		child.once("exit", (status, signal) => settle(signal ?? `exit status ${status}`, status === 0));
	});
	return { name, ended, stop: () => stop(child, ended) };
}

/** TERM to the whole group, KILL to what is left of it after three seconds. */
async function stop(child: ChildProcess, ended: Promise<unknown>): Promise<void> {
	if (child.pid === undefined) return;
	signal(child.pid, "SIGTERM");
	const late = new AbortController();
	await Promise.race([ended, pause(patienceMs, undefined, { signal: late.signal }).catch(() => {})]);
	late.abort();
	signal(child.pid, "SIGKILL");
	child.stdin?.destroy();
	await ended;
}

function signal(group: number, name: NodeJS.Signals): void {
	try {
		process.kill(-group, name);
	} catch {
		// Nobody is left in the group.
	}
}

const maxLines = 25;

function tailOf(log: string): string {
	const lines = readFileSync(log, "utf8").trimEnd().split("\n").slice(-maxLines);
	return lines.map((line) => `  ${line}`).join("\n");
}

/** Runs a command to its end, or until `stopped`. Throws an Error with the last lines that it wrote when it fails. */
export async function run(begin: Start, stopped: AbortSignal): Promise<void> {
	const program = start(begin);
	const stop = () => void program.stop();
	stopped.addEventListener("abort", stop);
	if (stopped.aborted) stop();
	const { well, text } = await program.ended;
	stopped.removeEventListener("abort", stop);
	await program.stop();
	if (!well) throw new Error(text);
}
