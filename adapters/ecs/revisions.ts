import { DescribeTaskDefinitionCommand, ListTaskDefinitionsCommand, type TaskDefinition } from "@aws-sdk/client-ecs";
import { noResourceType, type Permission } from "../../core/permission.ts";
import { callAws } from "../clients/call-aws.ts";
import { listArns, readOrThrow, type Search } from "./search.ts";
import { isUnknownTaskDefinition } from "./unknown-task-definition.ts";

export const permissions: readonly Permission[] = [
	{ action: "ecs:DescribeTaskDefinition", on: "*", reason: noResourceType },
	{ action: "ecs:ListTaskDefinitions", on: "*", reason: noResourceType },
];

/** Revisions that have already been requested, by `family:revision`; null for those that do not exist in ECS. */
export type RevisionCache = Map<string, Promise<TaskDefinition | null>>;

/** A revision, by `family:revision`; requested once. Throws IncompleteSearchError and TryLaterError. */
export function readRevision(search: Search, known: RevisionCache, name: string): Promise<TaskDefinition | null> {
	const asked = known.get(name) ?? describe(search, name);
	known.set(name, asked);
	return asked;
}

/** The newest ACTIVE revision of a family before the given one, as `family:revision`, which a rollback would use; null when there is none. */
export async function findRollbackRevision(
	search: Search,
	known: RevisionCache,
	family: string,
	revision: number,
): Promise<string | null> {
	if (revision <= 1) return null;
	const next = `${family}:${revision - 1}`;
	// Almost always this is the one; the list is requested only if it is not.
	if ((await readRevision(search, known, next))?.status === "ACTIVE") return next;
	const earlier = (await activeRevisions(search, family)).filter((one) => one < revision);
	return earlier.length === 0 ? null : `${family}:${Math.max(...earlier)}`;
}

async function describe({ client, nextCall }: Search, name: string): Promise<TaskDefinition | null> {
	const action = "ecs:DescribeTaskDefinition";
	await nextCall();
	const command = new DescribeTaskDefinitionCommand({ taskDefinition: name });
	const answer = callAws(action, (options) => client.send(command, options), {
		isComplete: ({ taskDefinition }) => taskDefinition !== undefined,
	}).then(
		({ taskDefinition }) => taskDefinition ?? null,
		(error: unknown) => {
			if (isUnknownTaskDefinition(error)) return null;
			throw error;
		},
	);
	return readOrThrow(action, answer);
}

async function activeRevisions(search: Search, family: string): Promise<readonly number[]> {
	const filter = { familyPrefix: family, status: "ACTIVE", sort: "DESC" } as const;
	const arns = await listArns(search, {
		action: "ecs:ListTaskDefinitions",
		send: (nextToken, options) => search.client.send(new ListTaskDefinitionsCommand({ ...filter, nextToken }), options),
		arnsIn: ({ taskDefinitionArns }) => taskDefinitionArns,
	});
	return arns.flatMap((arn) => revisionIn(arn, family));
}

function revisionIn(arn: string, family: string): number | readonly number[] {
	const [, name, revision] = /(?:^|\/)([^:/]+):(\d+)$/.exec(arn) ?? [];
	return name === family ? Number(revision) : [];
}
