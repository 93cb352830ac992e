import type { ContainerFacts } from "../../core/facts.ts";
import { isUnresolved } from "../../core/reading.ts";
import { mutabilityOf } from "../../domain/cloudformation/tag-mutability.ts";
import { isPartial } from "../../domain/cloudformation/template-text.ts";
import { ownAccount } from "../../domain/own-account.ts";
import { resolveRef } from "./references.ts";
import type { Scope } from "./scope.ts";

/** `<account>.dkr.ecr.<region>.<domain>/<name>`, with a tag or a digest after it. */
const privateImage = /^([^/]+?)\.dkr[.-]ecr[^/]*\/([^@:]+)/;

/** Enough for a name with a few holes; ECS allows 255 characters. */
const maxCharacters = 2_000;

/** Account and repository name of an image in a private registry, including holes. */
function parseRegistryImage(image: string): readonly string[] {
	const holes: string[] = [];
	if (image.length > maxCharacters) return [];
	const numbered = image.replace(/\$\{[^{}]*\}/g, (one) => `<${holes.push(one) - 1}>`);
	const [, ...parts] = privateImage.exec(numbered) ?? [];
	return parts.map((part) => part.replace(/<(\d+)>/g, (_, at: string) => holes[Number(at)] ?? ""));
}

/** Looks up the repository of an image among those of the template. */
export const imageRepositoryIn =
	(scope: Scope) =>
	(image: ContainerFacts["image"]): ContainerFacts["imageRepository"] =>
		repositoryOfImage(image, scope) ?? { unread: "the template has no repository with its name", needsAws: true };

/** The facts of the template about the repository of an image; null when it has no such repository. */
function repositoryOfImage(image: ContainerFacts["image"], scope: Scope): ContainerFacts["imageRepository"] | null {
	const text = isUnresolved(image) ? image.text : image;
	const [account, name] = parseRegistryImage(String(text ?? ""));
	if (account === undefined || name === undefined) return null;
	for (const { id, type, properties, condition } of scope.template.resources.values()) {
		if (type !== "AWS::ECR::Repository") continue;
		if (condition !== null && scope.holds(condition) === false) continue;
		const own = resolveRef(id, scope);
		const ownName = isPartial(own) ? String(own) : own;
		// Another account's repository may have the same name; a reference identifies this one.
		const isThisOne = account === ownAccount || name.includes("${");
		if (ownName === name && isThisOne) return { value: mutabilityOf(scope.valueOf(properties)) };
	}
	return null;
}
