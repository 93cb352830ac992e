import { DescribePullThroughCacheRulesCommand, type ECRClient, GetLifecyclePolicyCommand } from "@aws-sdk/client-ecr";
import type { RepositoryFacts } from "../../core/facts.ts";
import type { Permission } from "../../core/permission.ts";
import { wasRead } from "../../core/reading.ts";
import { arnOf, type RepositorySubject } from "../../core/subject.ts";
import { callAws } from "../clients/call-aws.ts";
import { everyPage } from "../clients/pages.ts";
import { isNamed, readingOf } from "../failures.ts";
import {
	permissions as describePermissions,
	describeRepository,
	encryptionOf,
	mutabilityOf,
} from "./describe-repository.ts";
import { inUseFor, nobodyAsked } from "./endangered-images.ts";
import { heldImages, permissions as imagePermissions } from "./held-images.ts";
import { imagesFor } from "./lifecycle-images.ts";
import { permissions as accessPermissions, accessPolicyOf, tagsOf } from "./read-access.ts";
import { scanningOf, scanningPermissions } from "./read-scanning.ts";

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
		because: "the rules belong to the registry; the action does not support resource-level permissions",
	},
];

const gone = "RepositoryNotFoundException";

/** Reads the facts of a repository from ECR; null when there is none with that name. Throws TryLaterError. */
export async function readRepository(
	client: ECRClient,
	subject: RepositorySubject,
	readAt: string,
	readImagesInUse = nobodyAsked,
): Promise<RepositoryFacts | null> {
	const { name } = subject;
	try {
		const repository = await describeRepository(client, name);
		if (wasRead(repository) && repository.value === null) return null;
		const answers = [
			scanningOf(client, name),
			readingOf("ecr:GetLifecyclePolicy", lifecyclePolicyOf(client, name), [gone]),
			readingOf("ecr:DescribeImages", heldImages(client, name), [gone]),
			readingOf("ecr:DescribePullThroughCacheRules", prefixesOf(client)),
			accessPolicyOf(client, name),
			tagsOf(client, arnOf(subject)),
		] as const;
		// If one of them fails, the others must not still be running in the next invocation.
		await Promise.allSettled(answers);
		const [scanning, lifecyclePolicy, held, pullThroughCachePrefixes, accessPolicy, tags] = await Promise.all(answers);
		const images = await imagesFor(client, name, lifecyclePolicy, held, readAt);
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
			imagesInUse: await inUseFor(subject, { images, lifecyclePolicy, readAt }, readImagesInUse),
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

async function lifecyclePolicyOf(client: ECRClient, name: string): Promise<string | null> {
	try {
		const { lifecyclePolicyText } = await callAws(
			"ecr:GetLifecyclePolicy",
			(options) => client.send(new GetLifecyclePolicyCommand({ repositoryName: name }), options),
			{ isWhole: (answer) => answer.lifecyclePolicyText !== undefined },
		);
		return lifecyclePolicyText ?? null;
	} catch (error) {
		if (isNamed(error, "LifecyclePolicyNotFoundException")) return null;
		throw error;
	}
}

async function prefixesOf(client: ECRClient): Promise<readonly string[]> {
	const prefixes = new Set<string>();
	await everyPage(
		"ecr:DescribePullThroughCacheRules",
		(nextToken) =>
			callAws(
				"ecr:DescribePullThroughCacheRules",
				(options) => client.send(new DescribePullThroughCacheRulesCommand({ maxResults: 1_000, nextToken }), options),
				{ isWhole: ({ pullThroughCacheRules }) => Array.isArray(pullThroughCacheRules) },
			),
		({ pullThroughCacheRules = [] }) => {
			for (const { ecrRepositoryPrefix } of pullThroughCacheRules) {
				if (ecrRepositoryPrefix !== undefined) prefixes.add(ecrRepositoryPrefix);
			}
		},
	);
	return [...prefixes];
}
