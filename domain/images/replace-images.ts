import type { ContainerFacts, ImageFacts, TaskDefinitionFacts } from "../../core/facts.ts";
import { isUnresolved, wasRead } from "../../core/reading.ts";

/** A task definition with other facts of the images that were read. `by`: null if an image does not exist any more. */
export function replaceImages(
	facts: TaskDefinitionFacts,
	by: (image: ImageFacts) => ImageFacts | null,
): TaskDefinitionFacts {
	const { containers } = facts;
	if (isUnresolved(containers)) return facts;
	const changed = (container: ContainerFacts): ContainerFacts => {
		if (!wasRead(container.registryImage)) return container;
		const value = by(container.registryImage.value);
		const gone = { unread: "its repository does not contain it", isLasting: true } as const;
		return { ...container, registryImage: value === null ? gone : { value } };
	};
	return { ...facts, containers: containers.map(changed) };
}
