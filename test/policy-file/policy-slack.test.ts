import { describe, expect, test } from "@jest/globals";
import { defaultPolicy } from "../../controls/default-policy.ts";
import { parsePolicy } from "../../policy-file/policy.ts";
import { refusalOf } from "../support/policy-refusal.ts";

const slackOf = (text: string) => parsePolicy(`slack: { ${text} }`, "shipshape.yaml").slack;
const refusal = (text: string): string =>
	refusalOf(`slack: { ${text} }`).replace(/^shipshape\.yaml:1:\d+: (slack\.)?/, "");
const route = (text: string): string => `routes: [{ ${text} }]`;
const matching = "match: { family: web }";

test("without the section, everything goes to the webhook of the secret at once, and nobody approves", () => {
	expect(parsePolicy("", "p.yaml").slack).toEqual({
		minimumSeverity: "LOW",
		channel: "",
		routes: [],
		unknownAfter: 24,
		timeZone: "UTC",
		summary: { every: "never", hour: 9 },
		approvers: [],
		approvalHours: 24,
	});
});

describe("a value is accepted", () => {
	test.each<[string, object]>([
		["minimumSeverity: HIGH", { minimumSeverity: "HIGH" }],
		['channel: "#payments"', { channel: "#payments" }],
		["channel: payments", { channel: "payments" }],
		["channel: c_1-é", { channel: "c_1-é" }],
		["channel: C0123456789", { channel: "C0123456789" }],
		["channel: G0123456789", { channel: "G0123456789" }],
		['channel: ""', { channel: "" }],
		["unknownAfter: 0", { unknownAfter: 0 }],
		["unknownAfter: 720", { unknownAfter: 720 }],
		["timeZone: Asia/Tokyo", { timeZone: "Asia/Tokyo" }],
		['quietHours: { from: "22:00", to: "07:30" }', { quietHours: { from: "22:00", to: "07:30" } }],
		['quietHours: { from: "00:00", to: "23:59" }', { quietHours: { from: "00:00", to: "23:59" } }],
		["summary: { every: week }", { summary: { every: "week", hour: 9 } }],
		["summary: { every: day, hour: 0 }", { summary: { every: "day", hour: 0 } }],
		["approvers: [U012AB3CD, W0123456789]", { approvers: ["U012AB3CD", "W0123456789"] }],
		["approvalHours: 168", { approvalHours: 168 }],
	])("%s", (text, expected) => {
		expect(slackOf(text)).toEqual({ ...defaultPolicy.slack, ...expected });
	});

	test.each<[string, object]>([
		[`${matching}, channel: "#web"`, { match: { family: ["web"] }, channel: "#web" }],
		[`${matching}, webhook: team_1-a`, { match: { family: ["web"] }, webhook: "team_1-a" }],
		[
			"match: { account: '1*', region: [eu-*, us-*], tag: { team: [a, b] } }, webhook: a, minimumSeverity: CRITICAL",
			{
				match: { account: ["1*"], region: ["eu-*", "us-*"], tag: { team: ["a", "b"] } },
				webhook: "a",
				minimumSeverity: "CRITICAL",
			},
		],
		[
			"match: { repository: a/*, cluster: b }, channel: c",
			{ match: { repository: ["a/*"], cluster: ["b"] }, channel: "c" },
		],
	])("of a route: %s", (text, expected) => {
		expect(slackOf(route(text)).routes).toEqual([expected]);
	});
});

const channelText = 'write a channel\'s name, such as "#payments", or its id';
const webhookText = "write the name of a webhook in the Slack secret, of letters, digits, hyphens and underscores";
const severityText = "write one of CRITICAL, HIGH, MEDIUM, LOW or INFORMATIONAL";
const timeText = 'write a time of the day in quotes, such as "22:00"';
const zoneText = "write the IANA name of a time zone, such as Europe/Berlin";
const memberText = "write a list of Slack member ids, such as U012AB3CD";

describe("a mistake is reported with what to write", () => {
	test.each([
		["minimumSeverity: SEVERE", `minimumSeverity is SEVERE; ${severityText}`],
		['channel: "#Payments"', `channel is "#Payments"; ${channelText}`],
		['channel: "two words"', `channel is "two words"; ${channelText}`],
		["channel: 7", `channel is 7; ${channelText}`],
		["channel: null", `channel is null; ${channelText}`],
		["routes: payments", "routes is payments; write a list of routes"],
		["routes: [payments]", "route 1 is payments; write a mapping of keys to values"],
		["unknownAfter: 721", "unknownAfter is 721; write a whole number from 0 to 720"],
		["unknownAfter: 1.5", "unknownAfter is 1.5; write a whole number from 0 to 720"],
		["timeZone: Berlin", `timeZone is Berlin; ${zoneText}`],
		['timeZone: ""', `timeZone is ""; ${zoneText}`],
		["timeZone: 2", `timeZone is 2; ${zoneText}`],
		['quietHours: { from: "22:00" }', `quietHours.to is missing; ${timeText}`],
		['quietHours: { from: "24:00", to: "07:00" }', `quietHours.from is "24:00"; ${timeText}`],
		['quietHours: { from: "7:00", to: "08:00" }', `quietHours.from is "7:00"; ${timeText}`],
		["quietHours: always", "quietHours is always; write a mapping with from and to"],
		["summary: { every: month }", "summary.every is month; write one of never, day or week"],
		["summary: { hour: 24 }", "summary.hour is 24; write a whole number from 0 to 23"],
		["summary: { at: 9 }", 'unknown key "at"; write one of every, hour'],
		["approvers: U012AB3CD", `approvers is U012AB3CD; ${memberText}`],
		["approvers: [jane@example.com]", `item 1 of slack.approvers is jane@example.com; ${memberText}`],
		['approvers: ["@jane"]', `item 1 of slack.approvers is "@jane"; ${memberText}`],
		["approvers: [S012AB3CD]", `item 1 of slack.approvers is S012AB3CD; ${memberText}`],
		["approvalHours: 0", "approvalHours is 0; write a whole number from 1 to 168"],
		["approvalHours: 169", "approvalHours is 169; write a whole number from 1 to 168"],
		["chanel: a", 'unknown key "chanel"; write "channel"'],
	])("%s", (text, expected) => {
		expect(refusal(text)).toBe(expected);
	});

	test.each([
		[`${matching}, channel: C`, `channel of route 1 is C; ${channelText}`],
		[`${matching}, channel: ""`, `channel of route 1 is ""; ${channelText}`],
		[`${matching}, webhook: two words`, `webhook of route 1 is two words; ${webhookText}`],
		[`${matching}, webhook: ${"a".repeat(65)}`, expect.stringContaining(webhookText)],
		[`${matching}, channel: a, minimumSeverity: high`, `minimumSeverity of route 1 is high; ${severityText}`],
		["channel: a", "match of route 1 is missing; write a mapping of keys to values"],
		[
			"match: {}, channel: a",
			expect.stringMatching(/^a route without match keys would apply to every subject; write one of account,/),
		],
		[
			"match: { services: a }, channel: a",
			expect.stringMatching(/^unknown key "services"; write one of account, region,/),
		],
		[
			"match: { family: [] }, channel: a",
			expect.stringMatching(/^match\.family of route 1 is \[\]; write a glob or a list of globs/),
		],
		[`${matching}, channel: a, severity: HIGH`, expect.stringMatching(/^unknown key "severity"; write /)],
	])("of a route: %s", (text, expected) => {
		expect(refusal(route(text))).toEqual(expected);
	});

	test.each([matching, `${matching}, channel: a, webhook: b`])("a route that is not to one place: %s", (text) => {
		expect(refusal(route(text))).toMatch(/^route 1 \(.*\) is a route to one place; write channel or webhook$/);
	});

	test("quiet hours that begin when they end", () => {
		expect(refusal('quietHours: { from: "22:00", to: "22:00" }')).toMatch(
			/^quietHours \(.*\) is no time; write two different times$/,
		);
	});
});

describe("a secret in the wrong place is not repeated", () => {
	const masked = "a webhook or token, which belongs in the Slack secret only";
	const secrets = [
		"https://hooks.slack.com/services/T0PR1V/B0PR1V/t0k3n",
		"HTTPS://HOOKS.SLACK-GOV.COM/services/T0PR1V/t0k3n",
		"xoxb-T0PR1V-t0k3n.",
		"xapp-T0PR1V-t0k3n.",
	];

	test.each(secrets)("%s", (secret) => {
		expect(refusal(`channel: "${secret}"`)).toBe(`channel is ${masked}; ${channelText}`);
		expect(refusal(route(`${matching}, webhook: "${secret}"`))).toBe(`webhook of route 1 is ${masked}; ${webhookText}`);
		const texts = [`channel: a, webhook: "${secret}"`, route(`"${secret}": a, ${matching}`), `"${secret}": a`];
		for (const text of [...texts, `unknownAfter: "${secret}"`, `routes: "${secret}"`])
			expect(refusal(text)).not.toMatch(/T0PR1V|t0k3n/);
	});
});
