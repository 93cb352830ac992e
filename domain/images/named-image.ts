import type { ContainerFacts, TaskDefinitionFacts } from "../../core/facts.ts";
import type { PartialText } from "../../core/partial-text.ts";
import { isUnresolved, notKnown } from "../../core/reading.ts";
import { fail, type Judgement, notApplicable, unknown } from "../../core/verdict.ts";

/**
 * The judgement of the image that a container names. `judge` gets its text, which may have holes or placeholders, and why it has
 * them. With Docker an image that is not named is built from a Dockerfile.
 */
export function ofNamedImage(
	{ name, image }: Pick<ContainerFacts, "name" | "image">,
	{ engine }: Pick<TaskDefinitionFacts, "engine">,
	judge: (text: string | PartialText, because: string) => Judgement,
): Judgement {
	if (isUnresolved(image)) {
		return image.text === undefined
			? unknown(`the image of container ${name} is ${notKnown(image)}`)
			: judge(image.text, image.unresolved);
	}
	if (image !== null && image !== "") return judge(image, "a placeholder is filled in later");
	return engine === "docker"
		? notApplicable(`container ${name} runs an image that is built for it`)
		: fail(`container ${name} does not name an image`);
}
