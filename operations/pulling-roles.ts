import type { LambdaClient } from "@aws-sdk/client-lambda";
import { readFunction } from "../adapters/lambda/read-function.ts";
import type { Installation } from "./installation.ts";

/** ARNs of the roles of an installation that may make the call that ECR counts as a pull. Throws FailedCallError. */
export async function pullingRolesOf(client: LambdaClient, { functions }: Installation): Promise<readonly string[]> {
	const pulling = functions.filter(({ pulls }) => pulls);
	const roles = await Promise.all(pulling.map(async ({ name }) => (await readFunction(client, name))?.role ?? []));
	return [...new Set(roles.flat())];
}
