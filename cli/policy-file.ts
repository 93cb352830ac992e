import { existsSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { defaultPolicy } from "../controls/default-policy.ts";
import type { PolicyFile } from "../policy-file/policy.ts";
import type { Terminal } from "./terminal.ts";

/** A policy, and the path of its file (null: the defaults). */
export interface LoadedPolicy extends PolicyFile {
	readonly path: string | null;
}

const noPositions = {
	...{ waiverPositions: [], breakGlassPositions: [], scopePositions: [], routePositions: [] },
	...{ blockPosition: { line: 1, column: 1 }, slackPosition: { line: 1, column: 1 } },
};
const fileName = "shipshape.yaml";

/**
 * Loads the given policy file, or the nearest `shipshape.yaml` from the working directory up to the root of its checkout, or
 * the defaults. A policy in a parent folder is reported on standard error, because it is easy to overlook. The validation
 * code is imported only when there is a policy. Throws BadInputError.
 */
export async function loadPolicy(
	givenPath: string | null,
	{ folder, printError }: Pick<Terminal, "folder" | "printError">,
): Promise<LoadedPolicy> {
	const path = givenPath ?? findNearestPolicy(folder);
	if (path === null) return { policy: defaultPolicy, path, ...noPositions };
	if (givenPath === null && path !== fileName) printError(`shipshape: using the policy ${path}`);
	const { readPolicyFile } = await import("../policy-file/policy.ts");
	return { path, ...readPolicyFile(path) };
}

/** Returns a relative path. Outside a checkout only the folder itself is searched, because parent folders may belong to other users. */
function findNearestPolicy(folder: string): string | null {
	const folders = withParents(folder);
	const top = folders.findIndex((one) => existsSync(join(one, ".git")));
	const path = folders
		.slice(0, Math.max(top, 0) + 1)
		.map((one) => join(one, fileName))
		.find((one) => existsSync(one));
	return path === undefined ? null : relative(folder, path);
}

/** The folder and all folders above it, nearest first. */
function withParents(folder: string): readonly string[] {
	const parent = dirname(folder);
	return parent === folder ? [folder] : [folder, ...withParents(parent)];
}
