import type { Thread } from "../../domain/notifications/thread.ts";
import type { ThreadPorts } from "../../pipeline/sinks/chat-threads.ts";

/** The threads of all subjects and channels without DynamoDB, held to the same contract: test/contracts/threads.ts. */
export class ThreadsInMemory implements Pick<ThreadPorts<never>, "readThread" | "writeThread"> {
	readonly #threads = new Map<string, Thread>();

	readonly readThread = async (arn: string, channel: string): Promise<Thread | null> =>
		this.#threads.get(`${arn} ${channel}`) ?? null;

	readonly writeThread = async (arn: string, channel: string, thread: Thread): Promise<void> => {
		const known = this.#threads.get(`${arn} ${channel}`);
		if (known === undefined || known.readAt <= thread.readAt) this.#threads.set(`${arn} ${channel}`, thread);
	};
}
