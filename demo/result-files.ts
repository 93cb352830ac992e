import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { countByStatus, type LedgerEntry, type RecordedVerdict } from "../core/ledger.ts";
import type { Status } from "../core/verdict.ts";
import { hideEnvironmentValues } from "./environment-values.ts";
import type { Outcome, RunResults } from "./outcome.ts";
import { type DeadLetter, reasonOf } from "./queues.ts";

/** A verdict in `verdicts.json`, with the names of `check --format json`. */
interface VerdictInFile extends Pick<RecordedVerdict, "status" | "severity" | "message" | "remediation" | "since"> {
	readonly control: string;
	/** ARN. */
	readonly subject: string;
	/** Containers with this status; absent if the subject has no containers. */
	readonly containers?: readonly string[];
	/** Only if true: a scan result is still awaited. */
	readonly pending?: true;
}

/** The content of `verdicts.json`. */
interface VerdictFile {
	readonly schemaVersion: "1";
	readonly summary: Readonly<Record<Status, number>>;
	/** Ordered by subject, then by control. */
	readonly verdicts: readonly VerdictInFile[];
}

/** Every verdict in the ledger. Subjects that are gone have none. */
export function verdictFile(entries: readonly LedgerEntry[]): VerdictFile {
	const verdicts = entries
		.flatMap(({ arn, controls }) => Object.entries(controls).map(([control, verdict]) => inFile(arn, control, verdict)))
		.toSorted((a, b) => compare(a.subject, b.subject) || compare(a.control, b.control));
	return { schemaVersion: "1", summary: countByStatus(entries), verdicts };
}

function inFile(subject: string, control: string, verdict: RecordedVerdict): VerdictInFile {
	const { containers, status, severity, pending, message, remediation, since } = verdict;
	return {
		control,
		subject,
		...(containers.length > 0 ? { containers } : {}),
		status,
		severity,
		...(pending ? { pending } : {}),
		message,
		remediation,
		since,
	};
}

/** A dead letter in `dead-letters.json`. */
interface LetterInFile extends Pick<DeadLetter, "messageId" | "body"> {
	/** The name of the queue. */
	readonly queue: string;
	readonly reason: string;
}

/** Dead letters, ordered by queue, then by id, without the values of environment variables. */
export function letterFile(letters: readonly DeadLetter[]): LetterInFile[] {
	return letters
		.map((letter) => ({
			queue: letter.queue.split("/").at(-1) ?? "",
			messageId: letter.messageId,
			reason: reasonOf(letter),
			body: hideEnvironmentValues(letter.body),
		}))
		.toSorted((a, b) => compare(a.queue, b.queue) || compare(a.messageId, b.messageId));
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** The JSON files of a run; their names and shapes are a public contract (docs/emulators.md). */
export function writeResultFiles(folder: string, results: RunResults, outcome: Outcome): void {
	const { findings, slack, blocked, deadLetters, entries } = results;
	const files = {
		"findings.json": findings,
		"slack.json": slack,
		"blocked.json": blocked,
		"outcome.json": outcome,
		"dead-letters.json": letterFile(deadLetters),
		"verdicts.json": verdictFile(entries),
	};
	for (const [name, content] of Object.entries(files)) {
		writeFileSync(join(folder, name), `${JSON.stringify(content, null, "\t")}\n`);
	}
}
