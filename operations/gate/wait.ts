import { FailedCallError } from "../../adapters/explain-failure.ts";
import { setupProblemOf } from "../../adapters/setup-problem.ts";
import { BadInputError, TryLaterError } from "../../core/errors.ts";
import { mapConcurrently } from "../../core/map-concurrently.ts";
import { type Answer, answerAbout, type GatedFacts, type GateRules } from "./decide.ts";

/** Something that the gate is asked about. */
export interface GateSubject {
	/** As it is written on the command line. */
	readonly given: string;
	/**
	 * Its facts as of now. What a tag named at the first reading stays what is read. `readAt`: ISO 8601. Throws TryLaterError,
	 * FailedCallError, and BadInputError for something that does not exist.
	 */
	readonly read: (readAt: string) => Promise<GatedFacts>;
}

export interface WaitPorts {
	/** Milliseconds since 1970. */
	readonly now: () => number;
	readonly pause: (milliseconds: number) => Promise<void>;
	/** Called once, before the first pause, with the subjects that have to be waited for, and the milliseconds that are left. */
	readonly waiting: (given: readonly string[], leftMs: number) => void;
}

/** The last answer about a subject; `unanswered`: why there is none. */
export type Outcome =
	| { readonly given: string; readonly facts: GatedFacts; readonly answer: Answer }
	| { readonly given: string; readonly answer: null; readonly unanswered: string; readonly isLate: boolean };

/** Between two readings. A basic scan takes one to three minutes; ECR grants DescribeImageScanFindings far more often. */
const pollMs = 15_000;
const subjectsAtOnce = 3;

/**
 * Judges subjects, and reads them again while a verdict that can block waits for a scan, or while AWS does not respond, for up to
 * `waitMs`. A failure that blocks whatever the others say ends the wait.
 */
export async function judgeAndWait(
	subjects: readonly GateSubject[],
	rules: GateRules,
	waitMs: number,
	ports: WaitPorts,
): Promise<{ readonly outcomes: readonly Outcome[]; readonly waitedMs: number }> {
	const begun = ports.now();
	let outcomes: readonly Outcome[] = [];
	for (let round = 0; ; round++) {
		const before = outcomes;
		outcomes = await mapConcurrently(subjectsAtOnce, [...subjects.entries()], async ([at, subject]) => {
			const known = before[at];
			return known === undefined || isOpen(known) ? askAbout(subject, rules, ports.now()) : known;
		});
		const open = outcomes.filter(isOpen);
		const waitedMs = ports.now() - begun;
		const isDecided = outcomes.some(isBlockedForSure) && open.every(({ answer }) => answer !== null);
		if (open.length === 0 || isDecided || waitedMs >= waitMs) return { outcomes, waitedMs };
		const leftMs = waitMs - waitedMs;
		if (round === 0)
			ports.waiting(
				open.map(({ given }) => given),
				leftMs,
			);
		await ports.pause(Math.min(pollMs, leftMs));
	}
}

const isOpen = (outcome: Outcome): boolean => (outcome.answer === null ? outcome.isLate : outcome.answer.isPending);

const isBlockedForSure = ({ answer }: Outcome): boolean =>
	answer?.verdicts.some(({ blocks, pending }) => blocks && pending !== true) === true;

async function askAbout({ given, read }: GateSubject, rules: GateRules, now: number): Promise<Outcome> {
	try {
		const facts = await read(new Date(now).toISOString());
		return { given, facts, answer: answerAbout(facts, rules) };
	} catch (error) {
		const unanswered = { given, answer: null };
		// A person has to sign in first: waiting does not help.
		const setup = setupProblemOf(error);
		if (setup !== null) return { ...unanswered, unanswered: setup, isLate: false };
		if (error instanceof TryLaterError) return { ...unanswered, unanswered: error.message, isLate: true };
		if (error instanceof BadInputError || error instanceof FailedCallError)
			return { ...unanswered, unanswered: error.message, isLate: false };
		throw error;
	}
}
