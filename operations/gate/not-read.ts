import type { TaskDefinitionFacts } from "../../core/facts.ts";
import { isUnresolved, wasRead } from "../../core/reading.ts";
import type { AccountRegion } from "../../core/subject.ts";
import { parseEcrImage } from "../../domain/images/ecr-image.ts";

/** An image of a task definition that was not read. */
export interface ImageNotRead {
	/** As the task definition names it. */
	readonly image: string;
	/** Why, and what to do, if it is in ECR elsewhere or its name is not valid there; null for one of any other registry. */
	readonly because: string | null;
}

/** The images that were not read in the registry of `place`, each once. One whose name a file does not determine at all is left out. */
export function imagesNotRead(
	{ containers }: Pick<TaskDefinitionFacts, "containers">,
	place: AccountRegion,
): readonly ImageNotRead[] {
	if (isUnresolved(containers)) return [];
	const names = containers.flatMap(({ image, registryImage }) => {
		if (image === null || wasRead(registryImage)) return [];
		return isUnresolved(image) ? (image.text?.toString() ?? []) : image;
	});
	return [...new Set(names)].map((image) => ({ image, because: explainNotRead(image, place) }));
}

function explainNotRead(image: string, { partition, account, region }: AccountRegion): string | null {
	const named = parseEcrImage(image);
	if (named === null) return null;
	const { registry } = named;
	if ("problem" in named) return `${image} was not read: ${named.problem}`;
	const needed = [
		...(registry.partition === partition && registry.account === account
			? []
			: [`the credentials of account ${registry.account}`]),
		...(registry.region === region ? [] : [`--region ${registry.region}`]),
	];
	// What is here and was not read is explained by its verdicts.
	if (needed.length === 0) return null;
	return (
		`${image} was not read: only the registry of account ${account} in ${region} is; ` +
		`to have it judged, run shipshape gate --image with ${needed.join(" and ")} if that is meant, or correct the image`
	);
}
