import { TryLaterError, UnconfirmedError } from "../../core/errors.ts";
import type { VirtualClock } from "./clock.ts";
import type { Faults } from "./faults.ts";

/** As functions/manifest.ts declares it for most functions. */
const usualTimeoutMs = 60_000;

export interface Machine {
	readonly clock: VirtualClock;
	readonly faults: Faults;
	/** One line of the history; the text is built only if the history is printed. */
	readonly note: (text: () => string) => void;
	/** Called before every call, with the name of the function that makes it. */
	readonly onCall?: (by: string, call: string) => void;
}

/**
 * One invocation of a Lambda function. It reaches everything outside itself through `call`, and may be killed before or after
 * the effect of any call; from then on it does nothing.
 */
export class Invocation {
	readonly name: string;
	readonly startedAt: number;
	/** Calls that it made. */
	calls = 0;
	wasKilled = false;
	#isRunning = true;
	readonly #machine: Machine;
	readonly #onDeath: () => void;
	readonly #timeoutMs: number;

	constructor(name: string, machine: Machine, onDeath: () => void, timeoutMs = usualTimeoutMs) {
		this.name = name;
		this.startedAt = machine.clock.time;
		this.#machine = machine;
		this.#onDeath = onDeath;
		this.#timeoutMs = timeoutMs;
		machine.clock.after(timeoutMs, () => this.#die("the function timed out"));
	}

	/** Makes a call, whose effect takes place at one moment. Throws TryLaterError if it fails, UnconfirmedError if an answer of Slack's is lost. */
	call<T>(name: string, effect: () => T | Promise<T>): Promise<T> {
		const { clock, faults, note } = this.#machine;
		this.calls += 1;
		this.#machine.onCall?.(this.name, name);
		return new Promise<T>((resolve, reject) => {
			if (!this.#isRunning) return;
			clock.after(faults.latency(), () => {
				if (!this.#isRunning) return;
				const fault = faults.fateOf(name, clock.time);
				if (fault !== "none") note(() => `${this.name}: ${name}: ${fault}`);
				if (fault === "killed-before") return this.#die(`killed before ${name}`);
				// Only of Slack's does it matter that the call may have taken effect: every other one may be repeated.
				const Lost = name.startsWith("slack:") ? UnconfirmedError : TryLaterError;
				if (fault === "throttled") return reject(new TryLaterError(`${name} did not respond (ThrottlingException)`));
				try {
					const answer = effect();
					// What it throws arrives nowhere if the answer is lost.
					if (fault !== "none" && answer instanceof Promise) answer.catch(() => undefined);
					if (fault === "killed-after") return this.#die(`killed after ${name}`);
					if (fault === "lost") return reject(new Lost(`${name} did not respond (TimeoutError)`));
					resolve(answer);
				} catch (error) {
					reject(error);
				}
			});
		});
	}

	/** Resolves after a number of milliseconds, if it still runs then. */
	readonly wait = (ms: number): Promise<void> =>
		new Promise((resolve) => {
			this.#machine.clock.after(ms, () => {
				if (this.#isRunning) resolve();
			});
		});

	/** Milliseconds until it is stopped. */
	get remainingMs(): number {
		return this.startedAt + this.#timeoutMs - this.#machine.clock.time;
	}

	/** Marks it as ended by itself; false if it was killed before. */
	end(): boolean {
		const wasRunning = this.#isRunning;
		this.#isRunning = false;
		return wasRunning;
	}

	#die(reason: string): void {
		if (!this.end()) return;
		this.wasKilled = true;
		this.#machine.note(() => `${this.name}: ${reason}`);
		this.#onDeath();
	}
}

/** Runs a handler in an invocation of its own. `onEnd` gets its result; `onFailure` is called if it throws or is killed. */
export function invoke<T>(
	name: string,
	machine: Machine,
	handle: (invocation: Invocation) => Promise<T>,
	{
		onEnd,
		onFailure,
		timeoutMs,
	}: { readonly onEnd: (result: T) => void; readonly onFailure: () => void; readonly timeoutMs?: number | undefined },
): void {
	const invocation = new Invocation(name, machine, onFailure, timeoutMs);
	handle(invocation).then(
		(result) => {
			if (invocation.end()) onEnd(result);
		},
		(error: unknown) => {
			machine.note(() => `${name}: threw ${String(error)}`);
			if (invocation.end()) onFailure();
		},
	);
}
