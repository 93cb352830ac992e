import type { Shown } from "../../adapters/dynamodb/threads.ts";
import type { Thread } from "../../domain/notifications/thread.ts";
import type { ThreadPorts } from "../../pipeline/sinks/chat-threads.ts";
import type { FirstMessagePorts } from "../../pipeline/sinks/first-messages.ts";

/** What is recorded of threads. */
export type Threads = Pick<ThreadPorts<never> & FirstMessagePorts<never>, "readThreads" | "writeThread" | "writeShown">;

/** The threads of all subjects and channels without DynamoDB, held to the same contract: test/contracts/threads.ts. */
export class ThreadsInMemory implements Threads {
	readonly #threads = new Map<string, Map<string, Thread>>();

	readonly readThreads = async (arn: string): Promise<readonly Thread[]> => [...this.#of(arn).values()];

	readonly writeThread = async (arn: string, thread: Thread): Promise<void> => {
		const known = this.#of(arn).get(thread.channel);
		if (known === undefined || known.readAt <= thread.readAt) this.#of(arn).set(thread.channel, thread);
	};

	readonly writeShown = async (arn: string, { channel, ts, isEnded, shows, shownAt }: Shown): Promise<void> => {
		const known = this.#of(arn).get(channel);
		if (known?.ts === ts) this.#of(arn).set(channel, { ...known, isEnded, shows, shownAt });
	};

	#of(arn: string): Map<string, Thread> {
		const known = this.#threads.get(arn) ?? new Map<string, Thread>();
		this.#threads.set(arn, known);
		return known;
	}
}
