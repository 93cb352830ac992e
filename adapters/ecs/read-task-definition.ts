import { type ECSClient, ListTaskDefinitionsCommand } from "@aws-sdk/client-ecs";
import type { TaskDefinitionFacts } from "../../core/facts.ts";
import { noResourceType, type Permission } from "../../core/permission.ts";
import { wasRead } from "../../core/reading.ts";
import { arnOf, type TaskDefinitionSubject } from "../../core/subject.ts";
import type { DefinitionContext } from "../../domain/ecs-json/task-definition-facts.ts";
import { callAws } from "../clients/call-aws.ts";
import { forEachPage } from "../clients/pages.ts";
import { readingOf } from "../failures.ts";
import {
	describeDefinition,
	readRevision,
	permissions as revisionPermissions,
	unresolvedDefinition,
} from "./read-revision.ts";

export const permissions: readonly Permission[] = [
	...revisionPermissions,
	{ action: "ecs:ListTaskDefinitions", on: "*", reason: noResourceType },
];

/**
 * The newest active revision of a family, or the given revision with any status; null when there is none. If reading it is
 * denied, every value is unresolved. Throws TryLaterError.
 */
export async function readTaskDefinition(
	client: ECSClient,
	subject: TaskDefinitionSubject,
	readAt: string,
	revision?: number,
): Promise<TaskDefinitionFacts | null> {
	if (revision !== undefined) return readRevision(client, subject, readAt, revision);
	const { family } = subject;
	const origin: DefinitionContext = { arn: arnOf(subject), family, readAt };
	const described = await readingOf("ecs:DescribeTaskDefinition", describeDefinition(client, family, origin));
	if (!wasRead(described)) return unresolvedDefinition(origin, described.unread);
	if (described.value === null || isActive(described.value)) return described.value;
	return newestActive(client, origin);
}

/** Only these two statuses mean that a revision can no longer be used. */
const isActive = ({ status }: TaskDefinitionFacts): boolean => status !== "INACTIVE" && status !== "DELETE_IN_PROGRESS";

const maxCandidates = 3;

/**
 * For a response with a revision that is not active (just deregistered, or from an emulator): the list decides. If a revision
 * becomes inactive between the two calls, the next one is used.
 */
async function newestActive(client: ECSClient, origin: DefinitionContext): Promise<TaskDefinitionFacts | null> {
	const revisions = await readingOf("ecs:ListTaskDefinitions", activeRevisions(client, origin.family));
	if (!wasRead(revisions)) return unresolvedDefinition(origin, revisions.unread);
	for (const revision of revisions.value.slice(0, maxCandidates)) {
		const described = await readingOf(
			"ecs:DescribeTaskDefinition",
			describeDefinition(client, `${origin.family}:${revision}`, origin),
		);
		if (!wasRead(described)) return unresolvedDefinition(origin, described.unread);
		if (described.value !== null && isActive(described.value)) return described.value;
	}
	return null;
}

/** Newest first. `familyPrefix` is documented as the full family name; revisions of other families are still filtered out. */
async function activeRevisions(client: ECSClient, family: string): Promise<readonly number[]> {
	const revisions = new Set<number>();
	await forEachPage(
		"ecs:ListTaskDefinitions",
		(nextToken) =>
			callAws(
				"ecs:ListTaskDefinitions",
				(options) =>
					client.send(
						new ListTaskDefinitionsCommand({ familyPrefix: family, status: "ACTIVE", sort: "DESC", nextToken }),
						options,
					),
				{ isComplete: ({ taskDefinitionArns }) => Array.isArray(taskDefinitionArns) },
			),
		({ taskDefinitionArns = [] }) => {
			for (const arn of taskDefinitionArns) {
				const [, name, revision] = /:task-definition\/([^:/]+):(\d+)$/.exec(arn) ?? [];
				if (name === family) revisions.add(Number(revision));
			}
		},
	);
	return [...revisions].sort((a, b) => b - a);
}
