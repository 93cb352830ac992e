import { GetResourcesCommand, ResourceGroupsTaggingAPIClient } from "@aws-sdk/client-resource-groups-tagging-api";
import { describe, expect, test } from "@jest/globals";
import { mockClient } from "aws-sdk-client-mock";
import * as fc from "fast-check";
import { findTaggedRevisions } from "../../../adapters/tagging/find-tagged.ts";
import { awsError } from "../../support/aws-errors.ts";

const arnOf = (name: string) => `arn:aws:ecs:eu-central-1:111122223333:task-definition/${name}`;

/** An account whose resources AWS returns in these pages; after the last one the token is empty, as AWS returns it, or absent. */
function account(pages: readonly (readonly string[])[], last: "" | undefined = "") {
	const tagging = mockClient(ResourceGroupsTaggingAPIClient);
	tagging.on(GetResourcesCommand).callsFake(({ PaginationToken = "0" }) => {
		const next = Number(PaginationToken) + 1;
		return {
			ResourceTagMappingList: (pages[next - 1] ?? []).map((name) => ({ ResourceARN: arnOf(name) })),
			PaginationToken: next < pages.length ? String(next) : last,
		};
	});
	const found: string[] = [];
	const find = () =>
		findTaggedRevisions(new ResourceGroupsTaggingAPIClient({}), "shipshape:blocked", (arns) => found.push(...arns));
	return { tagging, find, found };
}

describe("findTaggedRevisions", () => {
	test("asks for the revisions of task definitions that have the tag, whatever its value", async () => {
		const { tagging, find } = account([["web:1"]]);
		await find();
		expect(tagging.commandCalls(GetResourcesCommand).map(({ args: [{ input }] }) => input)).toEqual([
			{
				ResourceTypeFilters: ["ecs:task-definition"],
				TagFilters: [{ Key: "shipshape:blocked" }],
				ResourcesPerPage: 100,
				PaginationToken: undefined,
			},
		]);
	});

	test("passes on every page, also after an empty one", async () => {
		const name = fc.nat().map((revision) => `web:${revision}`);
		const pages = fc.array(fc.array(name, { maxLength: 3 }), { minLength: 1, maxLength: 5 });
		await fc.assert(
			fc.asyncProperty(pages, fc.constantFrom("" as const, undefined), async (all, last) => {
				const { find, found } = account(all, last);
				await find();
				expect(found).toEqual(all.flat().map(arnOf));
			}),
		);
	});

	test.each([
		["AccessDeniedException", "tag:GetResources was denied (AccessDeniedException)"],
		["ThrottledException", "tag:GetResources"],
		["PaginationTokenExpiredException", "tag:GetResources"],
	])("keeps what it has passed on when a later page fails with %s, and names the action", async (name, message) => {
		const { tagging, find, found } = account([["web:1"], ["web:2"]]);
		tagging.on(GetResourcesCommand, { PaginationToken: "1" }).rejects(awsError(name));
		await expect(find()).rejects.toMatchObject({ name: "FailedCallError", message: expect.stringContaining(message) });
		expect(found).toEqual([arnOf("web:1")]);
	});

	test("does not take a response without a list for one without revisions", async () => {
		const { tagging, find } = account([]);
		tagging.on(GetResourcesCommand).resolves({});
		await expect(find()).rejects.toMatchObject({
			name: "FailedCallError",
			message: expect.stringContaining("tag:GetResources returned an incomplete response"),
		});
	});
});
