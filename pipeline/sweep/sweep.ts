import type { Context, SQSBatchResponse, SQSEvent, SQSRecord } from "aws-lambda";
import type { RunningSweep } from "../../adapters/dynamodb/sweep-state.ts";
import { MalformedEventError } from "../../core/errors.ts";
import { mapConcurrently } from "../../core/map-concurrently.ts";
import { arnOf } from "../../core/subject.ts";
import { beforeTimeIsUp, errorIn, type TimeLimit, timeLimitOf } from "../batch.ts";
import type { RoutePorts } from "../route.ts";
import { checkSwept, type SweptCheckPorts, type SweptMessage } from "./check-swept.ts";
import { type Measured, type MeasurePorts, measure } from "./measure.ts";
import type { SweepMessage } from "./messages.ts";
import { type NotifyPorts, notify } from "./notify.ts";
import { continueSweep, type ProgressPorts, tick } from "./progress.ts";
import { messageIn, placeOf } from "./received.ts";
import { runTask, type TaskPorts } from "./tasks.ts";

export interface SweepPorts
	extends Omit<SweptCheckPorts, "telemetry" | "entries" | "arrivals">,
		Omit<ProgressPorts, "state">,
		Omit<TaskPorts, "telemetry" | "entries">,
		Pick<MeasurePorts, "countDeadLetters">,
		Pick<NotifyPorts, "reports" | "held" | "stale">,
		Pick<RoutePorts, "reject" | "retrySoon" | "timeUp"> {
	readonly arrivals: SweptCheckPorts["arrivals"] & MeasurePorts["arrivals"];
	readonly entries: SweptCheckPorts["entries"] & TaskPorts["entries"];
	/** Hours between two sweeps. */
	readonly every: number;
	readonly telemetry: SweptCheckPorts["telemetry"] &
		TaskPorts["telemetry"] &
		NotifyPorts["telemetry"] & {
			readonly measured: (values: Measured) => void;
			/** Nothing could be measured at this event of the schedule. */
			readonly unmeasured: (error: Error) => void;
			/** A message failed until it was given up; the next sweep does what it was for. */
			readonly abandoned: (messageId: string) => void;
		};
}

type Handler = (event: SQSEvent, context: Context) => Promise<SQSBatchResponse>;

/** After it, with the delays of adapters/sqs/retry-soon.ts, a message has failed for about an hour. */
const maxDeliveries = 12;
const tasksAtOnce = 4;

/**
 * Handles the sweep's queue: the schedule's events and the messages of sweeps. A message may be delivered twice, out of order or after
 * its sweep, and the function may end anywhere.
 */
export function sweep(ports: SweepPorts): Handler {
	return async ({ Records }, context) => {
		const time = timeLimitOf(ports.timeUp(context));
		try {
			const failed = await handleBatch(Records, time, ports);
			await Promise.all(failed.map(ports.retrySoon));
			return { batchItemFailures: failed.map(({ messageId }) => ({ itemIdentifier: messageId })) };
		} finally {
			ports.telemetry.flush();
		}
	};
}

/** A message of a sweep in a batch. */
interface Received {
	readonly record: SQSRecord;
	readonly message: SweepMessage;
}

/** What the messages of one batch share. */
interface Batch {
	readonly time: TimeLimit;
	readonly ports: SweepPorts;
	readonly failed: Set<SQSRecord>;
	/** Messages of the current sweep that need no further delivery. */
	readonly done: Set<SQSRecord>;
	readonly checks: (Received & SweptMessage)[];
	hasRepetition: boolean;
	/** The schedule's event was handled. */
	hasTicked: boolean;
}

async function handleBatch(records: readonly SQSRecord[], time: TimeLimit, ports: SweepPorts): Promise<SQSRecord[]> {
	const lists = { failed: new Set<SQSRecord>(), done: new Set<SQSRecord>(), checks: [] };
	const batch: Batch = { time, ports, ...lists, hasRepetition: false, hasTicked: false };
	let current: RunningSweep | null;
	try {
		current = await ports.state.current();
	} catch (error) {
		for (const { messageId } of records) ports.telemetry.failed(messageId, errorOf(error));
		return [...records];
	}
	await mapConcurrently(tasksAtOnce, records, (record) =>
		attempt(record, batch, () => handleRecord(record, current, batch)),
	);
	if (batch.hasTicked) {
		await measureAll(batch);
		await notify(time, ports);
	}
	const checked = await checkAll(batch, current);
	await mapConcurrently(tasksAtOnce, batch.checks, ({ record, message, subjects }) =>
		attempt(record, batch, async () => {
			if (checked instanceof Error) throw checked;
			const error = errorIn(subjects.flatMap(({ subject }) => checked.get(arnOf(subject)) ?? []));
			if (error !== null) throw error;
			await finishTask({ record, message }, batch);
		}),
	);
	const [last] = batch.done;
	if (last !== undefined && current !== null) {
		const { startedAt } = current;
		// The function may have ended when a phase had begun and nothing was sent.
		const lost = batch.hasRepetition ? "first" : "none";
		// If this fails, the message is delivered again and counts as a repetition.
		await attempt(last, batch, () => continueSweep(startedAt, lost, placeOf(last), ports));
	}
	return [...batch.failed];
}

async function attempt(record: SQSRecord, { time, ports, failed }: Batch, run: () => Promise<void>): Promise<void> {
	try {
		await beforeTimeIsUp(time, run);
	} catch (error) {
		ports.telemetry.failed(record.messageId, errorOf(error));
		failed.add(record);
	}
}

const errorOf = (error: unknown): Error => (error instanceof Error ? error : new Error(String(error)));

/** All but the checks, which are collected. */
async function handleRecord(record: SQSRecord, current: RunningSweep | null, batch: Batch): Promise<void> {
	const { ports } = batch;
	const place = placeOf(record);
	const message = messageIn(record, place);
	if (message instanceof MalformedEventError) {
		await ports.reject(record, message.message);
		return ports.telemetry.rejected(record.messageId, message.message);
	}
	if (message === "tick") {
		const deployed = { rules: ports.rules.fingerprint, every: ports.every, now: ports.now() };
		ports.telemetry.ticked(await tick(deployed, place, ports));
		batch.hasTicked = true;
		return;
	}
	const { id, sweep, isPartial, task } = message;
	if (!isPartial && current?.startedAt !== sweep) {
		return ports.telemetry.skipped(record.messageId, "its sweep is over");
	}
	if (!isPartial && !(await ports.state.hasTask(sweep, id))) {
		batch.done.add(record);
		batch.hasRepetition = true;
		return ports.telemetry.skipped(record.messageId, "the message is done already");
	}
	if (Number(record.attributes.ApproximateReceiveCount) > maxDeliveries) {
		ports.telemetry.abandoned(record.messageId);
		if (!isPartial) await ports.state.countFailure(sweep);
		return finishTask({ record, message }, batch);
	}
	if (task.kind === "check") {
		batch.checks.push({ record, message, subjects: task.subjects, sweep });
		return;
	}
	await runTask(task, message, current, place, ports);
	await finishTask({ record, message }, batch);
}

/** A failure is only logged: an alarm notices that the metric is missing, and a repetition of the event would send messages again. */
async function measureAll({ time, ports }: Batch): Promise<void> {
	try {
		ports.telemetry.measured(await beforeTimeIsUp(time, () => measure(ports)));
	} catch (error) {
		ports.telemetry.unmeasured(errorOf(error));
	}
}

/** The results by ARN, or why there are none. */
async function checkAll({ checks, time, ports }: Batch, current: RunningSweep | null) {
	if (checks.length === 0) return new Map();
	try {
		return await checkSwept(checks, current, time, ports);
	} catch (error) {
		return errorOf(error);
	}
}

async function finishTask({ record, message }: Received, { done, ports }: Batch): Promise<void> {
	if (message.isPartial) return;
	await ports.state.removeTask(message.sweep, message.id);
	done.add(record);
}
