import type { Context } from "aws-lambda";
import { continueDeployment } from "../../../adapters/ecs/continue-deployment.ts";
import { listDeployments } from "../../../adapters/ecs/list-deployments.ts";
import { readService } from "../../../adapters/ecs/read-service.ts";
import { readServiceDeployment } from "../../../adapters/ecs/read-service-deployment.ts";
import { setBack } from "../../../adapters/ecs/set-back.ts";
import { stopDeployment } from "../../../adapters/ecs/stop-deployment.ts";
import { attemptOf } from "../../../adapters/sqs/requeue.ts";
import { taskDefinitionControls } from "../../../controls/index.ts";
import { parseStart } from "../../../events/deployment-started/index.ts";
import { parse as parseHook } from "../../../events/hook-awaiting-action/index.ts";
import { oneOf } from "../../../events/one-of.ts";
import { workers } from "../../../functions/workers.ts";
import { handleDeployments } from "../../../pipeline/deployments/worker.ts";
import type { MessagePorts, WorkerPorts } from "../../../pipeline/deployments/worker-ports.ts";
import { AnswersInMemory } from "../../support/answers.ts";
import { DeploymentClaimsInMemory } from "../../support/deployment-claims.ts";
import type { Invocation } from "../invocation.ts";
import { place } from "../place.ts";
import { queuePorts } from "../queue-ports.ts";
import type { Services } from "../services.ts";
import { SimulatedQueue } from "../sqs.ts";
import { deploymentsClient } from "./ecs-api.ts";
import { readingPorts, sendRecord } from "./gate-ports.ts";
import type { Rollouts } from "./rollouts.ts";
import { type Action, type GatedServices, gateArn, type ServiceDeployment, type Trouble } from "./state.ts";

const name = "deployment-started";
const [, { timeoutSeconds, batchSize }] = workers;
/** As infra configures the queues of functions. */
const settings = {
	...{
		name,
		arn: `arn:aws:sqs:${place.region}:${place.account}:${name}`,
		batchSize,
		timeoutMs: timeoutSeconds * 1_000,
	},
	...{ visibilityTimeoutMs: 360_000, maxReceives: 20, maxConcurrency: 3, delayMs: 0, windowMs: 0, recheckMinutes: [] },
};
const reportMs = 5_000;

interface Account {
	readonly services: Services;
	readonly ecs: GatedServices;
	readonly rollouts: Rollouts;
	/** Of the route that checks task definitions. */
	readonly familyQueue: SimulatedQueue;
}

/** The function that stops deployments, with its queue, as functions/deployment-started connects it. */
export function connectWorker(account: Account): SimulatedQueue {
	const claims = new DeploymentClaimsInMemory();
	const queue: SimulatedQueue = new SimulatedQueue(settings, account.services, (invocation, event) =>
		handleDeployments(oneOf(parseStart, parseHook), workerPorts(account, invocation, queue, claims))(
			event,
			{} as Context,
		),
	);
	account.rollouts.send = (body) => queue.send(body);
	return queue;
}

function workerPorts(
	{ services, ecs, rollouts, familyQueue }: Account,
	invocation: Invocation,
	queue: SimulatedQueue,
	claims: DeploymentClaimsInMemory,
): WorkerPorts & MessagePorts {
	const { clock, policy, fingerprint, note, variant } = services;
	const trouble: Trouble = { unanswered: false, denied: false, offSwitch: false, rollback: false };
	const noteAction = (deployment: ServiceDeployment, call: Action["call"], isEffective: boolean): boolean => {
		deployment.actions.push({ call, since: invocation.startedAt, at: clock.time, isEffective, trouble });
		note(() => `${name} calls ${call} on ${deployment.arn}: ${isEffective}`);
		return isEffective;
	};
	const client = deploymentsClient({ services, ecs }, invocation, {
		stop: (deployment) => noteAction(deployment, "stop", rollouts.stop(deployment)),
		answerPause: (deployment, answer) => noteAction(deployment, answer, rollouts.answerPause(deployment, answer)),
	});
	const countAttempt = (arn: string): void => {
		const found = ecs.deployments.find((one) => one.arn === arn);
		if (found !== undefined) found.attempts += 1;
	};
	const claim = <T>(action: string, effect: () => Promise<T>) => invocation.call(`dynamodb:${action}`, effect);
	const isUnclaimed = variant === "deployments are stopped without a claim";
	return {
		...readingPorts(services, client, invocation, trouble),
		...queuePorts(services, invocation, queue),
		listDeployments: (...of) => listDeployments(client, ...of),
		readServiceDeployment: async (arn) => {
			const reading = await readServiceDeployment(client, arn);
			if (variant !== "the worker does not know a rollback" || "unread" in reading || reading.value === null)
				return reading;
			return { value: { ...reading.value, isRollback: false, status: "IN_PROGRESS" } };
		},
		readService: (...of) => readService(client, ...of),
		stopDeployment: (arn) => stopDeployment(client, arn),
		continueDeployment: (...of) => continueDeployment(client, ...of),
		setBack: (...of) => setBack(client, ...of),
		claims: {
			begin: async (...of) => {
				if (isUnclaimed) return "begun";
				return claim("PutItem claim", () => {
					countAttempt(of[0].deployment);
					return claims.begin(...of);
				});
			},
			end: (...of) => claim("PutItem claim", () => claims.end(...of)),
			unrecorded: (...of) => claim("GetItem", () => claims.unrecorded(...of)),
		},
		answers: new AnswersInMemory(),
		replies: { tell: async () => {}, show: async () => {} },
		sendRecord: (subject, record) => sendRecord(services, familyQueue, invocation, subject, record, () => undefined),
		gateArn,
		controls: taskDefinitionControls,
		rules: { policy, fingerprint },
		now: clock.now,
		attemptOf: ({ messageAttributes }) => attemptOf(messageAttributes),
		requeue: ({ body, messageAttributes }, delaySeconds) =>
			invocation.call("sqs:SendMessage", () =>
				queue.send(body, delaySeconds * 1_000, attemptOf(messageAttributes) + 1),
			),
		timeUp: () => invocation.wait(invocation.remainingMs - reportMs),
		replaySource: null,
		replayCanBlock: false,
		telemetry: {
			answered: ({ kind, key }) => note(() => `${name}: ${kind} ${key.deployment}`),
			answerFailed: (deployment, reason) => note(() => `${name}: ${deployment}: ${reason}`),
			decided: ({ did, outcome, reason }, { deployment }) =>
				note(() => `${name}: ${did} ${outcome} ${deployment}: ${reason.slice(0, 120)}`),
			blockFailed: (message, error) => note(() => `${name}: ${message}: ${String(error)}`),
			skipped: (subject, reason) => note(() => `${name}: ${subject}: ${reason}`),
			rejected: (id, reason) => note(() => `${name}: ${id}: ${reason}`),
			foreign: (id) => note(() => `${name}: ${id} is foreign`),
			requeue: (subject, seconds) => note(() => `${name}: ${subject} comes back in ${seconds} s`),
			failed: (id, error) => note(() => `${name}: ${id} failed: ${error.message}`),
			flush: () => undefined,
		},
	};
}
