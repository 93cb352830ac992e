import { readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./emulated.ts";
import type { AuthorizationRequest, PolicyDocument, PolicyStatement } from "./policy-evaluator.ts";

export const policyDocument = (name: string, replace: (text: string) => string = (text) => text): PolicyDocument =>
	JSON.parse(replace(readFileSync(join(root, "infra", "policies", `${name}.json`), "utf8")));

const shipshape = "arn:aws:iam::111122223333:role/Shipshape-TaskDefinitionRegisteredRole-1A2B3C";
const developer = "arn:aws:iam::111122223333:role/developer";

export const denyTasks = policyDocument("deny-blocked-tasks");
export const protectTag = policyDocument("protect-block-tag", (text) => text.replace("SHIPSHAPE_ROLE_ARN", shipshape));
export const denyServices = policyDocument("deny-services", (text) =>
	text.replace('"arn:*:ecs:*:*:task-definition/FAMILY:REVISION"', () =>
		JSON.stringify(["arn:*:ecs:*:*:task-definition/web:7", "arn:*:ecs:*:*:task-definition/jobs:*"]).slice(1, -1),
	),
);
/** What the principals may do without the documents. */
export const everything: PolicyDocument = {
	Version: "2012-10-17",
	Statement: [{ Effect: "Allow", Action: "*", Resource: "*" }],
};

const revision = (name: string, partition = "aws") =>
	`arn:${partition}:ecs:eu-west-1:111122223333:task-definition/${name}`;
const service = "arn:aws:ecs:eu-west-1:111122223333:service/prod/web";
const blocked = { "aws:ResourceTag/shipshape:blocked": "image/scanned" };
const tagged = (...keys: string[]) => ({ "aws:TagKeys": keys });

type Case = readonly [what: string, decision: "allowed" | "denied", request: AuthorizationRequest];

/** A request of a developer, unless another principal is given. */
function of(
	what: string,
	decision: "allowed" | "denied",
	action: string,
	resource: string,
	keys: Readonly<Record<string, string | readonly string[]>> = {},
	principal = developer,
): Case {
	return [what, decision, { principal, action: `ecs:${action}`, resource, keys }];
}

/** What each document denies and allows, of a principal that may do everything else. */
export const policyCases: Readonly<Record<string, readonly [PolicyDocument, readonly Case[]]>> = {
	"deny-blocked-tasks": [
		denyTasks,
		[
			of("running a tagged revision", "denied", "RunTask", revision("web:7"), blocked),
			of("starting a tagged revision", "denied", "StartTask", revision("web:7"), blocked),
			of("a tag without a value", "denied", "RunTask", revision("web:7"), { "aws:ResourceTag/shipshape:blocked": "" }),
			of("a tag with another value", "denied", "RunTask", revision("web:7"), {
				"aws:ResourceTag/shipshape:blocked": "false",
			}),
			of("a tag in capitals", "denied", "RunTask", revision("web:7"), { "aws:ResourceTag/Shipshape:Blocked": "x" }),
			of("a tagged revision in China", "denied", "RunTask", revision("web:7", "aws-cn"), blocked),
			of("a tagged revision in GovCloud", "denied", "StartTask", revision("web:7", "aws-us-gov"), blocked),
			of("Shipshape's own role", "denied", "RunTask", revision("web:7"), blocked, shipshape),
			of(
				"the role that an EventBridge rule assumes",
				"denied",
				"RunTask",
				revision("web:7"),
				blocked,
				"arn:aws:iam::111122223333:role/ecsEventsRole",
			),
			of("an untagged revision", "allowed", "RunTask", revision("web:8")),
			of("a revision with other tags", "allowed", "StartTask", revision("web:8"), { "aws:ResourceTag/team": "web" }),
			of("a task that gets the tag itself", "allowed", "RunTask", revision("web:8"), {
				"aws:RequestTag/shipshape:blocked": "x",
				...tagged("shipshape:blocked"),
			}),
			of("a service on a tagged revision, which IAM does not see", "allowed", "CreateService", service, {
				"ecs:task-definition": revision("web:7"),
			}),
			of("registering the next revision", "allowed", "RegisterTaskDefinition", revision("web:*"), blocked),
			of("reading", "allowed", "DescribeTaskDefinition", "*"),
		],
	],
	"protect-block-tag": [
		protectTag,
		[
			of("setting the tag", "denied", "TagResource", revision("web:7"), tagged("shipshape:blocked")),
			of("removing the tag", "denied", "UntagResource", revision("web:7"), tagged("shipshape:blocked")),
			of("removing it among others", "denied", "UntagResource", revision("web:7"), tagged("team", "shipshape:blocked")),
			of("a key that IAM takes for the same", "denied", "TagResource", revision("web:7"), tagged("ShipShape:BLOCKED")),
			of("in China", "denied", "UntagResource", revision("web:7", "aws-cn"), tagged("shipshape:blocked")),
			of("tagging as part of a registration", "denied", "TagResource", revision("web:*"), {
				...tagged("shipshape:blocked"),
				"ecs:CreateAction": "RegisterTaskDefinition",
			}),
			of(
				"registering with the tag",
				"denied",
				"RegisterTaskDefinition",
				revision("web:*"),
				tagged("shipshape:blocked"),
			),
			of(
				"a role of the same name in another account",
				"denied",
				"UntagResource",
				revision("web:7"),
				tagged("shipshape:blocked"),
				shipshape.replace("111122223333", "444455556666"),
			),
			of(
				"a role whose name begins with Shipshape's",
				"denied",
				"UntagResource",
				revision("web:7"),
				tagged("shipshape:blocked"),
				`${shipshape}-2`,
			),
			of("Shipshape setting it", "allowed", "TagResource", revision("web:7"), tagged("shipshape:blocked"), shipshape),
			of(
				"Shipshape removing it",
				"allowed",
				"UntagResource",
				revision("jobs:2"),
				tagged("shipshape:blocked"),
				shipshape,
			),
			of("setting other tags", "allowed", "TagResource", revision("web:7"), tagged("team")),
			of("removing other tags", "allowed", "UntagResource", revision("web:7"), tagged("shipshape:blocked-by")),
			of("the tag of a service", "allowed", "TagResource", service, tagged("shipshape:blocked")),
			of("registering without tags", "allowed", "RegisterTaskDefinition", revision("web:*")),
			of("registering with other tags", "allowed", "RegisterTaskDefinition", revision("web:*"), tagged("team")),
			of("running a task", "allowed", "RunTask", revision("web:7"), blocked),
		],
	],
	"deny-services": [
		denyServices,
		[
			of("creating on the revision", "denied", "CreateService", service, { "ecs:task-definition": revision("web:7") }),
			of("updating to the revision", "denied", "UpdateService", service, { "ecs:task-definition": revision("web:7") }),
			of("a task set", "denied", "CreateTaskSet", `${service.replace("service", "task-set")}/*`, {
				"ecs:task-definition": revision("web:7"),
			}),
			of("any revision of the family", "denied", "UpdateService", service, {
				"ecs:task-definition": revision("jobs:31"),
			}),
			of("the revision in China", "denied", "UpdateService", service.replace("aws", "aws-cn"), {
				"ecs:task-definition": revision("web:7", "aws-cn"),
			}),
			of("another revision", "allowed", "UpdateService", service, { "ecs:task-definition": revision("web:8") }),
			of("a revision that begins alike", "allowed", "UpdateService", service, {
				"ecs:task-definition": revision("web:71"),
			}),
			of("another family", "allowed", "CreateService", service, { "ecs:task-definition": revision("jobs-nightly:1") }),
			of("an update for which ECS gives IAM no task definition", "allowed", "UpdateService", service),
			of("a task", "allowed", "RunTask", revision("web:7"), blocked),
		],
	],
};

/** Policies that look alike and are wrong: why the documents are written as they are. */
export const pitfalls: readonly (readonly [why: string, statement: Partial<PolicyStatement>, PolicyDocument, Case])[] =
	[
		[
			"comparing the tag's value misses another value",
			{ Condition: { StringEquals: { "aws:ResourceTag/shipshape:blocked": "true" } } },
			denyTasks,
			of("", "allowed", "RunTask", revision("web:7"), blocked),
		],
		[
			"...IfExists denies every untagged revision",
			{ Condition: { StringEqualsIfExists: { "aws:ResourceTag/shipshape:blocked": "image/scanned" } } },
			denyTasks,
			of("", "denied", "RunTask", revision("web:8")),
		],
		[
			"Null with true denies every untagged revision",
			{ Condition: { Null: { "aws:ResourceTag/shipshape:blocked": "true" } } },
			denyTasks,
			of("", "denied", "RunTask", revision("web:8")),
		],
		[
			"an ARN with the partition aws misses China",
			{ Resource: "arn:aws:ecs:*:*:task-definition/*" },
			denyTasks,
			of("", "allowed", "RunTask", revision("web:7", "aws-cn"), blocked),
		],
		[
			"ForAllValues misses the tag among others",
			{ Condition: { "ForAllValues:StringEquals": { "aws:TagKeys": "shipshape:blocked" } } },
			protectTag,
			of("", "allowed", "UntagResource", revision("web:7"), tagged("team", "shipshape:blocked")),
		],
		[
			"StringEquals misses a key in capitals",
			{ Condition: { "ForAnyValue:StringEquals": { "aws:TagKeys": "shipshape:blocked" } } },
			protectTag,
			of("", "allowed", "TagResource", revision("web:7"), tagged("Shipshape:Blocked")),
		],
		[
			"ArnLikeIfExists denies an update without a task definition",
			{ Condition: { ArnLikeIfExists: { "ecs:task-definition": revision("web:7") } } },
			denyServices,
			of("", "denied", "UpdateService", service),
		],
		[
			"a list of what is allowed denies an update without a task definition",
			{ Condition: { ArnNotLike: { "ecs:task-definition": revision("web:*") } } },
			denyServices,
			of("", "denied", "UpdateService", service),
		],
	];
