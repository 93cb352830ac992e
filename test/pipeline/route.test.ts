import { describe, expect, test } from "@jest/globals";
import { TryLaterError } from "../../core/errors.ts";
import { parse } from "../../events/image-pushed/index.ts";
import { route } from "../../pipeline/route.ts";
import { aDigest } from "../support/builders.ts";
import { aContext, aRoute, batchOf, push } from "../support/route.ts";

describe("every message of a batch is handled on its own", () => {
	test("a push causes a check of the repository and of the image", async () => {
		const { handle, notes } = aRoute();
		expect(await handle(batchOf(push("payments")))).toEqual({ batchItemFailures: [] });
		expect(notes).toEqual(["recorded payments", `recorded payments/${aDigest()}`, "flushed"]);
	});

	test("only the message that may succeed later is returned to the queue", async () => {
		const { handle, ledger } = aRoute(["throttled"]);
		const answer = await handle(batchOf(push("a1"), push("throttled"), push("b2")));
		expect(answer).toEqual({ batchItemFailures: [{ itemIdentifier: "message-2" }] });
		expect([...ledger.entries.keys()].filter((arn) => !arn.includes("sha256")).map((arn) => arn.split("/")[1])).toEqual(
			expect.arrayContaining(["a1", "b2"]),
		);
	});

	test("the image of an event is checked even if its repository could not be read", async () => {
		const { handle, ledger } = aRoute(["throttled"]);
		await handle(batchOf(push("throttled")));
		expect([...ledger.entries.keys()].map((arn) => arn.split(":repository/")[1])).toEqual([`throttled/${aDigest()}`]);
	});

	test("a batch in which every message fails returns them all and does not throw", async () => {
		const { handle } = aRoute(["x1", "x2"]);
		expect(await handle(batchOf(push("x1"), push("x2")))).toEqual({
			batchItemFailures: [{ itemIdentifier: "message-1" }, { itemIdentifier: "message-2" }],
		});
	});
});

describe("a malformed message is rejected at once, with its complete body", () => {
	const truncated = JSON.stringify(push("payments")).slice(0, 120);
	test.each([
		[truncated, "the message is not JSON"],
		["null", "event must be an object"],
		["[]", "event must be an object"],
		["42", "event must be an object"],
		[JSON.stringify(push("payments", { detail: null })), "detail must be an object"],
		[JSON.stringify(push("payments", { account: "1234" })), "account must have 12 digits"],
		[
			JSON.stringify(push("payments", { region: "the moon" })),
			"region must be the name of an AWS Region, such as eu-west-1",
		],
		[JSON.stringify(push("payments", { source: "my.app" })), "source is neither AWS nor the replay source"],
		[
			JSON.stringify(push("payments", { source: "my.app", account: "444455556666", region: "eu-west-1" })),
			"source is neither AWS nor the replay source",
		],
	])("%s: %s", async (body, reason) => {
		const { handle, letters, ledger } = aRoute();
		expect(await handle(batchOf(body))).toEqual({ batchItemFailures: [] });
		expect(letters.received).toMatchObject([{ body, attributes: { reason } }]);
		expect(ledger.history).toEqual([]);
	});

	test("the other nine messages of its batch are handled", async () => {
		const { handle, letters, ledger } = aRoute();
		const nine = Array.from({ length: 9 }, (_, at) => push(`team/app${at}`));
		expect(await handle(batchOf(...nine.slice(0, 4), "{", ...nine.slice(4)))).toEqual({ batchItemFailures: [] });
		expect(letters.received).toMatchObject([{ body: "{", attributes: { reason: "the message is not JSON" } }]);
		expect(ledger.entries.size).toBe(18);
	});

	test("a message is returned to the queue if its dead letter cannot be written", async () => {
		const { handle } = aRoute([], async () => {
			throw new TryLaterError("SQS is unavailable");
		});
		expect(await handle(batchOf("{"))).toEqual({ batchItemFailures: [{ itemIdentifier: "message-1" }] });
	});
});

test.each([
	["of another account", { account: "444455556666" }],
	["of another Region", { region: "eu-west-1" }],
	["that another account replays", { account: "444455556666", source: "shipshape.replay" }],
])("E23: a forwarded event %s is counted and ends, without a dead letter and without a check", async (_, changes) => {
	const { handle, letters, ledger, notes } = aRoute();
	expect(await handle(batchOf(push("payments", changes), push("shop/web")))).toEqual({ batchItemFailures: [] });
	expect([letters.received, ledger.entries.size]).toEqual([[], 2]);
	expect(notes.filter((note) => !note.startsWith("recorded"))).toEqual(["foreign", "flushed"]);
});

test("a missing scan result is unknown, and the message is requeued for another check", async () => {
	const { handle, again, ledger, notes } = aRoute();
	await handle(batchOf(push("fresh")));
	expect(again).toEqual(["2026-11-21T11:01:00.000Z 2026-11-21T11:01:00.000Z"]);
	const image = [...ledger.entries.values()].find((entry) => entry.subject.kind === "image");
	expect(image?.controls["image/scanned"]).toMatchObject({ status: "unknown", pending: true });
	expect(notes).toContain("again in 60");
});

test("a parser with a bug fails its message alone", async () => {
	const { ports, ledger } = aRoute();
	const handle = route((envelope) => {
		if (envelope.detail["repository-name"] === "odd") throw new TypeError("a bug");
		return parse(envelope);
	}, ports);
	const { batchItemFailures } = await handle(batchOf(push("odd"), push("payments")), aContext);
	expect(batchItemFailures).toEqual([{ itemIdentifier: "message-1" }]);
	expect(ledger.entries.size).toBe(2);
});
