import type { LambdaClient } from "@aws-sdk/client-lambda";
import { readFunction } from "../adapters/lambda/read-function.ts";
import { webhookOriginOf } from "../adapters/slack/webhook-url.ts";
import { sinks } from "../functions/manifest.ts";
import type { Installation } from "./installation.ts";

/** The origin that the installed function accepts in a webhook. Throws FailedCallError. */
export async function originOf(client: LambdaClient, { functions }: Installation): Promise<string> {
	const entry = sinks.find(({ sink }) => sink === "slack");
	const found = functions.find(({ construct }) => construct === entry?.construct);
	const variables = found === undefined ? undefined : (await readFunction(client, found.name))?.environment;
	return webhookOriginOf(variables ?? {});
}
