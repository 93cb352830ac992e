import { type Fields, fieldsOf, forward, operationOf, toReply } from "./aws-json.ts";
import { batchGetImage, describeImageScanFindings, describeImages } from "./ecr-images.ts";
import type { Registry } from "./ecr-registry.ts";
import {
	describeRepositories,
	lifecyclePolicy,
	pullThroughCacheRules,
	registryScanningConfiguration,
	repositoryPolicy,
	resourceTags,
	scanningConfigurations,
} from "./ecr-repositories.ts";
import {
	listPullTimeExclusions,
	putRegistryScanningConfiguration,
	registerPullTimeExclusion,
	removePullTimeExclusion,
} from "./ecr-settings.ts";
import { type Loopback, listen } from "./loopback.ts";

/** The operations that moto does not answer as AWS does; docs/emulators.md gives the reasons. All others are forwarded to moto. */
const operations: Readonly<Record<string, (registry: Registry, request: Fields) => Fields>> = {
	DescribeRepositories: describeRepositories,
	GetRegistryScanningConfiguration: registryScanningConfiguration,
	PutRegistryScanningConfiguration: putRegistryScanningConfiguration,
	BatchGetRepositoryScanningConfiguration: scanningConfigurations,
	GetLifecyclePolicy: lifecyclePolicy,
	GetRepositoryPolicy: repositoryPolicy,
	ListTagsForResource: resourceTags,
	DescribePullThroughCacheRules: pullThroughCacheRules,
	DescribeImages: describeImages,
	BatchGetImage: batchGetImage,
	DescribeImageScanFindings: describeImageScanFindings,
	ListPullTimeUpdateExclusions: listPullTimeExclusions,
	RegisterPullTimeUpdateExclusion: registerPullTimeExclusion,
	DeregisterPullTimeUpdateExclusion: removePullTimeExclusion,
};

/** Names of the operations that the double implements. */
export const ecrOperations: readonly string[] = Object.keys(operations);

/** A proxy in front of moto's ECR, which listens before moto is ready. */
export function ecrDouble(
	registry: Registry,
	moto: Promise<string>,
	onError: (error: unknown) => void,
): Promise<Loopback> {
	return listen(async (request) => {
		const operation = operations[operationOf(request)];
		if (operation === undefined) return forward(await moto, request);
		return toReply(() => operation(registry, fieldsOf(request)));
	}, onError);
}
