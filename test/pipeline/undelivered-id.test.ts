import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { undeliveredId } from "../../pipeline/undelivered-id.ts";
import { anEntry, aStreamRecord, sequenceNumber } from "../support/entries.ts";

const record = aStreamRecord(1, null, anEntry());

test("the id begins with that of the stream record", () => {
	expect(undeliveredId(record, { Id: "f" }).messageId).toMatch(/^event-1\/[0-9a-f]{12}$/);
});

test("a record that is delivered again gives its items the same ids", () => {
	fc.assert(
		fc.property(fc.jsonValue(), (body) => {
			expect(undeliveredId(structuredClone(record), structuredClone(body))).toEqual(undeliveredId(record, body));
		}),
	);
});

test("two findings of one record have different ids", () => {
	expect(undeliveredId(record, { Id: "f" })).not.toEqual(undeliveredId(record, { Id: "g" }));
});

test("the same item of two records has different ids", () => {
	expect(undeliveredId(aStreamRecord(2, null, anEntry()), {})).not.toEqual(undeliveredId(record, {}));
});

test("a record without an event id is identified by its sequence number, and one without either is not identified", () => {
	const { eventID: _, ...anonymous } = record;
	expect(undeliveredId(anonymous, {}).messageId).toMatch(`${sequenceNumber(1)}/`);
	expect(undeliveredId({}, {})).toEqual({});
});

test("a body that JSON has no word for is accepted", () => {
	expect(undeliveredId(record, undefined).messageId).toMatch(/^event-1\//);
});
