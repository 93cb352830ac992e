import type { ContainerFacts, TaskDefinitionFacts } from "../core/facts.ts";
import { isUnresolved } from "../core/reading.ts";
import type { SourceDocument } from "../readers/document/source-document.ts";
import { valueAt } from "../readers/document/value-at.ts";
import type { FileSubject, SourceFile } from "../readers/reader.ts";
import { imageNeedsOf } from "./images/image-needs.ts";

/**
 * The facts with an unresolved image for each container of which the file does not say for certain what it runs: an image that
 * is built under that name, or a default of a parameter or a variable. A tag that may vary is left out.
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
	const written = reading.written === undefined ? writtenAtPath(reading, name, document) : reading.written("image");
	if (typeof written !== "string") return { ...container, image: { unresolved: "it is not written in the container" } };
	const { isNamed, isTagged } = certainParts(written);
	if (!isNamed) return { ...container, image: { unresolved: "its name is a variable" } };
	const { uncovered, impossible } = imageNeedsOf(image) ?? {};
	const isLeftAnyway = uncovered !== undefined || impossible !== undefined;
	return isTagged || isLeftAnyway ? container : { ...container, image: withoutTag(image) };
}

function writtenAtPath(reading: FileSubject, name: string, document: SourceDocument): unknown {
	const path = reading.path?.("image", name) ?? null;
	return path === null ? undefined : valueAt(document.value, path);
}

function withoutTag(image: string): string {
	const [name = ""] = image.split("@");
	const colon = name.indexOf(":", name.lastIndexOf("/") + 1);
	return colon === -1 ? name : name.slice(0, colon);
}

/** Which parts of an image no variable of Compose is part of: its name, and its tag and digest. */
function certainParts(image: string): { readonly isNamed: boolean; readonly isTagged: boolean } {
	const short = image.replace(/\$(?:\{[^}]*\}?|\w+)/g, "$");
	const repository = withoutTag(short);
	return { isNamed: !repository.includes("$"), isTagged: !short.slice(repository.length).includes("$") };
}
