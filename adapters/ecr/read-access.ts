import { type ECRClient, GetRepositoryPolicyCommand, ListTagsForResourceCommand } from "@aws-sdk/client-ecr";
import type { RepositoryFacts, ResourceTags } from "../../core/facts.ts";
import type { Action, Permission } from "../../core/permission.ts";
import { callAws } from "../clients/call-aws.ts";
import { isNamed, readingOf, UnusableAnswerError } from "../failures.ts";

/** Resource types according to the Service Authorization Reference. */
export const permissions: readonly Permission[] = [
	{ action: "ecr:GetRepositoryPolicy", on: "repository" },
	{ action: "ecr:ListTagsForResource", on: "repository" },
];

const gone = "RepositoryNotFoundException";

/** The repository policy as a document; null when there is none. Throws RepositoryNotFoundException and TryLaterError. */
export function readAccessPolicy(client: ECRClient, repositoryName: string): Promise<RepositoryFacts["accessPolicy"]> {
	const action = "ecr:GetRepositoryPolicy";
	const command = new GetRepositoryPolicyCommand({ repositoryName });
	return readingOf(
		action,
		callAws(action, (options) => client.send(command, options), {
			isComplete: ({ policyText }) => policyText !== undefined,
		}).then(
			({ policyText = "" }) => parseDocument(policyText, action),
			(error: unknown) => {
				if (isNamed(error, "RepositoryPolicyNotFoundException")) return null;
				throw error;
			},
		),
		[gone],
	);
}

function parseDocument(text: string, action: Action): unknown {
	try {
		return JSON.parse(text);
	} catch (error) {
		throw new UnusableAnswerError(`${action} returned a policy that is not JSON`, { cause: error });
	}
}

/** The tags of the resource with this ARN. Throws RepositoryNotFoundException and TryLaterError. */
export function readTags(client: ECRClient, resourceArn: string): Promise<RepositoryFacts["tags"]> {
	const action = "ecr:ListTagsForResource";
	const command = new ListTagsForResourceCommand({ resourceArn });
	return readingOf(
		action,
		callAws(action, (options) => client.send(command, options), { isComplete: ({ tags }) => Array.isArray(tags) }).then(
			({ tags = [] }): ResourceTags =>
				Object.fromEntries(tags.flatMap(({ Key, Value = "" }) => (Key === undefined ? [] : [[Key, Value]]))),
		),
		[gone],
	);
}
