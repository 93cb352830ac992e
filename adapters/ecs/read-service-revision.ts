import { DescribeServiceRevisionsCommand, type ECSClient, type ServiceRevision } from "@aws-sdk/client-ecs";
import type { Permission } from "../../core/permission.ts";
import type { Reading } from "../../core/reading.ts";
import { callAws } from "../clients/call-aws.ts";
import { isoTimeOf } from "../clients/iso-time.ts";
import { readingOf, UnusableAnswerError } from "../failures.ts";
import { countResults, onlyItem } from "./only-item.ts";

/** Resource types according to the Service Authorization Reference, which requires both. */
export const permissions: readonly Permission[] = [
	{ action: "ecs:DescribeServiceRevisions", on: "service" },
	{ action: "ecs:DescribeServiceRevisions", on: "service-revision" },
];

/** What a service runs in one revision of it. Fields: Amazon ECS API reference, ServiceRevision. */
export interface ServiceRevisionFacts {
	readonly family: string;
	/** Of the family. */
	readonly revision: number;
	/** ISO 8601; null if ECS does not return it. */
	readonly createdAt: string | null;
	/** Of Fargate; empty if ECS returns none. */
	readonly platformVersions: readonly string[];
	/** By the name of the container. Absent for a container whose tag ECS has not resolved: the first task of a deployment does that. */
	readonly digests: ReadonlyMap<string, string>;
}

/** Reads one service revision; null when there is none. Throws TryLaterError. */
export function readServiceRevision(client: ECSClient, arn: string): Promise<Reading<ServiceRevisionFacts | null>> {
	return readingOf("ecs:DescribeServiceRevisions", describe(client, arn));
}

async function describe(client: ECSClient, arn: string): Promise<ServiceRevisionFacts | null> {
	const action = "ecs:DescribeServiceRevisions";
	const command = new DescribeServiceRevisionsCommand({ serviceRevisionArns: [arn] });
	const answer = await callAws(action, (options) => client.send(command, options), {
		isComplete: ({ serviceRevisions: items, failures }) => countResults({ items, failures }) > 0,
	});
	const found = onlyItem(action, { items: answer.serviceRevisions, failures: answer.failures });
	return found === null ? null : factsOf(found);
}

function factsOf({
	taskDefinition = "",
	createdAt,
	platformVersion,
	containerImages = [],
}: ServiceRevision): ServiceRevisionFacts {
	const [, family, revision] = /(?:^|\/)([\w-]+):(\d+)$/.exec(taskDefinition) ?? [];
	if (family === undefined) throw new UnusableAnswerError("ecs:DescribeServiceRevisions returned no task definition");
	return {
		family,
		revision: Number(revision),
		createdAt: isoTimeOf(createdAt),
		platformVersions: platformVersion === undefined || platformVersion === "" ? [] : [platformVersion],
		digests: new Map(
			containerImages.flatMap(({ containerName, imageDigest }) =>
				containerName && imageDigest ? [[containerName, imageDigest] as const] : [],
			),
		),
	};
}
