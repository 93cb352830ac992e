import { expect, test } from "@jest/globals";
import { parsePolicyFile } from "../../policy-file/policy.ts";
import { policyNotes } from "../../policy-file/policy-notes.ts";

const notesOn = (text: string) => policyNotes(parsePolicyFile(text, "p.yaml"), [], "2026-11-21T12:00:00Z");
const slack = (...lines: readonly string[]): string => `mode: audit\nslack:\n  ${lines.join("\n  ")}`;
const unasked =
	"slack.approvers are never asked: only the bot can ask, and nothing goes to one of its channels; " +
	"set slack.channel, or channel in a route";
const approvers = "approvers: [U012AB3CD]";

test.each([
	["without a channel", slack(approvers), [{ at: { line: 2, column: 1 }, text: unasked }]],
	[
		"with routes to webhooks",
		slack(approvers, "routes: [{ match: { family: a }, webhook: a }]"),
		[{ at: { line: 2, column: 1 }, text: unasked }],
	],
	["with a channel", slack(approvers, 'channel: "#ops"'), []],
	["with a route to a channel", slack(approvers, "routes: [{ match: { family: a }, channel: a }]"), []],
	["with a channel, but none of them", slack('channel: "#ops"'), []],
])("approvers whom nobody can ask are noted: %s", (_, text, notes) => {
	expect(notesOn(text)).toEqual(notes);
});

const never = (names: string): string => `route 2 never applies: no subject has ${names}; write a route for each`;

test.each([
	["repository: a, family: b", never("a repository and a family")],
	["repository: a, cluster: b", never("a repository and a cluster")],
	["family: a, cluster: b, account: '1*'", never("a family and a cluster")],
	["repository: a, family: b, cluster: c", never("a repository and a family and a cluster")],
	["repository: a, account: '1*', region: eu-*, tag: { team: b }", null],
	["cluster: a, tag: { team: b }", null],
	["family: a", null],
])("a route that can match nothing is noted: %s", (match, text) => {
	const lines = ["routes:", "  - { match: { region: eu-* }, channel: a }", `  - { match: { ${match} }, channel: a }`];
	expect(notesOn(slack(...lines))).toEqual(text === null ? [] : [{ at: { line: 5, column: 7 }, text }]);
});
