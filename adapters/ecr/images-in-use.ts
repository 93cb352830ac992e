import type { RepositoryFacts } from "../../core/facts.ts";
import { type Reading, wasRead } from "../../core/reading.ts";
import type { RepositorySubject } from "../../core/subject.ts";
import { imagesInUseOf, type UsedImage } from "../../domain/images/used-images.ts";
import { evaluateLifecycle } from "../../domain/lifecycle/evaluate.ts";
import { readLifecyclePolicy } from "../../domain/lifecycle/read-policy.ts";

/** The images that ECS uses, for a repository. `pending`: they were never read, and are being read now. Throws TryLaterError. */
export type ReadUsedImages = (
	subject: RepositorySubject,
) => Promise<Reading<readonly UsedImage[]> & { readonly pending?: true }>;

/** For callers that do not read ECS. */
export const withoutEcs: ReadUsedImages = async () => ({ unread: "the services and tasks were not read" });

/** The images in use, determined only if a rule of the lifecycle policy would expire an image. */
export async function readImagesInUseIfNeeded(
	subject: RepositorySubject,
	{ images, lifecyclePolicy, readAt }: Pick<RepositoryFacts, "images" | "lifecyclePolicy" | "readAt">,
	readUsedImages: ReadUsedImages,
): Promise<RepositoryFacts["imagesInUse"]> {
	if (!wasRead(images)) return { unread: `its images are unknown (${images.unread})` };
	if (!wasRead(lifecyclePolicy)) return { unread: `its lifecycle policy is unknown (${lifecyclePolicy.unread})` };
	const read = lifecyclePolicy.value === null ? null : readLifecyclePolicy(lifecyclePolicy.value);
	const isDue = read?.kind === "valid" && evaluateLifecycle(read.policy, images.value, readAt).length > 0;
	if (!isDue) return { value: [] };
	const used = await readUsedImages(subject);
	return wasRead(used) ? { value: imagesInUseOf(subject.name, used.value, images.value) } : used;
}
