import { DynamoDBClient, ScanCommand } from "@aws-sdk/client-dynamodb";
import { ECSClient, UntagResourceCommand } from "@aws-sdk/client-ecs";
import { describe, expect, test } from "@jest/globals";
import { mockClient } from "aws-sdk-client-mock";
import { createOperatorClients } from "../../adapters/clients/operator.ts";
import { entryItemOf, type Item, keyOf } from "../../adapters/dynamodb/items.ts";
import type { BlockRecord } from "../../core/block-record.ts";
import { removeBlockTags } from "../../operations/block-tags.ts";
import { awsError } from "../support/aws-errors.ts";
import { anEntry } from "../support/entries.ts";
import { anInstallation } from "../support/installation.ts";

const clock = { now: () => 0, pause: async () => {} };
const arnOf = (name: string) => `arn:aws:ecs:eu-central-1:111122223333:task-definition/${name}`;

/** An entry with the blocks of these actions, outcomes and revisions. */
function blocked(
	...blocks: readonly (readonly [BlockRecord["action"], BlockRecord["outcome"], revision: string])[]
): Item {
	const records = blocks.map(([action, outcome, revision]) => {
		return { action, outcome, resource: arnOf(revision), revision: 1, because: [], at: "2026-11-29T12:00:00Z" };
	});
	return entryItemOf(anEntry({ blocks: records }));
}

/** A ledger of two pages. */
function ledger(first: readonly Item[], second: readonly Item[] = []) {
	const dynamodb = mockClient(DynamoDBClient);
	const key = keyOf("last", "verdicts");
	dynamodb.on(ScanCommand).resolves({ Items: [...first], LastEvaluatedKey: key });
	dynamodb.on(ScanCommand, { ExclusiveStartKey: key }).resolves({ Items: [...second] });
	const ecs = mockClient(ECSClient);
	ecs.on(UntagResourceCommand).resolves({});
	const untagged = () => ecs.commandCalls(UntagResourceCommand).map(({ args: [{ input }] }) => input);
	return {
		dynamodb,
		ecs,
		untagged,
		remove: () => removeBlockTags(createOperatorClients("eu-central-1"), anInstallation, clock),
	};
}

describe("removeBlockTags", () => {
	test("removes the tag of each revision that was tagged, in all pages of the ledger, and no other tag", async () => {
		const { remove, untagged } = ledger(
			[blocked(["tag", "done", "web:3"], ["tag", "done", "web:4"]), blocked()],
			[blocked(["tag", "done", "api:1"])],
		);
		expect(await remove()).toEqual({ untagged: 3, failed: [] });
		expect(untagged()).toEqual(
			["web:3", "web:4", "api:1"].map((name) => ({ resourceArn: arnOf(name), tagKeys: ["shipshape:blocked"] })),
		);
	});

	test("leaves alone what was not tagged", async () => {
		const { remove, untagged } = ledger([
			blocked(["tag", "would-have", "web:3"], ["tag", "overridden", "web:4"], ["deregister", "done", "web:5"]),
		]);
		expect(await remove()).toEqual({ untagged: 0, failed: [] });
		expect(untagged()).toEqual([]);
	});

	test("removes one that may be there, because the response to the call was lost", async () => {
		const { remove, untagged } = ledger([blocked(["tag", "failed", "web:3"])]);
		expect(await remove()).toEqual({ untagged: 1, failed: [] });
		expect(untagged()).toMatchObject([{ resourceArn: arnOf("web:3") }]);
	});

	test("names a family of which the ledger may not know all revisions, and how to find them", async () => {
		const all = Array.from({ length: 200 }, (_, at) => ["tag", "done", `web:${at + 1}`] as const);
		const { remove } = ledger([blocked(...all)], [blocked(["tag", "done", "api:1"])]);
		const { untagged, failed } = await remove();
		expect([untagged, failed]).toEqual([
			201,
			[
				expect.stringMatching(
					/^more than 200 revisions of .* find them with aws resourcegroupstaggingapi get-resources /,
				),
			],
		]);
	});

	test("counts a revision that no longer exists", async () => {
		const { remove, ecs } = ledger([blocked(["tag", "done", "web:3"])]);
		ecs.on(UntagResourceCommand).rejects(awsError("ResourceNotFoundException"));
		expect(await remove()).toEqual({ untagged: 1, failed: [] });
	});

	test("names a revision that fails, and goes on with the others", async () => {
		const { remove, ecs } = ledger([blocked(["tag", "done", "web:3"], ["tag", "done", "web:4"])]);
		ecs.on(UntagResourceCommand, { resourceArn: arnOf("web:3") }).rejects(awsError("AccessDeniedException"));
		expect(await remove()).toEqual({
			untagged: 1,
			failed: [
				`${arnOf("web:3")} still has the tag shipshape:blocked: ecs:UntagResource was denied (AccessDeniedException)`,
			],
		});
	});

	test("says so when the ledger cannot be read, after what it could read", async () => {
		const { remove, dynamodb } = ledger([blocked(["tag", "done", "web:3"])]);
		dynamodb
			.on(ScanCommand, { ExclusiveStartKey: keyOf("last", "verdicts") })
			.rejects(awsError("AccessDeniedException"));
		expect(await remove()).toEqual({
			untagged: 1,
			failed: [
				"revisions with the tag shipshape:blocked could not all be found: dynamodb:Scan was denied (AccessDeniedException)",
			],
		});
	});
});
