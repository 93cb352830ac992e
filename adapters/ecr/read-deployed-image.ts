import type { ECRClient } from "@aws-sdk/client-ecr";
import type { ImageFacts } from "../../core/facts.ts";
import { wasRead } from "../../core/reading.ts";
import { arnOf, type ImageSubject } from "../../core/subject.ts";
import { scanOutcomeOf } from "../../domain/scans/scan-status.ts";
import { isNamed } from "../failures.ts";
import { gone, type ReadOfScan, scanOf } from "./image-contents.ts";
import { readImage } from "./read-image.ts";

/**
 * Reads the facts of an image that is about to be deployed, with as few calls as possible: the result of its scan says enough. Only without
 * one does it matter what the image is, whether it exists, and when it was pushed. Null when it does not exist. Throws TryLaterError.
 */
export async function readDeployedImage(
	client: ECRClient,
	subject: ImageSubject,
	readAt: string,
): Promise<ImageFacts | null> {
	let scan: ReadOfScan;
	try {
		scan = await scanOf(client, subject);
	} catch (error) {
		if (isNamed(error, ...gone)) return null;
		throw error;
	}
	if (!wasRead(scan) || scanOutcomeOf(scan.value).kind !== "result")
		return readImage(client, subject, readAt, null, { scan });
	const { repository, digest } = subject;
	const notRead = {
		tags: [],
		pushedAt: null,
		sizeBytes: 0,
		pushTimeUnread: "it is not read of an image with a result",
	};
	const facts = { kind: "image", repository, digest, arn: arnOf(subject), artifact: "image", readAt } as const;
	return { ...facts, ...notRead, awaitedSince: null, scans: { value: [scan.value] } };
}
