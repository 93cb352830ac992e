import type { SQSBatchResponse, SQSEvent, SQSRecord } from "aws-lambda";
import { attemptOf, nextRequeueDelay } from "../../adapters/sqs/requeue.ts";
import type { RoutePorts } from "../../pipeline/route.ts";
import { DeadLettersInMemory, type ReceivedMessage } from "../support/dead-letters.ts";
import { type Invocation, invoke, type Machine } from "./invocation.ts";

interface Message {
	readonly id: string;
	readonly body: string;
	readonly attempt: number;
	/** Epoch milliseconds. */
	visibleAt: number;
	receives: number;
}

/** What the queue is told to do, as infra/event-route.ts configures it. */
export interface QueueSettings {
	readonly arn: string;
	readonly name: string;
	/** Of the function; absent: as most functions. */
	readonly timeoutMs?: number;
	readonly visibilityTimeoutMs: number;
	readonly maxReceives: number;
	readonly maxConcurrency: number;
	readonly batchSize: number;
	/** For which a message waits if it is sent without a delay of its own. */
	readonly delayMs: number;
	/** For which a batch gathers messages. */
	readonly windowMs: number;
	readonly recheckMinutes: readonly number[];
}

export type QueueHandler = (invocation: Invocation, event: SQSEvent) => Promise<SQSBatchResponse>;

/** A message that SQS moved to the dead-letter queue after too many receives. */
export interface DeadMessage {
	readonly id: string;
	readonly body: string;
}

/** A standard queue with its dead-letter queue and Lambda's mapping of it: at least once, in any order. */
export class SimulatedQueue {
	readonly settings: QueueSettings;
	readonly deadLetters: DeadMessage[] = [];
	/** What the function moved there itself. */
	readonly rejected: DeadLettersInMemory;
	readonly #machine: Machine;
	readonly #handle: QueueHandler;
	readonly #messages = new Map<string, Message>();
	#running = 0;
	#sent = 0;

	constructor(settings: QueueSettings, machine: Machine, handle: QueueHandler) {
		this.settings = settings;
		this.#machine = machine;
		this.#handle = handle;
		this.rejected = new DeadLettersInMemory(machine.clock.now);
	}

	get isEmpty(): boolean {
		return this.#messages.size === 0;
	}

	send(body: string, delayMs = this.settings.delayMs, attempt = 1): void {
		this.#sent += 1;
		const { clock } = this.#machine;
		const id = `${this.settings.name}-${this.#sent}`;
		this.#messages.set(id, { id, body, attempt, visibleAt: clock.time + delayMs, receives: 0 });
		this.#poll(delayMs);
	}

	/** The port `requeue` of a route, as functions/ports.ts connects it: test/contracts/requeue.ts. */
	readonly requeue: RoutePorts["requeue"] = async ({ body, messageAttributes }, awaited) => {
		const { recheckMinutes } = this.settings;
		const delays = awaited.flatMap(({ since, readAt }) => nextRequeueDelay(since, readAt, recheckMinutes) ?? []);
		if (delays.length === 0) return null;
		const seconds = Math.min(...delays);
		this.send(body, seconds * 1_000, attemptOf(messageAttributes) + 1);
		return seconds;
	};

	/** Makes a message that is being handled visible again after a number of seconds. */
	changeVisibility(receiptHandle: string, seconds: number): void {
		const message = this.#received(receiptHandle);
		if (message === undefined) return;
		message.visibleAt = this.#machine.clock.time + seconds * 1_000;
		this.#poll(seconds * 1_000);
	}

	/**
	 * The message of a receipt, unless it was received again since: then its earlier receipt handles no longer have an effect (API
	 * reference, DeleteMessage).
	 */
	#received(receiptHandle: string): Message | undefined {
		const [id = "", receives] = receiptHandle.split("#");
		const message = this.#messages.get(id);
		return message?.receives === Number(receives) ? message : undefined;
	}

	/** Returns the dead letters to the queue, as the runbook describes it; returns their number. */
	redrive(): number {
		const letters = this.deadLetters.splice(0);
		for (const { body } of letters) this.send(body);
		return letters.length;
	}

	/** Deletes every message, also those that are being handled; returns their number. */
	purge(): number {
		const { size } = this.#messages;
		this.#messages.clear();
		return size;
	}

	/** What could be received now. */
	receivable(): readonly ReceivedMessage[] {
		return this.#visible().map(({ body, attempt }) => ({ body, attributes: { attempt: String(attempt) } }));
	}

	#visible(): Message[] {
		return [...this.#messages.values()].filter(({ visibleAt }) => visibleAt <= this.#machine.clock.time);
	}

	#poll(ms: number): void {
		const { clock, faults } = this.#machine;
		clock.after(ms + this.settings.windowMs + faults.between(5, 400), () => this.#receive());
	}

	#receive(): void {
		const { clock, faults, note } = this.#machine;
		const { maxConcurrency, maxReceives, visibilityTimeoutMs, batchSize } = this.settings;
		if (this.#running >= maxConcurrency) return;
		const visible = this.#visible();
		const batch: Message[] = [];
		for (let wanted = faults.between(1, batchSize); wanted > 0 && visible.length > 0; wanted--) {
			const [message] = visible.splice(faults.between(0, visible.length - 1), 1);
			if (message === undefined) break;
			if (message.receives >= maxReceives) {
				this.#messages.delete(message.id);
				this.deadLetters.push({ id: message.id, body: message.body });
				note(() => `${this.settings.name}: ${message.id} is dead after ${message.receives} receives`);
				continue;
			}
			message.receives += 1;
			message.visibleAt = clock.time + visibilityTimeoutMs;
			// SQS may deliver a message again while it is being handled.
			if (faults.occurs(0.01, clock.time)) message.visibleAt = clock.time + faults.between(0, 5_000);
			this.#poll(message.visibleAt - clock.time);
			batch.push(message);
		}
		if (visible.length > 0) this.#poll(0);
		if (batch.length > 0) this.#invoke(batch);
	}

	#invoke(batch: readonly Message[]): void {
		this.#running += 1;
		const end = (): void => {
			this.#running -= 1;
			this.#poll(0);
		};
		const { note } = this.#machine;
		note(() => `${this.settings.name} receives ${batch.map(({ id, receives }) => `${id} (${receives})`).join(", ")}`);
		const event = { Records: batch.map((message) => this.#recordOf(message)) };
		invoke(this.settings.name, this.#machine, (invocation) => this.#handle(invocation, event), {
			onEnd: ({ batchItemFailures }) => {
				const failed = new Set(batchItemFailures.map(({ itemIdentifier }) => itemIdentifier));
				const { clock, faults } = this.#machine;
				for (const { messageId, receiptHandle } of event.Records) {
					if (failed.has(messageId) || this.#received(receiptHandle) === undefined) continue;
					// A deletion may be lost: the message comes back.
					if (!faults.occurs(0.02, clock.time)) this.#messages.delete(messageId);
				}
				end();
			},
			onFailure: end,
			timeoutMs: this.settings.timeoutMs,
		});
	}

	#recordOf({ id, body, attempt, receives }: Message): SQSRecord {
		const attributes = {
			ApproximateReceiveCount: String(receives),
			SentTimestamp: "0",
			SenderId: "",
			ApproximateFirstReceiveTimestamp: "0",
		};
		return {
			messageId: id,
			receiptHandle: `${id}#${receives}`,
			body,
			attributes,
			messageAttributes: attempt === 1 ? {} : { attempt: { dataType: "Number", stringValue: String(attempt) } },
			md5OfBody: "",
			eventSource: "aws:sqs",
			eventSourceARN: this.settings.arn,
			awsRegion: "ap-northeast-1",
		};
	}
}
