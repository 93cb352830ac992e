import { existsSync } from "node:fs";
import { dirname, isAbsolute, join, relative, resolve } from "node:path";
import { defaultPolicy } from "../controls/default-policy.ts";
import type { PolicyFile } from "../policy-file/policy.ts";
import { policyPathIn } from "../policy-file/policy-names.ts";
import type { Terminal } from "./terminal.ts";
import { standardInput } from "./unread-input.ts";

/** A policy, and the path of its file (null: the default policy). */
export interface LoadedPolicy extends PolicyFile {
	readonly path: string | null;
	/** The path of a file, or `path#name`, as a waiver of the policy names it: relative to the folder of the policy. */
	readonly pathInPolicy: (path: string) => string;
	/** The folder of the policy, absolute; the working directory without one. */
	readonly folder: string;
}

const noPositions = {
	...{ exclude: [], waiverPositions: [], breakGlassPositions: [], scopePositions: [], routePositions: [] },
	...{ blockPosition: { line: 1, column: 1 }, slackPosition: { line: 1, column: 1 } },
};

/**
 * Loads the given policy file, or the nearest one (`shipshape.yaml` and the like) from the working directory up to the root of its checkout, or
 * the default policy. A policy in a parent folder is reported on standard error, because it is easy to overlook. The validation
 * code is imported only when there is a policy. Throws BadInputError.
 */
export async function loadPolicy(
	givenPath: string | null,
	{ folder, printError }: Pick<Terminal, "folder" | "printError">,
): Promise<LoadedPolicy> {
	const path = givenPath ?? findNearestPolicy(folder);
	if (path === null) return { policy: defaultPolicy, path, ...noPositions, pathInPolicy: (given) => given, folder };
	if (givenPath === null && dirname(path) !== ".") printError(`shipshape: using the policy ${path}`);
	const { readPolicyFile } = await import("../policy-file/policy.ts");
	const policyFolder = resolve(folder, dirname(path));
	return {
		path,
		...readPolicyFile(path),
		folder: policyFolder,
		pathInPolicy: (given) => relativeTo(policyFolder, folder, given),
	};
}

/** Standard input has no path; a file on another drive keeps its own. */
function relativeTo(policyFolder: string, folder: string, path: string): string {
	if (path === standardInput || path.startsWith(`${standardInput}#`)) return path;
	const found = relative(policyFolder, resolve(folder, path));
	return isAbsolute(found) ? path : found.replaceAll("\\", "/");
}

/** Returns a relative path. Outside a checkout only the folder itself is searched, because parent folders may belong to other users. */
function findNearestPolicy(folder: string): string | null {
	const folders = withParents(folder);
	const top = folders.findIndex((one) => existsSync(join(one, ".git")));
	for (const one of folders.slice(0, Math.max(top, 0) + 1)) {
		const path = policyPathIn(one, relative(folder, one));
		if (path !== null) return path;
	}
	return null;
}

/** The folder and all folders above it, nearest first. */
function withParents(folder: string): readonly string[] {
	const parent = dirname(folder);
	return parent === folder ? [folder] : [folder, ...withParents(parent)];
}
