import { spawn, spawnSync } from "node:child_process";
import { accessSync, constants, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";

const names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"];

/** The first Chromium in PATH that starts; null when there is none. (On some systems the command only prints how to install it.) */
export function findChromium(path = process.env["PATH"] ?? ""): string | null {
	const candidates = path.split(delimiter).flatMap((folder) => names.map((name) => join(folder, name)));
	return candidates.find((file) => isExecutable(file) && canStart(file)) ?? null;
}

function isExecutable(file: string): boolean {
	try {
		accessSync(file, constants.X_OK);
		return true;
	} catch {
		return false;
	}
}

const canStart = (file: string): boolean =>
	spawnSync(file, ["--version"], { stdio: "ignore", timeout: 20_000 }).status === 0;

/** Headless and without background network requests. */
const baseOptions = [
	"--headless",
	"--no-sandbox",
	"--disable-gpu",
	"--disable-quic",
	"--no-first-run",
	"--disable-background-networking",
	"--disable-component-update",
	"--disable-sync",
	"--disable-extensions",
	"--hide-scrollbars",
];

/** Runs Chromium once with a temporary profile and returns its standard output. Throws when it fails or takes longer than `timeoutMs`. */
export async function runChromium(executable: string, options: readonly string[], timeoutMs = 60_000): Promise<string> {
	const profile = mkdtempSync(join(tmpdir(), "shipshape-chromium-"));
	try {
		return await runProcess(executable, [...baseOptions, `--user-data-dir=${profile}`, ...options], timeoutMs);
	} finally {
		rmSync(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
	}
}

function runProcess(executable: string, options: readonly string[], timeoutMs: number): Promise<string> {
	return new Promise((resolve, reject) => {
		// In its own process group, so that its child processes are killed with it on a timeout.
		const child = spawn(executable, options, { stdio: ["ignore", "pipe", "ignore"], detached: true });
		const stop = () => {
			if (child.pid !== undefined) process.kill(-child.pid, "SIGKILL");
			reject(new Error(`${executable} took longer than ${timeoutMs} ms`));
		};
		const timer = setTimeout(stop, timeoutMs);
		const chunks: Buffer[] = [];
		child.stdout.on("data", (chunk: Buffer) => chunks.push(chunk));
		child.on("error", (error) => {
			clearTimeout(timer);
			reject(error);
		});
		child.on("close", (code) => {
			clearTimeout(timer);
			if (code === 0) resolve(Buffer.concat(chunks).toString("utf8"));
			else reject(new Error(`${executable} ended with ${code}`));
		});
	});
}
