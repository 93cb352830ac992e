import type {
	ImageDescription,
	RegistryDescription,
	RepositoryDescription,
	ScanDescription,
} from "../account-schema.ts";
import { AwsError, type Fields } from "./aws-json.ts";

/** An image in the registry: everything that DescribeImages and the scan operations return. */
export interface StoredImage {
	readonly digest: string;
	readonly tags: readonly string[];
	readonly pushedAt: string;
	readonly sizeBytes: number;
	readonly mediaType: string;
	readonly artifactMediaType: string | null;
	readonly children: readonly string[];
	readonly subjectManifestDigest: string | null;
	/** Null when there is no scan: ScanNotFoundException. */
	readonly scan: ScanDescription | null;
}

export interface StoredRepository {
	readonly imageTagMutability: string;
	readonly exclusionFilters: readonly string[];
	readonly scanOnPush: boolean;
	readonly lifecyclePolicyText: string | null;
	readonly policyText: string | null;
	/** In the order of their pushes. */
	readonly images: readonly StoredImage[];
}

/** The current state of the account's registry: filled from the description, changed by its steps. */
export interface Registry {
	readonly account: string;
	readonly region: string;
	settings: RegistryDescription;
	readonly repositories: Map<string, StoredRepository>;
	/** ARNs of the principals whose pulls are not recorded. */
	readonly pullTimeExclusions: Set<string>;
}

const imageManifest = "application/vnd.docker.distribution.manifest.v2+json";
const indexManifest = "application/vnd.oci.image.index.v1+json";
/** Manifest types; any other media type in a description is the type of the artifact in the image. */
const manifests = /\.(?:manifest|manifest\.list|image\.index)\.v\d\+/;

/** A registry without repositories. */
export const emptyRegistry = (account: string, region: string, settings: RegistryDescription): Registry => ({
	account,
	region,
	settings,
	repositories: new Map(),
	pullTimeExclusions: new Set(),
});

/** Adds a repository, or replaces the described settings of an existing one; images are matched by digest. */
export function storeRepository({ repositories }: Registry, given: RepositoryDescription, now: string): void {
	const { name, scanOnPush, lifecyclePolicy, policy, images = [], imageTagMutability } = given;
	const stored = repositories.get(name);
	const kept = new Map((stored?.images ?? []).map((image) => [image.digest, image]));
	for (const image of images) kept.set(image.digest, toStoredImage(kept.get(image.digest), image, now));
	repositories.set(name, {
		imageTagMutability: imageTagMutability ?? stored?.imageTagMutability ?? "MUTABLE",
		// The filters belong to the mutability setting: setting it again without filters removes them.
		exclusionFilters:
			given.imageTagMutabilityExclusionFilters ??
			(imageTagMutability === undefined ? (stored?.exclusionFilters ?? []) : []),
		scanOnPush: scanOnPush ?? stored?.scanOnPush ?? false,
		lifecyclePolicyText: replaceValue(stored?.lifecyclePolicyText, lifecyclePolicy),
		policyText: replaceValue(stored?.policyText, policy),
		// A tag belongs to the image that was pushed with it last.
		images: withoutMovedTags([...kept.values()], images),
	});
}

/** Removes an image or a repository; false when it does not exist. */
export function removeFrom({ repositories }: Registry, name: string, digest: string | null): boolean {
	const stored = repositories.get(name);
	if (stored === undefined) return false;
	if (digest === null) return repositories.delete(name);
	const images = stored.images.filter((image) => image.digest !== digest);
	repositories.set(name, { ...stored, images });
	return images.length < stored.images.length;
}

/** The digest of an image in this registry, by its name with a tag or a digest; undefined when there is none. */
export function findDigest({ account, region, repositories }: Registry, image: string): string | undefined {
	const [, name = "", tag = "latest", digest] =
		/^([^@:]+)(?::([^@]+))?(?:@(.+))?$/.exec(image.replace(`${account}.dkr.ecr.${region}.amazonaws.com/`, "")) ?? [];
	return digest ?? repositories.get(name)?.images.find(({ tags }) => tags.includes(tag))?.digest;
}

/** The repository that a request names. Throws RepositoryNotFoundException. */
export function getRepository({ repositories, account }: Registry, { repositoryName }: Fields): StoredRepository {
	const found = repositories.get(String(repositoryName));
	if (found !== undefined) return found;
	throw new AwsError(
		"RepositoryNotFoundException",
		`The repository with name '${repositoryName}' does not exist in the registry with id '${account}'`,
	);
}

/** Undefined keeps the value, null removes it. */
function replaceValue<T>(before: T | null | undefined, given: T | null | undefined): T | null {
	return given === undefined ? (before ?? null) : given;
}

function toStoredImage(before: StoredImage | undefined, given: ImageDescription, now: string): StoredImage {
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
		scan: replaceValue(before?.scan, given.scan),
	};
}

function withoutMovedTags(stored: readonly StoredImage[], pushed: readonly ImageDescription[]): StoredImage[] {
	const owners = new Map(pushed.flatMap(({ digest, tags = [] }) => tags.map((tag) => [tag, digest] as const)));
	return stored.map((image) => ({
		...image,
		tags: image.tags.filter((tag) => (owners.get(tag) ?? image.digest) === image.digest),
	}));
}
