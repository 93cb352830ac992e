import { DescribeTasksCommand, type DescribeTasksResponse, ListTasksCommand, type Task } from "@aws-sdk/client-ecs";
import { splitIntoChunks } from "../../core/chunks.ts";
import type { Permission } from "../../core/permission.ts";
import { callAws } from "../clients/call-aws.ts";
import {
	clusterNotFound,
	listArns,
	nullIfClusterNotFound,
	pageSize,
	readOrThrow,
	requireNoFailures,
	type Search,
} from "./search.ts";

/** ListTasks is authorized on container instances, and tasks on Fargate have none. */
export const permissions: readonly Permission[] = [
	{
		action: "ecs:ListTasks",
		on: "*",
		reason: "its only resource type is the container instance, and tasks on Fargate have none",
	},
	{ action: "ecs:DescribeTasks", on: "task" },
];

/** The maximum number of tasks in the model of DescribeTasks. */
const maxDescribed = 100;

/** Every task of a cluster with the desired status RUNNING; none if the cluster was deleted in the meantime. Throws IncompleteSearchError and TryLaterError. */
export async function* readTasks(search: Search, cluster: string): AsyncGenerator<Task> {
	const arns = (await nullIfClusterNotFound(taskArnsIn(search, cluster))) ?? [];
	for (const batch of splitIntoChunks(arns, maxDescribed)) {
		const answer = await nullIfClusterNotFound(describe(search, cluster, batch));
		yield* answer?.tasks ?? [];
		requireNoFailures("ecs:DescribeTasks", "a task", answer?.failures);
	}
}

const taskArnsIn = (search: Search, cluster: string): Promise<readonly string[]> =>
	listArns(search, {
		action: "ecs:ListTasks",
		send: (nextToken, options) =>
			search.client.send(
				new ListTasksCommand({ cluster, desiredStatus: "RUNNING", maxResults: pageSize, nextToken }),
				options,
			),
		arnsIn: ({ taskArns }) => taskArns,
		expected: [clusterNotFound],
	});

async function describe(
	{ client, nextCall }: Search,
	cluster: string,
	tasks: string[],
): Promise<DescribeTasksResponse> {
	const action = "ecs:DescribeTasks";
	await nextCall();
	return readOrThrow(
		action,
		callAws(action, (options) => client.send(new DescribeTasksCommand({ cluster, tasks }), options), {
			isComplete: (one) => (one.tasks ?? []).length + (one.failures ?? []).length >= tasks.length,
		}),
		[clusterNotFound],
	);
}
