import {
	BatchGetImageCommand,
	BatchGetRepositoryScanningConfigurationCommand,
	DescribeImagesCommand,
	DescribePullThroughCacheRulesCommand,
	DescribeRepositoriesCommand,
	ECRClient,
	GetLifecyclePolicyCommand,
	GetRepositoryPolicyCommand,
	type Image,
	type ImageDetail,
	ListTagsForResourceCommand,
} from "@aws-sdk/client-ecr";
import { beforeEach, describe, expect, test } from "@jest/globals";
import { mockClient } from "aws-sdk-client-mock";
import { listImages } from "../../../adapters/ecr/list-images.ts";
import { readRepository } from "../../../adapters/ecr/read-repository.ts";
import control from "../../../controls/repository/lifecycle-policy.ts";
import { TryLaterError } from "../../../core/errors.ts";
import type { RepositorySubject } from "../../../core/subject.ts";
import { awsError } from "../../support/aws-errors.ts";
import { aLifecycleRule, readAt } from "../../support/builders.ts";
import { verdictLines } from "../../support/judged.ts";

const place = { partition: "aws", account: "111122223333", region: "ap-northeast-1" } as const;
const subject: RepositorySubject = { kind: "repository", ...place, name: "payments" };
const ecr = mockClient(ECRClient);
const read = () => readRepository(new ECRClient({}), subject, readAt);

const indexType = "application/vnd.oci.image.index.v1+json";
const imageType = "application/vnd.oci.image.manifest.v1+json";
const gib = 1024 ** 3;
const attestation = { annotations: { "vnd.docker.reference.type": "attestation-manifest" } };

/** A multi-platform image as BuildKit pushes it, a year old: a tagged index, an image and an attestation without tags. */
const built = (number: number): ImageDetail[] => {
	const pushed = { imagePushedAt: new Date("2025-11-21T12:00:00Z"), imageSizeInBytes: gib };
	return [
		{ ...pushed, imageDigest: `sha256:i${number}`, imageTags: [`v1.${number}`], imageManifestMediaType: indexType },
		{ ...pushed, imageDigest: `sha256:c${number}`, imageManifestMediaType: imageType },
		{ ...pushed, imageDigest: `sha256:a${number}`, imageManifestMediaType: imageType },
	];
};
const holds = (count: number) =>
	ecr
		.on(DescribeImagesCommand)
		.resolves({ imageDetails: Array.from({ length: count }, (_, number) => built(number)).flat() });
const manifestOf = (imageDigest = ""): Image => ({
	imageId: { imageDigest },
	imageManifestMediaType: indexType,
	imageManifest: JSON.stringify({
		manifests: [
			{ mediaType: imageType, digest: imageDigest.replace(":i", ":c") },
			{ mediaType: imageType, digest: imageDigest.replace(":i", ":a"), ...attestation },
		],
	}),
});

beforeEach(() => {
	ecr.reset();
	ecr.on(DescribeRepositoriesCommand).resolves({ repositories: [{ repositoryName: "payments" }] });
	ecr.on(GetLifecyclePolicyCommand).rejects(awsError("LifecyclePolicyNotFoundException"));
	ecr.on(BatchGetRepositoryScanningConfigurationCommand).resolves({ scanningConfigurations: [], failures: [] });
	ecr.on(DescribePullThroughCacheRulesCommand).resolves({ pullThroughCacheRules: [] });
	ecr.on(GetRepositoryPolicyCommand).rejects(awsError("RepositoryPolicyNotFoundException"));
	ecr.on(ListTagsForResourceCommand).resolves({ tags: [] });
	ecr.on(BatchGetImageCommand).callsFake(({ imageIds = [] }) => {
		if (imageIds.length > 100) throw awsError("InvalidParameterException");
		return { images: imageIds.map(({ imageDigest }: { imageDigest?: string }) => manifestOf(imageDigest)) };
	});
	holds(20);
});

const asked = () => ecr.commandCalls(BatchGetImageCommand).length;
const verdict = async () => {
	const facts = await read();
	return facts === null ? [] : verdictLines(control, facts);
};
const notKnown = (reason: string) =>
	`fail MEDIUM payments: no lifecycle policy; what the proposed policy would free is unknown because ${reason}`;

test("the children of a kept index do not expire, including attestations", async () => {
	expect(await verdict()).toEqual([
		"fail MEDIUM payments: no lifecycle policy; the proposed policy would free nothing today",
	]);
	expect(asked()).toBe(1);
});

test("an index has its children, and an image has none", async () => {
	holds(1);
	expect(await read()).toMatchObject({
		images: {
			value: [
				{ digest: "sha256:i0", sizeBytes: 0, children: ["sha256:c0", "sha256:a0"] },
				expect.not.objectContaining({ children: expect.anything() }),
				expect.not.objectContaining({ children: expect.anything() }),
			],
		},
	});
});

/** A policy of one rule for tagged images that are older than so many days. */
const olderThan = (countNumber: number, countType = "sinceImagePushed", action: object = { type: "expire" }) => {
	const selection = { tagStatus: "tagged", tagPatternList: ["*"], countType, countUnit: "days", countNumber };
	return JSON.stringify({ rules: [aLifecycleRule({ selection, action })] });
};
const archiving = olderThan(90, "sinceImagePulled", { type: "transition", targetStorageClass: "archive" });

describe("manifests are read only if their children matter", () => {
	test.each([
		["the policy is valid, and nothing is due", olderThan(9_999), 0],
		["the policy is valid, and something is due", olderThan(14), 1],
		["the policy is empty", "{}", 1],
		["the policy is not valid", "rules: []", 1],
	])("%s", async (_, lifecyclePolicyText, calls) => {
		ecr.on(GetLifecyclePolicyCommand).resolves({ lifecyclePolicyText });
		await read();
		expect(asked()).toBe(calls);
	});

	test("not if a rule counts from the last pull, because reading a manifest is a pull; then the images are unread", async () => {
		ecr.on(GetLifecyclePolicyCommand).resolves({ lifecyclePolicyText: archiving });
		expect(await read()).toMatchObject({
			images: {
				unread:
					"reading its indexes would count as pulls, and a rule of the lifecycle policy counts from the last pull",
			},
		});
		expect(asked()).toBe(0);
	});

	test("not if no image is due because of recent pulls; then the images are known", async () => {
		const lastRecordedPullTime = new Date("2026-11-20T12:00:00Z");
		const imageDetails = built(0).map((detail) => ({ ...detail, lastRecordedPullTime }));
		ecr.on(DescribeImagesCommand).resolves({ imageDetails });
		ecr.on(GetLifecyclePolicyCommand).resolves({ lifecyclePolicyText: archiving });
		const lastPulledAt = lastRecordedPullTime.toISOString();
		expect(await read()).toMatchObject({ images: { value: [{ lastPulledAt }, { lastPulledAt }, { lastPulledAt }] } });
		expect(asked()).toBe(0);
	});

	test("not if the policy could not be read", async () => {
		ecr.on(GetLifecyclePolicyCommand).rejects(awsError("AccessDeniedException"));
		await read();
		expect(asked()).toBe(0);
	});

	test("not if there is no index", async () => {
		ecr.on(DescribeImagesCommand).resolves({ imageDetails: built(0).slice(1) });
		await read();
		expect(asked()).toBe(0);
	});
});

test("a restored image is as old as its restoration", async () => {
	ecr.on(DescribeImagesCommand).resolves({
		imageDetails: [{ imageDigest: "sha256:a", lastActivatedAt: new Date("2026-11-20T12:00:00Z") }],
	});
	const value = [
		{ digest: "sha256:a", tags: [], pushedAt: null, activatedAt: "2026-11-20T12:00:00.000Z", sizeBytes: 0 },
	];
	expect(await read()).toMatchObject({ images: { value } });
});

test("three hundred indexes take three calls; with more, the saving is unknown", async () => {
	holds(300);
	expect(await verdict()).toEqual([expect.stringContaining("would free nothing today")]);
	expect(asked()).toBe(3);
	holds(301);
	expect(await verdict()).toEqual([notKnown("the repository has more than 300 indexes")]);
	expect(asked()).toBe(3);
});

describe("without the manifests, the control fails and the saving is unknown", () => {
	const answers = (answer: object) => () => ecr.on(BatchGetImageCommand).resolves(answer);
	const failing = (failureCode: string) =>
		answers({ images: [], failures: [{ imageId: { imageDigest: "sha256:i0" }, failureCode }] });

	test.each([
		[
			"denied",
			() => ecr.on(BatchGetImageCommand).rejects(awsError("AccessDeniedException")),
			"ecr:BatchGetImage was denied (AccessDeniedException)",
		],
		["locked away", failing("KmsError"), "ecr:BatchGetImage failed (KmsError)"],
		[
			"not JSON",
			answers({ images: [{ ...manifestOf("sha256:i0"), imageManifest: "<html>" }] }),
			"the manifest is not a JSON object",
		],
		["left out", answers({ images: [], failures: [] }), "ecr:BatchGetImage failed (no image)"],
	])("%s", async (_, arrange, reason) => {
		holds(1);
		arrange();
		expect(await verdict()).toEqual([notKnown(reason)]);
	});

	test("an index that was deleted in the meantime protects nothing", async () => {
		holds(1);
		failing("ImageNotFound")();
		expect(await verdict()).toEqual([expect.stringContaining("would expire 2 of 3 images (2.0 GB")]);
	});

	test("a repository that was deleted in the meantime has no facts", async () => {
		ecr.on(BatchGetImageCommand).rejects(awsError("RepositoryNotFoundException"));
		expect(await read()).toBeNull();
	});

	test("throttling throws TryLaterError", async () => {
		ecr.on(BatchGetImageCommand).rejects(awsError("ThrottlingException"));
		await expect(read()).rejects.toBeInstanceOf(TryLaterError);
	});
});

test("F7: a repository with more than 20,000 images is not listed further, and the effect of its policy is unknown", async () => {
	let pages = 0;
	ecr.on(DescribeImagesCommand).callsFake(() => {
		const page = ++pages;
		const imageDetails = Array.from({ length: 1_000 }, (_, at) => ({
			imageDigest: `sha256:${page}-${at}`,
			imagePushedAt: new Date("2025-11-21T12:00:00Z"),
			imageSizeInBytes: 1,
			imageManifestMediaType: imageType,
		}));
		return { imageDetails, nextToken: String(page) };
	});
	await expect(listImages(new ECRClient({}), "payments")).rejects.toThrow("the repository has more than 20000 images");
	expect(pages).toBe(21);
});
