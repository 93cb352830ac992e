import { describe, expect, test } from "@jest/globals";
import { kindsOf, type Reading } from "../../support/heard.ts";

const [low, high, passes] = [{ severity: "LOW" }, { severity: "HIGH" }, { status: "pass" }] as const;

describe("the end of a failure is news", () => {
	test.each<[string, readonly Reading[], string]>([
		[
			"in the new channel, if a deployment was blocked because of it there",
			[
				{ verdict: high, channel: "#a" },
				{ verdict: high, channel: "#b" },
				{ verdict: high, channel: "#b", blocked: 8 },
				{ verdict: passes, channel: "#b" },
			],
			"failing - blocking closed",
		],
		[
			"that was below the minimum, if a deployment was blocked because of it",
			[{ verdict: low, minimum: "HIGH" }, { verdict: low, minimum: "HIGH", blocked: 8 }, { verdict: passes }],
			"- blocking closed",
		],
	])("%s", (_, readings, kinds) => {
		expect(kindsOf(...readings)).toBe(kinds);
	});
});

test("the end of a failure is no news where a deployment was blocked because of it before", () => {
	const before = { verdict: low, minimum: "HIGH", channel: "#a", blocked: 8 } as const;
	expect(kindsOf(before, { verdict: low, channel: "#b" }, { verdict: passes, channel: "#b" })).toBe("failing - -");
});
