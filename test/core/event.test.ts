import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { MalformedEventError } from "../../core/errors.ts";
import { envelopeOf, objectAt, stringAt } from "../../core/event.ts";

const event = {
	version: "0",
	id: "not-a-uuid",
	"detail-type": "ECR Image Action",
	source: "aws.ecr",
	account: "111122223333",
	time: "2026-11-21T12:00:00Z",
	region: "ap-northeast-1",
	resources: ["arn:aws:ecr:ap-northeast-1:111122223333:repository/payments", "i-1"],
	detail: { result: "SUCCESS" },
};

test("envelopeOf reads the fields of the envelope and no others", () => {
	expect(envelopeOf({ ...event, extra: 1 })).toEqual({
		id: "not-a-uuid",
		account: "111122223333",
		region: "ap-northeast-1",
		time: "2026-11-21T12:00:00Z",
		source: "aws.ecr",
		detailType: "ECR Image Action",
		resources: event.resources,
		detail: { result: "SUCCESS" },
		isFromArchive: false,
	});
});

test("an event with a replay name is from an archive", () => {
	expect(envelopeOf({ ...event, "replay-name": "archive" }).isFromArchive).toBe(true);
});

test.each([
	[[], []],
	[undefined, []],
	[null, []],
	["arn:aws:ecr", []],
	[{ length: 1 }, []],
	[
		[1, "arn", null, ["x"], ""],
		["arn", ""],
	],
])("resources of %j are read as %j", (resources, expected) => {
	expect(envelopeOf({ ...event, resources }).resources).toEqual(expected);
});

describe("a malformed envelope is rejected with an error that names the field", () => {
	test.each<[string, unknown, string]>([
		["nothing", undefined, "event must be an object"],
		["null", null, "event must be an object"],
		["an array", [event], "event must be an object"],
		["a string", "event", "event must be an object"],
		["a number", 42, "event must be an object"],
		["an empty object", {}, "detail must be an object"],
		["a detail that is null", { ...event, detail: null }, "detail must be an object"],
		["a detail that is a string", { ...event, detail: "{}" }, "detail must be an object"],
		["a detail that is an array", { ...event, detail: [] }, "detail must be an object"],
		["no id", { ...event, id: undefined }, "id must be a non-empty string"],
		["an empty id", { ...event, id: "" }, "id must be a non-empty string"],
		["an account of eleven digits", { ...event, account: "11112222333" }, "account must have 12 digits"],
		["an account of thirteen digits", { ...event, account: "1111222233334" }, "account must have 12 digits"],
		["an account with a letter", { ...event, account: "11112222333x" }, "account must have 12 digits"],
		["an account that is a number", { ...event, account: 111122223333 }, "account must be a non-empty string"],
		["no source", { ...event, source: null }, "source must be a non-empty string"],
		["no detail-type", { ...event, "detail-type": 7 }, "detail-type must be a non-empty string"],
		["no time", { ...event, time: undefined }, "time must be a non-empty string"],
		["no region", { ...event, region: undefined }, "region must be a non-empty string"],
	])("%s", (_, broken, reason) => {
		expect(() => envelopeOf(broken)).toThrow(new MalformedEventError(reason));
	});

	test.each([
		"2026-11-21T12:00:00Z",
		"2026-11-21T12:00:00.5Z",
		"2026-11-21T12:00:00.123456789Z",
		"2023-02-29T02:36:48Z",
	])("the time %s is valid", (time) => {
		expect(envelopeOf({ ...event, time }).time).toBe(time);
	});

	test.each([
		"0",
		"2026",
		"Nov 21, 2026",
		"2026-11-21",
		"2026-11-21 12:00:00Z",
		"2026-11-21T12:00:00",
		"2026-11-21T12:00:00+09:00",
		"2026-13-21T12:00:00Z",
		"2026-11-21T25:00:00Z",
		"2026-11-21T12:00:00.Z",
		"2026-11-21T12:00:00.1234567890Z",
		" 2026-11-21T12:00:00Z",
		"2026-11-21T12:00:00Z ",
		"2026-11-21T12:00:00Z (noon)",
		"+002026-11-21T12:00:00Z",
	])("the time %j is rejected", (time) => {
		expect(() => envelopeOf({ ...event, time })).toThrow(
			new MalformedEventError("time must be an ISO 8601 time in UTC, such as 2026-11-21T12:00:00Z"),
		);
	});

	test.each(["us-east-1", "ap-southeast-12", "us-gov-west-1", "cn-northwest-1", "us-isob-east-1", "eusc-de-east-1"])(
		"the Region %s is one",
		(region) => {
			expect(envelopeOf({ ...event, region }).region).toBe(region);
		},
	);

	test("a very long Region is rejected", () => {
		expect(() => envelopeOf({ ...event, region: `us${"-a".repeat(100_000)}-1` })).toThrow(MalformedEventError);
	});

	test.each([
		"us-east",
		"us-1",
		"u-east-1",
		"useast-1",
		"europe-west-1",
		"US-EAST-1",
		"us-east-123",
		"us-east-1a",
		" us-east-1",
		"us-east-1.evil.example",
		"us--east-1",
		"us-a-b-c-d-1",
		`us-${"a".repeat(17)}-1`,
	])("the Region %j is rejected", (region) => {
		expect(() => envelopeOf({ ...event, region })).toThrow(
			new MalformedEventError("region must be the name of an AWS Region, such as eu-west-1"),
		);
	});
});

test("objectAt accepts only objects, stringAt only non-empty strings", () => {
	fc.assert(
		fc.property(fc.anything(), (value) => {
			const isPlain = typeof value === "object" && value !== null && !Array.isArray(value);
			if (isPlain) expect(objectAt(value, "here")).toBe(value);
			else expect(() => objectAt(value, "here")).toThrow(new MalformedEventError("here must be an object"));
			if (typeof value === "string" && value !== "") expect(stringAt(value, "there")).toBe(value);
			else expect(() => stringAt(value, "there")).toThrow(new MalformedEventError("there must be a non-empty string"));
		}),
		{ numRuns: 1000 },
	);
});
