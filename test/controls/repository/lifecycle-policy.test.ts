import { expect, test } from "@jest/globals";
import control from "../../../controls/repository/lifecycle-policy.ts";
import type { RepositoryFacts } from "../../../core/facts.ts";
import { readLifecyclePolicy } from "../../../domain/lifecycle/read-policy.ts";
import { aDigest, aLifecycleRule, aRepository, aStoredImage } from "../../support/builders.ts";
import { judged, verdictLines } from "../../support/judged.ts";

const withPolicy = (value: string | null, more: Partial<RepositoryFacts> = {}) =>
	aRepository({ lifecyclePolicy: { value }, ...more });
const rules = (...list: readonly Record<string, unknown>[]) => JSON.stringify({ rules: list });
const nothing = "the proposed policy would free nothing today";
const anyRule = { tagStatus: "any", countType: "imageCountMoreThan", countNumber: 5 };

test.each<[string, string | null, string]>([
	["one rule", rules(aLifecycleRule()), "pass MEDIUM payments: the lifecycle policy has 1 rule"],
	[
		"two rules",
		rules(aLifecycleRule(), aLifecycleRule({ rulePriority: 2, selection: anyRule })),
		"pass MEDIUM payments: the lifecycle policy has 2 rules",
	],
	["no policy", null, `fail MEDIUM payments: no lifecycle policy; ${nothing}`],
	["an empty object", "{}", `fail MEDIUM payments: the lifecycle policy has no rules; ${nothing}`],
	["no rules", rules(), `fail MEDIUM payments: the lifecycle policy has no rules; ${nothing}`],
	[
		"no JSON",
		"rules: []",
		`fail MEDIUM payments: the lifecycle policy is not valid because it is not a JSON object; ${nothing}`,
	],
	[
		"the same priority twice",
		rules(aLifecycleRule(), aLifecycleRule({ selection: anyRule })),
		`fail MEDIUM payments: the lifecycle policy is not valid because rulePriority 1 is used by more than one rule; ${nothing}`,
	],
])("gives the right verdict for: %s", (_, text, expected) => {
	expect(verdictLines(control, withPolicy(text))).toEqual([expected]);
});

test("is unknown when the policy could not be read", () => {
	expect(verdictLines(control, aRepository({ lifecyclePolicy: { unread: "access was denied" } }))).toEqual([
		"unknown MEDIUM payments: the lifecycle policy could not be read because access was denied",
	]);
});

/** Newest first, a day apart. */
const images = (count: number, tagsOf: (index: number) => readonly string[]) =>
	Array.from({ length: count }, (_, index) =>
		aStoredImage({
			digest: aDigest(index.toString(36)),
			tags: tagsOf(index),
			pushedAt: new Date(Date.parse("2026-11-21T00:00:00Z") - index * 86_400_000).toISOString(),
			sizeBytes: 3 * 1024 ** 3,
		}),
	);

test("proposes a policy and reports what it would free", () => {
	const stored = [
		...images(30, (index) => [`1.0.${index}`]),
		aStoredImage({ digest: "sha256:v", tags: ["v1"], pushedAt: "2020-01-01T00:00:00Z" }),
	];
	const [verdict] = judged(control, withPolicy(null, { images: { value: stored } }));
	expect(verdict).toMatchObject({
		status: "fail",
		message:
			"payments: no lifecycle policy; the proposed policy would expire 10 of 31 images (30.0 GB, 3.00 USD a month) today",
		remediation:
			"Apply the proposed policy in the field lifecyclePolicy: aws ecr put-lifecycle-policy --repository-name " +
			"payments --lifecycle-policy-text TEXT. Its rules: Keep v*; Keep release-*; Expire untagged images after 14 " +
			"days; Keep the newest 20 tagged images.",
		fields: {
			expiringImages: "10",
			freedBytes: String(30 * 1024 ** 3),
			freedUsdPerMonth: "3.00",
			storagePrice: "0.10 USD per GB-month on 2026-03-22 (Amazon ECR private storage in the AWS Price List)",
		},
	});
	const text = verdict?.fields?.["lifecyclePolicy"] ?? "";
	expect(text.length).toBeLessThanOrEqual(2048);
	expect(readLifecyclePolicy(text)).toMatchObject({ kind: "valid" });
	expect(verdictLines(control, withPolicy(text))).toEqual(["pass MEDIUM payments: the lifecycle policy has 4 rules"]);
});

test("uses the settings of the policy for the proposal", () => {
	const stored = [
		...images(4, (index) => [`stable-${index}`]),
		...images(3, () => []).map((image) => ({ ...image, digest: `${image.digest}u` })),
	];
	const [verdict] = judged(control, withPolicy(null, { images: { value: stored } }), {
		releaseTags: [],
		untaggedDays: 1,
		keepNewest: 1,
	});
	expect(verdict?.fields).toMatchObject({ expiringImages: "5" });
	expect(verdict?.remediation).toContain(
		"Its rules: Expire untagged images after 1 day; Keep the newest 1 tagged images.",
	);
});

test("fails with unknown savings when the images could not be read", () => {
	const [verdict] = judged(control, withPolicy(null, { images: { unread: "ECS did not answer" } }));
	expect(verdict).toMatchObject({
		status: "fail",
		message: "payments: no lifecycle policy; what the proposed policy would free is unknown because ECS did not answer",
	});
	expect(Object.keys(verdict?.fields ?? {})).toEqual(["lifecyclePolicy"]);
});

test.each<[string, string, Record<string, string>]>([
	["China has no price in USD", "arn:aws-cn:ecr:cn-north-1:111122223333:repository/payments", {}],
	[
		"a Region that is not in the table",
		"arn:aws:ecr:eu-west-1:111122223333:repository/payments",
		{
			freedUsdPerMonth: "0.00",
			storagePrice:
				"0.10 USD per GB-month on 2026-03-22 (Amazon ECR private storage in the AWS Price List for us-east-1, assumed for this Region)",
		},
	],
	[
		"a file has no Region",
		"cdk.out/app.template.json#Payments",
		{
			freedUsdPerMonth: "0.00",
			storagePrice:
				"0.10 USD per GB-month on 2026-03-22 (Amazon ECR private storage in the AWS Price List for us-east-1, assumed for this Region)",
		},
	],
	[
		"a path with colons has no Region",
		"a:b:c:cn-north-1:d",
		{
			freedUsdPerMonth: "0.00",
			storagePrice:
				"0.10 USD per GB-month on 2026-03-22 (Amazon ECR private storage in the AWS Price List for us-east-1, assumed for this Region)",
		},
	],
])("reports the price where %s", (_, arn, expected) => {
	const [verdict] = judged(control, withPolicy(null, { arn }));
	const { lifecyclePolicy, expiringImages, freedBytes, ...price } = verdict?.fields ?? {};
	expect(price).toEqual(expected);
	expect({ expiringImages, freedBytes }).toEqual({ expiringImages: "0", freedBytes: "0" });
});
