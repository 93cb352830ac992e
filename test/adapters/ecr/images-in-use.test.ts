import { describe, expect, test } from "@jest/globals";
import { type ReadUsedImages, readImagesInUseIfNeeded, withoutEcs } from "../../../adapters/ecr/images-in-use.ts";
import type { RepositoryFacts } from "../../../core/facts.ts";
import type { RepositorySubject } from "../../../core/subject.ts";
import { aDigest, aLifecycleRule, aRepository, aStoredImage } from "../../support/builders.ts";

const subject: RepositorySubject = {
	kind: "repository",
	partition: "aws",
	account: "111122223333",
	region: "eu-west-1",
	name: "web",
};
const old = aStoredImage({ tags: [], pushedAt: "2026-10-01T12:00:00Z" });
const inUse = { value: [{ digest: aDigest(), usedBy: "service shop/web" }] };
const used = { repository: "web", digest: aDigest(), tag: null, usedBy: ["service shop/web"] };
const policyOf = (...rules: unknown[]) => ({ value: JSON.stringify({ rules }) });

/** What is answered, and how often the images that ECS uses were read. */
const asked = async (
	facts: Partial<RepositoryFacts>,
	answer: Awaited<ReturnType<ReadUsedImages>> = { value: [used, { ...used, repository: "api" }] },
) => {
	let times = 0;
	const inUse = await readImagesInUseIfNeeded(
		subject,
		aRepository({ images: { value: [old] }, ...facts }),
		async (of) => {
			times += 1;
			expect(of).toEqual(subject);
			return answer;
		},
	);
	return [inUse, times];
};

describe("the images in use are read", () => {
	test("if a rule would expire an image", async () => {
		expect(await asked({})).toEqual([inUse, 1]);
	});

	test.each<[string, Partial<RepositoryFacts>]>([
		[
			"no rule would take one",
			{
				lifecyclePolicy: policyOf(
					aLifecycleRule({
						selection: { tagStatus: "untagged", countType: "sinceImagePushed", countUnit: "days", countNumber: 999 },
					}),
				),
			},
		],
		["there is no image", { images: { value: [] } }],
		["there is no policy", { lifecyclePolicy: { value: null } }],
		["the policy is not valid", { lifecyclePolicy: { value: "{}" } }],
	])("not if %s", async (_, facts) => {
		expect(await asked(facts)).toEqual([{ value: [] }, 0]);
	});

	test("not if it is unknown whether a rule would expire an image", async () => {
		expect(await asked({ images: { unread: "it was denied" } })).toEqual([
			{ unread: "its images are unknown (it was denied)" },
			0,
		]);
		expect(await asked({ lifecyclePolicy: { unread: "it was denied" } })).toEqual([
			{ unread: "its lifecycle policy is unknown (it was denied)" },
			0,
		]);
	});
});

test("images in use that are being read are unread and pending", async () => {
	const pending = { unread: "being read", pending: true } as const;
	expect(await asked({}, pending)).toEqual([pending, 1]);
});

test("without reading ECS, the images in use are unread", async () => {
	expect(await withoutEcs(subject)).toEqual({ unread: "the services and tasks were not read" });
});
