import { databases } from "./databases.ts";
import { parseImageName } from "./image-name.ts";
import { readTag } from "./image-tag.ts";
import type { DescribedVersions, ImageNeeds, KnownImage } from "./known-image.ts";
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

/** What an image is known to need, by its exact name and the version in its tag; null for any other image. */
export function imageNeedsOf(image: string | null): ImageNeeds | null {
	if (image === null) return null;
	const { repository, tag } = parseImageName(image);
	const namespace = `${repository.slice(0, repository.lastIndexOf("/"))}/*`;
	const known = byRepository.get(repository) ?? byRepository.get(namespace) ?? null;
	if (known === null) return null;
	const needs = needsOfVersion(known, tag);
	const isInit = repository.endsWith("/aws-for-fluent-bit") && tag.startsWith("init-");
	return isInit ? { ...needs, impossible: initOfFluentBit } : needs;
}

/** Without what the sources say of other versions. */
function needsOfVersion({ runsReadOnly: described, ...known }: KnownImage, tag: string): ImageNeeds {
	if (described === undefined) return known;
	const uncovered = uncoveredReason(known, described, tag);
	return uncovered === null
		? { ...known, runsReadOnly: true }
		: { ...known, onlyReads: [], readsFilesIn: [], uncovered };
}

function uncoveredReason(
	{ program, variants = [] }: Pick<KnownImage, "program" | "variants">,
	{ from, through, areAll }: DescribedVersions,
	tag: string,
): string | null {
	const { major, variants: named } = readTag(tag);
	const other = named.find((one) => !variants.includes(one));
	if (other !== undefined) {
		const variant = /^[\w.]{1,40}$/.test(other) ? `the variant ${other}` : "a variant that its tag names";
		return `no source says which paths ${program} writes to in ${variant}`;
	}
	if (major === null ? areAll === true : from <= major && major <= through) return null;
	const versions = from === through ? `only version ${from}` : `only versions ${from} to ${through}`;
	return major === null
		? `its tag names no version of ${program}, and its sources describe ${versions}`
		: `its sources describe ${versions} of ${program}`;
}
