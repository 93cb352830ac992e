import type { ImageFacts } from "../../core/facts.ts";
import { wasRead } from "../../core/reading.ts";

/** The states of a scan that ends by itself (ECR API reference, ImageScanStatus). */
const running: readonly string[] = ["IN_PROGRESS", "PENDING"];

/**
 * An image that is about to be deployed. The wait for a result begins with the push; a scan that runs now may have been started later, and
 * its result is due, too.
 */
export function awaitRunningScan(image: ImageFacts): ImageFacts {
	const isRunning = wasRead(image.scans) && image.scans.value.some(({ status }) => running.includes(status));
	return isRunning ? { ...image, awaitedSince: image.readAt } : image;
}
