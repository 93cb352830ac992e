import { expect, test } from "@jest/globals";
import type { ParsedEvent } from "../../../../../../core/event.ts";
import { aDigest } from "../../../../../../test/support/builders.ts";
import { edited } from "../../../../../../test/support/edit.ts";
import { answerTo, aSample } from "../../../../../../test/support/routes.ts";
import { parse } from "../../../events/my-route/index.ts";

const sample = aSample("my-route", "first");

test("requests a check of the image", () => {
	const place = { partition: "aws", account: "111122223333", region: "ap-northeast-1" };
	const expected: ParsedEvent = {
		kind: "check",
		subjects: [{ kind: "image", ...place, repository: "payments", digest: aDigest() }],
	};
	expect(answerTo(parse, sample)).toEqual(expected);
});

test("leaves an event of another kind to other parsers", () => {
	const expected: ParsedEvent = { kind: "other", reason: "the event is of another kind" };
	expect(answerTo(parse, { ...sample, "detail-type": "another" })).toEqual(expected);
});

test.each<[string, unknown, string]>([
	["repository-name", "UPPER CASE", "detail.repository-name is not a repository name"],
	["image-digest", "sha256:", "detail.image-digest is not a digest"],
])("rejects a malformed %s", (field, value, reason) => {
	expect(answerTo(parse, edited(sample, ["detail", field], value))).toBe(`refused: ${reason}`);
});
