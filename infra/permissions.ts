import { Aws, Validations } from "aws-cdk-lib";
import { Effect, PolicyStatement, type Role } from "aws-cdk-lib/aws-iam";
import type { Permission } from "../core/permission.ts";

/** ARNs of resources that differ between functions; a permission on a resource that a function does not have is an error at synthesis. */
export interface OwnResources {
	readonly ledger?: string;
	readonly "own-queue"?: string;
	readonly "family-queue"?: string;
	readonly "refresh-queue"?: string;
	readonly "recheck-queue"?: string;
	readonly "sweep-queue"?: string;
	readonly "deployment-queue"?: string;
	readonly "dead-letter-queue"?: string;
	readonly "all-dead-letter-queues"?: readonly string[];
	readonly "slack-secret"?: string;
	readonly "notification-topic"?: string;
	readonly "off-switch"?: string;
}

const inThisAccount = (service: string, resource: string): string =>
	`arn:${Aws.PARTITION}:${service}:${Aws.REGION}:${Aws.ACCOUNT_ID}:${resource}`;

/** Resource types and their ARNs as in the Service Authorization Reference of ECR, ECS and Security Hub. */
const accountResources: Readonly<Record<string, string>> = {
	repository: inThisAccount("ecr", "repository/*"),
	"task-definition": inThisAccount("ecs", "task-definition/*:*"),
	service: inThisAccount("ecs", "service/*"),
	"service-deployment": inThisAccount("ecs", "service-deployment/*"),
	"service-revision": inThisAccount("ecs", "service-revision/*"),
	task: inThisAccount("ecs", "task/*"),
	cluster: inThisAccount("ecs", "cluster/*"),
	"capacity-provider": inThisAccount("ecs", "capacity-provider/*"),
	"security-hub-product": inThisAccount("securityhub", `product/${Aws.ACCOUNT_ID}/default`),
	"security-hub": inThisAccount("securityhub", "hub/default"),
	"*": "*",
};

/** Why some kinds of resource need a wildcard. */
export const wildcardReasons: Readonly<Record<string, string>> = {
	repository: "all repositories in the account are monitored, including future ones",
	"task-definition": "all families in the account are monitored, including future ones",
	service:
		"all services in the account are monitored, including future ones, and any of them may run a family and use an image",
	"service-deployment":
		"the latest deployment of any service in the account says to which images it can be rolled back",
	"service-revision": "any service revision in the account may use an image of a repository",
	task: "any task in the account may run an image of a repository",
	cluster: "all clusters in the account are monitored, including future ones",
	"capacity-provider": "all capacity providers in the account are monitored, including future ones",
};

/** Actions that are allowed on the same resource, and with the same partition keys or tag keys (null: all). */
interface Grant {
	readonly on: Permission["on"];
	readonly actions: readonly string[];
	readonly keys: readonly string[] | null;
	readonly permissions: readonly Permission[];
}

/** Permissions by resource and keys. An action is limited to keys only if every permission for it is. */
export function grantsOf(permissions: readonly Permission[]): readonly Grant[] {
	const grants = new Map<string, Grant>();
	for (const { on, action } of permissions) {
		const same = permissions.filter((one) => one.on === on && one.action === action);
		const keys = same.some((one) => one.keys === undefined)
			? null
			: [...new Set(same.flatMap((one) => one.keys ?? []))].sort();
		const id = JSON.stringify([on, keys]);
		const before = grants.get(id);
		if (before?.actions.includes(action)) continue;
		const actions = [...(before?.actions ?? []), action].sort();
		grants.set(id, { on, keys, actions, permissions: [...(before?.permissions ?? []), ...same] });
	}
	return [...grants.values()];
}

/** Grants a role exactly the listed permissions. Throws if a wildcard has no reason. */
export function grant(role: Role, permissions: readonly Permission[], own: OwnResources): void {
	const arns: Readonly<Record<string, string | readonly string[] | undefined>> = { ...accountResources, ...own };
	for (const { on, actions, keys, permissions: ofGrant } of grantsOf(permissions)) {
		const resources = [arns[on] ?? []].flat();
		if (resources.length === 0)
			throw new Error(`${role.node.path} has no ${on} on which to allow ${actions.join(", ")}`);
		const conditions = keys === null ? {} : { conditions: keyCondition(on, keys) };
		role.addToPolicy(new PolicyStatement({ actions: [...actions], resources, ...conditions }));
		for (const arn of resources.filter((one) => one.includes("*"))) explainWildcard(role, arn, ofGrant);
		for (const statement of denialsOf(ofGrant, resources)) role.addToPolicy(statement);
	}
}

/** One statement for each key: the keys of one condition would have to be in a request together. */
function denialsOf(permissions: readonly Permission[], resources: string[]): readonly PolicyStatement[] {
	const { DENY: effect } = Effect;
	return permissions.flatMap(({ action, deniedWith = [] }) =>
		deniedWith.map(({ key, values }) => {
			const conditions = values === undefined ? { Null: { [key]: "false" } } : { StringEquals: { [key]: values } };
			return new PolicyStatement({ effect, actions: [action], resources, conditions });
		}),
	);
}

/** DynamoDB developer guide, "Using IAM policy conditions for fine-grained access control": a request without a key would match all values. */
function keyCondition(on: Permission["on"], keys: readonly string[]) {
	const name = on === "ledger" ? "dynamodb:LeadingKeys" : "aws:TagKeys";
	return { "ForAllValues:StringLike": { [name]: keys }, Null: { [name]: "false" } };
}

/** Acknowledges a wildcard for cdk-nag, with the reason for each action. */
function explainWildcard(
	role: Role,
	arn: string,
	permissions: readonly Pick<Permission, "action" | "on" | "reason">[],
): void {
	const reasons = permissions.map(({ action, on, reason = wildcardReasons[on] }) => {
		if (reason === undefined) throw new Error(`${action} is allowed on ${arn} without a reason`);
		return `${action}: ${reason}`;
	});
	const resource = arn
		.replaceAll(Aws.PARTITION, "<AWS::Partition>")
		.replaceAll(Aws.REGION, "<AWS::Region>")
		.replaceAll(Aws.ACCOUNT_ID, "<AWS::AccountId>");
	Validations.of(role).acknowledge({
		id: `AwsSolutions-IAM5[Resource::${resource}]`,
		reason: [...new Set(reasons)].sort().join("; "),
	});
}
