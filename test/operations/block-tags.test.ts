import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { ECSClient, UntagResourceCommand } from "@aws-sdk/client-ecs";
import { GetResourcesCommand, ResourceGroupsTaggingAPIClient } from "@aws-sdk/client-resource-groups-tagging-api";
import { describe, expect, test } from "@jest/globals";
import { mockClient } from "aws-sdk-client-mock";
import { createOperatorClients } from "../../adapters/clients/operator.ts";
import { removeBlockTags } from "../../operations/block-tags.ts";
import { awsError } from "../support/aws-errors.ts";
import { anInstallation } from "../support/installation.ts";

const arnOf = (name: string) => `arn:aws:ecs:eu-central-1:111122223333:task-definition/${name}`;

/** An account in which AWS lists these revisions as tagged, in two pages, and its ECS removes tags. */
function account(first: readonly string[], second: readonly string[] = []) {
	const mappings = (names: readonly string[]) => names.map((name) => ({ ResourceARN: arnOf(name) }));
	const tagging = mockClient(ResourceGroupsTaggingAPIClient);
	tagging
		.on(GetResourcesCommand)
		.resolves({ ResourceTagMappingList: mappings(first), PaginationToken: "2" })
		.on(GetResourcesCommand, { PaginationToken: "2" })
		.resolves({ ResourceTagMappingList: mappings(second), PaginationToken: "" });
	const ecs = mockClient(ECSClient);
	ecs.on(UntagResourceCommand).resolves({});
	const dynamodb = mockClient(DynamoDBClient).rejects(awsError("AccessDeniedException"));
	const untagged = () => ecs.commandCalls(UntagResourceCommand).map(({ args: [{ input }] }) => input);
	const pauses: number[] = [];
	const clock = { now: () => 0, pause: async (ms: number) => void pauses.push(ms) };
	const remove = () => removeBlockTags(createOperatorClients("eu-central-1"), anInstallation, clock);
	return { tagging, ecs, dynamodb, untagged, pauses, remove };
}

const problemOf = (revision: string, reason: string) =>
	`the tag shipshape:blocked of ${arnOf(revision)} could not be removed: ${reason}; run uninstall again, or remove it with ` +
	`aws ecs untag-resource --resource-arn ${arnOf(revision)} --tag-keys shipshape:blocked --region eu-central-1`;

describe("removeBlockTags", () => {
	test("removes the tag, and no other, from each revision that has it, and does not need the ledger for it", async () => {
		const { remove, untagged, dynamodb } = account(["web:3", "web:4"], ["api:1"]);
		expect(await remove()).toEqual({ untagged: 3, failed: [] });
		expect(untagged()).toEqual(
			["web:3", "web:4", "api:1"].map((name) => ({ resourceArn: arnOf(name), tagKeys: ["shipshape:blocked"] })),
		);
		expect(dynamodb.calls()).toEqual([]);
	});

	test("changes nothing where no revision has it", async () => {
		const { remove, untagged } = account([]);
		expect(await remove()).toEqual({ untagged: 0, failed: [] });
		expect(untagged()).toEqual([]);
	});

	test("removes those of more revisions than the ledger remembers, two a second", async () => {
		const names = Array.from({ length: 250 }, (_, at) => `web:${at + 1}`);
		const { remove, pauses } = account(names.slice(0, 100), names.slice(100));
		expect(await remove()).toEqual({ untagged: 250, failed: [] });
		expect(Math.max(...pauses)).toBe(249 * 500);
	});

	test("removes it once from a revision that AWS lists twice", async () => {
		const { remove, untagged } = account(["web:3"], ["web:3"]);
		expect(await remove()).toEqual({ untagged: 1, failed: [] });
		expect(untagged()).toHaveLength(1);
	});

	test("counts a revision that no longer exists", async () => {
		const { remove, ecs } = account(["web:3"]);
		ecs.on(UntagResourceCommand).rejects(awsError("ResourceNotFoundException"));
		expect(await remove()).toEqual({ untagged: 1, failed: [] });
	});

	test("names a revision that fails, with the command that removes the tag, and goes on with the others", async () => {
		const { remove, ecs } = account(["web:3", "web:4"]);
		ecs.on(UntagResourceCommand, { resourceArn: arnOf("web:3") }).rejects(awsError("AccessDeniedException"));
		expect(await remove()).toEqual({
			untagged: 1,
			failed: [problemOf("web:3", "ecs:UntagResource was denied (AccessDeniedException)")],
		});
	});

	test.each([
		["denied", {}, 0],
		["denied for a later page", { PaginationToken: "2" }, 1],
	])("says so, with what to do, when the list is %s, after what it could find", async (_, input, untagged) => {
		const { remove, tagging } = account(["web:3"], ["web:4"]);
		tagging.on(GetResourcesCommand, input).rejects(awsError("AccessDeniedException"));
		expect(await remove()).toEqual({
			untagged,
			failed: [
				"cannot tell which other revisions have the tag shipshape:blocked: tag:GetResources was denied (AccessDeniedException); " +
					"run uninstall again with the permission tag:GetResources",
			],
		});
	});
});
