import {
	DescribePullThroughCacheRulesCommand,
	DescribeRepositoriesCommand,
	type ECRClient,
	GetLifecyclePolicyCommand,
	type Repository,
} from "@aws-sdk/client-ecr";
import type { RepositoryFacts } from "../../core/facts.ts";
import { readLifecyclePolicy } from "../../core/lifecycle/read-policy.ts";
import type { Permission } from "../../core/permission.ts";
import { type Reading, wasRead } from "../../core/reading.ts";
import { arnOf, type RepositorySubject } from "../../core/subject.ts";
import { ask } from "../clients/ask.ts";
import { everyPage } from "../clients/pages.ts";
import { isNamed, readingOf } from "../failures.ts";
import { type HeldImages, heldImages, permissions as imagePermissions, withChildren } from "./held-images.ts";
import { scanningOf, scanningPermissions } from "./read-scanning.ts";

/** Resources by the Service Authorization Reference. */
export const permissions: readonly Permission[] = [
	{ action: "ecr:DescribeRepositories", on: "repository" },
	...scanningPermissions,
	{ action: "ecr:GetLifecyclePolicy", on: "repository" },
	...imagePermissions,
	{
		action: "ecr:DescribePullThroughCacheRules",
		on: "*",
		because: "the rules belong to the registry; the action knows no resource",
	},
];

const gone = "RepositoryNotFoundException";

/** What ECR says about a repository; null when there is none of that name. Throws TryLaterError. */
export async function readRepository(
	client: ECRClient,
	subject: RepositorySubject,
	readAt: string,
): Promise<RepositoryFacts | null> {
	const { name } = subject;
	try {
		const repository = await readingOf("ecr:DescribeRepositories", describe(client, name), [gone]);
		if (wasRead(repository) && repository.value === null) return null;
		const answers = [
			scanningOf(client, name),
			readingOf("ecr:GetLifecyclePolicy", lifecyclePolicyOf(client, name), [gone]),
			readingOf("ecr:DescribeImages", heldImages(client, name), [gone]),
			readingOf("ecr:DescribePullThroughCacheRules", prefixesOf(client)),
		] as const;
		// When one of them ends the look, nothing of it may still be under way in the next invocation.
		await Promise.allSettled(answers);
		const [scanning, lifecyclePolicy, held, pullThroughCachePrefixes] = await Promise.all(answers);
		return {
			kind: "repository",
			name,
			arn: arnOf(subject),
			...mutabilityOf(repository),
			scanning,
			lifecyclePolicy,
			pullThroughCachePrefixes,
			images: await imagesFor(client, name, lifecyclePolicy, held),
			readAt,
		};
	} catch (error) {
		if (isNamed(error, gone)) return null;
		throw error;
	}
}

async function describe(client: ECRClient, name: string): Promise<Repository | null> {
	const { repositories = [] } = await ask(
		"ecr:DescribeRepositories",
		(options) => client.send(new DescribeRepositoriesCommand({ repositoryNames: [name] }), options),
		{ isWhole: (answer) => Array.isArray(answer.repositories) },
	);
	return repositories.find((repository) => repository.repositoryName === name) ?? null;
}

/** Without a value ECR keeps tags MUTABLE: its documented default. */
function mutabilityOf(
	repository: Reading<Repository | null>,
): Pick<RepositoryFacts, "tagMutability" | "exclusionFilters"> {
	if (!wasRead(repository)) return { tagMutability: { unresolved: repository.unread }, exclusionFilters: [] };
	const { imageTagMutability, imageTagMutabilityExclusionFilters } = repository.value ?? {};
	return {
		tagMutability: imageTagMutability ?? "MUTABLE",
		exclusionFilters: (imageTagMutabilityExclusionFilters ?? []).flatMap(({ filter }) => filter ?? []),
	};
}

async function lifecyclePolicyOf(client: ECRClient, name: string): Promise<string | null> {
	try {
		const { lifecyclePolicyText } = await ask(
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

/**
 * The images as a saving needs them. Manifests are read only where a saving is told, which a valid policy makes needless:
 * to ECR, reading one is a pull.
 */
async function imagesFor(
	client: ECRClient,
	name: string,
	lifecyclePolicy: Reading<string | null>,
	held: Reading<HeldImages>,
): Promise<RepositoryFacts["images"]> {
	if (!wasRead(held)) return held;
	const { images, indexes } = held.value;
	if (indexes.length === 0 || !isWanting(lifecyclePolicy)) return { value: images };
	return readingOf("ecr:BatchGetImage", withChildren(client, name, held.value), [gone]);
}

/** Whether there is certainly no policy that AWS would take. */
function isWanting(lifecyclePolicy: Reading<string | null>): boolean {
	if (!wasRead(lifecyclePolicy)) return false;
	return lifecyclePolicy.value === null || readLifecyclePolicy(lifecyclePolicy.value).kind !== "valid";
}

async function prefixesOf(client: ECRClient): Promise<readonly string[]> {
	const prefixes = new Set<string>();
	await everyPage(
		"ecr:DescribePullThroughCacheRules",
		(nextToken) =>
			ask(
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
