import { describe, expect, test } from "@jest/globals";
import { TryLaterError } from "../../core/errors.ts";
import { aDigest } from "../support/builders.ts";
import { aRoute, batchOf, push } from "../support/route.ts";

describe("every message of a batch stands alone", () => {
	test("a push is a look at the repository and at the image", async () => {
		const { handle, notes } = aRoute();
		expect(await handle(batchOf(push("payments")))).toEqual({ batchItemFailures: [] });
		expect(notes).toEqual(["recorded payments", `recorded payments/${aDigest()}`, "flushed"]);
	});

	test("what may succeed later goes back to the queue alone", async () => {
		const { handle, ledger } = aRoute(["throttled"]);
		const answer = await handle(batchOf(push("a1"), push("throttled"), push("b2")));
		expect(answer).toEqual({ batchItemFailures: [{ itemIdentifier: "message-2" }] });
		expect([...ledger.entries.keys()].filter((arn) => !arn.includes("sha256")).map((arn) => arn.split("/")[1])).toEqual(
			expect.arrayContaining(["a1", "b2"]),
		);
	});

	test("the image of an event is judged even when its repository could not be read", async () => {
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

describe("what can never be understood is refused at once, whole", () => {
	const elsewhere = "the event is about another account or Region than this queue is for";
	const truncated = JSON.stringify(push("payments")).slice(0, 120);
	test.each([
		[truncated, "the message is not JSON"],
		["null", "event is not an object"],
		["[]", "event is not an object"],
		["42", "event is not an object"],
		[JSON.stringify(push("payments", { detail: null })), "detail is not an object"],
		[JSON.stringify(push("payments", { account: "1234" })), "account is not twelve digits"],
		[JSON.stringify(push("payments", { region: "the moon" })), "region is not an AWS Region"],
		[JSON.stringify(push("payments", { account: "444455556666" })), elsewhere],
		[JSON.stringify(push("payments", { source: "my.app" })), "source is neither AWS's nor the one for replays"],
		[JSON.stringify(push("payments", { region: "eu-west-1" })), elsewhere],
	])("%s: %s", async (body, reason) => {
		const { handle, letters, ledger } = aRoute();
		expect(await handle(batchOf(body))).toEqual({ batchItemFailures: [] });
		expect(letters.received).toMatchObject([{ body, attributes: { reason } }]);
		expect(ledger.history).toEqual([]);
	});

	test("the other nine of its batch are handled", async () => {
		const { handle, letters, ledger } = aRoute();
		const nine = Array.from({ length: 9 }, (_, at) => push(`team/app${at}`));
		expect(await handle(batchOf(...nine.slice(0, 4), "{", ...nine.slice(4)))).toEqual({ batchItemFailures: [] });
		expect(letters.received).toMatchObject([{ body: "{", attributes: { reason: "the message is not JSON" } }]);
		expect(ledger.entries.size).toBe(18);
	});

	test("a dead letter that cannot be written goes back to the queue: nothing is lost", async () => {
		const { handle } = aRoute([], async () => {
			throw new TryLaterError("SQS is away");
		});
		expect(await handle(batchOf("{"))).toEqual({ batchItemFailures: [{ itemIdentifier: "message-1" }] });
	});
});

test("a scan that is not there yet is looked for again through the queue, and is unknown until then", async () => {
	const { handle, again, ledger, notes } = aRoute();
	await handle(batchOf(push("fresh")));
	expect(again).toEqual(["2026-11-21T11:01:00.000Z 2026-11-21T11:01:00.000Z"]);
	const image = [...ledger.entries.values()].find((entry) => entry.subject.kind === "image");
	expect(image?.controls["image/scanned"]).toMatchObject({ status: "unknown", pending: true });
	expect(notes).toContain("again in 60");
});
