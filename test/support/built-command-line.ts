import { execFileSync, spawn } from "node:child_process";
import { mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const root = join(__dirname, "..", "..");

export interface BuiltCommandLine {
	/** `shipshape.mjs`. */
	readonly program: string;
	readonly remove: () => void;
}

/** The command line as it is shipped, in its own folder. */
export function builtCommandLine(): BuiltCommandLine {
	const folder = mkdtempSync(join(tmpdir(), "shipshape-built-"));
	execFileSync(process.execPath, [join(root, "scripts", "build.mjs"), join(folder, "dist")]);
	for (const name of ["docs", "package.json"]) symlinkSync(join(root, name), join(folder, name));
	return {
		program: join(folder, "dist", "shipshape.mjs"),
		remove: () => rmSync(folder, { recursive: true, force: true }),
	};
}

export interface Finished {
	/** Null if a signal ended it. */
	readonly status: number | null;
	readonly printed: string;
	readonly errors: readonly string[];
}

/**
 * Generous limits for every run. A program that hangs, or expands input that it should reject, is stopped and then has no
 * exit status of its own.
 */
const maxMilliseconds = 60_000;
const maxHeapMiB = 128;

/** Runs the program to its end, within the limits. */
export function runProgram(
	program: string,
	args: readonly string[],
	folder: string,
	stdin = "",
	environment: Readonly<Record<string, string>> = {},
): Promise<Finished> {
	const child = spawn(process.execPath, [`--max-old-space-size=${maxHeapMiB}`, program, ...args], {
		cwd: folder,
		timeout: maxMilliseconds,
		killSignal: "SIGKILL",
		env: { PATH: process.env["PATH"], ...environment },
	});
	const texts = [child.stdout, child.stderr].map((stream) => {
		const chunks: Buffer[] = [];
		stream.on("data", (chunk: Buffer) => chunks.push(chunk));
		return () => Buffer.concat(chunks).toString("utf8");
	});
	// A program that does not read it may have ended before it arrives.
	child.stdin.on("error", () => {}).end(stdin);
	return new Promise((done, failed) => {
		child.on("error", failed);
		child.on("close", (status) => {
			const [printed = "", errorText = ""] = texts.map((text) => text());
			const errors = errorText.split("\n").filter((line) => line !== "");
			done({ status, printed, errors });
		});
	});
}
