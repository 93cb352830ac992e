import { describe, expect, test } from "@jest/globals";
import { arnOf, isRegionName, nameOf, partitionOf, type Subject } from "../../core/subject.ts";
import { aDigest } from "../support/builders.ts";

const place = { partition: "aws-cn", account: "111122223333", region: "cn-north-1" };
const digest = aDigest("0");

describe("a subject has one ARN and one name", () => {
	test.each<[Subject, string, string]>([
		[
			{ kind: "repository", ...place, name: "shop/checkout" },
			"arn:aws-cn:ecr:cn-north-1:111122223333:repository/shop/checkout",
			"repository/shop/checkout",
		],
		[
			{ kind: "image", ...place, repository: "shop/checkout", digest },
			`arn:aws-cn:ecr:cn-north-1:111122223333:repository/shop/checkout/${digest}`,
			`image/shop/checkout@${digest}`,
		],
		[
			{ kind: "task-definition", ...place, family: "web" },
			"arn:aws-cn:ecs:cn-north-1:111122223333:task-definition/web",
			"task-definition/web",
		],
		[
			{ kind: "service", ...place, cluster: "shop", name: "web" },
			"arn:aws-cn:ecs:cn-north-1:111122223333:service/shop/web",
			"service/shop/web",
		],
		[
			{ kind: "cluster", ...place, name: "shop" },
			"arn:aws-cn:ecs:cn-north-1:111122223333:cluster/shop",
			"cluster/shop",
		],
		[
			{ kind: "capacity-provider", ...place, name: "spot" },
			"arn:aws-cn:ecs:cn-north-1:111122223333:capacity-provider/spot",
			"capacity-provider/spot",
		],
	])("%j", (subject, arn, name) => {
		expect(arnOf(subject)).toBe(arn);
		expect(nameOf(subject)).toBe(name);
	});
});

test.each([
	["us-east-1", "aws"],
	["ap-northeast-1", "aws"],
	["eu-west-3", "aws"],
	["cn-north-1", "aws-cn"],
	["cn-northwest-1", "aws-cn"],
	["us-gov-west-1", "aws-us-gov"],
	["us-gov-east-1", "aws-us-gov"],
	["eusc-de-east-1", "aws-eusc"],
	["us-iso-east-1", "aws-iso"],
	["us-iso-west-1", "aws-iso"],
	["us-isob-east-1", "aws-iso-b"],
	["eu-isoe-west-1", "aws-iso-e"],
	["us-isof-south-1", "aws-iso-f"],
	["xx-new-1", "aws"],
	["ap-cn-1", "aws"],
])("the Region %s is in the partition %s", (region, partition) => {
	expect(partitionOf(region)).toBe(partition);
});

test.each([
	["eu-central-1", true],
	["us-gov-west-1", true],
	["eusc-de-east-1", true],
	["eu-cental-1", true],
	["here", false],
	["eu-central", false],
	["EU-CENTRAL-1", false],
	["eu-central-1.evil", false],
])("a Region's name has the form of %s: %s", (text, isOne) => {
	expect(isRegionName(text)).toBe(isOne);
});
