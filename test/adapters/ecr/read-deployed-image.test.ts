import {
	BatchGetImageCommand,
	DescribeImageScanFindingsCommand,
	DescribeImagesCommand,
	ECRClient,
	type ScanStatus,
} from "@aws-sdk/client-ecr";
import { beforeEach, describe, expect, test } from "@jest/globals";
import { mockClient } from "aws-sdk-client-mock";
import { readDeployedImage } from "../../../adapters/ecr/read-deployed-image.ts";
import { readImage } from "../../../adapters/ecr/read-image.ts";
import { TryLaterError } from "../../../core/errors.ts";
import { arnOf, type ImageSubject } from "../../../core/subject.ts";
import { awsError } from "../../support/aws-errors.ts";
import { aDigest, readAt } from "../../support/builders.ts";

const ecr = mockClient(ECRClient);
const [index, child] = [aDigest("a"), aDigest("b")];
const subject: ImageSubject = {
	...({ kind: "image", partition: "aws", account: "111122223333", region: "ap-northeast-1" } as const),
	...{ repository: "web", digest: index },
};
const scanned = (status: ScanStatus) => ({ imageScanStatus: { status }, imageScanFindings: { findings: [] } });
const read = () => readDeployedImage(new ECRClient({}), subject, readAt);
const readWhole = () => readImage(new ECRClient({}), subject, readAt, null);
const calls = () => ecr.calls().map(({ args: [command] }) => command.constructor.name.replace(/Command$/, ""));

beforeEach(() => {
	ecr.reset();
	ecr.on(DescribeImagesCommand).resolves({
		imageDetails: [{ imageDigest: index, imageTags: ["1.0"], imagePushedAt: new Date("2026-10-01T12:00:00Z") }],
	});
});

describe("an image that is about to be deployed", () => {
	test.each(["COMPLETE", "ACTIVE"] as const)("is read with one call if its scan has a result (%s)", async (status) => {
		ecr.on(DescribeImageScanFindingsCommand).resolves(scanned(status));
		const facts = await read();
		expect(facts).toMatchObject({
			arn: arnOf(subject),
			artifact: "image",
			scans: { value: [{ status, digest: index }] },
		});
		expect(calls()).toEqual(["DescribeImageScanFindings"]);
		expect(facts?.scans).toEqual((await readWhole())?.scans);
	});

	test.each(["IN_PROGRESS", "PENDING", "LIMIT_EXCEEDED"] as const)(
		"is read as everywhere else without a result (%s), its scan only once",
		async (status) => {
			ecr.on(DescribeImageScanFindingsCommand).resolves({ imageScanStatus: { status } });
			const facts = await read();
			expect(calls()).toEqual(["DescribeImageScanFindings", "DescribeImages"]);
			expect(facts).toEqual(await readWhole());
		},
	);

	test("is read as everywhere else if it is an index, which has no scan of its own", async () => {
		const manifest = { mediaType: "application/vnd.oci.image.index.v1+json", manifests: [{ digest: child }] };
		ecr.on(DescribeImagesCommand).resolves({
			imageDetails: [{ imageDigest: index, imageManifestMediaType: manifest.mediaType }],
		});
		ecr.on(BatchGetImageCommand).resolves({ images: [{ imageManifest: JSON.stringify(manifest) }], failures: [] });
		ecr.on(DescribeImageScanFindingsCommand).callsFake(({ imageId }) => {
			if (imageId.imageDigest === index) throw awsError("ScanNotFoundException");
			return scanned("COMPLETE");
		});
		const facts = await read();
		expect(facts).toMatchObject({ artifact: "index", scans: { value: [{ digest: child, status: "COMPLETE" }] } });
		expect(facts).toEqual(await readWhole());
	});

	test("is read as everywhere else if its scan cannot be read", async () => {
		ecr.on(DescribeImageScanFindingsCommand).rejects(awsError("AccessDeniedException"));
		const facts = await read();
		expect(facts).toMatchObject({ scans: { unread: expect.stringContaining("AccessDeniedException") } });
		expect(facts).toEqual(await readWhole());
	});

	test.each(["ImageNotFoundException", "RepositoryNotFoundException"])("does not exist (%s)", async (name) => {
		ecr.on(DescribeImageScanFindingsCommand).rejects(awsError(name));
		expect(await read()).toBeNull();
	});

	test("is read later while ECR throttles", async () => {
		ecr.on(DescribeImageScanFindingsCommand).rejects(awsError("ThrottlingException"));
		await expect(read()).rejects.toThrow(TryLaterError);
	});
});
