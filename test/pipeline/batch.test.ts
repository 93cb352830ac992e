import { describe, expect, test } from "@jest/globals";
import { TryLaterError } from "../../core/errors.ts";
import { arnOf, type Subject } from "../../core/subject.ts";
import { parse as parsePush } from "../../events/image-pushed/index.ts";
import { parse as parseScan } from "../../events/image-scanned/index.ts";
import type { Observation } from "../../pipeline/check.ts";
import { type RoutePorts, route } from "../../pipeline/route.ts";
import { mergeTriggers, type Trigger } from "../../pipeline/trigger.ts";
import { aDigest } from "../support/builders.ts";
import { aContext, aRoute, batchOf, push } from "../support/route.ts";

const passed: Observation = { verdicts: [], blocks: [], about: {}, awaitedSince: null };

/** A route that counts its readings of AWS. */
function counting(parse: typeof parsePush, more: Partial<RoutePorts> = {}, timeUp?: Promise<unknown>) {
	const own = aRoute([], undefined, timeUp);
	const read: string[] = [];
	const observe = async (subject: Subject): Promise<Observation> => {
		read.push(arnOf(subject).split("repository/")[1] ?? "");
		return passed;
	};
	const handler = route(parse, { ...own.ports, observe, ...more });
	return { ...own, read, handle: (...bodies: readonly unknown[]) => handler(batchOf(...bodies), aContext) };
}

const scan = (at: number) =>
	push("payments", {
		time: `2026-11-21T11:00:${String(at % 30).padStart(2, "0")}Z`,
		"detail-type": "ECR Image Scan",
		detail: { "scan-status": "COMPLETE", "repository-name": "payments", "image-digest": aDigest() },
	});

describe("F5: messages of one batch about one subject are one check", () => {
	test("a hundred scan events about one image", async () => {
		const { handle, read, ledger } = counting(parseScan);
		expect(await handle(...Array.from({ length: 100 }, (_, at) => scan(at)))).toEqual({ batchItemFailures: [] });
		expect(read).toEqual([`payments/${aDigest()}`]);
		expect(ledger.history).toHaveLength(1);
	});

	test("ten pushes to one repository read it once, and each image", async () => {
		const pushes = Array.from({ length: 10 }, (_, at) => {
			const { detail } = push("payments");
			return push("payments", { detail: { ...detail, "image-digest": aDigest(String(at)) } });
		});
		const { handle, read } = counting(parsePush);
		await handle(...pushes);
		expect(read.filter((name) => name === "payments")).toHaveLength(1);
		expect(read).toHaveLength(11);
	});

	test("all of them are returned to the queue if it fails", async () => {
		const { handle, retried } = counting(parseScan, {
			observe: async () => {
				throw new TryLaterError("throttled");
			},
		});
		expect((await handle(scan(1), scan(2))).batchItemFailures).toHaveLength(2);
		expect(retried).toEqual(["message-1", "message-2"]);
	});

	test("a scan result that is awaited is waited for by one message", async () => {
		const since = "2026-11-21T11:00:00.000Z";
		const { handle, again } = counting(parseScan, { observe: async () => ({ ...passed, awaitedSince: since }) });
		await handle(scan(1), scan(2), scan(3));
		expect(again).toHaveLength(1);
	});
});

describe("the trigger of a check that stands for several messages", () => {
	const one: Trigger = { time: "2026-11-21T11:00:00Z", announcedAt: null, registered: [], replayed: false };
	test.each<[string, Partial<Trigger>, Partial<Trigger>, Partial<Trigger>]>([
		["has the latest time", { time: "2026-11-21T11:00:00.500Z" }, {}, { time: "2026-11-21T11:00:00.500Z" }],
		["announces a result if one does", {}, { announcedAt: one.time }, { announcedAt: one.time }],
		[
			"announces the latest result",
			{ announcedAt: "2026-11-21T11:00:00Z" },
			{ announcedAt: "2026-11-21T11:00:00.1Z" },
			{ announcedAt: "2026-11-21T11:00:00.1Z" },
		],
		["reads AWS now if one must", { replayed: true }, {}, { replayed: true }],
		[
			"decides about the revisions of both",
			{ registered: [{ revision: 7, until: "x" }] },
			{ registered: [{ revision: 8, until: "y" }] },
			{
				registered: [
					{ revision: 7, until: "x" },
					{ revision: 8, until: "y" },
				],
			},
		],
	])("%s", (_, first, second, merged) => {
		expect(mergeTriggers({ ...one, ...first }, { ...one, ...second })).toEqual({ ...one, ...merged });
	});
});

test("L11: a message that does not end before the time limit is returned alone; its nine neighbours are done", async () => {
	let stop = (): void => {};
	const timeUp = new Promise<void>((done) => {
		stop = done;
	});
	const ended: string[] = [];
	const observe = async (subject: Subject): Promise<Observation> => {
		if (subject.kind === "repository" && subject.name === "slow") return new Promise(() => setTimeout(stop, 0));
		ended.push(arnOf(subject));
		return passed;
	};
	const { handle, retried, notes } = counting(parsePush, { observe }, timeUp);
	const others = Array.from({ length: 9 }, (_, at) => push(`team/app${at}`));
	expect(await handle(...others.slice(0, 4), push("slow"), ...others.slice(4))).toEqual({
		batchItemFailures: [{ itemIdentifier: "message-5" }],
	});
	expect(retried).toEqual(["message-5"]);
	expect(ended).toHaveLength(19);
	expect(notes).toContain("message-5 failed: there was no time left before the function's time limit");
});

describe("what is not a check does not outlast the time limit either", () => {
	const never = () => new Promise<never>(() => {});
	const soon = () => new Promise((done) => setImmediate(done));

	test("a dead letter that is not sent in time is retried", async () => {
		const { handle, retried } = counting(parsePush, { reject: never }, soon());
		expect((await handle("{", push("payments"))).batchItemFailures).toEqual([{ itemIdentifier: "message-1" }]);
		expect(retried).toEqual(["message-1"]);
	});

	test("a message that cannot be requeued in time is retried", async () => {
		const awaited = { ...passed, awaitedSince: "2026-11-21T11:00:00.000Z" };
		const { handle, retried } = counting(parseScan, { observe: async () => awaited, requeue: never }, soon());
		expect((await handle(scan(1))).batchItemFailures).toHaveLength(1);
		expect(retried).toEqual(["message-1"]);
	});
});

test("L12: a thousand subjects in one batch are not all read at once", async () => {
	let reading = 0;
	let most = 0;
	const observe = async (): Promise<Observation> => {
		most = Math.max(most, ++reading);
		await new Promise((done) => setImmediate(done));
		reading -= 1;
		return passed;
	};
	const { handle, ledger } = counting(parsePush, { observe });
	await handle(...Array.from({ length: 500 }, (_, at) => push(`team/app${at}`)));
	expect(ledger.entries.size).toBe(1_000);
	expect(most).toBe(20);
});
