import { type Cluster, DescribeClustersCommand, type ECSClient } from "@aws-sdk/client-ecs";
import type { ClusterFacts } from "../../core/facts.ts";
import type { Permission } from "../../core/permission.ts";
import type { Reading } from "../../core/reading.ts";
import { arnOf, type ClusterSubject } from "../../core/subject.ts";
import { resourceTagsOf } from "../../domain/ecs-json/tags.ts";
import { callAws } from "../clients/call-aws.ts";
import { readingOf } from "../failures.ts";
import { countResults, onlyItem } from "./only-item.ts";

const action = "ecs:DescribeClusters";

export const permissions: readonly Permission[] = [
	{ action, on: "cluster" },
	// The tags are requested with the cluster; ECS denies those of a task definition to callers without this permission.
	{ action: "ecs:ListTagsForResource", on: "cluster", through: action },
];

/** Null if there is no such cluster; ECS still returns a deleted one for a while, as INACTIVE. Throws TryLaterError. */
export async function readCluster(
	client: ECSClient,
	subject: ClusterSubject,
	readAt: string,
): Promise<Reading<ClusterFacts | null>> {
	return readingOf(action, describe(client, subject, readAt));
}

async function describe(client: ECSClient, subject: ClusterSubject, readAt: string): Promise<ClusterFacts | null> {
	// Without these, ECS returns neither settings nor configuration nor tags.
	const include = ["SETTINGS" as const, "CONFIGURATIONS" as const, "TAGS" as const];
	const command = new DescribeClustersCommand({ clusters: [subject.name], include });
	const { clusters, failures } = await callAws(action, (options) => client.send(command, options), {
		isComplete: (answer) => countResults({ items: answer.clusters, failures: answer.failures }) > 0,
	});
	const cluster = onlyItem(action, { items: clusters, failures });
	return cluster === null || cluster.status === "INACTIVE" ? null : clusterFactsOf(cluster, subject, readAt);
}

function clusterFactsOf(
	{ settings = [], configuration, tags }: Cluster,
	subject: ClusterSubject,
	readAt: string,
): ClusterFacts {
	const { logging, logConfiguration } = configuration?.executeCommandConfiguration ?? {};
	return {
		kind: "cluster",
		name: subject.name,
		arn: arnOf(subject),
		containerInsights: settings.find(({ name }) => name === "containerInsights")?.value ?? null,
		execLogging: logging ?? null,
		hasExecLogTarget: [logConfiguration?.cloudWatchLogGroupName, logConfiguration?.s3BucketName].some(
			(name = "") => name !== "",
		),
		tags: resourceTagsOf(tags),
		readAt,
	};
}
