import {
	BatchGetImageCommand,
	DescribeImageScanFindingsCommand,
	DescribeImagesCommand,
	ECRClient,
	type ImageDetail,
} from "@aws-sdk/client-ecr";
import { mockClient } from "aws-sdk-client-mock";
import { readImage } from "../../../adapters/ecr/read-image.ts";
import type { ImageSubject } from "../../../core/subject.ts";
import { aDigest, readAt } from "../../support/builders.ts";

export const digest = aDigest();
const subject: ImageSubject = {
	kind: "image",
	partition: "aws",
	account: "111122223333",
	region: "ap-northeast-1",
	repository: "payments",
	digest,
};
export const pushedAt = "2026-11-21T11:00:00.000Z";
export const ecr = mockClient(ECRClient);
export const read = (announcedAt: string | null = null) => readImage(new ECRClient({}), subject, readAt, announcedAt);

export const describes = (detail: Partial<ImageDetail>) =>
	ecr.on(DescribeImagesCommand).resolves({
		imageDetails: [
			{ imageDigest: digest, imageTags: ["1.0"], imagePushedAt: new Date(pushedAt), imageSizeInBytes: 7, ...detail },
		],
	});
export const scanOf = (imageDigest: string) => ecr.on(DescribeImageScanFindingsCommand, { imageId: { imageDigest } });
export const holds = (imageDigest: string, manifest: unknown) =>
	ecr
		.on(BatchGetImageCommand, { imageIds: [{ imageDigest }] })
		.resolves({ images: [{ imageManifest: JSON.stringify(manifest) }] });
const imageScanStatus = { status: "COMPLETE" as const, description: "done" };
const complete = { imageScanStatus, imageScanFindings: { findings: [] } };
export const clean = (of: string) => ({
	digest: of,
	status: "COMPLETE",
	description: "done",
	completedAt: null,
	vulnerabilities: [],
});
export const without = (status: string, of: string) => ({
	digest: of,
	status,
	description: "",
	completedAt: null,
	vulnerabilities: [],
});
export const index = "application/vnd.oci.image.index.v1+json";
export const imageManifest = "application/vnd.oci.image.manifest.v1+json";

/** One tagged image with a clean scan. */
export function anImageInEcr(): void {
	ecr.reset();
	describes({});
	ecr.on(DescribeImageScanFindingsCommand).resolves(complete);
}
