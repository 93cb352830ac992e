import { type AdapterName, adapterPermissions } from "../adapters/permissions.ts";
import type { Permission } from "../core/permission.ts";
import type { Policy } from "../core/policy.ts";
import type { FunctionEntry } from "../functions/entries.ts";

/** The permissions of a function: those of the adapters that it uses. A test compares them with the calls in its bundle. */
export function permissionsOf({ adapters }: FunctionEntry, policy: Policy): readonly Permission[] {
	return adapters.filter((name) => name !== deregistering || canDeregister(policy)).flatMap(permissionsOfAdapter);
}

/** Whether the function stops deployments that the policy blocks. */
export const canBlock = ({ adapters }: FunctionEntry): boolean => adapters.includes(deregistering);

/** Whether the function imports findings into Security Hub. */
export const canPublish = ({ adapters }: FunctionEntry): boolean => adapters.includes(importing);

const importing = "security-hub/import-findings" satisfies AdapterName;
const deregistering = "ecs/deregister" satisfies AdapterName;

const permissionsOfAdapter = (name: AdapterName): readonly Permission[] => adapterPermissions[name];

/** A policy that only reports does not grant the permission to intervene. */
const canDeregister = ({ mode, block }: Policy): boolean => mode === "enforce" && block.deregister;
