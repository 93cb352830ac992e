import { expect, test } from "@jest/globals";
import { priceText, storagePriceIn } from "../../../domain/lifecycle/prices.ts";

const source = "Amazon ECR private storage in the AWS Price List";

test.each([
	["us-east-1", source],
	["ap-northeast-1", source],
	["eu-west-1", `${source} for us-east-1, assumed for this Region`],
	["constructor", `${source} for us-east-1, assumed for this Region`],
	[null, `${source} for us-east-1, assumed for this Region`],
])("in %s the price has a date and a source", (region, expected) => {
	expect(storagePriceIn(region)).toEqual({ usdPerGbMonth: 0.1, asOf: "2026-03-22", source: expected });
});

test.each(["cn-north-1", "cn-northwest-1"])("in %s AWS does not bill in USD", (region) => {
	expect(storagePriceIn(region)).toBeNull();
});

test("formats the price with its date and source", () => {
	expect(priceText({ usdPerGbMonth: 0.1, asOf: "2026-03-22", source: "somebody" })).toBe(
		"0.10 USD per GB-month on 2026-03-22 (somebody)",
	);
});
