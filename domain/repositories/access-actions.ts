/**
 * Actions of ECR that change something: those of the access levels Write, Permissions management and Tagging.
 * Service Authorization Reference, Amazon Elastic Container Registry, read 2026-11-21; StartReplicationBackfill and
 * StopReplicationBackfill, which it did not list yet, by the API reference.
 */
export const writeActions: readonly string[] = [
	"BatchDeleteImage",
	"BatchImportUpstreamImage",
	"CompleteLayerUpload",
	"CreatePullThroughCacheRule",
	"CreateRepository",
	"CreateRepositoryCreationTemplate",
	"DeleteLifecyclePolicy",
	"DeletePullThroughCacheRule",
	"DeleteRegistryPolicy",
	"DeleteRepository",
	"DeleteRepositoryCreationTemplate",
	"DeleteRepositoryPolicy",
	"DeleteSigningConfiguration",
	"DeregisterPullTimeUpdateExclusion",
	"InitiateLayerUpload",
	"PutAccountSetting",
	"PutImage",
	"PutImageScanningConfiguration",
	"PutImageTagMutability",
	"PutLifecyclePolicy",
	"PutRegistryPolicy",
	"PutRegistryScanningConfiguration",
	"PutReplicationConfiguration",
	"PutSigningConfiguration",
	"RegisterPullTimeUpdateExclusion",
	"ReplicateImage",
	"SetRepositoryPolicy",
	"StartImageScan",
	"StartLifecyclePolicyPreview",
	"StartReplicationBackfill",
	"StopReplicationBackfill",
	"TagResource",
	"UntagResource",
	"UpdateImageStorageClass",
	"UpdatePullThroughCacheRule",
	"UpdateRepositoryCreationTemplate",
	"UploadLayerPart",
];

const names = writeActions.map((action) => `ecr:${action}`.toLowerCase());

/** Whether an action of a policy, as it is written there, is or contains one that changes something. */
export function canWrite(action: string): boolean {
	return names.some((name) => actionMatches(action.toLowerCase(), name));
}

/** Whether an action of a policy contains everything that ECR can do: `*`, `ecr:*`, and whatever comes to the same. */
export function canDoAnything(action: string): boolean {
	return names.every((name) => actionMatches(action.toLowerCase(), name));
}

/**
 * `*` is any text and `?` any one character; letter case does not count.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_action.html, read 2026-11-21.
 * Walks the name once with every place of the pattern that it may stand at: no pattern makes it slow.
 */
function actionMatches(pattern: string, name: string): boolean {
	let places = afterStars(pattern, [0]);
	for (const letter of name) {
		const next = places.flatMap((place) => {
			if (pattern[place] === "*") return place;
			return pattern[place] === "?" || pattern[place] === letter ? place + 1 : [];
		});
		places = afterStars(pattern, next);
	}
	return places.includes(pattern.length);
}

/** The places and, because a `*` may stand for nothing, those right behind one; each once. */
function afterStars(pattern: string, places: readonly number[]): readonly number[] {
	const reached = new Set(places);
	for (const place of reached) if (pattern[place] === "*") reached.add(place + 1);
	return [...reached];
}
