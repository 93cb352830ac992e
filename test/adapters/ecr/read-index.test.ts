import { BatchGetImageCommand, DescribeImageScanFindingsCommand } from "@aws-sdk/client-ecr";
import { beforeEach, describe, expect, test } from "@jest/globals";
import { awsError } from "../../support/aws-errors.ts";
import { aDigest } from "../../support/builders.ts";
import {
	anImageInEcr,
	clean,
	describes,
	digest,
	ecr,
	holds,
	imageManifest,
	index,
	read,
	scanOf,
	without,
} from "./image-in-ecr.ts";

beforeEach(anImageInEcr);

describe("an index consists of its images", () => {
	const listed = (of: string, more = {}) => ({ mediaType: imageManifest, digest: of, ...more });
	const attestation = listed(aDigest("e"), { annotations: { "vnd.docker.reference.type": "attestation-manifest" } });
	const [arm, amd] = [aDigest("c"), aDigest("d")];
	beforeEach(() => {
		describes({ imageManifestMediaType: index });
	});

	test("the scan of each image is read, without attestations; a deleted image is missing", async () => {
		holds(digest, { manifests: [listed(amd), listed(arm), listed(amd), attestation] });
		scanOf(arm).rejects(awsError("ImageNotFoundException"));
		expect(await read()).toMatchObject({ artifact: "index", scans: { value: [clean(amd), without("MISSING", arm)] } });
		expect(ecr.commandCalls(DescribeImageScanFindingsCommand)).toHaveLength(2);
	});

	test("a nested index is read once, even with circular references", async () => {
		holds(digest, { manifests: [listed(amd), listed(aDigest("f"), { mediaType: index })] });
		holds(aDigest("f"), { manifests: [listed(arm), listed(digest, { mediaType: index })] });
		expect(await read()).toMatchObject({ scans: { value: [clean(amd), clean(arm)] } });
		expect(ecr.commandCalls(BatchGetImageCommand)).toHaveLength(2);
	});

	test.each([
		["failed", { imageScanStatus: { status: "FAILED" as const } }],
		["was never started", awsError("ScanNotFoundException")],
	])("a listed attestation without a mark whose scan %s is left out, as alone", async (_, scan) => {
		holds(digest, { manifests: [listed(amd), listed(arm)] });
		holds(arm, { config: {}, layers: [{ mediaType: "application/vnd.in-toto+json" }] });
		if (scan instanceof Error) scanOf(arm).rejects(scan);
		else scanOf(arm).resolves(scan);
		expect(await read()).toMatchObject({ artifact: "index", scans: { value: [clean(amd)] } });
		holds(digest, { manifests: [listed(arm)] });
		expect(await read()).toMatchObject({ artifact: "artifact", scans: { value: [] } });
	});

	test("an image whose scan failed stays in its index, as does one whose manifest cannot be read", async () => {
		holds(digest, { manifests: [listed(amd), listed(arm)] });
		holds(amd, { config: {}, layers: [{ mediaType: "application/vnd.oci.image.layer.v1.tar+gzip" }] });
		ecr.on(BatchGetImageCommand, { imageIds: [{ imageDigest: arm }] }).rejects(awsError("AccessDeniedException"));
		ecr.on(DescribeImageScanFindingsCommand).resolves({ imageScanStatus: { status: "FAILED" } });
		const scans = {
			value: [
				{ digest: amd, status: "FAILED" },
				{ digest: arm, status: "FAILED" },
			],
		};
		expect(await read()).toMatchObject({ artifact: "index", scans });
	});

	test("an index that contains only attestations is an artifact", async () => {
		holds(digest, { manifests: [attestation] });
		expect(await read()).toMatchObject({ artifact: "artifact", scans: { value: [] } });
	});

	test.each([
		[
			"may not be read",
			() => ecr.on(BatchGetImageCommand).rejects(awsError("AccessDeniedException")),
			"ecr:BatchGetImage was denied (AccessDeniedException)",
		],
		[
			"is not JSON",
			() => ecr.on(BatchGetImageCommand).resolves({ images: [{ imageManifest: "<html>" }] }),
			"the manifest is not a JSON object",
		],
		[
			"is not there",
			() => ecr.on(BatchGetImageCommand).resolves({ images: [], failures: [{ failureCode: "ImageNotFound" }] }),
			"ecr:BatchGetImage did not find the index",
		],
		[
			"is locked away",
			() => ecr.on(BatchGetImageCommand).resolves({ images: [], failures: [{ failureCode: "KmsError" }] }),
			"ecr:BatchGetImage failed (KmsError)",
		],
	])("an index that %s leaves the scans unread", async (_, arrange, unread) => {
		arrange();
		expect(await read()).toEqual(expect.objectContaining({ artifact: "index", scans: { unread } }));
	});

	test("an index that lists more than anybody builds leaves the scans unread for good", async () => {
		holds(digest, { manifests: Array.from({ length: 101 }, (_, n) => listed(`sha256:${n}`)) });
		const scans = { unread: "the index lists more than 100 manifests", isLasting: true };
		expect(await read()).toMatchObject({ artifact: "index", scans });
	});
});
