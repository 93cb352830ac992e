import { beforeEach, expect, test } from "@jest/globals";
import { arnOf } from "../../core/subject.ts";
import type { Thread } from "../../domain/notifications/thread.ts";
import type { Threads } from "../support/threads.ts";
import { aFamily } from "../support/verdicts.ts";

const arn = arnOf(aFamily());

const aThread = (minute: number, more: Partial<Thread> = {}): Thread => ({
	channel: "#payments",
	channelId: "C0123456789",
	ts: "1795000001.000100",
	readAt: `2026-11-21T12:0${minute}:00.000Z`,
	reported: ["task-definition/read-only-root"],
	isEnded: false,
	said: "0f",
	shows: "1e",
	shownAt: "2026-11-21T12:00:00.000Z",
	...more,
});

/** What is recorded of the messages about a subject in a channel. `open` answers an empty record. */
export function threadContract(open: () => Promise<Threads>): void {
	let threads: Threads;
	beforeEach(async () => {
		threads = await open();
	});
	const written = async (...all: readonly Thread[]) => {
		for (const one of all) await threads.writeThread(arn, one);
		return threads.readThreads(arn);
	};

	test("there is no thread at first, and then the one that was written, whole", async () => {
		expect(await threads.readThreads(arn)).toEqual([]);
		const thread = aThread(1, { reported: [], isEnded: true });
		expect(await written(thread)).toEqual([thread]);
	});

	test("each subject has its own threads, one in each channel", async () => {
		const [one, other] = [aThread(1), aThread(2, { channel: "#web" })];
		expect(await written(one, other)).toEqual([one, other]);
		expect(await threads.readThreads(arnOf(aFamily("web-admin")))).toEqual([]);
	});

	test.each<[string, Thread, Thread]>([
		["a later entry replaces it", aThread(1), aThread(2, { ts: "1795000002.000100" })],
		["the same entry replaces it", aThread(1), aThread(1, { said: "a1" })],
	])("a message about %s", async (_, first, second) => {
		expect(await written(first, second)).toEqual([second]);
	});

	test("a message about an earlier entry leaves it as it is, and that is no failure", async () => {
		expect(await written(aThread(2), aThread(1, { said: "a1" }))).toEqual([aThread(2)]);
	});

	const shown = { channel: "#payments", isEnded: true, shows: "2d", shownAt: "2026-11-21T12:09:00.000Z" };

	test("what its first message was changed to is recorded, and nothing else is changed", async () => {
		await written(aThread(1));
		await threads.writeShown(arn, { ...shown, ts: aThread(1).ts });
		expect(await threads.readThreads(arn)).toEqual([{ ...aThread(1), ...shown }]);
		expect(await written(aThread(2))).toEqual([aThread(2)]);
	});

	test("what the first message of a former thread was changed to is not recorded", async () => {
		await written(aThread(1));
		await threads.writeShown(arn, { ...shown, ts: "1795000000.000100" });
		expect(await threads.readThreads(arn)).toEqual([aThread(1)]);
	});
}
