import { existsSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { defaultPolicy } from "../controls/default-policy.ts";
import type { Policy } from "../core/policy.ts";
import type { Position } from "../readers/document/source-document.ts";
import type { Terminal } from "./terminal.ts";

/** A policy, the file that it comes from (null: the defaults) and where its waivers are written there. */
export interface PolicyInUse {
	readonly policy: Policy;
	readonly path: string | null;
	readonly waiverPlaces: readonly Position[];
}

const fileName = "shipshape.yaml";

/**
 * The policy of a named file, else of the nearest `shipshape.yaml` from the working folder up to the top of its checkout, else
 * the defaults. One of a folder above is named on standard error: nobody sees it beside the files. What checks a policy is
 * loaded only when there is one. Throws BadInputError.
 */
export async function policyInUse(
	named: string | null,
	{ folder, complain }: Pick<Terminal, "folder" | "complain">,
): Promise<PolicyInUse> {
	const path = named ?? nearestPolicy(folder);
	if (path === null) return { policy: defaultPolicy, path, waiverPlaces: [] };
	if (named === null && path !== fileName) complain(`shipshape: the policy is ${path}`);
	const { readPolicyFile } = await import("../policy-file/policy.ts");
	return { path, ...readPolicyFile(path) };
}

/** Relative to the folder. Outside of a checkout a folder above may be anybody's: only the folder itself counts there. */
function nearestPolicy(folder: string): string | null {
	const folders = withThoseAbove(folder);
	const top = folders.findIndex((one) => existsSync(join(one, ".git")));
	const path = folders
		.slice(0, Math.max(top, 0) + 1)
		.map((one) => join(one, fileName))
		.find((one) => existsSync(one));
	return path === undefined ? null : relative(folder, path);
}

/** The nearest first. */
function withThoseAbove(folder: string): readonly string[] {
	const above = dirname(folder);
	return above === folder ? [folder] : [folder, ...withThoseAbove(above)];
}
