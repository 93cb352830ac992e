import { DescribeTaskDefinitionCommand, type ECSClient } from "@aws-sdk/client-ecs";
import type { TaskDefinitionFacts } from "../../core/facts.ts";
import { noResourceType, type Permission } from "../../core/permission.ts";
import { wasRead } from "../../core/reading.ts";
import { arnOf, type TaskDefinitionSubject } from "../../core/subject.ts";
import { resourceTagsOf } from "../../domain/ecs-json/tags.ts";
import { type DefinitionContext, taskDefinitionFactsOf } from "../../domain/ecs-json/task-definition-facts.ts";
import { callAws } from "../clients/call-aws.ts";
import { readingOf } from "../failures.ts";
import { isUnknownTaskDefinition } from "./unknown-task-definition.ts";

export const permissions: readonly Permission[] = [
	{ action: "ecs:DescribeTaskDefinition", on: "*", reason: noResourceType },
	// The tags are requested with the definition; ECS denies them to callers without this permission.
	{ action: "ecs:ListTagsForResource", on: "task-definition", through: "ecs:DescribeTaskDefinition" },
];

/**
 * A revision of a family with any status; null when there is none. If reading it is denied, every value is unresolved. Throws
 * TryLaterError.
 */
export async function readRevision(
	client: ECSClient,
	subject: TaskDefinitionSubject,
	readAt: string,
	revision: number,
): Promise<TaskDefinitionFacts | null> {
	const { family } = subject;
	const origin: DefinitionContext = { arn: arnOf(subject), family, readAt };
	const described = await readingOf(
		"ecs:DescribeTaskDefinition",
		describeDefinition(client, `${family}:${revision}`, origin),
	);
	return wasRead(described) ? described.value : unresolvedDefinition(origin, described.unread);
}

/** `name`: a family, or `family:revision`. Null when there is no such revision, or no active revision of the family. */
export async function describeDefinition(
	client: ECSClient,
	name: string,
	origin: DefinitionContext,
): Promise<TaskDefinitionFacts | null> {
	try {
		const { taskDefinition, tags } = await callAws(
			"ecs:DescribeTaskDefinition",
			(options) => {
				return client.send(new DescribeTaskDefinitionCommand({ taskDefinition: name, include: ["TAGS"] }), options);
			},
			{ isComplete: (answer) => answer.taskDefinition !== undefined },
		);
		return taskDefinitionFactsOf(taskDefinition, { ...origin, tags: resourceTagsOf(tags) });
	} catch (error) {
		if (isUnknownTaskDefinition(error)) return null;
		throw error;
	}
}

/** For a revision that could not be read. */
export function unresolvedDefinition({ arn, family, readAt }: DefinitionContext, reason: string): TaskDefinitionFacts {
	const unread = { unresolved: reason };
	return {
		kind: "task-definition",
		family,
		arn,
		revision: null,
		status: null,
		engine: "ecs",
		operatingSystem: unread,
		compatibilities: [],
		platformVersions: unread,
		execServices: [],
		memoryMiB: unread,
		pidMode: unread,
		ipcMode: unread,
		networkMode: unread,
		volumes: unread,
		containers: unread,
		neighbours: [],
		tags: { unread: reason },
		readAt,
	};
}
