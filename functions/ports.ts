import { randomUUID } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import { dynamodbClient } from "../adapters/clients/dynamodb.ts";
import { ecrClient } from "../adapters/clients/ecr.ts";
import { ecsClient } from "../adapters/clients/ecs.ts";
import { sqsClient } from "../adapters/clients/sqs.ts";
import { createLedger, type Ledger } from "../adapters/dynamodb/ledger.ts";
import { createRefreshRequests } from "../adapters/dynamodb/refresh-requests.ts";
import { createUsedImages } from "../adapters/dynamodb/used-images.ts";
import { addRegistryImages } from "../adapters/ecr/read-container-images.ts";
import { readImage } from "../adapters/ecr/read-image.ts";
import { readRepository } from "../adapters/ecr/read-repository.ts";
import { deregister } from "../adapters/ecs/deregister.ts";
import { readCapacityProvider } from "../adapters/ecs/read-capacity-provider.ts";
import { readCluster } from "../adapters/ecs/read-cluster.ts";
import { addPlatformVersions } from "../adapters/ecs/read-platform-versions.ts";
import { readService } from "../adapters/ecs/read-service.ts";
import { readTaskDefinition } from "../adapters/ecs/read-task-definition.ts";
import { nextRequeueDelay } from "../adapters/sqs/requeue.ts";
import { sendMessages } from "../adapters/sqs/send-messages.ts";
import { sendRefresh } from "../adapters/sqs/send-refresh.ts";
import {
	capacityProviderControls,
	clusterControls,
	imageControls,
	repositoryControls,
	serviceControls,
	taskDefinitionControls,
} from "../controls/index.ts";
import { environment } from "../core/environment.ts";
import { settingsByScope } from "../core/scopes.ts";
import type { CheckPorts } from "../pipeline/check.ts";
import type { FamilyPorts } from "../pipeline/decide-blocks.ts";
import { readLastSnapshot, refreshAfterDeployment, type SnapshotPorts } from "../pipeline/images-in-use.ts";
import { observeImages, observeRepositoriesAndImages } from "../pipeline/observe.ts";
import { observeEcs } from "../pipeline/observe-ecs.ts";
import { isCheckedWithFamilies, recheckMessages } from "../pipeline/recheck.ts";
import type { RoutePorts } from "../pipeline/route.ts";
import { rules } from "../pipeline/rules.ts";
import { telemetry } from "../pipeline/telemetry.ts";
import type { RouteName } from "./manifest.ts";
import { queuePorts } from "./queue-ports.ts";
import { variable } from "./variable.ts";

/*
 * Connects adapters and clients, once per cold start; a bundle contains only what its handler uses.
 * A missing environment variable ends the cold start with an error that names it.
 */

export function imagePorts(service: RouteName): RoutePorts {
	const client = ecrClient();
	return routePorts(service, () => observeImages((...of) => readImage(client, ...of), imageControls, rules));
}

export function repositoryAndImagePorts(service: RouteName): RoutePorts {
	const client = ecrClient();
	const readers = {
		repository: (...of: ArgumentsAfterFirst<typeof readRepository>) => readRepository(client, ...of),
		usedImages: readLastSnapshot(snapshotPorts()),
		image: (...of: ArgumentsAfterFirst<typeof readImage>) => readImage(client, ...of),
	};
	const controls = [...repositoryControls, ...imageControls];
	return routePorts(service, () => observeRepositoriesAndImages(readers, controls, rules));
}

function snapshotPorts(): SnapshotPorts {
	const table = variable("ledgerTable");
	const queueUrl = variable("refreshQueueUrl");
	return {
		usedImages: createUsedImages(dynamodbClient(), table),
		requests: createRefreshRequests(dynamodbClient(), table),
		sendRefresh: (...of) => sendRefresh(sqsClient(), queueUrl, ...of),
		pause: () => pause(Math.random() * 2 * sendingMs),
		now,
	};
}

/** Generous for sending one message. */
const sendingMs = 100;

export function familyPorts(service: RouteName): RoutePorts {
	const client = ecsClient();
	const registry = ecrClient();
	const read: FamilyPorts["read"] = (...of) => readTaskDefinition(client, ...of);
	const addImages: FamilyPorts["addImages"] = (facts, place) => addRegistryImages(registry, facts, place);
	return routePorts(service, (ledger) =>
		observeEcs({
			families: {
				read,
				addImages,
				addServices: (facts) => addPlatformVersions(client, facts),
				deregister: (revisionArn) => deregister(client, revisionArn),
				recordIntent: (...of) => ledger.recordIntent(...of),
				controls: taskDefinitionControls,
				rules,
			},
			services: {
				readService: (...of) => readService(client, ...of),
				readDefinition: read,
				addImages,
				refreshImagesInUse: refreshAfterDeployment(snapshotPorts()),
				serviceControls,
				taskDefinitionControls,
				rules,
			},
			capacity: {
				readCluster: (...of) => readCluster(client, ...of),
				readCapacityProvider: (...of) => readCapacityProvider(client, ...of),
				controls: [...clusterControls, ...capacityProviderControls],
				rules,
			},
		}),
	);
}

/** Milliseconds for reporting what failed, before the function is stopped. */
const reportMs = 5_000;

/** Generous for one write to the ledger. */
const writeMs = 50;

function routePorts(service: RouteName, observeWith: (ledger: Ledger) => CheckPorts["observe"]): RoutePorts {
	const queueUrl = variable("queueUrl");
	const familyQueueUrl = variable("familyQueueUrl");
	const ledger = createLedger(dynamodbClient(), variable("ledgerTable"));
	const messages = queuePorts(service);
	// Only scans of images are waited for. Scopes may wait longer than the rest of the policy; an extra check does no harm.
	const recheckMinutes = imageControls.flatMap((control) =>
		settingsByScope(rules.policy, control).flatMap(({ settings }) => control.recheckMinutes?.(settings) ?? []),
	);
	return {
		ledger,
		observe: observeWith(ledger),
		rules,
		now,
		backOff: (conflicts) => pause(Math.random() * conflicts * writeMs),
		...messages,
		requeue: async (record, awaited) => {
			const delays = awaited.flatMap(({ since, readAt }) => nextRequeueDelay(since, readAt, recheckMinutes) ?? []);
			if (delays.length === 0) return null;
			const delaySeconds = Math.min(...delays);
			await messages.requeue(record, delaySeconds);
			return delaySeconds;
		},
		recheck: async (subjects) => {
			for (const [toFamilies, url] of [
				[true, familyQueueUrl],
				[false, queueUrl],
			] as const) {
				const own = subjects.filter((subject) => isCheckedWithFamilies(subject) === toFamilies);
				await sendMessages(sqsClient(), url, recheckMessages(own, randomUUID, now()));
			}
		},
		timeUp: (context) =>
			new Promise((done) => {
				const milliseconds = Math.max(0, context.getRemainingTimeInMillis() - reportMs);
				AbortSignal.timeout(milliseconds).addEventListener("abort", done, { once: true });
			}),
		replaySource: process.env[environment.replaySource] || null,
		replayCanBlock: process.env[environment.replayCanBlock] === "true",
		telemetry: telemetry(service),
	};
}

const now = (): string => new Date().toISOString();

type ArgumentsAfterFirst<F> = F extends (first: never, ...rest: infer R) => unknown ? R : never;
