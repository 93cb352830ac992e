import { marshall } from "@aws-sdk/util-dynamodb";
import type { AttributeValue, DynamoDBRecord } from "aws-lambda";
import type { LedgerEntry } from "../../core/ledger.ts";
import {
	arnOf,
	type CapacityProviderSubject,
	type ClusterSubject,
	type ServiceSubject,
	type Subject,
} from "../../core/subject.ts";
import type { ControlChange } from "../../domain/changes.ts";
import { emptySummary } from "../../pipeline/sweep-summary.ts";
import { aDigest, readAt } from "./builders.ts";
import { aFamily, anEntryOf, aRecordedVerdict } from "./verdicts.ts";

const place = { partition: "aws", account: "111122223333", region: "ap-northeast-1" } as const;

export const repositorySubject = (name = "payments"): Subject => ({ kind: "repository", ...place, name });
export const imageSubject = (repository = "payments"): Subject => ({
	kind: "image",
	...place,
	repository,
	digest: aDigest(),
});

export const serviceSubject = (name = "web", cluster = "shop"): ServiceSubject => ({
	kind: "service",
	...place,
	cluster,
	name,
});
export const clusterSubject = (name = "shop"): ClusterSubject => ({ kind: "cluster", ...place, name });
export const capacityProviderSubject = (name = "spot"): CapacityProviderSubject => ({
	kind: "capacity-provider",
	...place,
	name,
});

/** The entry of any subject, with one failing control; of the family `web` by default. */
export const anEntry = (entry: Partial<LedgerEntry> = {}): LedgerEntry => {
	const subject = entry.subject ?? aFamily();
	return anEntryOf({
		subject,
		arn: arnOf(subject),
		controls: { "task-definition/read-only-root": aRecordedVerdict() },
		...entry,
	});
};

/** The same entry, read some minutes later. */
export const laterBy = (minutes: number, entry: LedgerEntry, more: Partial<LedgerEntry> = {}): LedgerEntry => ({
	...entry,
	readAt: new Date(Date.parse(entry.readAt) + minutes * 60_000).toISOString(),
	...more,
});

/** A control that fails now and did not before. */
export const aChange = (change: Partial<ControlChange> = {}): ControlChange => ({
	control: "task-definition/read-only-root",
	kind: "opened",
	before: null,
	after: aRecordedVerdict(),
	...change,
});

/** A record of the ledger's stream as Lambda hands it over. `at`: epoch milliseconds. */
export function aStreamRecord(
	sequence: number,
	before: LedgerEntry | null,
	after: LedgerEntry | null,
	at = Date.parse(readAt),
): DynamoDBRecord {
	return {
		eventID: `event-${sequence}`,
		eventName: after === null ? "REMOVE" : before === null ? "INSERT" : "MODIFY",
		eventSource: "aws:dynamodb",
		dynamodb: {
			ApproximateCreationDateTime: at / 1_000,
			SequenceNumber: sequenceNumber(sequence),
			Keys: { pk: { S: (after ?? before)?.arn ?? "" }, sk: { S: "verdicts" } },
			...(before === null ? {} : { OldImage: imageOf(before) }),
			...(after === null ? {} : { NewImage: imageOf(after) }),
		},
	};
}

/** A record that has the sink send what it holds. `at`: epoch milliseconds. */
export function aWakeRecord(sequence: number, at: number): DynamoDBRecord {
	const time = new Date(at).toISOString();
	return aReportRecord(sequence, at, { sk: `report#wake#${time}`, kind: "wake", at: time });
}

/** A record of what the first sweep found, which is nothing. `at`: epoch milliseconds. */
export function aFirstSweepRecord(sequence: number, at: number): DynamoDBRecord {
	const startedAt = new Date(at).toISOString();
	return aReportRecord(sequence, at, { sk: `report#${startedAt}`, startedAt, summary: emptySummary, failed: 0 });
}

function aReportRecord(sequence: number, at: number, content: object): DynamoDBRecord {
	const item = marshall({ pk: "sweep", ...content });
	return {
		eventID: `event-${sequence}`,
		eventName: "INSERT",
		dynamodb: {
			ApproximateCreationDateTime: at / 1_000,
			SequenceNumber: sequenceNumber(sequence),
			NewImage: item as Record<string, AttributeValue>,
		},
	};
}

/** Sequence numbers are long decimal numbers; with equal length they also sort as text. */
export const sequenceNumber = (sequence: number): string => String(sequence).padStart(21, "0");

const imageOf = (entry: LedgerEntry): Record<string, AttributeValue> =>
	marshall({ ...entry, pk: entry.arn, sk: "verdicts" }, { removeUndefinedValues: true }) as Record<
		string,
		AttributeValue
	>;
