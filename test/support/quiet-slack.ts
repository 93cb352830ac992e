import type { DynamoDBRecord } from "aws-lambda";
import { reportIn } from "../../adapters/dynamodb/stream-record.ts";
import { postMessage } from "../../adapters/slack/post-message.ts";
import { toDigestMessage } from "../../adapters/slack/to-digest-message.ts";
import { toMessage } from "../../adapters/slack/to-message.ts";
import type { LedgerEntry, RecordedVerdict } from "../../core/ledger.ts";
import { notifyChat } from "../../pipeline/sinks/notify-chat.ts";
import { anEntry, aStreamRecord, aWakeRecord, repositorySubject } from "./entries.ts";
import { HeldInMemory } from "./held-changes.ts";
import { SlackInMemory } from "./slack.ts";
import { chatPortsOf, StreamPorts } from "./stream-ports.ts";
import { aRecordedVerdict } from "./verdicts.ts";

const day = "2026-11-21";
export const evening = `${day}T21:00:00.000Z`;
export const morning = "2026-11-22T07:05:00.000Z";
export const nightAt = (minute: number): string => `${day}T23:${String(minute).padStart(2, "0")}:00.000Z`;

/** The reader for Slack of a policy with quiet hours from 22:00 to 07:00, and what it reads and writes. */
export class QuietSlack {
	readonly slack = new SlackInMemory();
	readonly ports = new StreamPorts("slack");
	readonly held = new HeldInMemory(this.ports.ledger.entries);
	#sequence = 0;

	/** Sequence numbers of what is delivered again. */
	readonly handle = async (at: string, ...Records: DynamoDBRecord[]): Promise<readonly number[]> => {
		const { slack, ports, held } = this;
		ports.time = Date.parse(at);
		const reader = notifyChat({
			...ports,
			...{ ledger: ports.ledger, readChange: ports.readChange, telemetry: ports.telemetry, now: ports.now },
			...chatPortsOf(ports),
			toMessage: (notification) => toMessage(notification, []),
			post: (message: Parameters<typeof postMessage>[0]) => postMessage(message, slack.ports),
			toDigestMessage: (notifications) => toDigestMessage(notifications, []),
			readReport: reportIn,
			toReportMessage: () => toMessage({ entry: anEntry(), headline: { kind: "gone" }, changes: [], blocks: [] }, []),
			held,
			publishedAt: (arn) => ports.ledger.publishedAt(arn, ports.sink),
			firstMessages: {
				readThreads: async () => [],
				writeShown: async () => {},
				update: async () => "kept" as const,
				toPresentMessage: () => ({ text: "", blocks: [] }),
				toMovedMessage: () => ({ text: "", blocks: [] }),
				stale: new HeldInMemory(),
				wake: async () => {},
			},
			hours: { timeZone: "UTC", quietHours: { from: "22:00", to: "07:00" } },
		});
		return (await reader({ Records })).batchItemFailures.map(({ itemIdentifier }) => Number(itemIdentifier));
	};

	/** Writes a state to the ledger; returns its record in the stream. */
	readonly write = (before: LedgerEntry | null, after: LedgerEntry): DynamoDBRecord => {
		this.ports.ledger.entries.set(after.arn, after);
		return aStreamRecord(++this.#sequence, before, after, Date.parse(after.readAt));
	};

	readonly wake = (at = morning): DynamoDBRecord => aWakeRecord(++this.#sequence, Date.parse(at));
}

/** A state of a repository; `fails`: severities by control. */
export const repository = (
	name: string,
	readAt: string,
	fails: Readonly<Record<string, RecordedVerdict["severity"]>>,
) => {
	const verdict = (control: string) =>
		aRecordedVerdict(control in fails ? { severity: fails[control] ?? "LOW" } : { status: "pass" });
	const controls = Object.fromEntries(["a", "b"].map((control) => [control, verdict(control)]));
	return anEntry({ subject: repositorySubject(name), readAt, controls });
};
