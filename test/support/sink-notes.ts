import type { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { postponeUntil, readNotBefore } from "../../adapters/dynamodb/not-before.ts";
import { confirm } from "../../adapters/dynamodb/published.ts";
import { findingsResolvedSince, recordResolutions } from "../../adapters/dynamodb/resolutions.ts";
import { claimPost, claimRead } from "../../adapters/dynamodb/sink-pace.ts";
import { readUnconfirmed, recordUnconfirmed } from "../../adapters/dynamodb/unconfirmed.ts";
import type { SinkNotes } from "../contracts/sink-notes.ts";

/** What the sink `slack` notes in a table. */
export const sinkNotesIn = (client: DynamoDBClient, table: string): SinkNotes => ({
	claimRead: (...of) => claimRead(client, table, "slack", ...of),
	claimPost: (destination, intervalMs, time) => claimPost(client, table, "slack", { destination, intervalMs }, time),
	notBefore: (destination) => readNotBefore(client, table, "slack", destination),
	postponeUntil: (destination, notBefore) => postponeUntil(client, table, "slack", { destination, notBefore }),
	unconfirmed: (arns) => readUnconfirmed(client, table, "slack", arns),
	recordUnconfirmed: (states, time) =>
		recordUnconfirmed(client, table, "slack", { states, time, now: new Date().toISOString() }),
	confirm: (arn, readAt) => confirm(client, table, arn, "slack", readAt),
	recordResolutions: (ids, at) => recordResolutions(client, table, ids, at),
	resolvedSince: (ids, since) => findingsResolvedSince(client, table, ids, since),
});
