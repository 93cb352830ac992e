import * as client from "@aws-sdk/client-ecr";
import { expect, test } from "@jest/globals";
import { canDoAnything, canWrite, writeActions } from "../../../domain/repositories/access-actions.ts";

test.each<[string, boolean]>([
	["ecr:PutImage", true],
	["ECR:putimage", true],
	["ecr:Put*", true],
	["ecr:*Layer*", true],
	["ecr:*", true],
	["*", true],
	["ecr:TagResource", true],
	["ecr:SetRepositoryPolicy", true],
	["ecr:PutImag?", true],
	["ecr:?utImage", true],
	["*:PutImage", true],
	["ecr:PutImage*", true],
	["ecr:*e", true],
	["ecr:BatchGetImage", false],
	["ecr:GetDownloadUrlForLayer", false],
	["ecr:Get*", false],
	["ecr:Describe*", false],
	["ecr:List*", false],
	["ecr:BatchGet*", false],
	["ecr:BatchCheckLayerAvailability", false],
	["ecr:PutImages", false],
	["ecr:PutImag", false],
	["ecr:PutImage?", false],
	["s3:*", false],
	["PutImage", false],
	["", false],
])("whether %s includes a write action: %s", (action, expected) => {
	expect(canWrite(action)).toBe(expected);
});

test.each<[string, boolean]>([
	["*", true],
	["ecr:*", true],
	["ECR:*", true],
	["ecr:**", true],
	["ecr:?*", true],
	["e*", true],
	["ecr:Put*", false],
	["ecr:*Image*", false],
	["s3:*", false],
])("whether %s includes every action: %s", (action, expected) => {
	expect(canDoAnything(action)).toBe(expected);
});

test("matches a hostile pattern in linear time", () => {
	expect(canWrite(`ecr:${"*a".repeat(2_000)}`)).toBe(false);
	expect(canWrite(`ecr:${"*?".repeat(2_000)}`)).toBe(false);
});

/** Service Authorization Reference, access levels Read and List. */
const readActions = [
	"BatchCheckLayerAvailability",
	"BatchGetImage",
	"BatchGetRepositoryScanningConfiguration",
	"DescribeImageReplicationStatus",
	"DescribeImageScanFindings",
	"DescribeImageSigningStatus",
	"DescribeImages",
	"DescribePullThroughCacheRules",
	"DescribeRegistry",
	"DescribeReplicationBackfillResults",
	"DescribeRepositories",
	"DescribeRepositoryCreationTemplates",
	"GetAccountSetting",
	"GetAuthorizationToken",
	"GetDownloadUrlForLayer",
	"GetImageCopyStatus",
	"GetLifecyclePolicy",
	"GetLifecyclePolicyPreview",
	"GetRegistryPolicy",
	"GetRegistryScanningConfiguration",
	"GetRepositoryPolicy",
	"GetSigningConfiguration",
	"ListImageReferrers",
	"ListImages",
	"ListPullTimeUpdateExclusions",
	"ListReplicationBackfills",
	"ListTagsForResource",
	"ValidatePullThroughCacheRule",
];

test("classifies every call of the SDK's client as read or write", () => {
	const calls = Object.keys(client).flatMap((name) => /^([A-Z]\w+)Command$/.exec(name)?.[1] ?? []);
	expect(calls.length).toBeGreaterThan(50);
	expect(calls.filter((call) => !writeActions.includes(call) && !readActions.includes(call))).toEqual([]);
	expect(readActions.filter((action) => canWrite(`ecr:${action}`))).toEqual([]);
});
