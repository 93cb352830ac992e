import { databases } from "./databases.ts";
import { parseImageName } from "./image-name.ts";
import type { ImageNeeds, KnownImage } from "./known-image.ts";
import { monitoring } from "./monitoring.ts";
import { runtimes } from "./runtimes.ts";
import { selfHostedApplications } from "./self-hosted.ts";
import { statefulPrograms } from "./stateful.ts";
import { webServers } from "./web-servers.ts";

/** Every image whose needs are known, each with the sources that state them. */
export const knownImages: readonly KnownImage[] = [
	...webServers,
	...databases,
	...statefulPrograms,
	...monitoring,
	...selfHostedApplications,
	...runtimes,
];

const byRepository: ReadonlyMap<string, KnownImage> = new Map(
	knownImages.flatMap((known) => known.images.map((image) => [image, known] as const)),
);

/** https://github.com/aws/aws-for-fluent-bit/issues/824 and 928 */
const initOfFluentBit = "the init images of aws-for-fluent-bit write to /init, the folder of their own programs";

/** What an image is known to need, by its exact name; null for any other image. */
export function imageNeedsOf(image: string | null): ImageNeeds | null {
	if (image === null) return null;
	const { repository, tag } = parseImageName(image);
	const namespace = `${repository.slice(0, repository.lastIndexOf("/"))}/*`;
	const known = byRepository.get(repository) ?? byRepository.get(namespace) ?? null;
	if (known === null) return null;
	const isInit = repository.endsWith("/aws-for-fluent-bit") && tag.startsWith("init-");
	return isInit ? { ...known, impossible: initOfFluentBit } : known;
}
