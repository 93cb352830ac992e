import { randomUUID } from "node:crypto";
import { dynamodbClient } from "../adapters/clients/dynamodb.ts";
import { createEcsClient } from "../adapters/clients/ecs.ts";
import { sqsClient } from "../adapters/clients/sqs.ts";
import { createRefreshRequests } from "../adapters/dynamodb/refresh-requests.ts";
import { createUsedImages } from "../adapters/dynamodb/used-images.ts";
import { listWaiting, removeWaiting } from "../adapters/dynamodb/waiting-repositories.ts";
import { paceReads } from "../adapters/ecs/paced-client.ts";
import { readUsedImages } from "../adapters/ecs/read-used-images.ts";
import { attemptOf } from "../adapters/sqs/requeue.ts";
import { sendRechecks } from "../adapters/sqs/send-rechecks.ts";
import type { RepositorySubject } from "../core/subject.ts";
import { jsonLog } from "../pipeline/json-log.ts";
import { recheckMessages } from "../pipeline/recheck.ts";
import type { RefreshPorts } from "../pipeline/refresh-images-in-use.ts";
import { telemetry } from "../pipeline/telemetry.ts";
import { taskDefinitionTurns } from "./ecs-paces.ts";
import type { WorkerName } from "./manifest.ts";
import { queuePorts } from "./queue-ports.ts";
import { now } from "./time.ts";
import { variable } from "./variable.ts";

/** Connects the adapters of the function that refreshes the images in use, as functions/ports.ts does for the others. */
export function refreshPorts(service: WorkerName): RefreshPorts {
	const table = variable("ledgerTable");
	const recheckQueueUrl = variable("recheckQueueUrl");
	const log = jsonLog(service);
	const ecs = paceReads(createEcsClient(), taskDefinitionTurns());
	return {
		read: (place) => readUsedImages(ecs, place),
		usedImages: createUsedImages(dynamodbClient(), table),
		requests: createRefreshRequests(dynamodbClient(), table),
		listWaiting: () => listWaiting(dynamodbClient(), table),
		removeWaiting: (waiting) => removeWaiting(dynamodbClient(), table, waiting),
		sendRechecks: (arns, at) =>
			sendRechecks(sqsClient(), recheckQueueUrl, recheckMessages(arns.map(repositoryOf), randomUUID, at)),
		attemptOf: ({ messageAttributes }) => attemptOf(messageAttributes),
		...queuePorts(service),
		now,
		telemetry: {
			...telemetry(service),
			stored: (images) => log.info("the images in use are stored", { images }),
		},
	};
}

/** The repository with an ARN that the pipeline itself recorded. */
function repositoryOf(arn: string): RepositorySubject {
	const [, partition = "", , region = "", account = "", resource = ""] = arn.split(":");
	return { kind: "repository", partition, account, region, name: resource.slice("repository/".length) };
}
