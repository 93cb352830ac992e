import { describe, expect, test } from "@jest/globals";
import type { ReadUsedImages } from "../../adapters/ecr/images-in-use.ts";
import { defaultPolicy } from "../../controls/default-policy.ts";
import lifecycleSafe from "../../controls/repository/lifecycle-safe.ts";
import tagImmutability from "../../controls/repository/tag-immutability.ts";
import { TryLaterError } from "../../core/errors.ts";
import type { RepositoryFacts } from "../../core/facts.ts";
import { wasRead } from "../../core/reading.ts";
import type { RepositorySubject } from "../../core/subject.ts";
import { observeRepositoriesAndImages } from "../../pipeline/observe.ts";
import { aRepository, aStoredImage, readAt } from "../support/builders.ts";

const subject: RepositorySubject = {
	kind: "repository",
	partition: "aws",
	account: "111122223333",
	region: "eu-west-1",
	name: "web",
};

const expiring = aStoredImage({ tags: [], pushedAt: "2025-11-21T12:00:00Z" });

/** Observes a repository whose images in use are read. */
const look = (
	usedImages: ReadUsedImages,
	facts: RepositoryFacts | null = aRepository({ images: { value: [expiring] } }),
) => {
	const readers = {
		repository: async (_: RepositorySubject, __: string, read: ReadUsedImages) => {
			const used = await read(subject);
			if (facts === null) return null;
			return { ...facts, imagesInUse: wasRead(used) ? { value: [] } : used };
		},
		usedImages,
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
const observed = async (usedImages: ReadUsedImages) =>
	(await look(usedImages)).verdicts?.map(({ status, message, pending }) => [status, message, pending]);

describe("the images in use of a repository", () => {
	test("are part of its facts", async () => {
		expect(await observed(async () => ({ value: [] }))).toEqual([
			["pass", "payments: the lifecycle policy does not delete any image that is in use", undefined],
			["pass", "payments: no tag can move (IMMUTABLE)", undefined],
		]);
	});

	test("leave the verdict pending while they are read for the first time; the rest is judged", async () => {
		expect(await observed(async () => ({ unread: "being read", pending: true }))).toEqual([
			["unknown", "payments: which of its images are in use could not be read because being read", true],
			["pass", "payments: no tag can move (IMMUTABLE)", undefined],
		]);
	});

	test("leave the verdict unknown, not pending, if they cannot be read", async () => {
		expect(await observed(async () => ({ unread: "it was denied" }))).toContainEqual([
			"unknown",
			expect.stringMatching(/denied/),
			undefined,
		]);
	});

	test("that cannot be read from the ledger now leave the verdict unknown until the check is retried", async () => {
		const silent = async () => {
			throw new TryLaterError("dynamodb:GetItem did not respond");
		};
		expect(await look(silent)).toMatchObject({
			verdicts: [{ control: "repository/lifecycle-safe", status: "unknown" }, { status: "pass" }],
			unanswered: ["repository/lifecycle-safe"],
			retry: expect.any(TryLaterError),
		});
	});

	test("are not read for a deleted repository", async () => {
		expect(await look(async () => ({ value: [] }), null)).toMatchObject({ verdicts: null });
	});
});
