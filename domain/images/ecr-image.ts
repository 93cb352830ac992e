import { parsePlaceholders } from "../../core/placeholders.ts";
import { type AccountRegion, isRegionName, partitionOf } from "../../core/subject.ts";
import { parseImageReference } from "./image-reference.ts";
import { isOwnRegistry } from "./own-registry.ts";

/** An image in a private ECR registry. */
export interface EcrImage {
	/** Whose registry it is in. */
	readonly registry: AccountRegion;
	readonly repository: string;
	/** Null when there is none. */
	readonly tag: string | null;
	readonly digest: string | null;
}

/** A name in a private ECR registry that no image can have. */
interface InvalidEcrImage {
	readonly registry: AccountRegion;
	/** A sentence without its end: `its tag is not valid: …`. */
	readonly problem: string;
}

const host = /^(\d{12})\.dkr[.-]ecr(?:-fips)?\.([a-z0-9-]+)\./;
/** The characters of names in ECR's API model, without their order, which is ECR's to judge. */
const repositoryCharacters = /^[a-z0-9]+(?:[._/-]+[a-z0-9]+)*$/;
/** https://docs.docker.com/reference/cli/docker/image/tag/, read 2026-11-21. */
const tagPattern = /^\w[\w.-]{0,127}$/;

/** An image by its reference, or what is wrong with the name; null for no reference, and for one of any other registry. */
export function parseEcrImage(text: string): EcrImage | InvalidEcrImage | null {
	const reference = parseImageReference(text);
	const registry = reference === null ? null : ecrRegistryOf(reference.registry);
	if (reference === null || registry === null) return null;
	const { path: repository, tag, digest } = reference;
	const unfilled = explainUnfilled(text);
	if (unfilled !== null) return { registry, problem: unfilled };
	if (!repositoryCharacters.test(repository) || repository.includes("//")) return { registry, problem: ofRepository };
	if (tag !== null && !tagPattern.test(tag)) return { registry, problem: ofTag };
	return { registry, repository, tag, digest };
}

const ofRepository =
	"its repository name is not valid: lower-case letters and digits, with one of . _ - / between them";
const ofTag = "its tag is not valid: up to 128 letters, digits and _ . -, and neither . nor - first";

/** `${TAG} is not filled in`, of the first placeholder; null without one. */
export function explainUnfilled(text: string): string | null {
	const [hole] = parsePlaceholders(text).holes;
	return hole === undefined ? null : `${hole.label} is not filled in`;
}

/** The account and Region whose private registry a host is; null for any other host. */
function ecrRegistryOf(registry: string): AccountRegion | null {
	const [, account, region] = host.exec(registry) ?? [];
	if (account === undefined || region === undefined || !isRegionName(region)) return null;
	const place = { partition: partitionOf(region), account, region };
	return isOwnRegistry(registry, place) ? place : null;
}
