import type { ECRClient } from "@aws-sdk/client-ecr";
import type { ImageFacts, ScanFacts } from "../../core/facts.ts";
import { mapConcurrently } from "../../core/map-concurrently.ts";
import type { Permission } from "../../core/permission.ts";
import { type Reading, wasRead } from "../../core/reading.ts";
import type { ImageSubject } from "../../core/subject.ts";
import { childMissing } from "../../domain/scans/scan-status.ts";
import { isNamed, readingOf, UnusableAnswerError } from "../failures.ts";
import { permissions as manifestPermissions, readManifest } from "./read-manifest.ts";
import { noScan, readScan, permissions as scanPermissions } from "./read-scan.ts";

export const permissions: readonly Permission[] = [...scanPermissions, ...manifestPermissions];

export const gone = ["ImageNotFoundException", "RepositoryNotFoundException"];
const maxChildren = 100;
const scansAtOnce = 5;

/** The scan of one manifest. */
export type ReadOfScan = Reading<ScanFacts>;

/** Throws that there is no such image, and TryLaterError. */
export const scanOf = (client: ECRClient, { repository, digest }: ImageSubject): Promise<ReadOfScan> =>
	readingOf("ecr:DescribeImageScanFindings", readScan(client, repository, digest), gone);

type Contents = Pick<ImageFacts, "artifact" | "scans">;

/** What a manifest is, and the scans of its images. Throws that there is no such image, and TryLaterError. */
export async function readContents(
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
	const manifest = await readManifestOf(client, subject);
	if (!wasRead(manifest) || manifest.value === null || manifest.value.kind === "image") return asImage;
	if (manifest.value.kind === "artifact") return { artifact: "artifact", scans: { value: [] } };
	return readIndexContents(client, subject);
}

const readManifestOf = (client: ECRClient, { repository, digest }: Pick<ImageSubject, "repository" | "digest">) =>
	readingOf("ecr:BatchGetImage", readManifest(client, repository, digest), gone);

async function readIndexContents(client: ECRClient, subject: ImageSubject): Promise<Contents> {
	const children = await readingOf("ecr:BatchGetImage", imagesInIndex(client, subject), gone);
	const digests = wasRead(children) ? children.value : children;
	if (!wasRead(digests)) return { artifact: "index", scans: digests };
	if (digests.value.length === 0) return { artifact: "artifact", scans: { value: [] } };
	const scans = await readScans(client, subject.repository, digests.value);
	return wasRead(scans) && scans.value.length === 0 ? { artifact: "artifact", scans } : { artifact: "index", scans };
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
		// A listed index that no longer exists counts as one missing image.
		for (const child of manifest?.children ?? [index]) images.add(child);
		for (const nested of manifest?.indexes ?? []) indexes.add(nested);
		if (images.size + indexes.size > maxChildren + 1) {
			return { unread: `the index lists more than ${maxChildren} manifests`, isLasting: true };
		}
	}
	return { value: [...images] };
}

/** The scan of each of these images; what turns out to be an artifact has none, as when it is read by itself. */
async function readScans(
	client: ECRClient,
	repository: string,
	digests: readonly string[],
): Promise<Reading<readonly ScanFacts[]>> {
	const readOne = async (digest: string): Promise<readonly ScanFacts[]> => {
		try {
			const scan = await readScan(client, repository, digest);
			return needsManifest(scan, []) && (await isArtifact(client, repository, digest)) ? [] : [scan];
		} catch (error) {
			// An index may outlive one of its images.
			if (isNamed(error, "ImageNotFoundException")) return [noScan(digest, childMissing)];
			throw error;
		}
	};
	const scans = mapConcurrently(scansAtOnce, digests, readOne).then((read) => read.flat());
	return readingOf("ecr:DescribeImageScanFindings", scans, gone);
}

async function isArtifact(client: ECRClient, repository: string, digest: string): Promise<boolean> {
	const manifest = await readManifestOf(client, { repository, digest });
	return wasRead(manifest) && manifest.value?.kind === "artifact";
}
