import { DescribeRepositoriesCommand, type ECRClient, type Repository } from "@aws-sdk/client-ecr";
import type { EncryptionFacts, RepositoryFacts } from "../../core/facts.ts";
import type { Permission } from "../../core/permission.ts";
import { type Reading, wasRead } from "../../core/reading.ts";
import { callAws } from "../clients/call-aws.ts";
import { isNamed, readingOf } from "../failures.ts";

export const permissions: readonly Permission[] = [{ action: "ecr:DescribeRepositories", on: "repository" }];

const action = "ecr:DescribeRepositories";

/** Describes a repository; null when there is none with that name. Throws TryLaterError. */
export async function describeRepository(client: ECRClient, name: string): Promise<Reading<Repository | null>> {
	const gone = "RepositoryNotFoundException";
	const command = new DescribeRepositoriesCommand({ repositoryNames: [name] });
	try {
		const answer = await readingOf(
			action,
			callAws(action, (options) => client.send(command, options), {
				isComplete: (one) => Array.isArray(one.repositories),
			}),
			[gone],
		);
		if (!wasRead(answer)) return answer;
		return { value: answer.value.repositories?.find(({ repositoryName }) => repositoryName === name) ?? null };
	} catch (error) {
		if (isNamed(error, gone)) return { value: null };
		throw error;
	}
}

/** Without a value ECR keeps tags MUTABLE: its documented default. */
export function mutabilityOf(
	repository: Reading<Repository | null>,
): Pick<RepositoryFacts, "tagMutability" | "exclusionFilters"> {
	if (!wasRead(repository)) return { tagMutability: { unresolved: repository.unread }, exclusionFilters: [] };
	const { imageTagMutability, imageTagMutabilityExclusionFilters } = repository.value ?? {};
	return {
		tagMutability: imageTagMutability ?? "MUTABLE",
		exclusionFilters: (imageTagMutabilityExclusionFilters ?? []).flatMap(({ filter }) => filter ?? []),
	};
}

/** Without a value ECR encrypts with AES256: its documented default. */
export function encryptionOf(repository: Reading<Repository | null>): RepositoryFacts["encryption"] {
	if (!wasRead(repository)) return { unresolved: repository.unread };
	const { encryptionType, kmsKey } = repository.value?.encryptionConfiguration ?? {};
	return { type: encryptionType ?? "AES256", kmsKey: kmsKey ?? null } satisfies EncryptionFacts;
}
