import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/*
 * Gives a test run its own temporary folder, and fails if files are left in it. It is Jest's globalSetup because the
 * processes that run the tests start after it and inherit its environment.
 */
let folder;

export default function setUp() {
	folder = mkdtempSync(join(tmpdir(), "shipshape-tests-"));
	process.env.TMPDIR = folder;
	// npm and the CDK would keep their compiled code there.
	process.env.NODE_DISABLE_COMPILE_CACHE = "1";
}

/** Throws an error that names the files that are left. */
export function tearDown() {
	const left = readdirSync(folder);
	rmSync(folder, { recursive: true, force: true });
	if (left.length > 0) throw new Error(`the tests left something in the temporary folder: ${left.join(", ")}`);
}
