import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Position } from "../adapters/files/file-subject.ts";
import { defaultPolicy, type Policy } from "../core/policy.ts";

/** A policy, the file that it comes from (null: the defaults) and where its waivers are written there. */
export interface PolicyInUse {
	readonly policy: Policy;
	readonly path: string | null;
	readonly waiverPlaces: readonly Position[];
}

/**
 * The policy of a named file, else of the folder's `shipshape.yaml`, else the defaults. What checks a policy is loaded
 * only when there is one. Throws BadInputError.
 */
export async function policyInUse(named: string | null, folder: string): Promise<PolicyInUse> {
	const path = named ?? (existsSync(join(folder, "shipshape.yaml")) ? "shipshape.yaml" : null);
	if (path === null) return { policy: defaultPolicy, path, waiverPlaces: [] };
	const { readPolicyFile } = await import("../adapters/files/policy.ts");
	return { path, ...readPolicyFile(path) };
}
