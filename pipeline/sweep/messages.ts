import { createHash } from "node:crypto";
import type { SweepTask } from "../../adapters/dynamodb/sweep-state.ts";
import { MalformedEventError } from "../../core/errors.ts";
import { type Envelope, objectAt, recheckSource, stringAt } from "../../core/event.ts";
import type { AccountRegion, Subject } from "../../core/subject.ts";
import { subjectAt } from "../recheck.ts";
import type { SweepSummary } from "../sweep-summary.ts";

/** The lists that a sweep reads page by page: those of AWS, the ledger's entries, and what Security Hub holds from before. */
export const listNames = [
	"repositories",
	"images",
	"task-definitions",
	"clusters",
	"services",
	"capacity-providers",
	"findings",
	"entries",
] as const;
export type ListName = (typeof listNames)[number];

/** Where a page of a list begins. */
export interface Position {
	/** Null for the first page. */
	readonly token: string | null;
	/** The last family of the previous page, which may continue in this one. */
	readonly last: string | null;
}

export interface ListTask extends Position {
	readonly kind: "list";
	readonly list: ListName;
	/** Names of the repositories or clusters whose images or services are listed; empty for the other lists. Several begin with the first page. */
	readonly of: readonly string[];
}

/** A subject, and for a family the newest active revision in the list. */
export interface SweptSubject {
	readonly subject: Subject;
	readonly revision?: number;
}

interface CheckTask {
	readonly kind: "check";
	readonly subjects: readonly SweptSubject[];
}

/** Counts the verdicts in the entries from a page on; `summary` is that of the pages before. */
interface SummaryTask {
	readonly kind: "summary";
	readonly token: string | null;
	readonly summary: SweepSummary;
}

export type Task = ListTask | CheckTask | SummaryTask;

/** A message of the sweep's queue. */
export interface SweepMessage {
	/** A hash of the rest. */
	readonly id: string;
	/**
	 * The id of the message that led to this one; null if none did. So the same check is another message if another page leads to it, and
	 * the end of one is not taken for the end of the other.
	 */
	readonly cause: string | null;
	/** When the sweep started, ISO 8601; AWS has to be read after it. */
	readonly sweep: string;
	/** Only some lists are read, and the end is not recorded. */
	readonly isPartial: boolean;
	readonly task: Task;
}

const detailType = "Sweep";

/** A message of a sweep in the format of EventBridge events. */
export function encodeMessage(message: Omit<SweepMessage, "id">, { account, region }: AccountRegion): SweepTask {
	const detail = JSON.stringify(message);
	const id = createHash("sha256").update(detail).digest("hex").slice(0, 32);
	const envelope = { id, account, region, time: message.sweep, source: recheckSource, "detail-type": detailType };
	return { id, body: JSON.stringify({ ...envelope, resources: [], detail: message }) };
}

export const firstPageOf = (list: ListName): Task => ({ kind: "list", list, of: [], token: null, last: null });

/** Starts a partial sweep: all repositories are checked after a change of the registry (its time, ISO 8601). */
export const repositoriesMessage = (changedAt: string, place: AccountRegion): string =>
	encodeMessage({ cause: null, sweep: changedAt, isPartial: true, task: firstPageOf("repositories") }, place).body;

/** What a message of the queue is: the schedule's event, or a message of a sweep. Throws MalformedEventError. */
export function decodeMessage(envelope: Envelope): SweepMessage | "tick" {
	const { source, detail } = envelope;
	// Only AWS itself can put events with this source on a bus.
	if (source === "aws.events" && envelope.detailType === "Scheduled Event") return "tick";
	if (source !== recheckSource || envelope.detailType !== detailType) {
		throw new MalformedEventError("the message is neither the schedule's event nor of a sweep");
	}
	return {
		id: envelope.id,
		cause: optionalTextAt(detail, "cause", "detail"),
		sweep: stringAt(detail["sweep"], "detail.sweep"),
		isPartial: detail["isPartial"] === true,
		task: taskIn(objectAt(detail["task"], "detail.task"), envelope),
	};
}

function taskIn(fields: Readonly<Record<string, unknown>>, envelope: Envelope): Task {
	const kind = stringAt(fields["kind"], "detail.task.kind");
	const optionalText = (key: string): string | null => optionalTextAt(fields, key, "detail.task");
	switch (kind) {
		case "list": {
			const list = listNames.find((name) => name === fields["list"]);
			if (list === undefined) throw new MalformedEventError("detail.task.list is not a list of a sweep");
			const { of } = fields;
			if (!Array.isArray(of)) throw new MalformedEventError("detail.task.of must be a list");
			const names = of.map((name, at) => stringAt(name, `detail.task.of[${at}]`));
			return { kind, list, of: names, token: optionalText("token"), last: optionalText("last") };
		}
		case "check": {
			const { subjects } = fields;
			if (!Array.isArray(subjects)) throw new MalformedEventError("detail.task.subjects must be a list");
			return {
				kind,
				subjects: subjects.map((one, at) => sweptSubjectAt(one, `detail.task.subjects[${at}]`, envelope)),
			};
		}
		case "summary": {
			const summary = objectAt(fields["summary"], "detail.task.summary");
			return { kind, token: optionalText("token"), summary: summary as unknown as SweepSummary };
		}
		default:
			throw new MalformedEventError(`detail.task.kind "${kind}" is not a task of a sweep`);
	}
}

const optionalTextAt = (fields: Readonly<Record<string, unknown>>, key: string, path: string): string | null =>
	(fields[key] ?? null) === null ? null : stringAt(fields[key], `${path}.${key}`);

function sweptSubjectAt(value: unknown, path: string, envelope: Envelope): SweptSubject {
	const { subject, revision } = objectAt(value, path);
	return {
		subject: subjectAt(subject, `${path}.subject`, envelope),
		...(typeof revision === "number" ? { revision } : {}),
	};
}
