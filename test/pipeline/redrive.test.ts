import { expect, test } from "@jest/globals";
import type { SQSEvent } from "aws-lambda";
import type { ReceivedMessage } from "../support/dead-letters.ts";
import { aRoute, batchOf, push } from "../support/route.ts";

/** Dead letters as SQS redrives them: with their attributes and new ids. */
function redriven(...letters: readonly ReceivedMessage[]): SQSEvent {
	const { Records } = batchOf(...letters.map(({ body }) => body));
	return {
		Records: Records.map((record, at) => ({
			...record,
			messageId: `redriven-${at + 1}`,
			messageAttributes: Object.fromEntries(
				Object.entries(letters[at]?.attributes ?? {}).map(([name, stringValue]) => [
					name,
					{ stringValue, dataType: "String" },
				]),
			),
		})),
	};
}

const copiesOf = (body: string): [ReceivedMessage, ReceivedMessage] => {
	const letter = { body, attributes: { reason: "it was not understood", messageId: "message-1" } };
	return [letter, letter];
};

test("redriving both copies of a dead letter that is still malformed leaves two copies of the same id", async () => {
	const { handle, letters, ledger } = aRoute();
	expect(await handle(redriven(...copiesOf("{")))).toEqual({ batchItemFailures: [] });
	expect(letters.received.map(({ body, attributes }) => [body, attributes["messageId"]])).toEqual([
		["{", "message-1"],
		["{", "message-1"],
	]);
	expect(ledger.history).toEqual([]);
});

test("redriving both copies of a dead letter that is now understood has the effect of one", async () => {
	const [one, other] = copiesOf(JSON.stringify(push("payments")));
	const [both, single] = [aRoute(), aRoute()];
	await both.handle(redriven(one, other));
	await single.handle(redriven(one));
	expect(both.letters.received).toEqual([]);
	expect(both.ledger.entries).toEqual(single.ledger.entries);
	expect(both.ledger.history).toEqual(single.ledger.history);
});

test("a copy that is redriven after the other leaves the ledger as it is", async () => {
	const [one, other] = copiesOf(JSON.stringify(push("payments")));
	const { handle, ledger, letters } = aRoute();
	await handle(redriven(one));
	const before = structuredClone([...ledger.entries]);
	await handle(redriven(other));
	expect([...ledger.entries]).toEqual(before);
	expect(letters.received).toEqual([]);
});
