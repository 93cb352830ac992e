import { answered, type Fields, fieldsOf, forward, operationOf } from "./aws-json.ts";
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
import { type Loopback, listen } from "./loopback.ts";

/** What moto cannot answer as AWS would; docs/emulators.md says why of each. Everything else goes to moto. */
const operations: Readonly<Record<string, (registry: Registry, asked: Fields) => Fields>> = {
	DescribeRepositories: describeRepositories,
	GetRegistryScanningConfiguration: registryScanningConfiguration,
	BatchGetRepositoryScanningConfiguration: scanningConfigurations,
	GetLifecyclePolicy: lifecyclePolicy,
	GetRepositoryPolicy: repositoryPolicy,
	ListTagsForResource: resourceTags,
	DescribePullThroughCacheRules: pullThroughCacheRules,
	DescribeImages: describeImages,
	BatchGetImage: batchGetImage,
	DescribeImageScanFindings: describeImageScanFindings,
};

/** Names of the operations that the double answers itself. */
export const ecrOperations: readonly string[] = Object.keys(operations);

/** Stands in front of moto's ECR, from before moto is there. */
export function ecrDouble(
	registry: Registry,
	moto: Promise<string>,
	failed: (error: unknown) => void,
): Promise<Loopback> {
	return listen(async (request) => {
		const operation = operations[operationOf(request)];
		if (operation === undefined) return forward(await moto, request);
		return answered(() => operation(registry, fieldsOf(request)));
	}, failed);
}
