import type { SQSRecord } from "aws-lambda";
import type { Ledger } from "../adapters/dynamodb/ledger.ts";
import { TryLaterError } from "../core/errors.ts";
import type { LedgerEntry } from "../core/ledger.ts";
import { mapConcurrently } from "../core/map-concurrently.ts";
import { arnOf, type Subject } from "../core/subject.ts";
import { type CheckOutcome, type CheckPorts, check } from "./check.ts";
import { haveFactsChanged, type ImageNow, keysOfUsers } from "./dependents.ts";
import type { Telemetry } from "./telemetry.ts";
import { mergeTriggers, type Trigger } from "./trigger.ts";

export interface BatchPorts extends Omit<CheckPorts, "recheckUsers"> {
	readonly ledger: CheckPorts["ledger"] & Pick<Ledger, "users">;
	/** Sends subjects to the queues of the routes that check them. Throws TryLaterError. */
	readonly recheck: (subjects: readonly Subject[]) => Promise<void>;
	/** Whether a subject's new entry affects those that depend on the subject; absent: unless the facts that they read are the same. */
	readonly affectsUsers?: (before: LedgerEntry | null, after: LedgerEntry, image: ImageNow | null) => boolean;
	readonly telemetry: Telemetry;
}

/** A message of a batch that causes checks. */
export interface Message {
	readonly record: SQSRecord;
	readonly subjects: readonly Subject[];
	readonly trigger: Trigger;
}

/** One check for all messages of a batch that are about the same subject. */
interface Work {
	readonly subject: Subject;
	readonly trigger: Trigger;
}

/** Why a check did not end, or what it found. */
export type Checked = CheckOutcome | { readonly kind: "failed"; readonly error: unknown };

/** Each check makes several calls; more at once would throttle each other until all of them are out of time. */
const maxAtOnce = 20;

const outOfTime = (): TryLaterError => new TryLaterError("there was no time left before the function's time limit");

/** The result, or an error if the time is up before. Nothing is started when it is up already. */
export async function beforeTimeIsUp<T>(time: TimeLimit, run: () => Promise<T>): Promise<T> {
	if (time.isUp()) throw outOfTime();
	return Promise.race([run(), time.up.then(() => Promise.reject(outOfTime()))]);
}

/** The time that is left of an invocation for its messages. */
export interface TimeLimit {
	/** Resolves shortly before the function is stopped. */
	readonly up: Promise<unknown>;
	readonly isUp: () => boolean;
}

export function timeLimitOf(up: Promise<unknown>): TimeLimit {
	let isUp = false;
	const noted = up.then(() => {
		isUp = true;
	});
	return { up: noted, isUp: () => isUp };
}

/** Why a message with these checks has to be retried; an error that a retry may not resolve comes first. Null if all is done. */
export function errorIn(outcomes: readonly Checked[]): unknown {
	const errors = outcomes.flatMap((outcome) => {
		if (outcome.kind === "failed") return [outcome.error];
		return outcome.kind === "recorded" ? (outcome.retry ?? []) : [];
	});
	return errors.find((error) => !(error instanceof TryLaterError)) ?? errors[0] ?? null;
}

/**
 * Checks every subject of a batch once, some of them concurrently, so that one that cannot be read neither delays nor prevents the
 * others. What is not finished when the time is up has failed. Returns the results by ARN.
 */
export async function checkBatch(
	messages: readonly Message[],
	time: TimeLimit,
	ports: BatchPorts,
): Promise<ReadonlyMap<string, Checked>> {
	const results = await mapConcurrently(
		maxAtOnce,
		[...groupBySubject(messages)],
		async ([arn, work]): Promise<[string, Checked]> => {
			try {
				return [arn, await beforeTimeIsUp(time, () => checkAndNotify(work, ports))];
			} catch (error) {
				return [arn, { kind: "failed", error }];
			}
		},
	);
	return new Map(results);
}

function groupBySubject(messages: readonly Message[]): ReadonlyMap<string, Work> {
	const groups = new Map<string, Work>();
	for (const { subjects, trigger } of messages) {
		for (const subject of subjects) {
			const arn = arnOf(subject);
			const known = groups.get(arn);
			groups.set(arn, {
				subject,
				trigger: known === undefined ? trigger : mergeTriggers(known.trigger, trigger),
			});
		}
	}
	return groups;
}

async function checkAndNotify({ subject, trigger }: Work, ports: BatchPorts): Promise<CheckOutcome> {
	const arn = arnOf(subject);
	const { affectsUsers = isNewToUsers } = ports;
	const outcome = await check(subject, trigger, {
		...ports,
		recheckUsers: async (before, after, image) => {
			if (!affectsUsers(before, after, image)) return;
			for (const key of keysOfUsers(subject, image?.tags ?? [], before, after)) await recheckUsers(key, ports);
		},
	});
	if (outcome.kind === "recorded") ports.telemetry.recorded(outcome.entry, outcome.blocks);
	else ports.telemetry.skipped(arn, outcome.reason);
	return outcome;
}

const isNewToUsers: NonNullable<BatchPorts["affectsUsers"]> = (before, after) =>
	haveFactsChanged(before, after) !== false;

const maxPages = 100;

/** Sends the subjects that depend on this one to their queues, page by page: a base image may have thousands. */
async function recheckUsers(key: string, { ledger, recheck, telemetry }: BatchPorts): Promise<void> {
	let after: string | null = null;
	for (let page = 1; page <= maxPages; page++) {
		const { users, next } = await ledger.users(key, after);
		if (users.length > 0) await recheck(users);
		if (next === null) return;
		after = next;
	}
	telemetry.skipped(key, `only the first ${maxPages} pages of the subjects that depend on it are checked again`);
}
