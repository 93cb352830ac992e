import { beforeEach, expect, test } from "@jest/globals";
import type { ImageFacts, RepositoryFacts } from "../../core/facts.ts";
import { arnOf, type ImageSubject, type RepositorySubject } from "../../core/subject.ts";
import { aDigest } from "../support/builders.ts";

export interface RegistryUnderTest {
	readonly repository: (subject: RepositorySubject, readAt: string) => Promise<RepositoryFacts | null>;
	readonly image: (subject: ImageSubject, readAt: string, announcedAt: string | null) => Promise<ImageFacts | null>;
	/** Deletes a repository, or an image of it. */
	readonly drop: (name: string, digest: string | null) => void;
}

/** Another time than that of the builders. */
const readAt = "2026-11-21T12:07:00.000Z";

const place = { partition: "aws", account: "111122223333", region: "ap-northeast-1" } as const;
const digest = aDigest();
const repositoryOf = (name: string): RepositorySubject => ({ kind: "repository", ...place, name });
const imageOf = (repository: string): ImageSubject => ({ kind: "image", ...place, repository, digest });

/**
 * What a check relies on in ECR (API reference: DescribeRepositories, DescribeImages, DescribeImageScanFindings).
 * `open` answers a registry with an image in `payments` that was scanned, and one in `fresh` that was just pushed.
 */
export function registryContract(open: () => Promise<RegistryUnderTest>): void {
	let registry: RegistryUnderTest;
	beforeEach(async () => {
		registry = await open();
	});

	test.each(["payments", "fresh"])("facts of a repository are about the one that was asked for: %s", async (name) => {
		const subject = repositoryOf(name);
		const expected = { kind: "repository", name, arn: arnOf(subject), account: place.account, readAt };
		expect(await registry.repository(subject, readAt)).toMatchObject(expected);
	});

	test.each(["payments", "fresh"])("facts of an image are about the one that was asked for: %s", async (repository) => {
		const subject = imageOf(repository);
		const expected = { kind: "image", repository, digest, arn: arnOf(subject), readAt, artifact: "image" };
		expect(await registry.image(subject, readAt, null)).toMatchObject(expected);
	});

	test.each([
		["payments", "COMPLETE"],
		["fresh", "IN_PROGRESS"],
	])("an image has the scan of its own digest: %s %s", async (repository, status) => {
		const facts = await registry.image(imageOf(repository), readAt, null);
		expect(facts?.scans).toMatchObject({ value: [{ digest, status, vulnerabilities: [] }] });
	});

	test("a scan result is awaited since the push, or since an event announced it later", async () => {
		const pushed = await registry.image(imageOf("payments"), readAt, null);
		expect(pushed?.awaitedSince).toBe(pushed?.pushedAt);
		const announcedAt = "2026-11-21T11:30:00.000Z";
		expect((await registry.image(imageOf("payments"), readAt, announcedAt))?.awaitedSince).toBe(announcedAt);
		const before = "2020-01-01T00:00:00.000Z";
		expect((await registry.image(imageOf("payments"), readAt, before))?.awaitedSince).toBe(pushed?.pushedAt);
	});

	test("a deleted image is not found, its repository is", async () => {
		registry.drop("payments", digest);
		expect(await registry.image(imageOf("payments"), readAt, null)).toBeNull();
		expect(await registry.repository(repositoryOf("payments"), readAt)).not.toBeNull();
	});

	test("a deleted repository and its images are not found, others are", async () => {
		registry.drop("payments", null);
		expect(await registry.repository(repositoryOf("payments"), readAt)).toBeNull();
		expect(await registry.image(imageOf("payments"), readAt, null)).toBeNull();
		expect(await registry.image(imageOf("fresh"), readAt, null)).not.toBeNull();
	});
}
