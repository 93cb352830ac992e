import {
	BatchGetRepositoryScanningConfigurationCommand,
	DescribeImagesCommand,
	DescribePullThroughCacheRulesCommand,
	DescribeRepositoriesCommand,
	ECRClient,
	GetLifecyclePolicyCommand,
	GetRepositoryPolicyCommand,
	ListTagsForResourceCommand,
} from "@aws-sdk/client-ecr";
import { beforeEach, describe, expect, test } from "@jest/globals";
import { mockClient } from "aws-sdk-client-mock";
import { readRepository } from "../../../adapters/ecr/read-repository.ts";
import { TryLaterError } from "../../../core/errors.ts";
import type { RepositorySubject } from "../../../core/subject.ts";
import { awsError, networkError, unparsable } from "../../support/aws-errors.ts";
import { aDigest, aLifecycleRule, readAt } from "../../support/builders.ts";

const subject: RepositorySubject = {
	kind: "repository",
	partition: "aws",
	account: "111122223333",
	region: "ap-northeast-1",
	name: "team/payments",
};
const ecr = mockClient(ECRClient);
const read = () => readRepository(new ECRClient({}), subject, readAt);

beforeEach(() => {
	ecr.reset();
	ecr.on(DescribeRepositoriesCommand).resolves({
		repositories: [
			{
				repositoryName: subject.name,
				imageTagMutability: "IMMUTABLE_WITH_EXCLUSION",
				imageTagMutabilityExclusionFilters: [{ filterType: "WILDCARD", filter: "latest" }],
				encryptionConfiguration: { encryptionType: "KMS", kmsKey: "alias/images" },
			},
		],
	});
	ecr.on(BatchGetRepositoryScanningConfigurationCommand).resolves({
		scanningConfigurations: [
			{
				repositoryName: subject.name,
				scanOnPush: true,
				scanFrequency: "SCAN_ON_PUSH",
				appliedScanFilters: [{ filter: "team", filterType: "WILDCARD" }],
			},
		],
		failures: [],
	});
	ecr.on(GetLifecyclePolicyCommand).resolves({ lifecyclePolicyText: '{"rules":[]}' });
	ecr.on(DescribeImagesCommand).resolves({ imageDetails: [] });
	ecr.on(DescribePullThroughCacheRulesCommand).resolves({ pullThroughCacheRules: [] });
	ecr.on(GetRepositoryPolicyCommand).resolves({ policyText: '{"Statement":[]}' });
	ecr.on(ListTagsForResourceCommand).resolves({ tags: [{ Key: "team", Value: "web" }] });
});

test("the facts contain everything that ECR returns", async () => {
	const pushedAt = new Date("2026-11-20T08:00:00Z");
	ecr.on(DescribeImagesCommand).resolves({
		imageDetails: [{ imageDigest: aDigest(), imageTags: ["1.0"], imagePushedAt: pushedAt, imageSizeInBytes: 7 }],
	});
	ecr.on(DescribePullThroughCacheRulesCommand).resolves({ pullThroughCacheRules: [{ ecrRepositoryPrefix: "hub" }] });
	expect(await read()).toEqual({
		kind: "repository",
		name: "team/payments",
		arn: "arn:aws:ecr:ap-northeast-1:111122223333:repository/team/payments",
		tagMutability: "IMMUTABLE_WITH_EXCLUSION",
		exclusionFilters: ["latest"],
		scanning: { value: { scanOnPush: true, scanFrequency: "SCAN_ON_PUSH", appliedFilters: ["team"] } },
		declaredScanOnPush: null,
		lifecyclePolicy: { value: '{"rules":[]}' },
		accessPolicy: { value: { Statement: [] } },
		account: "111122223333",
		encryption: { type: "KMS", kmsKey: "alias/images" },
		imagesInUse: { value: [] },
		tags: { value: { team: "web" } },
		pullThroughCachePrefixes: { value: ["hub"] },
		images: { value: [{ digest: aDigest(), tags: ["1.0"], pushedAt: "2026-11-20T08:00:00.000Z", sizeBytes: 7 }] },
		readAt,
	});
	expect(ecr.calls()).toHaveLength(7);
});

test("missing values have their documented default", async () => {
	ecr.on(DescribeRepositoriesCommand).resolves({ repositories: [{ repositoryName: subject.name }] });
	ecr.on(BatchGetRepositoryScanningConfigurationCommand).resolves({
		scanningConfigurations: [{ repositoryName: subject.name }],
	});
	ecr.on(GetLifecyclePolicyCommand).rejects(awsError("LifecyclePolicyNotFoundException"));
	ecr.on(GetRepositoryPolicyCommand).rejects(awsError("RepositoryPolicyNotFoundException"));
	expect(await read()).toMatchObject({
		tagMutability: "MUTABLE",
		exclusionFilters: [],
		scanning: { value: { scanOnPush: false, scanFrequency: null, appliedFilters: [] } },
		lifecyclePolicy: { value: null },
		accessPolicy: { value: null },
		encryption: { type: "AES256", kmsKey: null },
	});
});

test("images of all pages are included once; an index does not include the size of its children", async () => {
	const index = "application/vnd.oci.image.index.v1+json";
	const child = { imageDigest: aDigest("b"), imageSizeInBytes: 9 };
	ecr.on(GetLifecyclePolicyCommand).resolves({ lifecyclePolicyText: JSON.stringify({ rules: [aLifecycleRule()] }) });
	ecr
		.on(DescribeImagesCommand)
		.resolvesOnce({
			imageDetails: [{ imageDigest: aDigest(), imageManifestMediaType: index, imageSizeInBytes: 9 }, child],
			nextToken: "2",
		})
		.resolvesOnce({ imageDetails: [child, {}, { imageDigest: aDigest("c"), imagePushedAt: new Date("never") }] });
	expect((await read())?.images).toEqual({
		value: [
			{ digest: aDigest(), tags: [], pushedAt: null, sizeBytes: 0 },
			{ digest: aDigest("b"), tags: [], pushedAt: null, sizeBytes: 9 },
			{ digest: aDigest("c"), tags: [], pushedAt: null, sizeBytes: 0 },
		],
	});
});

describe("a deleted repository", () => {
	const gone = awsError("RepositoryNotFoundException");

	test.each([
		["is not described", () => ecr.on(DescribeRepositoriesCommand).rejects(gone)],
		["is not in the answer", () => ecr.on(DescribeRepositoriesCommand).resolves({ repositories: [] })],
		["is deleted before its policy is read", () => ecr.on(GetLifecyclePolicyCommand).rejects(gone)],
		["is deleted before its images are read", () => ecr.on(DescribeImagesCommand).rejects(gone)],
		["is deleted before its repository policy is read", () => ecr.on(GetRepositoryPolicyCommand).rejects(gone)],
		["is deleted before its tags are read", () => ecr.on(ListTagsForResourceCommand).rejects(gone)],
		[
			"is deleted before its scanning is read",
			() => ecr.on(BatchGetRepositoryScanningConfigurationCommand).rejects(gone),
		],
	])("has no facts: %s", async (_, arrange) => {
		arrange();
		expect(await read()).toBeNull();
	});
});

describe("only what is denied or unusable is unread", () => {
	const whole = {
		tagMutability: "IMMUTABLE_WITH_EXCLUSION",
		scanning: { value: expect.anything() },
		lifecyclePolicy: { value: expect.anything() },
		images: { value: [] },
		pullThroughCachePrefixes: { value: [] },
		accessPolicy: { value: { Statement: [] } },
		encryption: { type: "KMS" },
		tags: { value: { team: "web" } },
	};
	const denied = (action: string) => `ecr:${action} was denied (AccessDeniedException)`;

	test.each([
		[
			"DescribeRepositories",
			DescribeRepositoriesCommand,
			{
				tagMutability: { unresolved: denied("DescribeRepositories") },
				encryption: { unresolved: denied("DescribeRepositories") },
			},
		],
		["GetLifecyclePolicy", GetLifecyclePolicyCommand, { lifecyclePolicy: { unread: denied("GetLifecyclePolicy") } }],
		["GetRepositoryPolicy", GetRepositoryPolicyCommand, { accessPolicy: { unread: denied("GetRepositoryPolicy") } }],
		["ListTagsForResource", ListTagsForResourceCommand, { tags: { unread: denied("ListTagsForResource") } }],
		["DescribeImages", DescribeImagesCommand, { images: { unread: denied("DescribeImages") } }],
		[
			"DescribePullThroughCacheRules",
			DescribePullThroughCacheRulesCommand,
			{ pullThroughCachePrefixes: { unread: denied("DescribePullThroughCacheRules") } },
		],
		[
			"BatchGetRepositoryScanningConfiguration",
			BatchGetRepositoryScanningConfigurationCommand,
			{ scanning: { unread: denied("BatchGetRepositoryScanningConfiguration") } },
		],
	])("ecr:%s", async (_, command, unread) => {
		ecr.on(command as typeof GetLifecyclePolicyCommand).rejects(awsError("AccessDeniedException"));
		expect(await read()).toMatchObject({ ...whole, ...unread });
	});

	test.each([
		[
			"a failure",
			{ failures: [{ repositoryName: subject.name, failureCode: "REPOSITORY_NOT_FOUND" as const }] },
			"REPOSITORY_NOT_FOUND",
		],
		["nothing about it", { scanningConfigurations: [], failures: [] }, "no result for the repository"],
	])("the scanning configuration, if ECR returns %s", async (_, answer, reason) => {
		ecr.on(BatchGetRepositoryScanningConfigurationCommand).resolves(answer);
		const unread = `ecr:BatchGetRepositoryScanningConfiguration failed (${reason})`;
		expect(await read()).toMatchObject({ ...whole, scanning: { unread } });
	});

	test("the images, if their pages never end", async () => {
		ecr.on(DescribeImagesCommand).resolves({ imageDetails: [], nextToken: "same" });
		const unread = "ecr:DescribeImages returned the same page token twice";
		expect(await read()).toMatchObject({ ...whole, images: { unread } });
	});

	test("the policy, if the response cannot be parsed after all retries", async () => {
		ecr.on(GetLifecyclePolicyCommand).rejects(unparsable());
		const unread = "ecr:GetLifecyclePolicy returned a response that could not be read";
		expect(await read()).toMatchObject({ ...whole, lifecyclePolicy: { unread } });
		expect(ecr.commandCalls(GetLifecyclePolicyCommand)).toHaveLength(3);
	});

	test("the policy, if the response is empty, which does not mean that there is no policy", async () => {
		ecr.on(GetLifecyclePolicyCommand).resolves({});
		const unread = "ecr:GetLifecyclePolicy returned an incomplete response";
		expect(await read()).toMatchObject({ ...whole, lifecyclePolicy: { unread } });
	});
});

test.each([
	["throttling", awsError("ThrottlingException")],
	["a server error", awsError("ServerException", 500)],
	["a time-out", networkError("ETIMEDOUT", "TimeoutError")],
])("%s after all retries throws TryLaterError with its cause", async (_, cause) => {
	ecr.on(GetLifecyclePolicyCommand).rejects(cause);
	const reading = read();
	await expect(reading).rejects.toBeInstanceOf(TryLaterError);
	await expect(reading).rejects.toMatchObject({ cause });
});
