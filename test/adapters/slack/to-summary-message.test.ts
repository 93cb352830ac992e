import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { toSummaryMessage } from "../../../adapters/slack/to-summary-message.ts";
import { severities } from "../../../core/verdict.ts";
import type { Summary } from "../../../domain/notifications/summary.ts";
import { anyText } from "../../support/any-text.ts";
import { faultsOf } from "../../support/slack-texts.ts";

const place = { partition: "aws", account: "111122223333", region: "ap-northeast-1" };

const failures = { CRITICAL: 1, HIGH: 2, MEDIUM: 0, LOW: 0, INFORMATIONAL: 0 };
const summary: Summary = {
	at: "2026-11-29T08:20:31.000Z",
	isComplete: true,
	subjects: 40,
	failures,
	unknown: 4,
	waived: 0,
	teams: [
		{ team: "#payments", failures },
		{ team: null, failures: { ...failures, CRITICAL: 0 } },
	],
	changes: { since: "2026-11-28T08:20:00.000Z", opened: 3, fixed: 5, ended: 0 },
	oldest: [
		{ name: "repository/web", control: "repository/scan-on-push", severity: "HIGH", since: "2026-01-02T00:00:00.000Z" },
	],
	waivers: [{ control: "image/scanned", resource: "image/web*", owner: "web-team", expires: "2026-12-01" }],
};

const textsOf = (of: Summary): string[] =>
	toSummaryMessage(of, place).blocks.flatMap((block) => {
		if (block.type === "context") return block.elements.flatMap((one) => ("text" in one ? one.text : []));
		return "text" in block && typeof block.text === "object" ? [block.text.text] : [];
	});

test("a summary names what is open, what changed, each team, the oldest failures and the waivers that end", () => {
	expect(textsOf(summary)).toEqual([
		"Shipshape summary: 3 open failures",
		"1 CRITICAL, 2 HIGH, 4 unknown\nSince 2026-11-28 08:20 UTC: 3 new, 5 fixed",
		"*Open failures by team*\n• `#payments`: 1 CRITICAL, 2 HIGH\n• other: 2 HIGH",
		"*Open the longest*\n• HIGH since 2026-01-02: `repository/web` `repository/scan-on-push`\nand 2 more",
		"*Waivers that end within 14 days*\n• 2026-12-01: `image/scanned` on `image/web*`, `web-team`",
		"account 111122223333, ap-northeast-1",
		"40 subjects as of 2026-11-29 08:20 UTC",
	]);
	expect(toSummaryMessage(summary, place).text).toBe(
		"Shipshape summary: 3 open failures\n1 CRITICAL, 2 HIGH, 4 unknown\nSince 2026-11-28 08:20 UTC: 3 new, 5 fixed\naccount 111122223333, ap-northeast-1",
	);
});

test("a summary without a failure says so", () => {
	const none = { ...failures, CRITICAL: 0, HIGH: 0 };
	const empty = { ...summary, failures: none, unknown: 0, teams: [], changes: null, oldest: [], waivers: [] };
	expect(textsOf(empty)).toEqual([
		"Shipshape summary: 0 open failures",
		"Nothing fails.",
		"account 111122223333, ap-northeast-1",
		"40 subjects as of 2026-11-29 08:20 UTC",
	]);
});

test("a summary of a part of the ledger says that its numbers are too low", () => {
	const texts = textsOf({ ...summary, isComplete: false, changes: null });
	expect(texts[0]).toBe("Shipshape summary: at least 3 open failures");
	expect(texts).toContain("There was no time to read the whole ledger: the numbers are too low.");
});

test("a summary says how many failures have ended without a fix", () => {
	const changes = { since: "2026-11-28T08:20:00.000Z", opened: 0, fixed: 0, ended: 2 };
	expect(textsOf({ ...summary, changes })[1]).toContain(
		"0 new, 0 fixed, 2 ended otherwise (waived, removed or no longer checked)",
	);
});

test("a list of more than ten says how many are left out", () => {
	const teams = [...Array(13).keys()].map((index) => ({ team: `#team-${index}`, failures }));
	expect(textsOf({ ...summary, teams })[2]).toMatch(/`#team-9`: 1 CRITICAL, 2 HIGH\nand 3 more$/);
});

test("a summary keeps to Slack's limits and rules, whatever is in it", () => {
	const anyFailures = fc
		.tuple(...severities.map(() => fc.nat()))
		.map((numbers) => Object.fromEntries(severities.map((severity, at) => [severity, numbers[at] ?? 0])))
		.map((counts) => counts as Summary["failures"]);
	const severity = fc.constantFrom(...severities);
	const anySummary: fc.Arbitrary<Summary> = fc.record({
		...{ at: fc.constant(summary.at), isComplete: fc.boolean(), subjects: fc.nat(), failures: anyFailures },
		...{ unknown: fc.nat(), waived: fc.nat(), changes: fc.constantFrom(null, summary.changes) },
		teams: fc.array(fc.record({ team: fc.option(anyText), failures: anyFailures }), { maxLength: 30 }),
		oldest: fc.array(fc.record({ name: anyText, control: anyText, severity, since: anyText }), { maxLength: 10 }),
		waivers: fc.array(fc.record({ control: anyText, resource: anyText, owner: anyText, expires: anyText })),
	});
	fc.assert(
		fc.property(anySummary, (any) => {
			expect(faultsOf(toSummaryMessage(any, place))).toEqual([]);
		}),
	);
});
