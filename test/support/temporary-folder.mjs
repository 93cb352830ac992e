import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/*
 * A run of the tests has a temporary folder of its own, and fails when something is left in it. As Jest's globalSetup: the
 * processes that run the tests start after it and take over its environment.
 */
let folder;

export default function setUp() {
	folder = mkdtempSync(join(tmpdir(), "shipshape-tests-"));
	process.env.TMPDIR = folder;
	// npm and the CDK would keep their compiled code there.
	process.env.NODE_DISABLE_COMPILE_CACHE = "1";
}

/** Throws with the names of what is left. */
export function tearDown() {
	const left = readdirSync(folder);
	rmSync(folder, { recursive: true, force: true });
	if (left.length > 0) throw new Error(`the tests left something in the temporary folder: ${left.join(", ")}`);
}
