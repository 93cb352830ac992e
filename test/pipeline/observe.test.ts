import { describe, expect, test } from "@jest/globals";
import type { ReadImagesInUse } from "../../adapters/ecr/images-in-use.ts";
import { defaultPolicy } from "../../controls/default-policy.ts";
import lifecycleSafe from "../../controls/repository/lifecycle-safe.ts";
import tagImmutability from "../../controls/repository/tag-immutability.ts";
import { TryLaterError } from "../../core/errors.ts";
import type { RepositoryFacts } from "../../core/facts.ts";
import type { RepositorySubject } from "../../core/subject.ts";
import { observeRepositoriesAndImages } from "../../pipeline/observe.ts";
import { aRepository, readAt } from "../support/builders.ts";

const subject: RepositorySubject = {
	kind: "repository",
	partition: "aws",
	account: "111122223333",
	region: "eu-west-1",
	name: "web",
};

/** Observes a repository and reads from ECS which of its images are in use. */
const look = (imagesInUse: ReadImagesInUse, facts: RepositoryFacts | null = aRepository()) => {
	const readers = {
		repository: async (_: RepositorySubject, __: string, readImagesInUse: ReadImagesInUse) => {
			const inUse = await readImagesInUse(subject, []);
			return facts === null ? null : { ...facts, imagesInUse: inUse };
		},
		imagesInUse,
		image: async () => null,
	};
	const rules = { policy: defaultPolicy, fingerprint: "r1" };
	const known = { entry: null, intents: [], candidates: [] };
	const trigger = { time: readAt, announcedAt: null, registered: [], replayed: false };
	return observeRepositoriesAndImages(readers, [lifecycleSafe, tagImmutability], rules)(
		subject,
		readAt,
		known,
		trigger,
	);
};
const observed = async (imagesInUse: ReadImagesInUse) => {
	const { verdicts, retry } = await look(imagesInUse);
	return [verdicts?.map(({ status, message }) => `${status} ${message}`), retry?.message];
};

describe("the images in use of a repository", () => {
	test("are part of its facts", async () => {
		expect(await observed(async () => ({ value: [] }))).toEqual([
			[
				"pass payments: the lifecycle policy does not delete any image that is in use",
				"pass payments: no tag can move (IMMUTABLE)",
			],
			undefined,
		]);
	});

	test("are unknown if ECS does not respond: the rest is judged and the search is retried", async () => {
		const silent = async () => {
			throw new TryLaterError("ecs:ListClusters did not answer");
		};
		expect(await observed(silent)).toEqual([
			[
				"unknown payments: which of its images are in use could not be read: ecs:ListClusters did not answer",
				"pass payments: no tag can move (IMMUTABLE)",
			],
			"ecs:ListClusters did not answer",
		]);
	});

	test("an error of our own is not treated as a missing response of ECS", async () => {
		const wrong = async () => {
			throw new TypeError("a bug");
		};
		await expect(look(wrong)).rejects.toThrow("a bug");
	});

	test("are not read for a deleted repository", async () => {
		expect(await look(async () => ({ value: [] }), null)).toMatchObject({ verdicts: null });
	});
});
