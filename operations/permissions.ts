import { operatorPermissions as listStacks } from "../adapters/cloudformation/list-stacks.ts";
import { operatorPermissions as readStack } from "../adapters/cloudformation/read-stack.ts";
import { operatorPermissions as readTrails } from "../adapters/cloudtrail/read-trails.ts";
import { operatorPermissions as readTable } from "../adapters/dynamodb/read-table.ts";
import { operatorPermissions as republish } from "../adapters/dynamodb/republish.ts";
import { operatorPermissions as listPullTimeExclusions } from "../adapters/ecr/list-pull-time-exclusions.ts";
import { permissions as readContainerImages } from "../adapters/ecr/read-container-images.ts";
import { operatorPermissions as readOwnRegistry } from "../adapters/ecr/read-own-registry.ts";
import { operatorPermissions as readScanningRules } from "../adapters/ecr/read-scanning-rules.ts";
import { operatorPermissions as removeHooks } from "../adapters/ecs/hooked-services.ts";
import { permissions as readPlatformVersions } from "../adapters/ecs/read-platform-versions.ts";
import { permissions as readTaskDefinition } from "../adapters/ecs/read-task-definition.ts";
import { permissions as search } from "../adapters/ecs/search.ts";
import { operatorPermissions as untag } from "../adapters/ecs/untag.ts";
import { operatorPermissions as disableRule } from "../adapters/eventbridge/disable-rule.ts";
import { operatorPermissions as readRule } from "../adapters/eventbridge/read-rule.ts";
import { operatorPermissions as disableMapping } from "../adapters/lambda/disable-mapping.ts";
import { operatorPermissions as listMappings } from "../adapters/lambda/list-mappings.ts";
import { operatorPermissions as readFunction } from "../adapters/lambda/read-function.ts";
import type { OperatorPermission } from "../adapters/operator-permission.ts";
import { operatorPermissions as readSecret } from "../adapters/secrets-manager/read-secret.ts";
import { operatorPermissions as readHub } from "../adapters/security-hub/read-hub.ts";
import { operatorPermissions as readTopic } from "../adapters/sns/read-topic.ts";
import { operatorPermissions as deadLetterMessages } from "../adapters/sqs/dead-letter-messages.ts";
import { operatorPermissions as countMessages } from "../adapters/sqs/queue-attributes.ts";
import { operatorPermissions as readParameter } from "../adapters/ssm/read-parameter.ts";
import { operatorPermissions as findTagged } from "../adapters/tagging/find-tagged.ts";
import type { Permission } from "../core/permission.ts";

/* The calls that these commands share with functions. */
const readItem: OperatorPermission = { action: "dynamodb:GetItem", on: "the ledger's table" };
const scan: OperatorPermission = { action: "dynamodb:Scan", on: "the ledger's table" };
const importFindings: OperatorPermission = {
	action: "securityhub:BatchImportFindings",
	on: "the account's default product",
};
const publishAgain: OperatorPermission = { action: "sns:Publish", on: "the notification topic" };
const listFindings: OperatorPermission = { action: "securityhub:GetFindings", on: "the hub of the account and Region" };
const readGates: OperatorPermission = {
	action: "lambda:GetFunctionConfiguration",
	on: "the gates in the hooks of services",
};
/** Where a person needs what a function needs, too. */
const resources: Partial<Record<Permission["on"], string>> = {
	"*": "`*`",
	repository: "the repositories of the images",
	"task-definition": "the task definition",
};

/** Read only if a control with `readsServices` can cause the block. */
const servicesRead = "`*`, only if the policy lets a control block that depends on the platform versions of services";

const shared = (permissions: readonly Permission[]): readonly OperatorPermission[] =>
	permissions.map(({ action, on, through }) => {
		return { action, on: resources[on] ?? `every ${on}`, ...(through === undefined ? {} : { through }) };
	});

/** What the person needs who runs a command. The commands that doctor prints need more: one for each call of the AWS CLI. */
export const commandPermissions: Readonly<
	Record<"doctor" | "redrive" | "uninstall" | "gate", readonly OperatorPermission[]>
> = {
	doctor: [
		...readStack,
		...readTrails,
		...readHub,
		...readScanningRules,
		...listPullTimeExclusions,
		...readRule,
		...readFunction,
		...listMappings,
		...countMessages,
		...readTable,
		readItem,
		...readSecret,
		...readTopic,
		...readParameter,
		...shared(search),
		readGates,
	],
	redrive: [
		...readStack,
		...countMessages,
		...deadLetterMessages,
		...readFunction,
		...readSecret,
		readItem,
		scan,
		...republish,
		importFindings,
		publishAgain,
	],
	uninstall: [
		// Also for the stack itself.
		...listStacks,
		...disableRule,
		...listMappings,
		...disableMapping,
		...shared(search),
		...removeHooks,
		...findTagged,
		...untag,
		listFindings,
		importFindings,
	],
	gate: [
		...readOwnRegistry,
		...shared(readContainerImages),
		...shared(readTaskDefinition),
		...readPlatformVersions.map(({ action }) => ({ action, on: servicesRead })),
	],
};
