import { type AdapterName, adapterPermissions } from "../adapters/permissions.ts";
import { taskDefinitionControls } from "../controls/index.ts";
import type { BlockAction } from "../core/block-record.ts";
import { ownSink, type Permission } from "../core/permission.ts";
import type { Policy } from "../core/policy.ts";
import { settingsByScope } from "../core/scopes.ts";
import type { FunctionEntry } from "../functions/entries.ts";
import type { PipelineOptions } from "./options.ts";

/** Which way notifications take. */
type Way = Pick<PipelineOptions, "notificationTopic">;

/** The permissions of a function: those of the adapters that it uses. A test compares them with the calls in its bundle. */
export function permissionsOf(entry: FunctionEntry, policy: Policy, way: Way = {}): readonly Permission[] {
	return entry.adapters
		.filter((name) => isNeeded[name]?.(policy) !== false)
		.filter((name) => name !== readingSlackSecret || readsSlackSecret(entry, policy, way))
		.filter((name) => name !== publishing || publishesTo(entry, way))
		.filter((name) => name !== describing || needsRepositories(policy))
		.flatMap(permissionsOfAdapter)
		.map((permission) => onOwnSink(permission, entry));
}

/** A sink uses what concerns itself, not another one. */
function onOwnSink(permission: Permission, entry: FunctionEntry & { readonly sink?: string }): Permission {
	const { sink = "*" } = entry;
	const { keys } = permission;
	return keys === undefined ? permission : { ...permission, keys: keys.map((key) => key.replace(ownSink, sink)) };
}

/** Whether the function deregisters revisions that the policy blocks: one function does, under whose name all failed blocks are counted. */
export const canDeregister = ({ adapters }: FunctionEntry): boolean => adapters.includes(deregistering);

/** Whether the function imports findings into Security Hub. */
export const canPublish = ({ adapters }: FunctionEntry): boolean => adapters.includes(importing);

const importing = "security-hub/import-findings" satisfies AdapterName;
const describing = "ecr/describe-repository" satisfies AdapterName;
const tagging = "ecs/tag-revision" satisfies AdapterName;
const deregistering = "ecs/deregister" satisfies AdapterName;
const readingSlackSecret = "secrets-manager/read-slack-secret" satisfies AdapterName;
const publishing = "sns/publish" satisfies AdapterName;
const switching = "ssm/read-off-switch" satisfies AdapterName;

const permissionsOfAdapter = (name: AdapterName): readonly Permission[] => adapterPermissions[name];

/** The gate reads the repositories of images only for a control that can refuse a deployment. */
const needsRepositories = (policy: Policy): boolean =>
	taskDefinitionControls.some(
		(control) =>
			control.readsRepositories === true &&
			settingsByScope(policy, control).some(({ settings }) => settings.blocking ?? control.blocking !== undefined),
	);

/** Whether the policy, or a scope of it, has an action switched on. */
const isOn = ({ block, scopes }: Policy, action: BlockAction): boolean =>
	block[action] || scopes.some((scope) => scope.block?.[action] === true);

/** Whether it blocks anything, at least in a scope. */
const enforcesAny = ({ mode, scopes }: Policy): boolean => [{ mode }, ...scopes].some((one) => one.mode === "enforce");

/** A policy that only reports does not grant the permission to intervene. */
const enforces = (policy: Policy, action: BlockAction): boolean => enforcesAny(policy) && isOn(policy, action);

/** Whether anybody may approve a deployment that waits. */
const asksPeople = ({ slack }: Policy): boolean => slack.approvers.length > 0;

/** Whether a function publishes to the topic that is notified instead of Slack. */
export const publishesTo = ({ adapters }: FunctionEntry, { notificationTopic }: Way): boolean =>
	notificationTopic !== undefined && adapters.includes(publishing);

/**
 * Whether a function reads the Slack secret, which no function does that has a topic: what notifies Slack, what Slack calls, and what answers
 * PAUSE hooks if people may answer as well.
 */
export function readsSlackSecret(entry: FunctionEntry, policy: Policy, { notificationTopic }: Way): boolean {
	const { adapters, environment, optionalEnvironment } = entry;
	if (notificationTopic !== undefined) return false;
	const isAsked =
		optionalEnvironment.includes("slackSecretArn") && (adapters.includes(publishing) || asksPeople(policy));
	return environment.includes("slackSecretArn") || isAsked;
}

/** Adapters that a function does not need under every policy. A PAUSE hook is also answered in audit mode, or when nothing is blocked. */
const isNeeded: Readonly<Partial<Record<AdapterName, (policy: Policy) => boolean>>> = {
	[switching]: enforcesAny,
	[deregistering]: (policy) => enforces(policy, "deregister"),
	[tagging]: (policy) => enforces(policy, "tag"),
	"ecs/stop-deployment": (policy) => enforces(policy, "stop-deployment"),
	"dynamodb/answers": asksPeople,
	"sqs/send-answer": asksPeople,
	"ecs/set-back": (policy) => enforces(policy, "set-back") && enforces(policy, "stop-deployment"),
};
