import { DescribeImagesCommand, DescribeRepositoriesCommand, ECRClient } from "@aws-sdk/client-ecr";
import { beforeEach, describe, expect, test } from "@jest/globals";
import { mockClient } from "aws-sdk-client-mock";
import { listImagesPage } from "../../../adapters/ecr/list-images-page.ts";
import { listRepositories } from "../../../adapters/ecr/list-repositories.ts";
import { TryLaterError } from "../../../core/errors.ts";
import { awsError } from "../../support/aws-errors.ts";

const ecr = mockClient(ECRClient);
const client = new ECRClient({});
beforeEach(() => {
	ecr.reset();
});

describe("a page of repositories", () => {
	test("contains their names and the token of the next page", async () => {
		ecr.on(DescribeRepositoriesCommand, { nextToken: "t1" }).resolves({
			repositories: [{ repositoryName: "team/web" }, {}],
			nextToken: "t2",
		});
		expect(await listRepositories(client, "t1")).toEqual({ items: ["team/web"], next: "t2" });
	});

	test.each([undefined, ""])("is the last one with the token %p", async (nextToken) => {
		ecr.on(DescribeRepositoriesCommand).resolves({ repositories: [], nextToken });
		expect(await listRepositories(client, null)).toEqual({ items: [], next: null });
	});

	test("is never taken for empty: an incomplete response is an error", async () => {
		ecr.on(DescribeRepositoriesCommand).resolves({});
		await expect(listRepositories(client, null)).rejects.toThrow("incomplete response");
	});

	test("is requested later if ECR throttles", async () => {
		ecr.on(DescribeRepositoriesCommand).rejects(awsError("ThrottlingException"));
		await expect(listRepositories(client, null)).rejects.toThrow(TryLaterError);
	});
});

describe("a page of images", () => {
	test("contains their digests, and whether they are tagged", async () => {
		ecr.on(DescribeImagesCommand, { repositoryName: "web", maxResults: 1_000 }).resolves({
			imageDetails: [
				{ imageDigest: "sha256:1", imageTags: ["v1"] },
				{ imageDigest: "sha256:2" },
				{ imageDigest: "sha256:3", imageTags: [] },
				{ imageTags: ["no digest"] },
			],
			nextToken: "t1",
		});
		expect(await listImagesPage(client, "web", null)).toEqual({
			items: [
				{ digest: "sha256:1", isTagged: true },
				{ digest: "sha256:2", isTagged: false },
				{ digest: "sha256:3", isTagged: false },
			],
			next: "t1",
		});
	});

	test("is empty if the repository was deleted meanwhile", async () => {
		ecr.on(DescribeImagesCommand).rejects(awsError("RepositoryNotFoundException"));
		expect(await listImagesPage(client, "web", "t1")).toEqual({ items: [], next: null });
	});

	test("passes on other errors of ECR", async () => {
		ecr.on(DescribeImagesCommand).rejects(awsError("AccessDeniedException"));
		await expect(listImagesPage(client, "web", null)).rejects.toThrow("said by AWS");
	});
});
