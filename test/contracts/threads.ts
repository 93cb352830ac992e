import { beforeEach, expect, test } from "@jest/globals";
import { arnOf } from "../../core/subject.ts";
import type { Thread } from "../../domain/notifications/thread.ts";
import type { ThreadPorts } from "../../pipeline/sinks/chat-threads.ts";
import { aFamily } from "../support/verdicts.ts";

const arn = arnOf(aFamily());

const aThread = (minute: number, more: Partial<Thread> = {}): Thread => ({
	channelId: "C0123456789",
	ts: "1795000001.000100",
	readAt: `2026-11-21T12:0${minute}:00.000Z`,
	reported: ["task-definition/read-only-root"],
	isResolved: false,
	said: "0f",
	...more,
});

/** What is recorded of the messages about a subject in a channel. `open` answers an empty record. */
export function threadContract(open: () => Promise<Pick<ThreadPorts<never>, "readThread" | "writeThread">>): void {
	let threads: Pick<ThreadPorts<never>, "readThread" | "writeThread">;
	beforeEach(async () => {
		threads = await open();
	});
	const written = async (...all: readonly Thread[]) => {
		for (const one of all) await threads.writeThread(arn, "#payments", one);
		return threads.readThread(arn, "#payments");
	};

	test("there is no thread at first, and then the one that was written, whole", async () => {
		expect(await threads.readThread(arn, "#payments")).toBeNull();
		const thread = aThread(1, { reported: [], isResolved: true });
		expect(await written(thread)).toEqual(thread);
	});

	test("each subject has its own thread in each channel", async () => {
		await written(aThread(1));
		expect(await threads.readThread(arn, "#web")).toBeNull();
		expect(await threads.readThread(arnOf(aFamily("web-admin")), "#payments")).toBeNull();
	});

	test.each<[string, Thread, Thread]>([
		["a later entry replaces it", aThread(1), aThread(2, { ts: "1795000002.000100" })],
		["the same entry replaces it", aThread(1), aThread(1, { said: "a1" })],
	])("a message about %s", async (_, first, second) => {
		expect(await written(first, second)).toEqual(second);
	});

	test("a message about an earlier entry leaves it as it is, and that is no failure", async () => {
		expect(await written(aThread(2), aThread(1, { said: "a1" }))).toEqual(aThread(2));
	});
}
