import type { LambdaClient } from "@aws-sdk/client-lambda";
import { readFunction } from "../adapters/lambda/read-function.ts";
import { slackOrigin } from "../adapters/slack/webhook-url.ts";
import { environment } from "../core/environment.ts";
import { sinks } from "../functions/manifest.ts";
import type { Installation } from "./installation.ts";

/** The origin that the installed function accepts in a webhook: Slack's own, except in a local run. Throws FailedCallError. */
export async function originOf(client: LambdaClient, { functions }: Installation): Promise<string> {
	const entry = sinks.find(({ sink }) => sink === "slack");
	const found = functions.find(({ construct }) => construct === entry?.construct);
	const variables = found === undefined ? undefined : (await readFunction(client, found.name))?.environment;
	return variables?.[environment.slackOrigin] ?? slackOrigin;
}
