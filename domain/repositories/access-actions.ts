/**
 * Actions of ECR that change something: those of the access levels Write, Permissions management and Tagging.
 * Service Authorization Reference, Amazon Elastic Container Registry, read 2026-11-21; StartReplicationBackfill and
 * StopReplicationBackfill, which it did not list yet, are from the API reference.
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

const writeActionNames = writeActions.map((action) => `ecr:${action}`.toLowerCase());

/** Whether an action of a policy, which may contain wildcards, includes one that changes something. */
export function canWrite(action: string): boolean {
	return writeActionNames.some((name) => actionMatches(action.toLowerCase(), name));
}

/** Whether an action of a policy includes every write action of ECR: `*`, `ecr:*` and equivalent patterns. */
export function canDoAnything(action: string): boolean {
	return writeActionNames.every((name) => actionMatches(action.toLowerCase(), name));
}

/**
 * `*` matches any text and `?` any one character; letter case is ignored.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_action.html, read 2026-11-21.
 * Walks the name once and tracks every position in the pattern that may have been reached, so that no pattern is slow.
 */
function actionMatches(pattern: string, name: string): boolean {
	let positions = skipStars(pattern, [0]);
	for (const letter of name) {
		const next = positions.flatMap((position) => {
			if (pattern[position] === "*") return position;
			return pattern[position] === "?" || pattern[position] === letter ? position + 1 : [];
		});
		positions = skipStars(pattern, next);
	}
	return positions.includes(pattern.length);
}

/** The positions and, because a `*` may match nothing, those right after a `*`; without duplicates. */
function skipStars(pattern: string, positions: readonly number[]): readonly number[] {
	const reached = new Set(positions);
	for (const position of reached) if (pattern[position] === "*") reached.add(position + 1);
	return [...reached];
}
