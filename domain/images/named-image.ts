import type { ContainerFacts, TaskDefinitionFacts } from "../../core/facts.ts";
import type { PartialText } from "../../core/partial-text.ts";
import { formatUnknown, isUnresolved } from "../../core/reading.ts";
import { fail, type Judgement, notApplicable, unknown } from "../../core/verdict.ts";

/**
 * Judges the image that a container names. `judge` receives its text, which may contain holes or placeholders, and the reason for
 * them. With Docker, a container without an image name runs an image that is built from a Dockerfile.
 */
export function judgeNamedImage(
	{ name, image }: Pick<ContainerFacts, "name" | "image">,
	{ engine }: Pick<TaskDefinitionFacts, "engine">,
	judge: (text: string | PartialText, reason: string) => Judgement,
): Judgement {
	if (isUnresolved(image)) {
		return image.text === undefined
			? unknown(`the image of container ${name} is ${formatUnknown(image)}`)
			: judge(image.text, image.unresolved);
	}
	if (image !== null && image !== "") return judge(image, "a placeholder is filled in later");
	return engine === "docker"
		? notApplicable(`container ${name} runs an image that is built from a Dockerfile`)
		: fail(`container ${name} does not name an image`);
}
