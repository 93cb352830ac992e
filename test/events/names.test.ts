import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { MalformedEventError } from "../../core/errors.ts";
import { envelopeOf } from "../../core/event.ts";
import { arnOf, partitionOf } from "../../core/subject.ts";
import {
	accountRegionOf,
	digestAt,
	familyAt,
	repositoryArnAt,
	repositoryNameAt,
	revisionArnAt,
} from "../../events/names.ts";
import { aDigest } from "../support/builders.ts";
import { aSample } from "../support/routes.ts";
import { runToEnd } from "../support/run-to-end.ts";

const place = { partition: "aws", account: "111122223333", region: "ap-northeast-1" };

/** The value, or the reason why it is rejected. */
function result<T>(read: () => T): T | string {
	try {
		return read();
	} catch (error) {
		if (error instanceof MalformedEventError) return `refused: ${error.message}`;
		throw error;
	}
}

test("placeOf returns the event's account and Region, with the Region's partition", () => {
	expect(accountRegionOf(envelopeOf(aSample("image-scanned", "enhanced-complete-clean-govcloud")))).toEqual({
		partition: "aws-us-gov",
		account: "444455556666",
		region: "us-gov-west-1",
	});
});

describe("a repository name", () => {
	test.each([
		"ab",
		"payments",
		"shop/checkout",
		"a.b_c__d-e---f/0/9",
		"docker-hub/library/redis",
		"constructor",
		"a".repeat(256),
	])("may be %s", (name) => {
		expect(repositoryNameAt(name, "x")).toBe(name);
	});

	test.each([
		"a",
		"a".repeat(257),
		"Payments",
		"-a",
		"a-",
		"a___b",
		"a..b",
		"a_.b",
		"/ab",
		"ab/",
		"a//b",
		"a b",
		"__proto__",
		"ab:1",
		"ab\n",
		"ab/sha256:00",
		"registry.example.com/UP",
	])("may not be %j", (name) => {
		expect(result(() => repositoryNameAt(name, "detail.name"))).toBe("refused: detail.name is not a repository name");
	});

	test("is refused in linear time, however long and however nasty it is", () => {
		for (const nasty of ["a".repeat(1e6), `${"a-".repeat(128)}!`, "a_".repeat(1e6), "/".repeat(1e6)]) {
			expect(runToEnd(() => result(() => repositoryNameAt(nasty, "x")))).toMatch(/^refused: x /);
		}
	});
});

test.each([
	[aDigest("0"), aDigest("0")],
	[`sha256:${"0123456789abcdef".repeat(4)}`, `sha256:${"0123456789abcdef".repeat(4)}`],
	[`sha256:${"a".repeat(63)}`, "refused: x is not a digest"],
	[`sha256:${"a".repeat(65)}`, "refused: x is not a digest"],
	[`sha256:${"A".repeat(64)}`, "refused: x is not a digest"],
	[`sha256:${"g".repeat(64)}`, "refused: x is not a digest"],
	[` ${aDigest()}`, "refused: x is not a digest"],
	[`${aDigest()}\n`, "refused: x is not a digest"],
	[`sha512:${"a".repeat(64)}`, "refused: x is not a digest"],
	["", "refused: x must be a non-empty string"],
	[undefined, "refused: x must be a non-empty string"],
	[{ length: 71 }, "refused: x must be a non-empty string"],
])("the digest %j is %j", (value, expected) => {
	expect(result(() => digestAt(value, "x"))).toBe(expected);
});

test.each([
	["web", "web"],
	["Web_2-b", "Web_2-b"],
	["__proto__", "__proto__"],
	["f".repeat(255), "f".repeat(255)],
	["f".repeat(256), "refused: x is not a family name"],
	["web:1", "refused: x is not a family name"],
	["web\n", "refused: x is not a family name"],
	["wéb", "refused: x is not a family name"],
	["[random string]", "refused: x is not a family name"],
	["", "refused: x must be a non-empty string"],
	[7, "refused: x must be a non-empty string"],
])("familyAt for %j returns %j", (value, expected) => {
	expect(result(() => familyAt(value, "x"))).toBe(expected);
});

describe("repositoryArnAt", () => {
	const arn = "arn:aws:ecr:ap-northeast-1:111122223333:repository/shop/checkout";
	const wrongArn = "refused: x is not the ARN of a repository in the event's account and Region";
	test.each([
		[arn, { repository: "shop/checkout", digest: null }],
		[`${arn}/${aDigest()}`, { repository: "shop/checkout", digest: aDigest() }],
		[`${arn}/${aDigest()}/${aDigest("b")}`, "refused: x is not a repository name"],
		[`${arn}/sha256:abc`, "refused: x is not a digest"],
		[`${arn.slice(0, arn.indexOf("/shop"))}//${aDigest()}`, "refused: x must be a non-empty string"],
		[`${arn}:tag`, "refused: x is not a repository name"],
		["arn:aws:ecr:ap-northeast-1:111122223333:repository/", "refused: x must be a non-empty string"],
		["shop/checkout", wrongArn],
		[arn.replace("111122223333", "444455556666"), wrongArn],
		[arn.replace("ap-northeast-1", "us-east-1"), wrongArn],
		[arn.replace("aws", "aws-cn"), wrongArn],
		[arn.replace("ecr", "ecr-public"), wrongArn],
		[arn.replace("repository", "image"), wrongArn],
		[` ${arn}`, wrongArn],
		["", "refused: x must be a non-empty string"],
		[[arn], "refused: x must be a non-empty string"],
	])("for %j returns %j", (value, expected) => {
		expect(result(() => repositoryArnAt(value, "x", place))).toEqual(expected);
	});

	test("returns the repository and the digest of any image's ARN, in every partition", () => {
		const word = fc.stringMatching(/^[a-z0-9]{2,8}$/);
		const digest = fc.stringMatching(/^sha256:[0-9a-f]{64}$/);
		const regions = fc.constantFrom("eu-west-1", "cn-north-1", "us-gov-east-1", "eusc-de-east-1", "us-iso-east-1");
		fc.assert(
			fc.property(word, word, digest, regions, (first, second, hash, region) => {
				const subject = {
					kind: "image" as const,
					partition: partitionOf(region),
					account: "111122223333",
					region,
					repository: `${first}/${second}`,
					digest: hash,
				};
				const { repository } = subject;
				expect(repositoryArnAt(arnOf(subject), "x", subject)).toEqual({ repository, digest: hash });
			}),
			{ numRuns: 200 },
		);
	});
});

describe("revisionArnAt", () => {
	const arn = "arn:aws:ecs:ap-northeast-1:111122223333:task-definition/web:8";
	const wrongArn = "refused: x is not the ARN of a task-definition in the event's account and Region";
	test.each([
		[arn, { arn, family: "web", revision: 8 }],
		[`${arn}000000000`, { arn: `${arn}000000000`, family: "web", revision: 8_000_000_000 }],
		[`${arn}0000000000`, "refused: x does not name a revision"],
		[arn.replace(":8", ""), "refused: x does not name a revision"],
		[arn.replace(":8", ":"), "refused: x does not name a revision"],
		[arn.replace(":8", ":0"), "refused: x does not name a revision"],
		[arn.replace(":8", ":08"), "refused: x does not name a revision"],
		[arn.replace(":8", ":8a"), "refused: x does not name a revision"],
		[arn.replace(":8", ":a8"), "refused: x does not name a revision"],
		[`${arn}:9`, "refused: x does not name a revision"],
		[arn.replace("web", "w/eb"), "refused: x is not a family name"],
		[arn.replace("web", ""), "refused: x must be a non-empty string"],
		[arn.replace("111122223333", "444455556666"), wrongArn],
		[arn.replace("ap-northeast-1", "ap-northeast-2"), wrongArn],
		[arn.replace("aws", "aws-us-gov"), wrongArn],
		[arn.replace("ecs", "ecr"), wrongArn],
		[arn.replace("task-definition", "task"), wrongArn],
		["web:8", wrongArn],
		[null, "refused: x must be a non-empty string"],
	])("for %j returns %j", (value, expected) => {
		expect(result(() => revisionArnAt(value, "x", place))).toEqual(expected);
	});
});
