import {
	BatchGetImageCommand,
	DescribeImageScanFindingsCommand,
	DescribeImagesCommand,
	type ImageDetail,
} from "@aws-sdk/client-ecr";
import { beforeEach, describe, expect, test } from "@jest/globals";
import { TryLaterError } from "../../../core/errors.ts";
import { awsError } from "../../support/aws-errors.ts";
import { aDigest, readAt } from "../../support/builders.ts";
import {
	anImageInEcr,
	clean,
	describes,
	digest,
	ecr,
	holds,
	imageManifest,
	index,
	pushedAt,
	read,
	scanOf,
	without,
} from "./image-in-ecr.ts";

beforeEach(anImageInEcr);

test("an image and its scan, in two calls", async () => {
	expect(await read()).toEqual({
		kind: "image",
		repository: "payments",
		digest,
		arn: `arn:aws:ecr:ap-northeast-1:111122223333:repository/payments/${digest}`,
		tags: ["1.0"],
		pushedAt,
		sizeBytes: 7,
		artifact: "image",
		scans: { value: [clean(digest)] },
		awaitedSince: pushedAt,
		readAt,
	});
	expect(ecr.calls()).toHaveLength(2);
});

test.each([
	["the push, when nothing was announced", pushedAt, null, pushedAt],
	["the announcement, when it came later", pushedAt, "2026-11-21T11:05:00Z", "2026-11-21T11:05:00Z"],
	["the push, when an older event is replayed", pushedAt, "2026-11-20T11:05:00Z", pushedAt],
	["the announcement, when ECR names no push", null, "2026-11-21T11:05:00Z", "2026-11-21T11:05:00Z"],
	["nothing, if there is no time", null, null, null],
	["an announcement of a clock that is slightly ahead", pushedAt, "2026-11-21T12:05:00Z", "2026-11-21T12:05:00Z"],
	["the push, when an event claims to come from the future", pushedAt, "2026-11-21T12:05:01Z", pushedAt],
])("a result is awaited since %s", async (_, pushed, announcedAt, awaitedSince) => {
	describes({ imagePushedAt: pushed === null ? undefined : new Date(pushed) });
	expect(await read(announcedAt)).toMatchObject({ awaitedSince });
});

describe("a deleted image has no facts", () => {
	test.each(["ImageNotFoundException", "RepositoryNotFoundException"])("%s", async (name) => {
		ecr.on(DescribeImagesCommand).rejects(awsError(name));
		expect(await read()).toBeNull();
	});

	test("deleted before its scan is read", async () => {
		scanOf(digest).rejects(awsError("ImageNotFoundException"));
		expect(await read()).toBeNull();
	});
});

test("an image that cannot be described is read without tags and push time", async () => {
	ecr.on(DescribeImagesCommand).rejects(awsError("AccessDeniedException"));
	expect(await read()).toMatchObject({
		artifact: "image",
		tags: [],
		pushedAt: null,
		pushTimeUnread: "ecr:DescribeImages was denied (AccessDeniedException)",
		scans: { value: [clean(digest)] },
	});
});

test("a missing push time has a reason", async () => {
	describes({ imagePushedAt: undefined });
	expect(await read()).toMatchObject({ pushedAt: null, pushTimeUnread: "ecr:DescribeImages did not return it" });
});

test("a scan that is denied is unread", async () => {
	scanOf(digest).rejects(awsError("AccessDeniedException"));
	const unread = "ecr:DescribeImageScanFindings was denied (AccessDeniedException)";
	expect(await read()).toMatchObject({ artifact: "image", scans: { unread } });
});

test("throttling throws TryLaterError", async () => {
	scanOf(digest).rejects(awsError("ThrottlingException"));
	await expect(read()).rejects.toBeInstanceOf(TryLaterError);
});

describe("an object that is never scanned is an artifact, and its scan is not read", () => {
	test.each<[string, Partial<ImageDetail>]>([
		["a signature by its type", { artifactMediaType: "application/vnd.dev.cosign.simplesigning.v1+json" }],
		["a chart", { artifactMediaType: "application/vnd.cncf.helm.config.v1+json" }],
		["a referrer", { subjectManifestDigest: aDigest("b") }],
		["a signature by its tag", { imageTags: [`sha256-${"a".repeat(64)}.sig`] }],
		["a list of referrers", { imageTags: [`sha256-${"a".repeat(64)}`], imageManifestMediaType: index }],
	])("%s", async (_, detail) => {
		describes(detail);
		expect(await read()).toMatchObject({ artifact: "artifact", scans: { value: [] } });
		expect(ecr.commandCalls(DescribeImageScanFindingsCommand)).toHaveLength(0);
	});
});

test.each<[string, Partial<ImageDetail>]>([
	["no type", {}],
	[
		"an image's configuration",
		{ imageManifestMediaType: imageManifest, artifactMediaType: "application/vnd.docker.container.image.v1+json" },
	],
	["a type that repeats the manifest's", { imageManifestMediaType: imageManifest, artifactMediaType: imageManifest }],
	["one tag of its own beside a companion's", { imageTags: ["1.0", `sha256-${"a".repeat(64)}`] }],
])("with %s it is an image", async (_, detail) => {
	describes(detail);
	expect(await read()).toMatchObject({ artifact: "image", scans: { value: [clean(digest)] } });
});

describe("the manifest is read if the scan is missing or failed", () => {
	const attestation = { config: {}, layers: [{ mediaType: "application/vnd.in-toto+json" }] };
	const image = { config: {}, layers: [{ mediaType: "application/vnd.oci.image.layer.v1.tar+gzip" }] };
	const failed = { imageScanStatus: { status: "FAILED" as const } };

	test.each([
		["an attestation without a scan", { imageTags: [] }, null, attestation, "artifact"],
		["an attestation whose scan failed", {}, failed, attestation, "artifact"],
		["an image whose scan failed", {}, failed, image, "image"],
		["an untagged image without a scan", { imageTags: [] }, null, image, "image"],
	])("%s", async (_, detail, scan, manifest, artifact) => {
		describes(detail);
		if (scan === null) scanOf(digest).rejects(awsError("ScanNotFoundException"));
		else scanOf(digest).resolves(scan);
		holds(digest, manifest);
		expect(await read()).toMatchObject({ artifact });
	});

	test("a tagged image without a scan needs no third call", async () => {
		scanOf(digest).rejects(awsError("ScanNotFoundException"));
		expect(await read()).toMatchObject({ artifact: "image", scans: { value: [without("ABSENT", digest)] } });
		expect(ecr.calls()).toHaveLength(2);
	});

	test("a manifest that is denied changes nothing", async () => {
		scanOf(digest).resolves(failed);
		ecr.on(BatchGetImageCommand).rejects(awsError("AccessDeniedException"));
		expect(await read()).toMatchObject({ artifact: "image", scans: { value: [{ status: "FAILED" }] } });
	});
});
