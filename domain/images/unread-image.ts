import type { ContainerFacts } from "../../core/facts.ts";
import { isUnresolved, type Unread } from "../../core/reading.ts";
import { formatForDisplay } from "../../core/text.ts";
import { type Judgement, unknown } from "../../core/verdict.ts";

/** For an image in another registry, into which nobody here can look. */
const useOwnRegistry =
	"Copy the image into this account's private ECR registry in this Region, or pull it through an ECR pull-through cache, " +
	"and use it from there: then it is scanned and judged like your own.";

/** The image that a container names, for display; null if it names none, or nothing of the name is known. */
export function imageText(image: ContainerFacts["image"]): string | null {
	const text = isUnresolved(image) ? (image.text ?? null) : image;
	return text === null ? null : formatForDisplay(String(text));
}

/** The judgement of a container's image that could not be read. */
export function judgeUnreadImage(
	{ name, image }: Pick<ContainerFacts, "name" | "image">,
	{ unread, isByDesign, needsAws }: Unread,
): Judgement {
	const named = imageText(image);
	const about = named === null ? `the image of container ${name}` : `container ${name} runs ${named}, which`;
	const more = isByDesign === true ? { isByDesign, remediation: useOwnRegistry } : {};
	const gap = needsAws === true ? { needsAws } : {};
	return unknown(`${about} could not be checked because ${unread}`, { ...more, ...gap });
}
