import { setTimeout as pause } from "node:timers/promises";
import type { ECSClient } from "@aws-sdk/client-ecs";
import { dynamodbClient } from "../adapters/clients/dynamodb.ts";
import { ecrClient } from "../adapters/clients/ecr.ts";
import { readAlone } from "../adapters/clients/read-together.ts";
import { sqsClient } from "../adapters/clients/sqs.ts";
import { createLedger } from "../adapters/dynamodb/ledger.ts";
import { createRefreshRequests } from "../adapters/dynamodb/refresh-requests.ts";
import { createUsedImages } from "../adapters/dynamodb/used-images.ts";
import type { ReadUsedImages } from "../adapters/ecr/images-in-use.ts";
import { namedImages } from "../adapters/ecr/named-images.ts";
import { addRegistryImages } from "../adapters/ecr/read-container-images.ts";
import { readImage } from "../adapters/ecr/read-image.ts";
import { readRepository } from "../adapters/ecr/read-repository.ts";
import { readCapacityProvider } from "../adapters/ecs/read-capacity-provider.ts";
import { readCluster } from "../adapters/ecs/read-cluster.ts";
import { createPlatformVersionReader, needsPlatformVersions } from "../adapters/ecs/read-platform-versions.ts";
import { createServiceReader } from "../adapters/ecs/read-service.ts";
import { readTaskDefinition } from "../adapters/ecs/read-task-definition.ts";
import { sendRefresh } from "../adapters/sqs/send-refresh.ts";
import {
	capacityProviderControls,
	clusterControls,
	imageControls,
	repositoryControls,
	serviceControls,
	taskDefinitionControls,
} from "../controls/index.ts";
import type { RepositorySubject } from "../core/subject.ts";
import type { CheckPorts } from "../pipeline/check.ts";
import type { FamilyPorts } from "../pipeline/decide-blocks.ts";
import { keysOfUsed } from "../pipeline/dependents.ts";
import { readLastSnapshot, refreshAfterDeployment, type SnapshotPorts } from "../pipeline/images-in-use.ts";
import { observeImages, observeRepositoriesAndImages } from "../pipeline/observe.ts";
import { observeEcs } from "../pipeline/observe-ecs.ts";
import { rules } from "../pipeline/rules.ts";
import { now } from "./time.ts";
import { variable } from "./variable.ts";

/*
 * How subjects are observed, by the routes and by the sweep, connected to AWS once per cold start; a bundle contains only what its
 * handler uses.
 */

export function imageObserver(): CheckPorts["observe"] {
	const client = ecrClient();
	return observeImages((...of) => readImage(client, ...of), imageControls, rules);
}

/** `together`: shares what belongs to the registry among the repositories of a batch. */
export function repositoryAndImageObserver(snapshots: SnapshotPorts, together = readAlone): CheckPorts["observe"] {
	const client = ecrClient();
	const readers = {
		repository: (subject: RepositorySubject, readAt: string, usedImages: ReadUsedImages) =>
			readRepository(client, subject, readAt, usedImages, together),
		usedImages: readLastSnapshot(snapshots),
		image: (...of: ArgumentsAfterFirst<typeof readImage>) => readImage(client, ...of),
	};
	return observeRepositoriesAndImages(readers, [...repositoryControls, ...imageControls], rules);
}

/** Generous for sending one message. */
const sendingMs = 100;

export function snapshotPorts() {
	const table = variable("ledgerTable");
	const refreshQueueUrl = variable("refreshQueueUrl");
	return {
		usedImages: createUsedImages(dynamodbClient(), table),
		requests: createRefreshRequests(dynamodbClient(), table),
		sendRefresh: (...of) => sendRefresh(sqsClient(), refreshQueueUrl, ...of),
		pause: () => pause(Math.random() * 2 * sendingMs),
		now,
	} satisfies SnapshotPorts;
}

/**
 * Families, services, clusters and capacity providers. `block`: for revisions that have to be blocked. A deployment
 * of a service requests a refresh of the images in use. `serviceSearch`: limits of a search of all services.
 */
export function ecsObserver(
	client: ECSClient,
	snapshots: SnapshotPorts,
	block: Pick<FamilyPorts, "turn" | "deregister" | "tag" | "untag" | "offSwitch" | "recordIntent">,
	serviceSearch?: Parameters<typeof createPlatformVersionReader>[1],
): CheckPorts["observe"] {
	const registry = ecrClient();
	const read: FamilyPorts["read"] = (...of) => readTaskDefinition(client, ...of);
	const ledger = createLedger(dynamodbClient(), variable("ledgerTable"));
	const addImages: FamilyPorts["addImages"] = async (facts, subject) => {
		const readsServices = subject.kind === "task-definition" && needsPlatformVersions(facts);
		const used = keysOfUsed(subject, namedImages(facts, subject), { readsServices });
		if (used.length > 0) await ledger.link(subject, used);
		return addRegistryImages(registry, facts, subject);
	};
	return observeEcs({
		families: {
			read,
			addImages,
			addServices: createPlatformVersionReader(client, serviceSearch),
			...block,
			controls: taskDefinitionControls,
			rules,
		},
		services: {
			readService: createServiceReader(client),
			readDefinition: read,
			addImages,
			refreshImagesInUse: refreshAfterDeployment(snapshots),
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
	});
}

type ArgumentsAfterFirst<F> = F extends (first: never, ...rest: infer R) => unknown ? R : never;
