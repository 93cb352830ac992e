import { defaultPolicy } from "../../controls/default-policy.ts";
import { globMatches } from "../../core/glob.ts";
import type { Policy } from "../../core/policy.ts";
import type { FunctionEntry } from "../../functions/entries.ts";
import { permissionsOf } from "../../infra/function-permissions.ts";
import { grantsOf } from "../../infra/permissions.ts";

/** A policy under which people answer PAUSE hooks, and revisions are blocked. */
export const askingPolicy: Policy = {
	...defaultPolicy,
	mode: "enforce",
	slack: { ...defaultPolicy.slack, approvers: ["U012AB3CD"] },
};

const deployment = "arn:aws:ecs:ap-northeast-1:111122223333:service-deployment/prod/web/0123456789";

/** A partition key of each kind of item in the ledger (docs/architecture.md). */
export const partitionKeys = {
	subject: "arn:aws:ecr:ap-northeast-1:111122223333:repository/team/web",
	"service of another partition": "arn:aws-us-gov:ecs:us-gov-west-1:111122223333:service/prod/web",
	finding: "shipshape/image/scanned/arn:aws:ecr:ap-northeast-1:111122223333:repository/team/web",
	answers: "answers#prod/web",
	deployment: `deployment#${deployment}#stop-deployment`,
	"sink of Slack": "sink#slack",
	"sink of Security Hub": "sink#security-hub",
	sweep: "sweep",
	"messages of a sweep": "sweep#2026-11-21T12:00:00.000Z",
	summary: "summary",
	arrivals: "arrivals",
	"turns with ECS": "ecs-turns",
	"images in use": "used-images",
	"dead letter": "dead-letter#59f8",
	"anything else": "arm",
} as const;

export const itemActions = ["GetItem", "Query", "PutItem", "UpdateItem", "DeleteItem"] as const;

/** The actions on items of a partition key that a function's permissions allow, of the ledger. */
export function allowedOn(entry: FunctionEntry, key: string): readonly (typeof itemActions)[number][] {
	const grants = grantsOf(permissionsOf(entry, askingPolicy)).filter(({ on }) => on === "ledger");
	return itemActions.filter((action) =>
		grants.some(
			({ actions, keys }) =>
				actions.includes(`dynamodb:${action}`) && (keys ?? ["*"]).some((glob) => globMatches(glob, key)),
		),
	);
}
