import fc from "fast-check";
import type { Facts, RepositoryFacts } from "../../../core/facts.ts";
import { aDigest, aLifecycleRule, aRepository, aStoredImage } from "../builders.ts";
import { exclusionFilters, mutability } from "./images.ts";
import {
	anyOf,
	itself,
	known,
	listOf,
	orOpen,
	readOrNot,
	type Slots,
	tags,
	textOf,
	together,
	unreadOr,
} from "./slots.ts";
import type { Positions } from "./task-definitions.ts";

const from = fc.constantFrom;

export const aRepositoryWith = (positions: Positions): Slots<Facts> =>
	together(positions, ({ "*": several, ...facts }: Partial<RepositoryFacts> & { "*"?: Partial<RepositoryFacts> }) =>
		aRepository({ ...facts, ...several }),
	);

const rule = (selection: object, rulePriority = 1) => aLifecycleRule({ selection, rulePriority });
const untagged = rule({ tagStatus: "untagged", countType: "sinceImagePushed", countUnit: "days", countNumber: 14 });
const aged = rule({ tagStatus: "any", countType: "sinceImagePushed", countUnit: "days", countNumber: 14 });
const newest = rule({ tagStatus: "any", countType: "imageCountMoreThan", countNumber: 1 }, 2);
const policyOf = (...rules: readonly unknown[]) => JSON.stringify({ rules });
const policies = from(
	null,
	"{}",
	"not JSON",
	policyOf(aged),
	policyOf(untagged),
	policyOf(untagged, newest),
	policyOf(newest),
);
const lifecyclePolicy = readOrNot(policies);

const [stored, old] = [
	aStoredImage({ pushedAt: "2026-09-01T12:00:00Z" }),
	aStoredImage({ digest: aDigest("b"), tags: [], pushedAt: "2025-11-01T12:00:00Z" }),
];
const recent = aStoredImage({ digest: aDigest("c"), tags: ["2.0.0"] });
const images = readOrNot(from([], [stored], [stored, old], [old], [{ ...stored, tags: [] }], [recent, stored]));
/** An image may be pushed at any time, so that none now does not decide about a policy that was not read. */
const someImages = readOrNot(from([stored], [stored, old], [old], [{ ...stored, tags: [] }], [recent, stored]));
const used = from(...[stored, old].map(({ digest }) => ({ value: [{ digest, usedBy: "service a" }] })));
const unused = fc.constant<{ readonly value: { digest: string; usedBy: string }[] }>({ value: [] });

const key = "arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";
/** AWS takes a key only with KMS. */
const encryption = orOpen(
	fc.oneof(
		together({ type: anyOf(from("KMS", "KMS_DSSE")), kmsKey: anyOf(from(key, "alias/aws/ecr", "alias/own")) }, itself),
		together({ type: anyOf(from("AES256", "KMS")), kmsKey: known(from(null)) }, itself),
		together(
			{
				type: known(from("KMS")),
				kmsKey: textOf(
					[
						["arn:aws:kms:eu-west-1:111122223333:key/", null],
						["alias/", null],
						[null, "/ecr"],
						["alias/own-", null],
					],
					from("1234abcd", "aws/ecr", "alias/aws"),
				),
			},
			itself,
		),
	),
);

const scanning = readOrNot(
	fc.record({
		scanOnPush: fc.boolean(),
		scanType: from("BASIC", "ENHANCED"),
		scanFrequency: from("SCAN_ON_PUSH", "CONTINUOUS_SCAN", "MANUAL", null),
		appliedFilters: fc.constant<readonly string[]>([]),
	}),
);

const [own, other] = ["111122223333", "444455556666"];
const written = from(
	undefined,
	undefined,
	{ StringEquals: { "aws:PrincipalOrgID": "o-a1b2c3d4e5" } },
	{ StringEquals: { "aws:PrincipalAccount": own } },
	{ StringNotEquals: { "aws:PrincipalAccount": own } },
	{ StringLike: { "aws:PrincipalAccount": "*" } },
	{ IpAddress: { "aws:SourceIp": "203.0.113.0/24" } },
);
const limit = together(
	{
		operator: known(from("StringEquals", "StringNotEquals", "StringEqualsIfExists")),
		value: anyOf(from("o-a1b2c3d4e5", "*")),
	},
	({ operator, value }: { operator: string; value: unknown }) => ({ [operator]: { "aws:PrincipalOrgID": value } }),
);
const actions = from("*", "ecr:BatchGetImage", "ecr:PutImage");
const statement = orOpen(
	together(
		{
			Effect: anyOf(from("Allow", "Deny")),
			Principal: anyOf(fc.constantFrom<unknown>("*", { AWS: own }, { AWS: other }, { AWS: [other, "777788889999"] })),
			Action: fc.oneof(anyOf(actions), listOf(anyOf(actions), { minLength: 1, maxLength: 2 })),
			condition: fc.oneof(anyOf(written), limit),
		},
		({ condition, ...rest }: { condition?: unknown }) =>
			condition === undefined ? rest : { ...rest, Condition: condition },
	),
);
const accessPolicy = fc.oneof(
	readOrNot(fc.constantFrom<unknown>(null, { Statement: { Effect: "Allow", Principal: "*", Action: "ecr:*" } })),
	together(
		{ statements: orOpen(listOf(statement, { minLength: 1, maxLength: 2 })) },
		({ statements }: { statements: unknown }) => ({
			value: { Version: "2012-10-17", Statement: statements },
		}),
	),
);

/** The parts of a repository on which each control depends. */
export const repositoryPositions: Readonly<Record<string, Positions | readonly Positions[]>> = {
	"repository/customer-managed-key": { encryption },
	"repository/least-privilege": { accessPolicy, account: anyOf(from(own, other)) },
	"repository/lifecycle-effective": { lifecyclePolicy, tagMutability: anyOf(mutability) },
	"repository/lifecycle-policy": { lifecyclePolicy },
	// Which images are in use is only read if the policy and the images were, and something would be deleted.
	"repository/lifecycle-safe": [
		{ lifecyclePolicy, images: someImages, imagesInUse: unreadOr(fc.oneof(used, unused)) },
		{ lifecyclePolicy: known(policies.map((value) => ({ value }))), images, imagesInUse: known(used) },
	],
	"repository/no-public-access": { accessPolicy },
	"repository/required-tags": { tags },
	"repository/scan-on-push": { scanning },
	"repository/tag-immutability": {
		tagMutability: anyOf(mutability),
		exclusionFilters,
		pullThroughCachePrefixes: readOrNot(from([], ["payments"], ["cache"])),
		// A rule for the whole registry may fill a repository without a slash.
		name: known(from("payments/web")),
	},
};
