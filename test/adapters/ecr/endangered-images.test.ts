import { describe, expect, test } from "@jest/globals";
import { readImagesInUseIfNeeded, withoutEcsSearch } from "../../../adapters/ecr/endangered-images.ts";
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
const policyOf = (...rules: unknown[]) => ({ value: JSON.stringify({ rules }) });

/** What is answered, and how often ECS was asked. */
const asked = async (facts: Partial<RepositoryFacts>) => {
	let times = 0;
	const answer = await readImagesInUseIfNeeded(
		subject,
		aRepository({ images: { value: [old] }, ...facts }),
		async (of, images) => {
			times += 1;
			expect([of, images]).toEqual([subject, [old]]);
			return inUse;
		},
	);
	return [answer, times];
};

describe("ECS is searched for images in use", () => {
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
		expect(await asked({ images: { unread: "denied" } })).toEqual([
			{ unread: "its images could not be read: denied" },
			0,
		]);
		expect(await asked({ lifecyclePolicy: { unread: "denied" } })).toEqual([
			{ unread: "its lifecycle policy could not be read: denied" },
			0,
		]);
	});
});

test("without a search of ECS, the images in use are unread", async () => {
	expect(await withoutEcsSearch(subject, [])).toEqual({ unread: "the services and tasks were not searched" });
});
