import { join } from "node:path";
import type { Account } from "./account-schema.ts";
import type { Endpoints } from "./clients.ts";

/**
 * What a shell needs in order to use the emulated AWS: the variables, and the AWS CLI of `.venv`, whose version 1 ignores the endpoint
 * of the environment for SQS, because it has one of its own for each Region. `root`: the checkout.
 */
export const shellLines = (
	{ account, region }: Pick<Account, "account" | "region">,
	{ ministack, ecr, ecs, securityHub }: Endpoints,
	root: string,
): readonly string[] => [
	`export AWS_ACCESS_KEY_ID=${account} AWS_SECRET_ACCESS_KEY=local`,
	`export AWS_REGION=${region} AWS_DEFAULT_REGION=${region}`,
	`export AWS_ENDPOINT_URL=${ministack} AWS_ENDPOINT_URL_ECR=${ecr}`,
	`export AWS_ENDPOINT_URL_ECS=${ecs} AWS_ENDPOINT_URL_SECURITYHUB=${securityHub}`,
	`export AWS_ENDPOINT_URL_RESOURCE_GROUPS_TAGGING_API=${ecs}`,
	`unset AWS_PROFILE AWS_DEFAULT_PROFILE AWS_SESSION_TOKEN`,
	`aws() { [ "$1" = sqs ] && set -- "$@" --endpoint-url "$AWS_ENDPOINT_URL"; '${join(root, ".venv/bin/aws")}' "$@"; }`,
];
