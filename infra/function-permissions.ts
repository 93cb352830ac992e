import { type AdapterName, adapterPermissions } from "../adapters/permissions.ts";
import { taskDefinitionControls } from "../controls/index.ts";
import type { BlockAction } from "../core/block-record.ts";
import type { Permission } from "../core/permission.ts";
import type { Policy } from "../core/policy.ts";
import { settingsByScope } from "../core/scopes.ts";
import type { FunctionEntry } from "../functions/entries.ts";

/** The permissions of a function: those of the adapters that it uses. A test compares them with the calls in its bundle. */
export function permissionsOf({ adapters }: FunctionEntry, policy: Policy): readonly Permission[] {
	return adapters
		.filter((name) => name !== deregistering || mayAct("deregister", policy))
		.filter((name) => name !== tagging || mayAct("tag", policy))
		.filter((name) => name !== switching || enforces(policy))
		.filter((name) => name !== describing || needsRepositories(policy))
		.flatMap(permissionsOfAdapter);
}

/** Whether the function stops deployments that the policy blocks. */
export const canBlock = ({ adapters }: FunctionEntry): boolean => adapters.includes(deregistering);

/** Whether the function imports findings into Security Hub. */
export const canPublish = ({ adapters }: FunctionEntry): boolean => adapters.includes(importing);

const importing = "security-hub/import-findings" satisfies AdapterName;
const describing = "ecr/describe-repository" satisfies AdapterName;
const tagging = "ecs/tag-revision" satisfies AdapterName;
const deregistering = "ecs/deregister" satisfies AdapterName;
const switching = "ssm/read-off-switch" satisfies AdapterName;

const permissionsOfAdapter = (name: AdapterName): readonly Permission[] => adapterPermissions[name];

/** The gate reads the repositories of images only for a control that can refuse a deployment. */
const needsRepositories = (policy: Policy): boolean =>
	taskDefinitionControls.some(
		(control) =>
			control.readsRepositories === true &&
			settingsByScope(policy, control).some(({ settings }) => settings.blocking ?? control.blocking !== undefined),
	);

/** Whether it blocks anything, at least in a scope. */
const enforces = ({ mode, scopes }: Policy): boolean => [{ mode }, ...scopes].some((one) => one.mode === "enforce");

/** A policy that only reports, in every scope, does not grant the permission to intervene. Several scopes may match one subject. */
const mayAct = (action: BlockAction, policy: Policy): boolean =>
	enforces(policy) && [policy, ...policy.scopes].some(({ block }) => block?.[action] === true);
