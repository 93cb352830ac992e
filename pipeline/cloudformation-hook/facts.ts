import type { RepositoryFacts, TaskDefinitionFacts } from "../../core/facts.ts";
import { fieldsIn, textIn } from "../../core/json.ts";
import { isUnresolved } from "../../core/reading.ts";
import { arnOf, type RepositorySubject, type TaskDefinitionSubject } from "../../core/subject.ts";
import { toApiShape } from "../../domain/cloudformation/api-shape.ts";
import { repositoryFactsOf } from "../../domain/cloudformation/repository-facts.ts";
import { tagsIn } from "../../domain/cloudformation/tags.ts";
import { acceptHoles } from "../../domain/cloudformation/template-text.ts";
import { markUnresolved } from "../../domain/cloudformation/unresolved-properties.ts";
import { taskDefinitionFactsOf } from "../../domain/ecs-json/task-definition-facts.ts";
import type { ResourceRequest } from "./request.ts";

/** A resource that does not exist yet. */
export interface ProposedResource {
	readonly facts: TaskDefinitionFacts | RepositoryFacts;
	/** Null if its name is not in the request, or not where it will be. */
	readonly subject: TaskDefinitionSubject | RepositorySubject | null;
	/** Why its name, which the template sets, is unknown: the one in the facts is only a placeholder. */
	readonly nameUnread?: string;
}

const notInRequest = { unread: "the request does not contain it" };

/** What the properties in a request say. `readAt`: when the request arrived, ISO 8601. */
export function proposedResource(request: ResourceRequest, readAt: string): ProposedResource {
	const { type, logicalId, place } = request;
	const properties = markUnresolved(request.properties);
	const isDefinition = type === "AWS::ECS::TaskDefinition";
	const given = fieldsIn(properties)[isDefinition ? "Family" : "RepositoryName"];
	const written = textIn(given);
	const name = written ?? generatedName(request);
	const named = isDefinition
		? ({ kind: "task-definition", family: name } as const)
		: ({ kind: "repository", name } as const);
	const subject = place === null ? null : { ...named, ...place };
	const arn = subject === null ? logicalId : arnOf(subject);
	const context = { arn, readAt };
	const facts = isDefinition
		? taskDefinitionFactsOf(toApiShape({ ...fieldsIn(properties), Family: name }), {
				...context,
				family: name,
				tags: tagsIn(fieldsIn(properties)["Tags"]),
			})
		: {
				...repositoryFactsOf(properties, {
					...context,
					logicalId,
					account: place?.account ?? "",
					// As for a template without such rules: a repository of a stack is not one that a rule creates.
					pullThroughCachePrefixes: { value: [] },
					scanningOf: () => notInRequest,
				}),
				name,
			};
	if (written !== null) return { facts, subject };
	const doubt = doubtAbout(given);
	return { facts, subject: null, ...(doubt === null ? {} : { nameUnread: doubt }) };
}

/** Why a name that is no text is unknown; null if there is none, so that CloudFormation generates it. */
function doubtAbout(given: unknown): string | null {
	if (given === undefined || given === null || given === "") return null;
	const read = acceptHoles(given, []);
	return isUnresolved(read) ? read.unresolved : "its name is not a text";
}

/**
 * CloudFormation generates a name from those of the stack and the resource and a unique part, which nothing tells before (CloudFormation
 * user guide, "Name type").
 */
const generatedName = ({ stackName, logicalId }: ResourceRequest): string =>
	stackName === null ? logicalId : `${stackName}-${logicalId}-*`;
