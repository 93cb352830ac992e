import { DescribeImagesCommand, type ECRClient, type ImageDetail } from "@aws-sdk/client-ecr";
import type { ImageFacts, ScanFacts } from "../../core/facts.ts";
import { mapConcurrently } from "../../core/map-concurrently.ts";
import type { Permission } from "../../core/permission.ts";
import { type Reading, wasRead } from "../../core/reading.ts";
import { arnOf, type ImageSubject } from "../../core/subject.ts";
import { callAws } from "../clients/call-aws.ts";
import { isoTimeOf } from "../clients/iso-time.ts";
import { isNamed, readingOf, UnusableAnswerError } from "../failures.ts";
import { permissions as manifestPermissions, readManifest } from "./read-manifest.ts";
import { absentScan, readScan, permissions as scanPermissions } from "./read-scan.ts";
import { artifactKindOf } from "./stored-image.ts";

export const permissions: readonly Permission[] = [
	{ action: "ecr:DescribeImages", on: "repository" },
	...scanPermissions,
	...manifestPermissions,
];

export const gone = ["ImageNotFoundException", "RepositoryNotFoundException"];
const maxChildren = 100;
const scansAtOnce = 5;

/**
 * Reads the facts of an image and its scan from ECR; null when the image does not exist. `announcedAt` is the time of the
 * event that announced a result (ISO 8601), or null. `known`: what DescribeImages has just returned, and what was just read of the scan
 * of this digest. Throws TryLaterError.
 */
export async function readImage(
	client: ECRClient,
	subject: ImageSubject,
	readAt: string,
	announcedAt: string | null,
	known: { readonly detail?: ImageDetail; readonly scan?: ReadOfScan } = {},
): Promise<ImageFacts | null> {
	const { repository, digest } = subject;
	try {
		const answer =
			known.detail === undefined
				? await readingOf("ecr:DescribeImages", describe(client, subject), gone)
				: { value: known.detail };
		const detail = wasRead(answer) ? answer.value : {};
		if (detail === null) return null;
		const pushedAt = isoTimeOf(detail.imagePushedAt);
		const facts = {
			kind: "image",
			repository,
			digest,
			arn: arnOf(subject),
			tags: detail.imageTags ?? [],
			pushedAt,
			...(pushedAt === null
				? { pushTimeUnread: wasRead(answer) ? "ecr:DescribeImages did not return it" : answer.unread }
				: {}),
			sizeBytes: detail.imageSizeInBytes ?? 0,
			awaitedSince: laterOf(pushedAt, plausibleAnnouncement(announcedAt, readAt)),
			readAt,
		} as const;
		return {
			...facts,
			...(await readContents(client, subject, { kind: artifactKindOf(detail), tags: facts.tags, ...known })),
		};
	} catch (error) {
		if (isNamed(error, ...gone)) return null;
		throw error;
	}
}

async function describe(client: ECRClient, { repository, digest }: ImageSubject): Promise<ImageDetail | null> {
	const command = new DescribeImagesCommand({ repositoryName: repository, imageIds: [{ imageDigest: digest }] });
	const { imageDetails = [] } = await callAws("ecr:DescribeImages", (options) => client.send(command, options), {
		isComplete: (answer) => Array.isArray(answer.imageDetails),
	});
	return imageDetails.find(({ imageDigest }) => imageDigest === digest) ?? null;
}

/** The scan of one manifest. */
export type ReadOfScan = Reading<ScanFacts>;

/** Throws that there is no such image, and TryLaterError. */
export const scanOf = (client: ECRClient, { repository, digest }: ImageSubject): Promise<ReadOfScan> =>
	readingOf("ecr:DescribeImageScanFindings", readScan(client, repository, digest), gone);

type Contents = Pick<ImageFacts, "artifact" | "scans">;

async function readContents(
	client: ECRClient,
	subject: ImageSubject,
	{
		kind,
		tags,
		scan: known,
	}: { readonly kind: ImageFacts["artifact"]; readonly tags: readonly string[]; readonly scan?: ReadOfScan },
): Promise<Contents> {
	switch (kind) {
		case "artifact":
			return { artifact: "artifact", scans: { value: [] } };
		case "index":
			return readIndexContents(client, subject);
		case "image": {
			const scan = known ?? (await scanOf(client, subject));
			const asImage: Contents = { artifact: "image", scans: wasRead(scan) ? { value: [scan.value] } : scan };
			return wasRead(scan) && needsManifest(scan.value, tags)
				? readContentsFromManifest(client, subject, asImage)
				: asImage;
		}
	}
}

/**
 * A scan may have failed, or be missing for an untagged manifest, because there is nothing to scan: attestations that
 * BuildKit pushes next to an image look like an image until their manifest is read.
 */
function needsManifest({ status }: ScanFacts, tags: readonly string[]): boolean {
	return status === "FAILED" || status === "UNSUPPORTED_IMAGE" || (status === "ABSENT" && tags.length === 0);
}

async function readContentsFromManifest(
	client: ECRClient,
	subject: ImageSubject,
	asImage: Contents,
): Promise<Contents> {
	const manifest = await readingOf("ecr:BatchGetImage", readManifest(client, subject.repository, subject.digest), gone);
	if (!wasRead(manifest) || manifest.value === null || manifest.value.kind === "image") return asImage;
	if (manifest.value.kind === "artifact") return { artifact: "artifact", scans: { value: [] } };
	return readIndexContents(client, subject);
}

async function readIndexContents(client: ECRClient, subject: ImageSubject): Promise<Contents> {
	const children = await readingOf("ecr:BatchGetImage", imagesInIndex(client, subject), gone);
	const digests = wasRead(children) ? children.value : children;
	if (!wasRead(digests)) return { artifact: "index", scans: digests };
	if (digests.value.length === 0) return { artifact: "artifact", scans: { value: [] } };
	return { artifact: "index", scans: await readScans(client, subject.repository, digests.value) };
}

/** Digests of all images of an index, including those of nested indexes; unread if it lists too many. */
async function imagesInIndex(
	client: ECRClient,
	{ repository, digest }: ImageSubject,
): Promise<Reading<readonly string[]>> {
	const images = new Set<string>();
	const indexes = new Set([digest]);
	// Iterating over a set includes elements added meanwhile, so each index is read once, even with circular references.
	for (const index of indexes) {
		const manifest = await readManifest(client, repository, index);
		if (manifest === null && index === digest)
			throw new UnusableAnswerError("ecr:BatchGetImage did not find the index");
		// A listed index that no longer exists counts as one image without a scan.
		for (const child of manifest?.children ?? [index]) images.add(child);
		for (const nested of manifest?.indexes ?? []) indexes.add(nested);
		if (images.size + indexes.size > maxChildren + 1) {
			return { unread: `the index lists more than ${maxChildren} manifests`, isLasting: true };
		}
	}
	return { value: [...images] };
}

async function readScans(
	client: ECRClient,
	repository: string,
	digests: readonly string[],
): Promise<Reading<readonly ScanFacts[]>> {
	const scanOrAbsent = async (digest: string): Promise<ScanFacts> => {
		try {
			return await readScan(client, repository, digest);
		} catch (error) {
			// An index may outlive one of its images.
			if (isNamed(error, "ImageNotFoundException")) return absentScan(digest);
			throw error;
		}
	};
	return readingOf("ecr:DescribeImageScanFindings", mapConcurrently(scansAtOnce, digests, scanOrAbsent), gone);
}

/** The allowed clock difference; a result announced further in the future would be awaited until then. */
const maxSkewMs = 300_000;

function plausibleAnnouncement(announcedAt: string | null, readAt: string): string | null {
	return announcedAt !== null && Date.parse(announcedAt) > Date.parse(readAt) + maxSkewMs ? null : announcedAt;
}

function laterOf(one: string | null, other: string | null): string | null {
	if (one === null || other === null) return one ?? other;
	return Date.parse(other) > Date.parse(one) ? other : one;
}
