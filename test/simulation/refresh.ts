import { createRefreshRequests } from "../../adapters/dynamodb/refresh-requests.ts";
import { createUsedImages } from "../../adapters/dynamodb/used-images.ts";
import { listWaiting, removeWaiting } from "../../adapters/dynamodb/waiting-repositories.ts";
import { readUsedImages } from "../../adapters/ecs/read-used-images.ts";
import { attemptOf } from "../../adapters/sqs/requeue.ts";
import { workers } from "../../functions/manifest.ts";
import { recheckMessages } from "../../pipeline/recheck.ts";
import { type RefreshPorts, refreshImagesInUse } from "../../pipeline/refresh-images-in-use.ts";
import { ecsClient } from "./ecs-client.ts";
import type { Invocation } from "./invocation.ts";
import { place } from "./place.ts";
import { queuePorts } from "./queue-ports.ts";
import type { Services } from "./services.ts";
import { SimulatedQueue } from "./sqs.ts";

const [{ name, timeoutSeconds }] = workers;
const table = "ledger";

/** As infra/queue-worker.ts configures it. */
const settings = {
	name,
	arn: `arn:aws:sqs:${place.region}:${place.account}:${name}`,
	timeoutMs: timeoutSeconds * 1_000,
	visibilityTimeoutMs: 6 * timeoutSeconds * 1_000,
	maxReceives: 20,
	maxConcurrency: 2,
	batchSize: 1,
	delayMs: 0,
	windowMs: 0,
	recheckMinutes: [],
};

/** The queue of requests to refresh the images in use, with its function. `recheckQueue`: of the route that checks repositories. */
export function connectRefresh(services: Services, recheckQueue: SimulatedQueue | undefined): SimulatedQueue {
	const queue: SimulatedQueue = new SimulatedQueue(settings, services, async (invocation, event) => {
		const accounted = new Set<string>();
		const ports = refreshPorts(services, invocation, queue, recheckQueue, accounted);
		const response = await refreshImagesInUse(ports)(event);
		for (const { messageId } of event.Records) {
			const hasFailed = response.batchItemFailures.some(({ itemIdentifier }) => itemIdentifier === messageId);
			if (!hasFailed && accounted.size === 0) services.journal.unaccounted.push(messageId);
		}
		return response;
	});
	return queue;
}

/** As functions/refresh-ports.ts. `accounted` gets every outcome that is logged. */
function refreshPorts(
	services: Services,
	invocation: Invocation,
	queue: SimulatedQueue,
	recheckQueue: SimulatedQueue | undefined,
	accounted: Set<string>,
): RefreshPorts {
	const { clock, items, note, registry, variant } = services;
	const client = items.client(invocation);
	const log = (outcome: string): void => {
		accounted.add(outcome);
		note(() => `${invocation.name} of ${invocation.startedAt % 86_400_000}: ${outcome}`);
	};
	return {
		read: (of) =>
			readUsedImages(ecsClient(services, invocation), of, { now: () => clock.time, pause: invocation.wait }),
		usedImages: createUsedImages(client, table),
		requests: createRefreshRequests(client, table),
		async listWaiting() {
			const waiting = await listWaiting(client, table);
			if (variant === "waiting repositories forgotten before they are checked again")
				await removeWaiting(client, table, waiting);
			return waiting;
		},
		removeWaiting: (waiting) => removeWaiting(client, table, waiting),
		sendRechecks: async (arns, at) => {
			const subjects = registry.repositories.filter(({ arn }) => arns.includes(arn)).map(({ subject }) => subject);
			const bodies = recheckMessages(subjects, () => `refresh-${invocation.startedAt}`, at);
			if (bodies.length === 0) return;
			await invocation.call("sqs:SendMessageBatch", () => {
				for (const body of bodies) recheckQueue?.send(body, 0);
			});
		},
		attemptOf: ({ messageAttributes }) => attemptOf(messageAttributes),
		requeue: ({ body, messageAttributes }, delaySeconds) =>
			invocation.call("sqs:SendMessage", () =>
				queue.send(body, delaySeconds * 1_000, attemptOf(messageAttributes) + 1),
			),
		...queuePorts(services, invocation, queue),
		now: clock.now,
		telemetry: {
			skipped: (_, reason) => log(reason),
			rejected: (_, reason) => log(reason),
			requeue: (what, seconds) => log(`${what}: comes back in ${seconds} s`),
			failed: (messageId, error) => note(() => `${messageId} failed: ${error.message}`),
			stored: (images) => log(`${images} images in use are stored`),
			flush: () => undefined,
		},
	};
}
