import type { RepositoryFacts, StoredImage } from "../../core/facts.ts";
import { wasRead } from "../../core/reading.ts";
import type { RepositorySubject } from "../../core/subject.ts";
import { evaluateLifecycle } from "../../domain/lifecycle/evaluate.ts";
import { readLifecyclePolicy } from "../../domain/lifecycle/read-policy.ts";

/** Determines which of these images are in use. Throws TryLaterError. */
export type ReadImagesInUse = (
	subject: RepositorySubject,
	images: readonly StoredImage[],
) => Promise<RepositoryFacts["imagesInUse"]>;

/** For callers that do not search ECS. */
export const withoutEcsSearch: ReadImagesInUse = async () => ({ unread: "the services and tasks were not searched" });

/** The images in use, determined only if a rule of the lifecycle policy would expire an image, because it requires a search of ECS. */
export async function readImagesInUseIfNeeded(
	subject: RepositorySubject,
	{ images, lifecyclePolicy, readAt }: Pick<RepositoryFacts, "images" | "lifecyclePolicy" | "readAt">,
	readImagesInUse: ReadImagesInUse,
): Promise<RepositoryFacts["imagesInUse"]> {
	if (!wasRead(images)) return { unread: `its images could not be read: ${images.unread}` };
	if (!wasRead(lifecyclePolicy)) return { unread: `its lifecycle policy could not be read: ${lifecyclePolicy.unread}` };
	const read = lifecyclePolicy.value === null ? null : readLifecyclePolicy(lifecyclePolicy.value);
	const isDue = read?.kind === "valid" && evaluateLifecycle(read.policy, images.value, readAt).length > 0;
	return isDue ? readImagesInUse(subject, images.value) : { value: [] };
}
