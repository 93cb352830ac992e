import type { Context } from "aws-lambda";
import type { FinishedSweep } from "../../adapters/dynamodb/sweep-state.ts";
import type { SweptEntries } from "../../adapters/dynamodb/swept-entries.ts";
import { entryAfter } from "../../core/ledger.ts";
import { arnOf, type SubjectKind } from "../../core/subject.ts";
import { type RouteName, workers } from "../../functions/manifest.ts";
import { isCheckedWithFamilies, recheckMessages } from "../../pipeline/recheck.ts";
import { sweptLists } from "../../pipeline/sweep/lists.ts";
import { type Observers, observeByKind, rootLists } from "../../pipeline/sweep/observe-by-kind.ts";
import { type SweepPorts, sweep } from "../../pipeline/sweep/sweep.ts";
import { ReportsInMemory } from "../support/reports.ts";
import type { SweepStateInMemory } from "../support/sweep-state.ts";
import { ecsObserver } from "./ecs-observer.ts";
import type { Invocation } from "./invocation.ts";
import { ledgerPorts } from "./ledger-ports.ts";
import { noting, repositoryAndImageObserver } from "./observers.ts";
import { place } from "./place.ts";
import { queuePorts } from "./queue-ports.ts";
import type { Services } from "./services.ts";
import { SimulatedQueue } from "./sqs.ts";
import { listPorts } from "./sweep-lists.ts";

/** What a simulated sweep depends on. */
export interface SweepSetup {
	readonly state: SweepStateInMemory;
	readonly queues: ReadonlyMap<RouteName, SimulatedQueue>;
	/** Hours between two sweeps. */
	readonly every: number;
	/** Called for each sweep that has finished. */
	readonly onFinish: (sweep: FinishedSweep) => void;
}

const [, { name, timeoutSeconds }] = workers;

/** As infra/queue-worker.ts configures the sweep's queue. */
const settings = {
	name,
	arn: `arn:aws:sqs:${place.region}:${place.account}:sweep`,
	timeoutMs: timeoutSeconds * 1_000,
	visibilityTimeoutMs: 6 * timeoutSeconds * 1_000,
	maxReceives: 20,
	maxConcurrency: 2,
	batchSize: 10,
	delayMs: 0,
	windowMs: 0,
	recheckMinutes: [],
};
const reportMs = 5_000;

/** The sweep's queue with its function, as functions/sweep-ports.ts connects it. */
export function connectSweep(services: Services, setup: SweepSetup): SimulatedQueue {
	const queue: SimulatedQueue = new SimulatedQueue(settings, services, (invocation, event) =>
		sweep(sweepPorts(services, invocation, queue, setup))(event, {} as Context),
	);
	return queue;
}

function sweepPorts(services: Services, invocation: Invocation, queue: SimulatedQueue, setup: SweepSetup): SweepPorts {
	const { clock, faults, note, policy, fingerprint, stream, table, variant } = services;
	const { queues, every } = setup;
	const rules = { policy, fingerprint };
	const ofRegistry = repositoryAndImageObserver(services, invocation, rules);
	const ofEcs = ecsObserver(services, invocation, rules);
	const observers: Observers = {
		repository: ofRegistry,
		image: ofRegistry,
		"task-definition": ofEcs,
		service: ofEcs,
		cluster: ofEcs,
		"capacity-provider": ofEcs,
	};
	const kinds = Object.keys(observers) as SubjectKind[];
	const entries: SweptEntries = {
		page: (token) => invocation.call("dynamodb:Scan", () => table.page(token)),
		touch: (arn, readAt, seenAt) =>
			invocation.call("dynamodb:UpdateItem", async () => {
				if (variant === "a family that is skipped is not marked as seen") return true;
				const isTouched = await table.touch(arn, readAt, seenAt);
				const entry = table.entries.get(arn) ?? null;
				if (isTouched) stream.append(arn, { before: entry, after: entry });
				return isTouched;
			}),
		swept: (token) => invocation.call("dynamodb:Scan", () => table.swept(token)),
	};
	const lists = sweptLists(listPorts(services, invocation, kinds, entries));
	const log = (subject: string, outcome: string): void => note(() => `sweep: ${subject}: ${outcome}`);
	return {
		ledger: ledgerPorts(services, invocation),
		entries,
		state: statePorts(setup, services, invocation),
		observe: noting(services, "sweep", observeByKind(observers)),
		rules,
		now: clock.now,
		backOff: (conflicts) => invocation.wait(faults.between(0, conflicts * 50)),
		recheck: async (subjects) => {
			for (const [toFamilies, name] of [
				[true, "task-definition-registered"],
				[false, "image-pushed"],
			] as const) {
				const own = subjects.filter((subject) => isCheckedWithFamilies(subject) === toFamilies);
				const bodies = recheckMessages(own, () => `recheck-${invocation.calls}`, clock.now());
				if (bodies.length === 0) continue;
				await invocation.call("sqs:SendMessageBatch", () => {
					for (const body of bodies) queues.get(name)?.send(body, 0);
				});
			}
		},
		// One call for each message, so that the function may end in between.
		send: async (bodies, delays = []) => {
			for (const [at, body] of bodies.entries()) {
				await invocation.call("sqs:SendMessageBatch", () => queue.send(body, (delays[at] ?? 0) * 1_000));
			}
		},
		familiesPerSecond: 1,
		rootLists: (readsFindings) => rootLists(observers, readsFindings),
		lists: listsOf(lists, services),
		kinds,
		every,
		arrivals: { missed: async () => {}, unreported: async () => null },
		reports: new ReportsInMemory(),
		held: { list: async () => [] },
		stale: { list: async () => [] },
		countDeadLetters: async () => [],
		...queuePorts(services, invocation, queue),
		timeUp: () => invocation.wait(invocation.remainingMs - reportMs),
		telemetry: {
			recorded: ({ arn }) => log(arn, "recorded"),
			skipped: log,
			rejected: log,
			foreign: (messageId) => log(messageId, "foreign"),
			requeue: () => undefined,
			failed: (messageId, error) => log(messageId, error.message),
			flush: () => undefined,
			unmeasured: ({ message }) => log("the metrics", message),
			unreported: ({ message }) => log("the reports", message),
			ticked: (what) => note(() => `sweep: ${what}`),
			measured: () => undefined,
			abandoned: (messageId) => log(messageId, "abandoned"),
			finished: ({ startedAt }) => note(() => `sweep: finished that of ${startedAt}`),
		},
	};
}

/** The lists of a sweep that is broken on purpose. */
function listsOf(lists: SweepPorts["lists"], services: Services): SweepPorts["lists"] {
	const { table, clock, fingerprint: rules, variant } = services;
	switch (variant) {
		case "an entry that no list has shown is closed without looking at its subject":
			return {
				...lists,
				entries: async (...of) => {
					const { subjects, next } = await lists.entries(...of);
					for (const { subject } of subjects) {
						const at = { subject, readAt: clock.now(), rules, verdicts: null, blocks: [], about: {} };
						const before = table.entries.get(arnOf(subject));
						if (before !== undefined) await table.write(entryAfter(before, at), before.readAt);
					}
					return { subjects: [], next };
				},
			};
		case "a newer revision of a family counts as unchanged":
			return {
				...lists,
				"task-definitions": async (...of) => {
					const { subjects, ...page } = await lists["task-definitions"](...of);
					const judged = ({ subject }: (typeof subjects)[number]) =>
						table.entries.get(arnOf(subject))?.about["revision"];
					return {
						...page,
						subjects: subjects.map((one) => ({ ...one, revision: Number(judged(one) ?? one.revision) })),
					};
				},
			};
		case "a part of the ledger is not looked at":
			return { ...lists, entries: async (...of) => ({ ...(await lists.entries(...of)), next: null }) };
		case "what Security Hub holds from an earlier installation is forgotten":
			return { ...lists, findings: async () => ({ subjects: [], next: null }) };
		default:
			return lists;
	}
}

/** Each function of the state is one call. */
function statePorts(
	{ state, onFinish }: SweepSetup,
	{ stream, variant }: Services,
	invocation: Invocation,
): SweepPorts["state"] {
	/** For the broken variant. */
	const late: (() => Promise<void>)[] = [];
	const isLate = variant === "the messages that a message leads to are recorded after it is done";
	return {
		current: () => invocation.call("dynamodb:GetItem", () => state.current()),
		last: () => invocation.call("dynamodb:GetItem", () => state.last()),
		start: (...of) => invocation.call("dynamodb:PutItem", () => state.start(...of)),
		advance: (...of) => invocation.call("dynamodb:UpdateItem", () => state.advance(...of)),
		countFailure: (...of) => invocation.call("dynamodb:UpdateItem", () => state.countFailure(...of)),
		finish: (...of) =>
			invocation.call("dynamodb:PutItem", async () => {
				const [finished, isReported] = of;
				if (isReported && !state.reports.has(finished.startedAt)) {
					const { startedAt: at, summary, failed } = finished;
					stream.appendReport({ kind: "first-sweep", at, summary, failed });
				}
				await state.finish(...of);
				onFinish(finished);
			}),
		addTasks: async (startedAt, tasks) => {
			for (const task of tasks) {
				const add = () => invocation.call("dynamodb:PutItem", () => state.addTasks(startedAt, [task]));
				if (isLate) late.push(add);
				else await add();
			}
		},
		hasTask: (...of) => invocation.call("dynamodb:GetItem", () => state.hasTask(...of)),
		removeTask: async (...of) => {
			await invocation.call("dynamodb:DeleteItem", () => state.removeTask(...of));
			for (const add of late.splice(0)) await add();
		},
		tasks: (...of) => invocation.call("dynamodb:Query", () => state.tasks(...of)),
	};
}
