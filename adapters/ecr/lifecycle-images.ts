import type { ECRClient } from "@aws-sdk/client-ecr";
import type { RepositoryFacts, StoredImage } from "../../core/facts.ts";
import { type Reading, wasRead } from "../../core/reading.ts";
import { evaluateLifecycle } from "../../domain/lifecycle/evaluate.ts";
import { readLifecyclePolicy } from "../../domain/lifecycle/read-policy.ts";
import { readingOf } from "../failures.ts";
import { addChildren, type RepositoryImages } from "./held-images.ts";

/**
 * The images as a lifecycle policy sees them. The children of an index are kept as long as the index, and only its manifest
 * lists them; ECR counts reading a manifest as a pull. So manifests are read only if an image is due to expire, or if there is
 * no valid policy yet. Throws RepositoryNotFoundException and TryLaterError.
 */
export async function readLifecycleImages(
	client: ECRClient,
	repository: string,
	lifecyclePolicy: Reading<string | null>,
	held: Reading<RepositoryImages>,
	readAt: string,
): Promise<RepositoryFacts["images"]> {
	if (!wasRead(held)) return held;
	const { images, indexes } = held.value;
	const need = indexes.length === 0 ? "none" : manifestNeedOf(lifecyclePolicy, images, readAt);
	if (need === "none") return { value: images };
	if (need === "harmful") {
		return {
			unread: "reading its indexes would count as pulls, and a rule of the lifecycle policy counts from the last pull",
		};
	}
	return readingOf("ecr:BatchGetImage", addChildren(client, repository, held.value), ["RepositoryNotFoundException"]);
}

type Need = "none" | "manifests" | "harmful";

/** Children can only protect an image from a rule: if no rule expires an image, they do not matter. */
function manifestNeedOf(lifecyclePolicy: Reading<string | null>, images: readonly StoredImage[], readAt: string): Need {
	if (!wasRead(lifecyclePolicy)) return "none";
	const read = lifecyclePolicy.value === null ? null : readLifecyclePolicy(lifecyclePolicy.value);
	if (read?.kind !== "valid") return "manifests";
	if (evaluateLifecycle(read.policy, images, readAt).length === 0) return "none";
	const countsPulls = read.policy.rules.some(({ selection }) => selection.countType === "sinceImagePulled");
	return countsPulls ? "harmful" : "manifests";
}
