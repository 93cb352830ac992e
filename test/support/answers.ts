import type { Answers } from "../../adapters/dynamodb/answers.ts";
import type { LedgerEntry } from "../../core/ledger.ts";
import type { RecordedAnswer } from "../../domain/approvals/approval.ts";
import { serviceOfDeployment, type WaitingKey } from "../../domain/approvals/waiting.ts";

const leaseMs = 90_000;

/** Answers in memory; they pass the same contract as those in DynamoDB. */
export class AnswersInMemory implements Answers {
	readonly #answers = new Map<string, RecordedAnswer>();
	readonly #entries: () => readonly LedgerEntry[];

	/** `entries`: those of the ledger. */
	constructor(entries: () => readonly LedgerEntry[] = () => []) {
		this.#entries = entries;
	}

	async entry(arn: string): Promise<LedgerEntry | null> {
		return this.#entries().find((one) => one.arn === arn) ?? null;
	}

	async find(key: WaitingKey): Promise<RecordedAnswer | null> {
		return this.#answers.get(idOf(key)) ?? null;
	}

	async begin(answer: RecordedAnswer): Promise<RecordedAnswer | null> {
		const before = this.#answers.get(idOf(answer.key));
		if (before !== undefined && before.state !== "failed" && !isStale(before, answer)) return before;
		this.#answers.set(idOf(answer.key), answer);
		return null;
	}

	async end(answer: RecordedAnswer): Promise<void> {
		this.#answers.set(idOf(answer.key), answer);
	}

	async ofService(cluster: string, service: string): Promise<readonly RecordedAnswer[]> {
		return [...this.#answers.values()].filter(({ key }) => {
			const place = serviceOfDeployment(key.deployment);
			return place?.cluster === cluster && place.service === service;
		});
	}
}

const idOf = ({ deployment, hook }: WaitingKey): string => `${deployment} ${hook}`;

/** Begun by an earlier invocation, which must have ended by now. */
const isStale = (before: RecordedAnswer, { stateAt }: RecordedAnswer): boolean =>
	before.state === "begun" && Date.parse(stateAt) - Date.parse(before.stateAt) > leaseMs;
