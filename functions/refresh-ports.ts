import { randomUUID } from "node:crypto";
import { dynamodbClient } from "../adapters/clients/dynamodb.ts";
import { ecsClient } from "../adapters/clients/ecs.ts";
import { sqsClient } from "../adapters/clients/sqs.ts";
import { createRefreshRequests } from "../adapters/dynamodb/refresh-requests.ts";
import { createUsedImages } from "../adapters/dynamodb/used-images.ts";
import { listWaiting, removeWaiting } from "../adapters/dynamodb/waiting-repositories.ts";
import { readUsedImages } from "../adapters/ecs/read-used-images.ts";
import { createDeadLetters, originalIdOf } from "../adapters/sqs/dead-letters.ts";
import { attemptOf, requeue } from "../adapters/sqs/requeue.ts";
import { retrySoon } from "../adapters/sqs/retry-soon.ts";
import { sendRechecks } from "../adapters/sqs/send-rechecks.ts";
import type { RepositorySubject } from "../core/subject.ts";
import { jsonLog } from "../pipeline/json-log.ts";
import { recheckMessages } from "../pipeline/recheck.ts";
import type { RefreshPorts } from "../pipeline/refresh-images-in-use.ts";
import { telemetry } from "../pipeline/telemetry.ts";
import type { WorkerName } from "./manifest.ts";
import { variable } from "./variable.ts";

/** Connects the adapters of the function that refreshes the images in use, as functions/ports.ts does for the others. */
export function refreshPorts(service: WorkerName): RefreshPorts {
	const table = variable("ledgerTable");
	const [queueUrl, recheckQueueUrl] = [variable("queueUrl"), variable("recheckQueueUrl")];
	const letters = createDeadLetters(sqsClient(), variable("deadLetterQueueUrl"), dynamodbClient(), table);
	const log = jsonLog(service);
	return {
		read: (place) => readUsedImages(ecsClient(), place),
		usedImages: createUsedImages(dynamodbClient(), table),
		requests: createRefreshRequests(dynamodbClient(), table),
		listWaiting: () => listWaiting(dynamodbClient(), table),
		removeWaiting: (waiting) => removeWaiting(dynamodbClient(), table, waiting),
		sendRechecks: (arns, at) =>
			sendRechecks(sqsClient(), recheckQueueUrl, recheckMessages(arns.map(repositoryOf), randomUUID, at)),
		attemptOf: ({ messageAttributes }) => attemptOf(messageAttributes),
		requeue: ({ body, messageAttributes }, delaySeconds) =>
			requeue(sqsClient(), queueUrl, {
				body,
				attempt: attemptOf(messageAttributes) + 1,
				originalId: originalIdOf(messageAttributes),
				delaySeconds,
			}),
		retrySoon: (record) => retrySoon(sqsClient(), queueUrl, record),
		reject: async ({ messageId, messageAttributes, body }, reason) => {
			await letters.send({ messageId, originalId: originalIdOf(messageAttributes), body, reason });
		},
		now: () => new Date().toISOString(),
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
