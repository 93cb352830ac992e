import { dynamodbClient } from "../adapters/clients/dynamodb.ts";
import { ecrClient } from "../adapters/clients/ecr.ts";
import { createEcsClient } from "../adapters/clients/ecs.ts";
import { createPace } from "../adapters/clients/pace.ts";
import { createReadTogether } from "../adapters/clients/read-together.ts";
import { securityHubClient } from "../adapters/clients/securityhub.ts";
import { sqsClient } from "../adapters/clients/sqs.ts";
import { createArrivals } from "../adapters/dynamodb/arrivals.ts";
import { createHeldChanges } from "../adapters/dynamodb/held-changes.ts";
import { sortKeys } from "../adapters/dynamodb/items.ts";
import { publishedAt } from "../adapters/dynamodb/published.ts";
import { createReports } from "../adapters/dynamodb/reports.ts";
import { createSweepState } from "../adapters/dynamodb/sweep-state.ts";
import { createSweptEntries } from "../adapters/dynamodb/swept-entries.ts";
import { listImagesPage } from "../adapters/ecr/list-images-page.ts";
import { listRepositories } from "../adapters/ecr/list-repositories.ts";
import { listCapacityProviders } from "../adapters/ecs/list-capacity-providers.ts";
import { listClusterNames } from "../adapters/ecs/list-clusters.ts";
import { listServiceNames } from "../adapters/ecs/list-services.ts";
import { listTaskDefinitions } from "../adapters/ecs/list-task-definitions.ts";
import { paceReads } from "../adapters/ecs/paced-client.ts";
import { listFindings } from "../adapters/security-hub/list-findings.ts";
import { countWaiting } from "../adapters/sqs/count-waiting.ts";
import { sendMessages } from "../adapters/sqs/send-messages.ts";
import { mapConcurrently } from "../core/map-concurrently.ts";
import type { AccountRegion, SubjectKind } from "../core/subject.ts";
import { usedDigestsOf, waitForSnapshot } from "../pipeline/images-in-use.ts";
import { rules } from "../pipeline/rules.ts";
import { rememberEarlierFindings } from "../pipeline/sweep/earlier-findings.ts";
import { sweptLists } from "../pipeline/sweep/lists.ts";
import { republishMissedClosings } from "../pipeline/sweep/missed-closings.ts";
import { type Observers, observeByKind, rootLists } from "../pipeline/sweep/observe-by-kind.ts";
import type { SweepPorts } from "../pipeline/sweep/sweep.ts";
import { sweepTelemetry } from "../pipeline/sweep/telemetry.ts";
import { batchPorts } from "./batch-ports.ts";
import { familiesPerSecond, sweepPaces } from "./ecs-paces.ts";
import type { WorkerName } from "./manifest.ts";
import { ecsObserver, repositoryAndImageObserver, snapshotPorts } from "./observers.ts";
import { variable } from "./variable.ts";

/**
 * Enough for about 4,000 services at the pace above. A family may have to wait for the search before its own, and both together end
 * within the function's time.
 */
const serviceSearch = { maxCalls: 450, maxSeconds: 120 };

/** Only the first sweep reads findings; Security Hub grants an account 3 calls a second, which the sinks share out as well. */
const findingReadsPerSecond = 1;

const countsAtOnce = 5;

/** Connects the adapters of the sweep, as functions/ports.ts does for the routes. */
export function sweepPorts(service: WorkerName): SweepPorts {
	const table = variable("ledgerTable");
	const queueUrl = variable("queueUrl");
	const deadLetterQueues = variable("deadLetterQueueUrls").split(",");
	const ports = batchPorts(service, variable("recheckQueueUrl"));
	const [registry, ecs] = [ecrClient(), paceReads(createEcsClient(), sweepPaces())];
	const snapshots = snapshotPorts();
	const entries = createSweptEntries(dynamodbClient(), table);
	const ofRegistry = repositoryAndImageObserver(snapshots, createReadTogether());
	const ofEcs = ecsObserver(ecs, snapshots, blocksNothing, serviceSearch);
	const observers: Observers = {
		repository: ofRegistry,
		image: ofRegistry,
		"task-definition": ofEcs,
		service: ofEcs,
		cluster: ofEcs,
		"capacity-provider": ofEcs,
	};
	const kinds = Object.keys(observers) as SubjectKind[];
	const closings = {
		publishedAt: (arn: string) => publishedAt(dynamodbClient(), table, arn, "security-hub"),
		touch: entries.touch,
		now: ports.now,
	};
	const nextRead = createPace(findingReadsPerSecond);
	const earlier = {
		ledger: ports.ledger,
		kinds,
		findings: async (place: AccountRegion, token: string | null) => {
			await nextRead();
			return listFindings(securityHubClient(), place, token);
		},
	};
	return {
		...ports,
		observe: observeByKind(observers),
		entries,
		state: createSweepState(dynamodbClient(), table),
		arrivals: createArrivals(dynamodbClient(), table),
		reports: createReports(dynamodbClient(), table),
		held: createHeldChanges(dynamodbClient(), table, "slack"),
		stale: createHeldChanges(dynamodbClient(), table, "slack", sortKeys.stale),
		countDeadLetters: () =>
			mapConcurrently(countsAtOnce, deadLetterQueues, async (url) => {
				return { queue: url.split("/").at(-1) ?? url, messages: await countWaiting(sqsClient(), url) };
			}),
		send: (bodies, delays) => sendMessages(sqsClient(), queueUrl, bodies, delays),
		familiesPerSecond,
		rootLists: (readsFindings) => rootLists(observers, readsFindings),
		lists: sweptLists({
			repositories: (token) => listRepositories(registry, token),
			images: (...of) => listImagesPage(registry, ...of),
			waitForUsedImages: (since) => waitForSnapshot(since, snapshots),
			usedDigests: (repository) => usedDigestsOf(repository, snapshots),
			taskDefinitions: (token) => listTaskDefinitions(ecs, token),
			clusters: (token) => listClusterNames(ecs, token),
			services: (...of) => listServiceNames(ecs, ...of),
			capacityProviders: (token) => listCapacityProviders(ecs, token),
			entries: (token) => entries.swept(token),
			republishMissedClosings: (gone) => republishMissedClosings(gone, closings),
			rules: rules.fingerprint,
			findings: (token, place) => rememberEarlierFindings(token, place, earlier),
		}),
		kinds,
		every: rules.policy.sweep.every,
		telemetry: sweepTelemetry(service, ports.telemetry),
	};
}

/** The sweep's checks know of no revision that may have to be blocked (pipeline/sweep/sweep-ledger.ts). */
const mayNotBlock = async (): Promise<never> => {
	throw new Error("a sweep blocks nothing");
};
const blocksNothing = {
	turn: mayNotBlock,
	deregister: mayNotBlock,
	tag: mayNotBlock,
	untag: null,
	recordIntent: mayNotBlock,
	offSwitch: { name: "", read: mayNotBlock },
};
