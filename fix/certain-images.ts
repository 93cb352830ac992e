import type { ContainerFacts, TaskDefinitionFacts } from "../core/facts.ts";
import { isUnresolved } from "../core/reading.ts";
import { valueAt } from "../readers/document/value-at.ts";
import type { FileSubject, SourceFile } from "../readers/reader.ts";

/**
 * The facts with an unresolved image for each container of which the file does not say for certain what it runs: an image that
 * is built under that name, or a default of a parameter or a variable. A tag may vary.
 */
export function withCertainImages(
	reading: FileSubject,
	facts: TaskDefinitionFacts,
	file: SourceFile,
): TaskDefinitionFacts {
	if (isUnresolved(facts.containers)) return facts;
	return { ...facts, containers: facts.containers.map((container) => withCertainImage(container, reading, file)) };
}

function withCertainImage(container: ContainerFacts, reading: FileSubject, { document }: SourceFile): ContainerFacts {
	const { image, name } = container;
	if (typeof image !== "string") return container;
	if (reading.buildsImage?.() === true) return { ...container, image: { unresolved: "it is built from a Dockerfile" } };
	const path = reading.path?.("image", name) ?? null;
	const written = path === null ? undefined : valueAt(document.value, path);
	if (typeof written !== "string") return { ...container, image: { unresolved: "it is not written in the container" } };
	return isVariable(written) ? { ...container, image: { unresolved: "its name is a variable" } } : container;
}

/** Whether a variable of Compose is part of more than the tag or the digest. */
function isVariable(image: string): boolean {
	const [name = ""] = image.replace(/\$(?:\{[^}]*\}?|\w+)/g, "$").split("@");
	const colon = name.indexOf(":", name.lastIndexOf("/") + 1);
	return (colon === -1 ? name : name.slice(0, colon)).includes("$");
}
