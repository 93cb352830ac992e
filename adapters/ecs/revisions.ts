import { DescribeTaskDefinitionCommand, ListTaskDefinitionsCommand, type TaskDefinition } from "@aws-sdk/client-ecs";
import type { Permission } from "../../core/permission.ts";
import { callAws } from "../clients/call-aws.ts";
import { everyArn, type Search, seen } from "./search.ts";
import { isUnknownTaskDefinition } from "./unknown-task-definition.ts";

const noResource = "the Service Authorization Reference names no resource for the action";

export const permissions: readonly Permission[] = [
	{ action: "ecs:DescribeTaskDefinition", on: "*", because: noResource },
	{ action: "ecs:ListTaskDefinitions", on: "*", because: noResource },
];

/** Revisions that were asked for already, by `family:revision`; null for those that ECS does not know. */
export type KnownRevisions = Map<string, Promise<TaskDefinition | null>>;

/** A revision, by `family:revision`; asked for once. Throws NotAllSeenError and TryLaterError. */
export function revisionOf(search: Search, known: KnownRevisions, name: string): Promise<TaskDefinition | null> {
	const asked = known.get(name) ?? describe(search, name);
	known.set(name, asked);
	return asked;
}

/** The newest ACTIVE revision below one of a family, as `family:revision`: what a service would be taken back to; null when there is none. */
export async function revisionBefore(
	search: Search,
	known: KnownRevisions,
	family: string,
	revision: number,
): Promise<string | null> {
	if (revision <= 1) return null;
	const next = `${family}:${revision - 1}`;
	// Nearly always the one: the list is only asked where it is not.
	if ((await revisionOf(search, known, next))?.status === "ACTIVE") return next;
	const earlier = (await activeRevisions(search, family)).filter((one) => one < revision);
	return earlier.length === 0 ? null : `${family}:${Math.max(...earlier)}`;
}

async function describe({ client, count }: Search, name: string): Promise<TaskDefinition | null> {
	const action = "ecs:DescribeTaskDefinition";
	count();
	const command = new DescribeTaskDefinitionCommand({ taskDefinition: name });
	const answer = callAws(action, (options) => client.send(command, options), {
		isWhole: ({ taskDefinition }) => taskDefinition !== undefined,
	}).then(
		({ taskDefinition }) => taskDefinition ?? null,
		(error: unknown) => {
			if (isUnknownTaskDefinition(error)) return null;
			throw error;
		},
	);
	return seen(action, answer);
}

async function activeRevisions(search: Search, family: string): Promise<readonly number[]> {
	const filter = { familyPrefix: family, status: "ACTIVE", sort: "DESC" } as const;
	const arns = await everyArn(search, {
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
