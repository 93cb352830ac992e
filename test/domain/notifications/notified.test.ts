import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { type Severity, statuses } from "../../../core/verdict.ts";
import { heardOf, kindsOf, type Reading } from "../../support/heard.ts";

const [low, high, passes] = [{ severity: "LOW" }, { severity: "HIGH" }, { status: "pass" }] as const;

describe("the end of a failure of which nobody was notified is no news", () => {
	test.each<[string, readonly Reading[], string]>([
		[
			"because it was below the minimum severity",
			[{ verdict: low, minimum: "HIGH" }, { verdict: low }, { verdict: passes }],
			"- - -",
		],
		[
			"although the minimum was lowered by the same check",
			[{ verdict: low, minimum: "HIGH" }, { verdict: passes }],
			"- -",
		],
		[
			"because it was reported in another channel",
			[
				{ verdict: high, channel: "#a" },
				{ verdict: high, channel: "#b" },
				{ verdict: passes, channel: "#b" },
			],
			"failing - -",
		],
		[
			"although the route was changed by the same check",
			[
				{ verdict: high, channel: "#a" },
				{ verdict: passes, channel: "#b" },
			],
			"failing -",
		],
		[
			"because the default channel was another one",
			[
				{ verdict: high, slackChannel: "#a" },
				{ verdict: high, slackChannel: "#b" },
				{ verdict: passes, slackChannel: "#b" },
			],
			"failing - -",
		],
		[
			"because the bot's channel was replaced by the webhook, by the same check",
			[{ verdict: high, slackChannel: "#a" }, { verdict: passes }],
			"failing -",
		],
		[
			"because it was reported in another channel before an upgrade",
			[
				{ verdict: high, channel: "#a", isOld: true },
				{ verdict: high, channel: "#b" },
				{ verdict: passes, channel: "#b" },
			],
			"failing - -",
		],
		[
			"although it was reported there once, if it has ended since and opened elsewhere",
			[
				{ verdict: high, channel: "#a" },
				{ verdict: passes, channel: "#a" },
				{ verdict: high, channel: "#b" },
				{ verdict: passes, channel: "#a" },
			],
			"failing closed failing -",
		],
		[
			"also if it becomes milder first",
			[
				{ verdict: high, channel: "#a" },
				{ verdict: high, channel: "#b", minimum: "HIGH" },
				{ verdict: low, channel: "#b", minimum: "HIGH" },
			],
			"failing - -",
		],
		[
			"also if it could not be read in between",
			[{ verdict: low, minimum: "HIGH" }, { verdict: { ...low, status: "unknown" } }, { verdict: passes }],
			"- - -",
		],
	])("%s", (_, readings, kinds) => {
		expect(kindsOf(...readings)).toBe(kinds);
	});
});

describe("the end of a failure is news", () => {
	test.each<[string, readonly Reading[], string]>([
		[
			"where it was reported",
			[
				{ verdict: high, channel: "#a" },
				{ verdict: passes, channel: "#a" },
			],
			"failing closed",
		],
		[
			"after the minimum severity was raised and lowered again",
			[{ verdict: low }, { verdict: low, minimum: "HIGH" }, { verdict: low }, { verdict: passes }],
			"failing - - closed",
		],
		[
			"where it was heard that it got worse",
			[
				{ verdict: low, minimum: "MEDIUM" },
				{ verdict: high, minimum: "MEDIUM" },
				{ verdict: passes, minimum: "MEDIUM" },
			],
			"- worse closed",
		],
		[
			"in the new channel, if it got worse there",
			[
				{ verdict: high, channel: "#a" },
				{ verdict: { severity: "CRITICAL" }, channel: "#b" },
				{ verdict: passes, channel: "#b" },
			],
			"failing worse closed",
		],
		[
			"after a route to another channel and back",
			[
				{ verdict: high, channel: "#a" },
				{ verdict: high, channel: "#b" },
				{ verdict: high, channel: "#a" },
				{ verdict: passes, channel: "#a" },
			],
			"failing - - closed",
		],
		[
			"in each of the channels in which it was reported",
			[
				{ verdict: high, channel: "#a" },
				{ verdict: { severity: "CRITICAL" }, channel: "#b" },
				{ verdict: passes, channel: "#a" },
			],
			"failing worse closed",
		],
		[
			"if a route names the channel that was the default",
			[
				{ verdict: high, slackChannel: "#a" },
				{ verdict: passes, channel: "#a" },
			],
			"failing closed",
		],
		[
			"after a route was spelled with the id of the same channel, also without a thread that knows it",
			[
				{ verdict: high, channel: "#a" },
				{ verdict: high, channel: "C0123456789" },
				{ verdict: passes, channel: "C0123456789" },
			],
			"failing - closed",
		],
		[
			"after a route was spelled without the sign of a channel",
			[
				{ verdict: high, channel: "#a" },
				{ verdict: passes, channel: "a" },
			],
			"failing closed",
		],
		[
			"where it was reported before an upgrade",
			[
				{ verdict: high, slackChannel: "#a", isOld: true },
				{ verdict: high, slackChannel: "#a" },
				{ verdict: passes, slackChannel: "#a" },
			],
			"failing - closed",
		],
		[
			"while its tags cannot be read",
			[
				{ verdict: high, channel: "#a" },
				{ verdict: passes, unrouted: "AccessDenied" },
			],
			"failing closed",
		],
		[
			"after its tags could not be read for a while",
			[
				{ verdict: high, channel: "#a" },
				{ verdict: high, unrouted: "AccessDenied" },
				{ verdict: passes, channel: "#a" },
			],
			"failing - closed",
		],
	])("%s", (_, readings, kinds) => {
		expect(kindsOf(...readings)).toBe(kinds);
	});
});

test.each([
	["C0123456789", "closed"],
	["C0999999999", "-"],
])("the end is news in %s if threads say that #a was that one", (channel, kinds) => {
	const readings = [
		{ verdict: high, channel: "#a" },
		{ verdict: passes, channel },
	];
	const known = [{ channel: "#a", channelId: "C0123456789" }];
	expect(heardOf(readings, known).at(-1)).toEqual([channel, kinds]);
	expect(
		heardOf(
			readings.map((one) => ({ ...one, channel: one.channel === "#a" ? channel : "#a" })),
			known,
		),
	).toEqual([
		[channel, "failing"],
		["#a", kinds],
	]);
});

test("no channel hears of an end without having heard of the failure, whatever the policy does", () => {
	const reading = fc.record({
		verdict: fc.record({
			status: fc.constantFrom(...statuses),
			severity: fc.constantFrom<Severity>("CRITICAL", "HIGH", "MEDIUM", "LOW"),
		}),
		minimum: fc.constantFrom<Severity>("HIGH", "LOW"),
		channel: fc.constantFrom("#a", "#b"),
		isRouted: fc.boolean(),
	});
	const property = fc.property(fc.array(reading, { maxLength: 12 }), (all) => {
		const open = new Set<string>();
		const readings = all.map(({ isRouted, channel, ...reading }) => {
			return { ...reading, ...(isRouted ? { channel } : { slackChannel: channel }) };
		});
		for (const [channel, kinds] of heardOf(readings)) {
			if (kinds === "failing" || kinds === "worse") open.add(channel);
			if (kinds === "closed" || kinds === "milder") expect([...open]).toContain(channel);
		}
	});
	fc.assert(property, { numRuns: 2_000 });
});
