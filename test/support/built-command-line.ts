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

/** The command line as it is shipped, in a folder of its own. */
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
	/** Null when a signal ended it. */
	readonly status: number | null;
	readonly printed: string;
	readonly errors: readonly string[];
	/** Processor time of the process and the most memory that it held, as it says itself at its end. */
	readonly cpuSeconds: number;
	readonly maxMiB: number;
}

/** Says at the end of a process, on its fourth stream, what it took; `maxRSS` of getrusage is in KiB. */
const atExit = `process.on("exit", () => {
	const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
	const usage = { cpuSeconds: (userCPUTime + systemCPUTime) / 1e6, maxMiB: maxRSS / 1024 };
	process.getBuiltinModule("node:fs").writeSync(3, JSON.stringify(usage));
});`;
const measure = `data:text/javascript,${encodeURIComponent(atExit)}`;

/** Runs the program to its end. */
export function finished(program: string, args: readonly string[], folder: string, stdin = ""): Promise<Finished> {
	const child = spawn(process.execPath, ["--import", measure, program, ...args], {
		cwd: folder,
		stdio: ["pipe", "pipe", "pipe", "pipe"],
		env: { PATH: process.env["PATH"] },
	});
	const [, , , usage] = child.stdio;
	const texts = [child.stdout, child.stderr, usage].map((stream) => {
		const chunks: Buffer[] = [];
		stream?.on("data", (chunk: Buffer) => chunks.push(chunk));
		return () => Buffer.concat(chunks).toString("utf8");
	});
	child.stdin.end(stdin);
	return new Promise((done, failed) => {
		child.on("error", failed);
		child.on("close", (status) => {
			const [printed = "", complained = "", used = ""] = texts.map((text) => text());
			const { cpuSeconds, maxMiB } = JSON.parse(used) as Pick<Finished, "cpuSeconds" | "maxMiB">;
			const errors = complained.split("\n").filter((line) => line !== "");
			done({ status, printed, errors: errors, cpuSeconds, maxMiB });
		});
	});
}
