import { imageControls } from "../../controls/index.ts";
import { type EventParser, envelopeOf } from "../../core/event.ts";
import { settingsOf } from "../../core/policy.ts";
import { arnOf } from "../../core/subject.ts";
import { parse as imagePushed } from "../../events/image-pushed/index.ts";
import { parse as imageScanned } from "../../events/image-scanned/index.ts";
import { parse as taskDefinitionRegistered } from "../../events/task-definition-registered/index.ts";
import { routes as manifest, type RouteName } from "../../functions/manifest.ts";
import { type RoutePorts, route } from "../../pipeline/route.ts";
import type { Rules } from "../../pipeline/rules.ts";
import type { Invocation } from "./invocation.ts";
import { ledgerPorts } from "./ledger-ports.ts";
import { familyObserver, imageObserver, type MakeObserver, noting, repositoryAndImageObserver } from "./observers.ts";
import { place } from "./place.ts";
import type { Services } from "./services.ts";
import { SimulatedQueue } from "./sqs.ts";

/** The routes as their handlers connect them. */
const handlers: Readonly<Record<RouteName, { readonly parse: EventParser; readonly observer: MakeObserver }>> = {
	"image-pushed": { parse: imagePushed, observer: repositoryAndImageObserver },
	"image-scanned": { parse: imageScanned, observer: imageObserver },
	"task-definition-registered": { parse: taskDefinitionRegistered, observer: familyObserver },
};

/** As infra/event-route.ts configures every queue. */
const queueDefaults = { visibilityTimeoutMs: 360_000, maxReceives: 5 };
/** Fewer than in AWS, so that messages wait for each other. */
const maxConcurrency = 3;

/** A queue with its function for every route of the manifest. */
export function connectRoutes(services: Services): ReadonlyMap<RouteName, SimulatedQueue> {
	const rules: Rules = { policy: services.policy, fingerprint: "rules-1" };
	const recheckMinutes = imageControls.flatMap(
		(control) => control.recheckMinutes?.(settingsOf(rules.policy.controls, control)) ?? [],
	);
	const queues = manifest.map(({ name }): [RouteName, SimulatedQueue] => {
		const { parse, observer } = handlers[name];
		const arn = `arn:aws:sqs:${place.region}:${place.account}:${name}`;
		const settings = { ...queueDefaults, name, arn, maxConcurrency, recheckMinutes };
		const queue: SimulatedQueue = new SimulatedQueue(settings, services, async (invocation, event) => {
			const accounted = new Set<string>();
			const ports = routePorts(services, invocation, queue, accounted);
			const observe = noting(services, observer(services, invocation, rules));
			const response = await route(parse, { ...ports, observe, rules })(event);
			const failed = new Set(response.batchItemFailures.map(({ itemIdentifier }) => itemIdentifier));
			for (const { messageId, body } of event.Records) {
				if (failed.has(messageId) || accounted.has(messageId)) continue;
				if (!subjectsIn(body, parse).every((subject) => accounted.has(subject))) {
					services.journal.unaccounted.push(messageId);
				}
			}
			return response;
		});
		return [name, queue];
	});
	return new Map(queues);
}

/** ARNs of the subjects that an event asks to check. */
function subjectsIn(body: string, parse: EventParser): readonly string[] {
	const parsed = parse(envelopeOf(JSON.parse(body)));
	return parsed.kind === "check" ? parsed.subjects.map(arnOf) : [];
}

/** `accounted` gets the message ids and ARNs about which an outcome is logged. */
function routePorts(
	services: Services,
	invocation: Invocation,
	queue: SimulatedQueue,
	accounted: Set<string>,
): Omit<RoutePorts, "observe" | "rules"> {
	const { note } = services;
	const log = (subject: string, outcome: string): void => {
		accounted.add(subject);
		note(() => `${invocation.name} of ${invocation.startedAt % 86_400_000}: ${subject}: ${outcome}`);
	};
	const send = () => invocation.call("sqs:SendMessage", () => undefined);
	return {
		ledger: ledgerPorts(services, invocation),
		now: services.clock.now,
		reject: async ({ messageId, body }, reason) => {
			await queue.rejected.send({ messageId, body, reason }, send);
		},
		requeue: (...of) => invocation.call("sqs:SendMessage", () => queue.requeue(...of)),
		replaySource: "shipshape.replay",
		telemetry: {
			recorded: ({ arn }) => log(arn, "recorded"),
			skipped: log,
			rejected: log,
			requeue: (messageId, seconds) => log(messageId, `comes back in ${seconds} s`),
			failed: (messageId, error) => note(() => `${messageId} failed: ${error.message}`),
			flush: () => undefined,
		},
	};
}
