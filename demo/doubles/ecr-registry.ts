import type {
	ImageDescription,
	RegistryDescription,
	RepositoryDescription,
	ScanDescription,
} from "../account-schema.ts";
import { AwsError, type Fields } from "./aws-json.ts";

/** An image as it lies in the registry: everything that DescribeImages and the scanner say of it. */
export interface HeldImage {
	readonly digest: string;
	readonly tags: readonly string[];
	readonly pushedAt: string;
	readonly sizeBytes: number;
	readonly mediaType: string;
	readonly artifactMediaType: string | null;
	readonly children: readonly string[];
	readonly subjectManifestDigest: string | null;
	/** Null when there is none: ScanNotFoundException. */
	readonly scan: ScanDescription | null;
}

export interface HeldRepository {
	readonly imageTagMutability: string;
	readonly exclusionFilters: readonly string[];
	readonly scanOnPush: boolean;
	readonly lifecyclePolicyText: string | null;
	readonly policyText: string | null;
	/** In the order of their push. */
	readonly images: readonly HeldImage[];
}

/** What the account's registry holds now: filled from the description, altered by its steps. */
export interface Registry {
	readonly account: string;
	readonly region: string;
	settings: RegistryDescription;
	readonly repositories: Map<string, HeldRepository>;
}

const imageManifest = "application/vnd.docker.distribution.manifest.v2+json";
const indexManifest = "application/vnd.oci.image.index.v1+json";
/** Types of manifests; any other media type of an image is the type of the artifact inside it. */
const manifests = /\.(?:manifest|manifest\.list|image\.index)\.v\d\+/;

/** A registry without repositories. */
export const emptyRegistry = (account: string, region: string, settings: RegistryDescription): Registry => ({
	account,
	region,
	settings,
	repositories: new Map(),
});

/** Adds a repository, or replaces what the description names of one that is there; its images are matched by digest. */
export function holdRepository({ repositories }: Registry, given: RepositoryDescription, now: string): void {
	const { name, scanOnPush, lifecyclePolicy, policy, images = [], imageTagMutability } = given;
	const held = repositories.get(name);
	const kept = new Map((held?.images ?? []).map((image) => [image.digest, image]));
	for (const image of images) kept.set(image.digest, heldImage(kept.get(image.digest), image, now));
	repositories.set(name, {
		imageTagMutability: imageTagMutability ?? held?.imageTagMutability ?? "MUTABLE",
		// The filters belong to the setting: who sets it anew without filters has none.
		exclusionFilters:
			given.imageTagMutabilityExclusionFilters ??
			(imageTagMutability === undefined ? (held?.exclusionFilters ?? []) : []),
		scanOnPush: scanOnPush ?? held?.scanOnPush ?? false,
		lifecyclePolicyText: replaced(held?.lifecyclePolicyText, lifecyclePolicy),
		policyText: replaced(held?.policyText, policy),
		// A tag belongs to the image that was pushed with it last.
		images: withoutMovedTags([...kept.values()], images),
	});
}

/** Takes an image or a repository out; false when there was none. */
export function dropFrom({ repositories }: Registry, name: string, digest: string | null): boolean {
	const held = repositories.get(name);
	if (held === undefined) return false;
	if (digest === null) return repositories.delete(name);
	const images = held.images.filter((image) => image.digest !== digest);
	repositories.set(name, { ...held, images });
	return images.length < held.images.length;
}

/** The repository that a request names. Throws RepositoryNotFoundException. */
export function repositoryAt({ repositories, account }: Registry, { repositoryName }: Fields): HeldRepository {
	const found = repositories.get(String(repositoryName));
	if (found !== undefined) return found;
	throw new AwsError(
		"RepositoryNotFoundException",
		`The repository with name '${repositoryName}' does not exist in the registry with id '${account}'`,
	);
}

/** What is not named stays, null takes it away. */
function replaced<T>(before: T | null | undefined, given: T | null | undefined): T | null {
	return given === undefined ? (before ?? null) : given;
}

function heldImage(before: HeldImage | undefined, given: ImageDescription, now: string): HeldImage {
	const children = given.children ?? before?.children ?? [];
	const { mediaType } = given;
	const isManifest = mediaType !== undefined && manifests.test(mediaType);
	const defaultType = before?.mediaType ?? (children.length > 0 ? indexManifest : imageManifest);
	return {
		digest: given.digest,
		tags: given.tags ?? before?.tags ?? [],
		pushedAt: given.pushedAt ?? before?.pushedAt ?? now,
		sizeBytes: given.sizeBytes ?? before?.sizeBytes ?? 0,
		mediaType: isManifest ? mediaType : defaultType,
		artifactMediaType:
			given.artifactMediaType ??
			(mediaType !== undefined && !isManifest ? mediaType : (before?.artifactMediaType ?? null)),
		children,
		subjectManifestDigest: given.subjectManifestDigest ?? before?.subjectManifestDigest ?? null,
		scan: replaced(before?.scan, given.scan),
	};
}

function withoutMovedTags(held: readonly HeldImage[], pushed: readonly ImageDescription[]): HeldImage[] {
	const owners = new Map(pushed.flatMap(({ digest, tags = [] }) => tags.map((tag) => [tag, digest] as const)));
	return held.map((image) => ({
		...image,
		tags: image.tags.filter((tag) => (owners.get(tag) ?? image.digest) === image.digest),
	}));
}
