import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { afterAll, describe, expect, test } from "@jest/globals";
import { run, start } from "../../demo/processes.ts";

const folder = mkdtempSync(join(tmpdir(), "shipshape-processes-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const begin = (script: string, env = {}) => ({
	name: "program",
	command: ["/bin/sh", "-c", script] as const,
	env: { PATH: "/usr/bin:/bin", ...env },
	cwd: folder,
	log: join(folder, "log"),
});
const lives = (pid: number): boolean => {
	try {
		process.kill(pid, 0);
		return true;
	} catch {
		return false;
	}
};
const numbers = (): number[] => readFileSync(join(folder, "log"), "utf8").trim().split("\n").map(Number);

describe("a program", () => {
	test("is stopped together with its children, even when they ignore TERM", async () => {
		const program = start(begin("sh -c 'trap \"\" TERM; echo $$; sleep 60' & echo $$; wait"));
		while (numbers().length < 2) await pause(20);
		const pids = numbers();
		expect(pids.map(lives)).toEqual([true, true]);
		await program.stop();
		// A killed process disappears only when its new parent has reaped it.
		for (let attempts = 100; attempts > 0 && pids.some(lives); attempts--) await pause(20);
		expect(pids.map(lives)).toEqual([false, false]);
	});

	test("inherits no environment", async () => {
		await run(begin('echo "$HOME $ONLY"', { ONLY: "this" }), new AbortController().signal);
		expect(readFileSync(join(folder, "log"), "utf8").trim()).toBe("this");
	});

	test("reports how it ended, with the end of its log", async () => {
		const { succeeded: well, text } = await start(begin("echo trouble; exit 3")).ended;
		expect({ well, text }).toEqual({ well: false, text: expect.stringMatching(/exit status 3[\s\S]*trouble/) });
	});
});

describe("a command", () => {
	test("that fails is an error with its output", async () => {
		const failed = run(begin("echo because; exit 1"), new AbortController().signal);
		await expect(failed).rejects.toThrow(/program ended \(exit status 1\)[\s\S]*because/);
	});

	test("is ended when the signal is aborted", async () => {
		const stop = new AbortController();
		const command = run(begin("sleep 60"), stop.signal);
		stop.abort();
		await expect(command).rejects.toThrow(/SIGTERM/);
	});
});
