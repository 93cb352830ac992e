import { DescribePullThroughCacheRulesCommand, type ECRClient, GetLifecyclePolicyCommand } from "@aws-sdk/client-ecr";
import type { RepositoryFacts } from "../../core/facts.ts";
import type { Permission } from "../../core/permission.ts";
import { wasRead } from "../../core/reading.ts";
import { arnOf, type RepositorySubject } from "../../core/subject.ts";
import { callAws } from "../clients/call-aws.ts";
import { forEachPage } from "../clients/pages.ts";
import { readAlone } from "../clients/read-together.ts";
import { isNamed, readingOf } from "../failures.ts";
import {
	permissions as describePermissions,
	describeRepository,
	encryptionOf,
	mutabilityOf,
} from "./describe-repository.ts";
import { readImagesInUseIfNeeded, withoutEcs } from "./images-in-use.ts";
import { readLifecycleImages } from "./lifecycle-images.ts";
import { permissions as imagePermissions, listImages } from "./list-images.ts";
import { permissions as accessPermissions, readAccessPolicy, readTags } from "./read-access.ts";
import { readScanning, scanningPermissions } from "./read-scanning.ts";

/** Resource types according to the Service Authorization Reference. */
export const permissions: readonly Permission[] = [
	...describePermissions,
	...accessPermissions,
	...scanningPermissions,
	{ action: "ecr:GetLifecyclePolicy", on: "repository" },
	...imagePermissions,
	{
		action: "ecr:DescribePullThroughCacheRules",
		on: "*",
		reason: "the rules belong to the registry; the action does not support resource-level permissions",
	},
];

const gone = "RepositoryNotFoundException";

/** Reads the facts of a repository from ECR; null when there is none with that name. `together`: for what belongs to the registry. Throws TryLaterError. */
export async function readRepository(
	client: ECRClient,
	subject: RepositorySubject,
	readAt: string,
	readUsedImages = withoutEcs,
	together = readAlone,
): Promise<RepositoryFacts | null> {
	const { name } = subject;
	try {
		const repository = await describeRepository(client, name);
		if (wasRead(repository) && repository.value === null) return null;
		const answers = [
			readScanning(client, name, (read) => together("scan type", read)),
			readingOf("ecr:GetLifecyclePolicy", readLifecyclePolicy(client, name), [gone]),
			readingOf("ecr:DescribeImages", listImages(client, name), [gone]),
			together("cache prefixes", () => readingOf("ecr:DescribePullThroughCacheRules", readCachePrefixes(client))),
			readAccessPolicy(client, name),
			readTags(client, arnOf(subject)),
		] as const;
		// If one of them fails, the others must not still be running in the next invocation.
		await Promise.allSettled(answers);
		const [scanning, lifecyclePolicy, held, pullThroughCachePrefixes, accessPolicy, tags] = await Promise.all(answers);
		const images = await readLifecycleImages(client, name, lifecyclePolicy, held, readAt);
		return {
			kind: "repository",
			name,
			arn: arnOf(subject),
			...mutabilityOf(repository),
			scanning,
			declaredScanOnPush: null,
			lifecyclePolicy,
			accessPolicy,
			account: subject.account,
			encryption: encryptionOf(repository),
			imagesInUse: await readImagesInUseIfNeeded(subject, { images, lifecyclePolicy, readAt }, readUsedImages),
			tags,
			pullThroughCachePrefixes,
			images,
			readAt,
		};
	} catch (error) {
		if (isNamed(error, gone)) return null;
		throw error;
	}
}

async function readLifecyclePolicy(client: ECRClient, name: string): Promise<string | null> {
	try {
		const { lifecyclePolicyText } = await callAws(
			"ecr:GetLifecyclePolicy",
			(options) => client.send(new GetLifecyclePolicyCommand({ repositoryName: name }), options),
			{ isComplete: (answer) => answer.lifecyclePolicyText !== undefined },
		);
		return lifecyclePolicyText ?? null;
	} catch (error) {
		if (isNamed(error, "LifecyclePolicyNotFoundException")) return null;
		throw error;
	}
}

async function readCachePrefixes(client: ECRClient): Promise<readonly string[]> {
	const prefixes = new Set<string>();
	await forEachPage(
		"ecr:DescribePullThroughCacheRules",
		(nextToken) =>
			callAws(
				"ecr:DescribePullThroughCacheRules",
				(options) => client.send(new DescribePullThroughCacheRulesCommand({ maxResults: 1_000, nextToken }), options),
				{ isComplete: ({ pullThroughCacheRules }) => Array.isArray(pullThroughCacheRules) },
			),
		({ pullThroughCacheRules = [] }) => {
			for (const { ecrRepositoryPrefix } of pullThroughCacheRules) {
				if (ecrRepositoryPrefix !== undefined) prefixes.add(ecrRepositoryPrefix);
			}
		},
	);
	return [...prefixes];
}
