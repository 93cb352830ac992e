import type { ContainerFacts, TaskDefinitionFacts } from "../../core/facts.ts";
import { type PartialText, reasonOf } from "../../core/partial-text.ts";
import { formatUnknown, isUnresolved } from "../../core/reading.ts";
import { formatForDisplay } from "../../core/text.ts";
import { type Judgement, notApplicable, unknown } from "../../core/verdict.ts";
import { withUnfilledParts } from "./unfilled-parts.ts";

/** The image of a container, to begin a sentence about it; in quotes if it ends with a colon, because its tag is filled in later. */
export function aboutImage({ name }: Pick<ContainerFacts, "name">, text: PartialText): string {
	const image = formatForDisplay(String(text));
	return `container ${name}: ${image.endsWith(":") ? `"${image}"` : image}`;
}

/**
 * Judges the image that a container names. `judge` receives its text, with a hole for each part that is filled in later, and the
 * reason for them. With Docker, a container without an image name runs an image that is built from a Dockerfile; ECS accepts no
 * definition without one, so it is filled in before the definition is registered.
 */
export function judgeNamedImage(
	{ name, image }: Pick<ContainerFacts, "name" | "image">,
	{ engine }: Pick<TaskDefinitionFacts, "engine">,
	judge: (text: PartialText, reason: string) => Judgement,
): Judgement {
	if (isUnresolved(image)) {
		return image.text === undefined
			? unknown(`the image of container ${name} is ${formatUnknown(image)}`)
			: judge(withUnfilledParts(image.text), image.unresolved);
	}
	if (image !== null && image.trim() !== "") {
		const text = withUnfilledParts(image);
		return judge(text, formatForDisplay(reasonOf(text.holes)));
	}
	return engine === "docker"
		? notApplicable(`container ${name} runs an image that is built from a Dockerfile`)
		: unknown(`container ${name} names no image, which ECS requires, so it is filled in later`);
}
