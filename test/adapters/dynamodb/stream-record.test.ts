import { describe, expect, test } from "@jest/globals";
import type { DynamoDBRecord } from "aws-lambda";
import { itemOf, sortKeys } from "../../../adapters/dynamodb/items.ts";
import { entryChangeIn } from "../../../adapters/dynamodb/stream-record.ts";
import { aBlock, anEntryOf, aRecordedVerdict } from "../../support/verdicts.ts";

const before = anEntryOf({ rules: "rules-0" });
const after = anEntryOf({
	controls: {
		"image/vulnerabilities": aRecordedVerdict({
			firstFailed: null,
			fields: {},
			vulnerabilities: [{ id: "CVE-2026-0001", severity: "HIGH", epss: 0.91, exploitAvailable: true }],
		}),
	},
	blocks: [aBlock()],
	about: { revision: "8" },
});

const recordOf = (OldImage?: object, NewImage?: object): DynamoDBRecord => ({
	eventName: "MODIFY",
	dynamodb: JSON.parse(JSON.stringify({ Keys: {}, SequenceNumber: "1", OldImage, NewImage })),
});
const imageOf = (entry: object, sk: string = sortKeys.verdicts) => itemOf("arn:aws:ecs:x", sk, entry);

describe("a record of the stream", () => {
	test.each([
		["a subject that is new", recordOf(undefined, imageOf(after)), { before: null, after }],
		["a change", recordOf(imageOf(before), imageOf(after)), { before, after }],
		["an entry that was forgotten", recordOf(imageOf(before)), { before, after: null }],
		[
			"another item of the subject",
			recordOf(imageOf(before, sortKeys.intent(8)), imageOf(after, sortKeys.published("slack"))),
			{ before: null, after: null },
		],
		[
			"an item that is no entry",
			recordOf(undefined, imageOf({ readAt: 7, controls: [] })),
			{ before: null, after: null },
		],
		["nothing but keys", recordOf(), { before: null, after: null }],
		["no images", {}, { before: null, after: null }],
	])("of %s", (_, record, expected) => {
		expect(entryChangeIn(record)).toEqual(expected);
	});

	test("with keys that name a prototype changes no other object", () => {
		const image = JSON.parse(
			JSON.stringify(imageOf(after)).replace(
				'"about":{"M":{',
				'"about":{"M":{"__proto__":{"M":{"polluted":{"S":"yes"}}},',
			),
		);
		expect(entryChangeIn(recordOf(undefined, image)).after?.about).toMatchObject({ revision: "8" });
		expect(({} as Record<string, unknown>)["polluted"]).toBeUndefined();
	});
});

test.each([
	["without a version", {}],
	["of this version", { schema: 1 }],
	["that a sweep has marked", { schema: 1, seenAt: "2026-11-22T12:00:00.000Z" }],
])("an entry %s is read as it was written", (_, more) => {
	expect(entryChangeIn(recordOf(undefined, imageOf({ ...after, ...more }))).after).toEqual(after);
});

test("contains nested maps, not a JSON string", () => {
	expect(imageOf(after)).toMatchObject({
		sk: { S: "verdicts" },
		controls: { M: { "image/vulnerabilities": { M: { status: { S: "fail" }, firstFailed: { NULL: true } } } } },
		blocks: { L: [{ M: { revision: { N: "8" } } }] },
	});
});
