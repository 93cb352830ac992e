import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { FailedCallError } from "../../adapters/explain-failure.ts";
import type { DeadMessage, DeadMessages } from "../../adapters/sqs/dead-letter-messages.ts";
import { moveBack } from "../../operations/redrive/move-back.ts";

const startedAt = 1_000;

interface Stored {
	readonly id: string;
	readonly sentAt: number;
}

class Killed extends Error {}

/**
 * A dead-letter queue and its target, with a clock: a message is visible again after its visibility timeout. Calls end after a number
 * of them, as when the program is killed.
 */
class FakeQueues implements DeadMessages {
	readonly dead: Map<number, Stored>;
	readonly delivered: string[] = [];
	time = startedAt;
	private readonly visibleAt = new Map<number, number>();
	private callsLeft: number;

	constructor(messages: readonly Stored[], callsLeft = Number.POSITIVE_INFINITY) {
		this.dead = new Map(messages.entries());
		this.callsLeft = callsLeft;
	}

	/** Long polling takes a second if there is none. */
	async receive(): Promise<readonly DeadMessage[]> {
		this.call();
		const visible = [...this.dead].filter(([at]) => (this.visibleAt.get(at) ?? 0) <= this.time).slice(0, 10);
		if (visible.length === 0) this.time += 1_000;
		for (const [at] of visible) this.visibleAt.set(at, this.time + 60_000);
		return visible.map(([at, { id, sentAt }]) => ({
			id,
			sentAt,
			body: id,
			texts: {},
			attributes: {},
			receipt: String(at),
		}));
	}

	async send(_: string, { id }: DeadMessage): Promise<void> {
		this.call();
		this.delivered.push(id);
	}

	async delete(_: string, { receipt }: DeadMessage): Promise<void> {
		this.call();
		this.dead.delete(Number(receipt));
	}

	async hide(_: string, { receipt }: DeadMessage): Promise<void> {
		this.call();
		this.visibleAt.set(Number(receipt), this.time + 900_000);
	}

	async release(_: string, { receipt }: DeadMessage): Promise<void> {
		this.visibleAt.delete(Number(receipt));
	}

	/** Visible at once. */
	comeBack(id: string, sentAt: number): void {
		this.dead.set(this.dead.size + 1_000 + this.delivered.length, { id, sentAt });
	}

	private call(): void {
		if (this.callsLeft-- <= 0) throw new Killed();
	}
}

type Deliver = (message: DeadMessage) => Promise<string | null>;

const move = (queues: FakeQueues, deliver: Deliver) =>
	moveBack("dead", queues, deliver, { startedAt, found: queues.dead.size, now: () => queues.time });
const run = (queues: FakeQueues) => move(queues, (message) => queues.send("target", message).then(() => null));

const hundred = Array.from({ length: 100 }, (_, at) => ({ id: String(at), sentAt: 1 }));

const messages = fc.array(fc.record({ id: fc.constantFrom("a", "b", "c", "d", "e"), sentAt: fc.nat({ max: 999 }) }), {
	maxLength: 25,
});

describe("moving messages back", () => {
	test("delivers every message and empties the queue, with at most two copies of one", async () => {
		const queues = new FakeQueues([
			{ id: "a", sentAt: 1 },
			{ id: "b", sentAt: 2 },
			{ id: "a", sentAt: 3 },
		]);
		expect(await run(queues)).toEqual({ moved: 3, left: [], error: null });
		expect([queues.delivered, queues.dead.size]).toEqual([["a", "b", "a"], 0]);
	});

	test("does not move a message again that came back", async () => {
		const queues = new FakeQueues([{ id: "a", sentAt: 1 }]);
		const deliver = async (message: DeadMessage): Promise<null> => {
			await queues.send("target", message);
			queues.comeBack(message.id, startedAt + 5);
			return null;
		};
		expect(await move(queues, deliver)).toEqual({
			moved: 1,
			left: ["it came back: its cause has not been fixed"],
			error: null,
		});
		expect([queues.delivered, queues.dead.size]).toEqual([["a"], 1]);
	});

	test("ends even if the clock of this machine is ahead", async () => {
		const queues = new FakeQueues([{ id: "a", sentAt: 1 }]);
		const deliver = async (message: DeadMessage): Promise<null> => {
			await queues.send("target", message);
			queues.comeBack(message.id, startedAt - 500);
			return null;
		};
		expect((await move(queues, deliver)).moved).toBe(2);
	});

	test("leaves what cannot be delivered, visible and with the reason", async () => {
		const queues = new FakeQueues([{ id: "a", sentAt: 1 }]);
		expect(await move(queues, async () => "no")).toEqual({ moved: 0, left: ["no"], error: null });
		expect(await queues.receive()).toHaveLength(1);
	});

	test("tries every message once, and reports all that are left, when none can be delivered and each attempt is slow", async () => {
		const queues = new FakeQueues(hundred);
		const tried: string[] = [];
		const { moved, left } = await move(queues, async ({ id }) => {
			queues.time += 1_500;
			tried.push(id);
			return "no";
		});
		expect([moved, left.length]).toEqual([0, 100]);
		expect(tried.toSorted()).toEqual(hundred.map(({ id }) => id).toSorted());
	});

	test("delivers every message once when each delivery takes most of the visibility timeout", async () => {
		const queues = new FakeQueues(hundred.slice(0, 20));
		const { moved } = await move(queues, (message) => {
			queues.time += 25_000;
			return queues.send("target", message).then(() => null);
		});
		expect([moved, queues.delivered.length, queues.dead.size]).toEqual([20, 20, 0]);
	});

	test("receives once from a queue that is empty by the count, which may be wrong", async () => {
		const queues = new FakeQueues([]);
		const receive = async () => {
			const first = queues.time === startedAt;
			if (first) queues.comeBack("a", 1);
			return FakeQueues.prototype.receive.call(queues);
		};
		const late = Object.assign(Object.create(queues) as FakeQueues, { receive });
		expect(await moveBack("dead", late, async () => null, { startedAt, found: 0, now: () => 0 })).toMatchObject({
			moved: 1,
		});
	});

	test("ends although new messages arrive all the time", async () => {
		const queues = new FakeQueues(hundred.slice(0, 30));
		const receive = () => {
			queues.comeBack(`late${queues.dead.size}`, startedAt + 1);
			return FakeQueues.prototype.receive.call(queues);
		};
		const busy = Object.assign(Object.create(queues) as FakeQueues, { receive });
		const { moved, left } = await moveBack("dead", busy, async () => null, {
			startedAt,
			found: 30,
			now: () => queues.time,
		});
		expect(moved).toBe(30);
		expect(left.length).toBe(queues.dead.size);
	});

	test("reports what was moved and left before a call failed", async () => {
		const queues = new FakeQueues(hundred);
		let attempts = 0;
		const { moved, left, error } = await move(queues, async () => {
			attempts++;
			if (attempts === 15) throw new FailedCallError("sqs:SendMessage was denied (AccessDenied)");
			return attempts % 2 === 0 ? "no" : null;
		});
		expect([moved, left.length, error]).toEqual([
			7,
			7,
			"sqs:SendMessage was denied (AccessDenied); fix that and run redrive again",
		]);
		expect(queues.dead.size).toBe(93);
	});

	test("loses no message, wherever it is killed", async () => {
		await fc.assert(
			fc.asyncProperty(messages, fc.nat({ max: 60 }), async (stored, calls) => {
				const queues = new FakeQueues(stored, calls);
				await run(queues).catch((error: unknown) => {
					if (!(error instanceof Killed)) throw error;
				});
				const left = [...queues.dead.values()].map(({ id }) => id);
				for (const { id } of stored) expect([...queues.delivered, ...left]).toContain(id);
				const total = queues.delivered.length + left.length;
				expect([stored.length, stored.length + 1]).toContain(total);
			}),
		);
	});
});
