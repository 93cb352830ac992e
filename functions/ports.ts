import { dynamodbClient } from "../adapters/clients/dynamodb.ts";
import { createEcsClient, ecsClient } from "../adapters/clients/ecs.ts";
import { sqsClient } from "../adapters/clients/sqs.ts";
import { ssmClient } from "../adapters/clients/ssm.ts";
import { createArrivals } from "../adapters/dynamodb/arrivals.ts";
import { type BlockRecords, createBlockRecords } from "../adapters/dynamodb/block-records.ts";
import type { Ledger } from "../adapters/dynamodb/ledger.ts";
import { deregister } from "../adapters/ecs/deregister.ts";
import { paceReads } from "../adapters/ecs/paced-client.ts";
import { tagRevision, untagRevision } from "../adapters/ecs/tag-revision.ts";
import { nextRequeueDelay } from "../adapters/sqs/requeue.ts";
import { sendSweep } from "../adapters/sqs/send-sweep.ts";
import { createOffSwitchReader } from "../adapters/ssm/read-off-switch.ts";
import { imageControls } from "../controls/index.ts";
import { environment } from "../core/environment.ts";
import { settingsByScope } from "../core/scopes.ts";
import { noteArrivals } from "../pipeline/arrivals.ts";
import type { CheckPorts } from "../pipeline/check.ts";
import type { RoutePorts } from "../pipeline/route.ts";
import { rules } from "../pipeline/rules.ts";
import { repositoriesMessage } from "../pipeline/sweep/messages.ts";
import { isDeploying } from "../pipeline/trigger.ts";
import { batchPorts } from "./batch-ports.ts";
import { changeTurns, taskDefinitionTurns } from "./ecs-paces.ts";
import type { RouteName } from "./manifest.ts";
import { ecsObserver, imageObserver, repositoryAndImageObserver, snapshotPorts } from "./observers.ts";
import { queuePorts } from "./queue-ports.ts";
import { now } from "./time.ts";
import { variable } from "./variable.ts";

/*
 * Connects adapters and clients, once per cold start; a bundle contains only what its handler uses.
 * A missing environment variable ends the cold start with an error that names it.
 */

export const imagePorts = (service: RouteName): RoutePorts => routePorts(service, imageObserver);

export function repositoryAndImagePorts(service: RouteName): RoutePorts {
	const sweepQueueUrl = variable("sweepQueueUrl");
	return {
		...routePorts(service, () => repositoryAndImageObserver(snapshotPorts())),
		noteArrivals: notingArrivals(),
		checkRepositories: (place, time) => sendSweep(sqsClient(), sweepQueueUrl, [repositoriesMessage(time, place)]),
	};
}

export function familyPorts(service: RouteName): RoutePorts {
	const client = ecsClient();
	const paced = paceReads(createEcsClient(), taskDefinitionTurns());
	const turns = changeTurns();
	const blockRecords = createBlockRecords(dynamodbClient(), variable("ledgerTable"));
	const offSwitch = createOffSwitchReader(ssmClient(), variable("offSwitchParameter"));
	const observe = (ledger: Ledger): CheckPorts["observe"] => {
		const snapshots = snapshotPorts();
		const block: Parameters<typeof ecsObserver>[2] = {
			turn: (action) => (action === "tag" ? turns.tag() : turns.deregistration()),
			deregister: (revisionArn) => deregister(client, revisionArn),
			tag: (revisionArn, because) => tagRevision(client, revisionArn, because),
			untag: async (revisionArn) => {
				await turns.tag();
				return untagRevision(client, revisionArn);
			},
			offSwitch,
			recordIntent: (...of) => ledger.recordIntent(...of),
		};
		const [atOnce, inTurn] = [ecsObserver(client, snapshots, block), ecsObserver(paced, snapshots, block)];
		// A changed image may have thousands of families checked; deployments come first.
		return (...of) => (isDeploying(of[3]) ? atOnce(...of) : inTurn(...of));
	};
	return { ...routePorts(service, observe, blockRecords), noteArrivals: notingArrivals() };
}

const notingArrivals = () => noteArrivals(createArrivals(dynamodbClient(), variable("ledgerTable")), now);

function routePorts(
	service: RouteName,
	observeWith: (ledger: Ledger) => CheckPorts["observe"],
	blockRecords?: BlockRecords,
): RoutePorts {
	const queueUrl = variable("queueUrl");
	const ports = batchPorts(service, queueUrl, blockRecords);
	const messages = queuePorts(service);
	// Only scans of images are waited for. Scopes may wait longer than the rest of the policy; an extra check does no harm.
	const recheckMinutes = imageControls.flatMap((control) =>
		settingsByScope(rules.policy, control).flatMap(({ settings }) => control.recheckMinutes?.(settings) ?? []),
	);
	return {
		...ports,
		observe: observeWith(ports.ledger),
		requeue: async (record, awaited) => {
			const delays = awaited.flatMap(({ since, readAt }) => nextRequeueDelay(since, readAt, recheckMinutes) ?? []);
			if (delays.length === 0) return null;
			const delaySeconds = Math.min(...delays);
			await messages.requeue(record, delaySeconds);
			return delaySeconds;
		},
		replaySource: process.env[environment.replaySource] || null,
		replayCanBlock: process.env[environment.replayCanBlock] === "true",
	};
}
