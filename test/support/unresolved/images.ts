import fc from "fast-check";
import { aDigest, anImage, aScan, aVulnerability } from "../builders.ts";
import { anyOf, listOf, orOpen, readOrNot, textOf, together } from "./slots.ts";

const from = fc.constantFrom;

/** What stands before a tag, and whole images. */
const names = from("web", "team/web", "ghcr.io/team/web", "public.ecr.aws/docker/web");
const paths = from("web", "web:1", "web:latest", `web@${aDigest()}`);
const images = fc.oneof(paths, from("ghcr.io/team/web:2", "public.ecr.aws/docker/web:1"));
const tag = from("1", "latest", "2.0", "release-1", "v1", "cache-a");
export const namedImage = fc.oneof(
	anyOf(images),
	textOf(
		[
			["web:", null],
			["web:1.", null],
			["ghcr.io/team/web:", null, "-slim"],
		],
		tag,
	),
);
export const image = fc.oneof(
	namedImage,
	textOf(
		[
			[null, ":latest"],
			[null, ":1"],
			[null, `@${aDigest()}`],
		],
		names,
	),
	textOf([[null]], images),
	textOf([["ghcr.io/team/", null]], paths),
	textOf([[null, "/web:1"]], from("ghcr.io", "public.ecr.aws/docker", "team")),
	textOf([["111122223333.dkr.ecr.", null, ".amazonaws.com/web:1"]], from("eu-west-1", "us-east-1")),
	textOf([["public.ecr.aws/", null, "/web"]], from("docker", "team")),
);

export const mutability = from("MUTABLE", "IMMUTABLE", "IMMUTABLE_WITH_EXCLUSION", "MUTABLE_WITH_EXCLUSION");
export const exclusionFilters = orOpen(
	listOf(
		fc.oneof(
			anyOf(from("latest", "v*", "1*", "cache-*", "*", "cache-a", "release-*")),
			textOf(
				[
					["release-", null],
					["cache-", null],
					[null, "*"],
					["v", null],
				],
				from("1", "*", "a", "cache-"),
			),
		),
	),
);
export const imageRepository = together({ tagMutability: anyOf(mutability), exclusionFilters }, (value: object) => ({
	value,
}));
export const registryImage = readOrNot(
	from(
		anImage(),
		anImage({ scans: { value: [aScan({ vulnerabilities: [aVulnerability()] })] } }),
		anImage({ scans: { value: [aScan({ status: "UNSUPPORTED_IMAGE" })] } }),
	),
);
