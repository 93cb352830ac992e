import type { RunningSweep, SweepPhase, SweepState, SweepTask } from "../../adapters/dynamodb/sweep-state.ts";
import type { AccountRegion } from "../../core/subject.ts";
import { emptySummary } from "../sweep-summary.ts";
import { encodeMessage, firstPageOf, type ListName, type SweepMessage, type Task } from "./messages.ts";
import { decideStart } from "./start.ts";

/** All throw TryLaterError. */
export interface ProgressPorts {
	readonly state: SweepState;
	/** Sends messages to its own queue. `delays`: how many seconds later each arrives, 0 to 900; at once when absent. */
	readonly send: (bodies: readonly string[], delays?: readonly number[]) => Promise<void>;
	/** The lists with which a sweep begins. */
	readonly rootLists: (readsFindings: boolean) => readonly ListName[];
}

/**
 * Sends the messages to which a message of a sweep leads. Each has an item in the ledger's table, written before it is sent and removed
 * when it is done, so that a phase is over when none is left. A message of a partial sweep has none. `delays`: as for the port.
 */
export async function sendTasks(
	{ id: cause, sweep, isPartial }: Pick<SweepMessage, "id" | "sweep" | "isPartial">,
	tasks: readonly Task[],
	place: AccountRegion,
	{ state, send }: Pick<ProgressPorts, "state" | "send">,
	delays?: readonly number[],
): Promise<void> {
	const messages = tasks.map((task) => encodeMessage({ cause, sweep, isPartial, task }, place));
	if (!isPartial) await state.addTasks(sweep, messages);
	await send(
		messages.map(({ body }) => body),
		delays,
	);
}

function rootMessages(
	{ startedAt, readsFindings }: RunningSweep,
	phase: SweepPhase,
	place: AccountRegion,
	{ rootLists }: Pick<ProgressPorts, "rootLists">,
): readonly SweepTask[] {
	const tasks = rootTasks(phase, rootLists(readsFindings === true));
	return tasks.map((task) => encodeMessage({ cause: null, sweep: startedAt, isPartial: false, task }, place));
}

function rootTasks(phase: SweepPhase, lists: readonly ListName[]): readonly Task[] {
	switch (phase) {
		case "lists":
			return lists.map(firstPageOf);
		case "entries":
			return [firstPageOf("entries")];
		case "summary":
			return [{ kind: "summary", token: null, summary: emptySummary }];
	}
}

/** A summary that was abandoned begins again. */
const phaseAfter = { lists: "entries", entries: "summary", summary: "summary" } as const satisfies Record<
	SweepPhase,
	SweepPhase
>;

/**
 * Begins the next phase of a sweep if no message of this one is left. `lost`: messages that may have been lost and are sent again; one that
 * is done already is skipped. Every step may be repeated or stop halfway.
 */
export async function continueSweep(
	startedAt: string,
	lost: "none" | "first" | "any",
	place: AccountRegion,
	ports: ProgressPorts,
): Promise<void> {
	const { state, send } = ports;
	const current = await state.current();
	if (current?.startedAt !== startedAt) return;
	const left = await state.tasks(startedAt, lost === "any" ? resentByTick : 1);
	if (left.length > 0) {
		if (lost !== "none") await send(lost === "any" ? left : await firstLeft(current, place, ports));
		return;
	}
	const phase = phaseAfter[current.phase];
	const messages = rootMessages(current, phase, place, ports);
	// The items come first: without them, the new phase would look as if it was over.
	await state.addTasks(startedAt, messages);
	await state.advance(startedAt, current.phase, phase);
	await send(messages.map(({ body }) => body));
}

/** The messages with which the current phase began, of those that are left. All others are sent before the one that leads to them is done. */
async function firstLeft(
	current: RunningSweep,
	place: AccountRegion,
	ports: ProgressPorts,
): Promise<readonly string[]> {
	const first = rootMessages(current, current.phase, place, ports);
	const left = await Promise.all(first.map(({ id }) => ports.state.hasTask(current.startedAt, id)));
	return first.filter((_, at) => left[at]).map(({ body }) => body);
}

/** Of a sweep in which no message may be left, or one may be lost. */
const resentByTick = 100;

interface Deployed {
	/** Fingerprint of the rules. */
	readonly rules: string;
	/** Hours between two sweeps. */
	readonly every: number;
	/** ISO 8601 with milliseconds. */
	readonly now: string;
}

/** The schedule's event: starts a sweep if one is due, or keeps the current one going. Returns what it did, for the log. */
export async function tick(deployed: Deployed, place: AccountRegion, ports: ProgressPorts): Promise<string> {
	const { state } = ports;
	const decision = decideStart({ ...deployed, current: await state.current(), last: await state.last() });
	if (decision.kind === "wait") return decision.reason;
	const { startedAt } = decision.sweep;
	if (decision.kind === "continue") {
		await continueSweep(startedAt, "any", place, ports);
		return `the sweep of ${startedAt} has not finished`;
	}
	const messages = rootMessages(decision.sweep, "lists", place, ports);
	// If the function ends before it sends them, the next event does.
	await state.addTasks(startedAt, messages);
	if (!(await state.start(decision.sweep, decision.replaces))) return "another sweep has just started";
	await ports.send(messages.map(({ body }) => body));
	return `the sweep of ${startedAt} has started`;
}
