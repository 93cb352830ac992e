import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { expect, test } from "@jest/globals";

const script = join(import.meta.dirname, "..", "..", "scripts", "run.mjs");

test.each([[[]], [["dmeo"]]])("%j is no command, and that is said in one line", (args) => {
	const { status, stderr } = spawnSync(process.execPath, [script, ...args], { encoding: "utf8" });
	expect({ status, stderr }).toEqual({
		status: 2,
		stderr: `shipshape: unknown command "${args[0] ?? ""}"; write demo, test, setup\n`,
	});
});
