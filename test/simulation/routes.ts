import type { Context, SQSRecord } from "aws-lambda";
import { imageControls } from "../../controls/index.ts";
import { MalformedEventError } from "../../core/errors.ts";
import type { EventParser } from "../../core/event.ts";
import { settingsOf } from "../../core/policy.ts";
import { arnOf } from "../../core/subject.ts";
import { parse as deploymentStarted } from "../../events/deployment-started/index.ts";
import { parse as ecsChanged } from "../../events/ecs-changed/index.ts";
import { parse as imageDeleted } from "../../events/image-deleted/index.ts";
import { parse as imagePushed } from "../../events/image-pushed/index.ts";
import { parse as imageScanned } from "../../events/image-scanned/index.ts";
import { oneOf } from "../../events/one-of.ts";
import { parse as repositoryChanged } from "../../events/repository-changed/index.ts";
import { parse as taskDefinitionRegistered } from "../../events/task-definition-registered/index.ts";
import { routes as manifest, type RouteName } from "../../functions/manifest.ts";
import { parseMessage } from "../../pipeline/parse-message.ts";
import { isCheckedWithFamilies, recheckMessages } from "../../pipeline/recheck.ts";
import { type RoutePorts, route } from "../../pipeline/route.ts";
import type { Rules } from "../../pipeline/rules.ts";
import { ecsObserver } from "./ecs-observer.ts";
import type { Invocation } from "./invocation.ts";
import { ledgerPorts } from "./ledger-ports.ts";
import { imageObserver, type MakeObserver, noting, repositoryAndImageObserver } from "./observers.ts";
import { place } from "./place.ts";
import { queuePorts } from "./queue-ports.ts";
import type { Services } from "./services.ts";
import { SimulatedQueue } from "./sqs.ts";

interface Handler {
	readonly parse: EventParser;
	readonly observer: MakeObserver;
}

/** The routes as their handlers connect them. One that is not listed is not simulated. */
const handlers: Readonly<Partial<Record<RouteName, Handler>>> = {
	"image-pushed": {
		parse: oneOf(imagePushed, imageDeleted, repositoryChanged),
		observer: repositoryAndImageObserver,
	},
	"image-scanned": { parse: imageScanned, observer: imageObserver },
	"task-definition-registered": {
		parse: oneOf(taskDefinitionRegistered, deploymentStarted, ecsChanged),
		observer: ecsObserver,
	},
};

/** As infra/event-route.ts configures every queue. */
const queueDefaults = { visibilityTimeoutMs: 360_000, maxReceives: 20 };
/** A batch of more than ten messages gathers them. */
const windowMs = 5_000;
/** Fewer than in AWS, so that messages wait for each other. */
const maxConcurrency = 3;
const replaySource = "shipshape.replay";
/** As functions/ports.ts: what is left for reporting what failed, and what one write takes. */
const reportMs = 5_000;
const writeMs = 50;

/** A queue with its function for every simulated route of the manifest. */
export function connectRoutes(services: Services): ReadonlyMap<RouteName, SimulatedQueue> {
	const recheckMinutes = imageControls.flatMap(
		(control) => control.recheckMinutes?.(settingsOf(services.policy.controls, control)) ?? [],
	);
	const queues: [RouteName, SimulatedQueue][] = manifest.flatMap(({ name, batchSize, delaySeconds }) => {
		const handler = handlers[name];
		if (handler === undefined) return [];
		const { parse, observer } = handler;
		const arn = `arn:aws:sqs:${place.region}:${place.account}:${name}`;
		const batches = { batchSize, delayMs: delaySeconds * 1_000, windowMs: batchSize > 10 ? windowMs : 0 };
		const settings = { ...queueDefaults, ...batches, name, arn, maxConcurrency, recheckMinutes };
		const queue: SimulatedQueue = new SimulatedQueue(settings, services, async (invocation, event) => {
			const accounted = new Set<string>();
			const { policy, fingerprint } = services;
			const rules: Rules = { policy, fingerprint };
			const own = { queue, familyQueue: new Map(queues).get("task-definition-registered") ?? queue };
			const ports = routePorts(services, invocation, own, accounted);
			const observe = noting(services, observer(services, invocation, rules));
			const response = await route(parse, { ...ports, observe, rules })(event, {} as Context);
			const failed = new Set(response.batchItemFailures.map(({ itemIdentifier }) => itemIdentifier));
			for (const record of event.Records) {
				const { messageId } = record;
				if (failed.has(messageId) || accounted.has(messageId)) continue;
				if (!subjectsIn(record, parse).every((subject) => accounted.has(subject))) {
					services.journal.unaccounted.push(messageId);
				}
			}
			return response;
		});
		return [[name, queue]];
	});
	return new Map(queues);
}

/** ARNs of the subjects that a message asks to check. */
function subjectsIn(record: SQSRecord, parse: EventParser): readonly string[] {
	const message = parseMessage(record, parse, replaySource);
	if (message instanceof MalformedEventError || message === "foreign") return [];
	return message.parsed.kind === "check" ? message.parsed.subjects.map(arnOf) : [];
}

interface OwnQueues {
	readonly queue: SimulatedQueue;
	readonly familyQueue: SimulatedQueue;
}

/** `accounted` gets the message ids and ARNs about which an outcome is logged. */
function routePorts(
	services: Services,
	invocation: Invocation,
	{ queue, familyQueue }: OwnQueues,
	accounted: Set<string>,
): Omit<RoutePorts, "observe" | "rules"> {
	const { note, clock, faults } = services;
	const log = (subject: string, outcome: string): void => {
		accounted.add(subject);
		note(() => `${invocation.name} of ${invocation.startedAt % 86_400_000}: ${subject}: ${outcome}`);
	};
	return {
		ledger: ledgerPorts(services, invocation),
		now: clock.now,
		backOff: (conflicts) => invocation.wait(faults.between(0, conflicts * writeMs)),
		...queuePorts(services, invocation, queue),
		requeue: (...of) => invocation.call("sqs:SendMessage", () => queue.requeue(...of)),
		recheck: async (subjects, quietUntil) => {
			for (const [toFamilies, to] of [
				[true, familyQueue],
				[false, queue],
			] as const) {
				const own = subjects.filter((subject) => isCheckedWithFamilies(subject) === toFamilies);
				const bodies = recheckMessages(own, () => `recheck-${invocation.calls}`, clock.now(), { quietUntil });
				if (bodies.length === 0) continue;
				await invocation.call("sqs:SendMessageBatch", () => {
					for (const body of bodies) to.send(body, 0);
				});
			}
		},
		timeUp: () => invocation.wait(invocation.remainingMs - reportMs),
		replaySource,
		replayCanBlock: false,
		telemetry: {
			recorded: ({ arn }) => log(arn, "recorded"),
			skipped: log,
			rejected: log,
			foreign: (messageId) => log(messageId, "foreign"),
			requeue: (messageId, seconds) => log(messageId, `comes back in ${seconds} s`),
			failed: (messageId, error) => note(() => `${messageId} failed: ${error.message}`),
			flush: () => undefined,
		},
	};
}
