import { expect, test } from "@jest/globals";
import type { Destination } from "../../../core/destination.ts";
import type { Severity } from "../../../core/verdict.ts";
import { anEntry, aStreamRecord, laterBy, repositorySubject } from "../../support/entries.ts";
import { RecordingChat } from "../../support/recording-chat.ts";
import { SlackInMemory } from "../../support/slack.ts";
import { StreamPorts, slackReader } from "../../support/stream-ports.ts";
import { aRecordedVerdict } from "../../support/verdicts.ts";

async function postedAfter(before: Destination | undefined, after: Destination | undefined, isNew: boolean) {
	const [slack, ports] = [new SlackInMemory(), new StreamPorts("slack")];
	const to = (destination: Destination | undefined) => (destination === undefined ? {} : { destination });
	const entry = anEntry({ subject: repositorySubject("a"), ...to(after) });
	const old = anEntry({ subject: repositorySubject("a"), ...to(before) });
	const record = isNew ? aStreamRecord(1, null, entry) : aStreamRecord(1, old, laterBy(1, entry));
	expect(await slackReader(Object.assign(ports, { slack: slack.ports }))({ Records: [record] })).toEqual({
		batchItemFailures: [],
	});
	return slack.posted.length;
}

test.each<[Severity, number]>([
	["CRITICAL", 0],
	["HIGH", 1],
	["LOW", 1],
])(
	"with the minimum severity %s of its destination, a failure that is HIGH leads to %d messages",
	async (minimumSeverity, messages) => {
		expect(await postedAfter(undefined, { minimumSeverity }, true)).toBe(messages);
	},
);

test("two routes to one channel with different minimum severities: each message goes there with its own", async () => {
	const chat = new RecordingChat();
	const entries = (["CRITICAL", "HIGH"] as const).map((severity) =>
		anEntry({
			subject: repositorySubject(severity),
			controls: { "repository/tag-immutability": aRecordedVerdict({ severity }) },
			destination: { channel: "#security", minimumSeverity: severity === "HIGH" ? "LOW" : "CRITICAL" },
		}),
	);
	await chat.handle(...entries.map((entry, at) => aStreamRecord(at + 1, null, entry)));
	expect(chat.destinations).toEqual([
		{ channel: "#security", minimumSeverity: "CRITICAL" },
		{ channel: "#security", minimumSeverity: "LOW" },
	]);
});

test("a destination without a minimum severity has that of the policy", async () => {
	expect(await postedAfter(undefined, { channel: "#a" }, true)).toBe(1);
});

test.each<[Destination | undefined, Destination | undefined]>([
	[undefined, { channel: "#a" }],
	[{ channel: "#a" }, { webhook: "b", minimumSeverity: "LOW" }],
	[{ minimumSeverity: "CRITICAL" }, undefined],
])("a changed destination alone (%j, then %j) leads to no message", async (before, after) => {
	expect(await postedAfter(before, after, false)).toBe(0);
});
