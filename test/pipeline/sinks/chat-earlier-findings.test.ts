import { expect, test } from "@jest/globals";
import { entryAfter } from "../../../core/ledger.ts";
import { arnOf } from "../../../core/subject.ts";
import { chatSink } from "../../../pipeline/sinks/chat.ts";
import { rememberEarlierFindings } from "../../../pipeline/sweep/earlier-findings.ts";
import { LedgerInMemory } from "../../support/ledger.ts";
import { chatPortsOf, StreamPorts } from "../../support/stream-ports.ts";
import { familyNamed } from "../../support/sweep.ts";
import { aVerdict } from "../../support/verdicts.ts";

const place = { partition: "aws", account: "111122223333", region: "ap-northeast-1" };
const subject = familyNamed("web");
const arn = arnOf(subject);
type Found = Readonly<Record<string, "pass" | "fail">>;
const [control, other] = ["task-definition/read-only-root", "task-definition/logging"];

/** The messages after a page with a finding of an earlier installation, between two checks that events have caused. */
async function messagesAfter(first: Found | null, second: Found) {
	const ledger = new LedgerInMemory();
	const check = async (found: Found, readAt: string) => {
		const before = (await ledger.read(arn)).entry;
		const verdicts = Object.entries(found).map(([id, status]) => aVerdict({ control: id, status }));
		const at = { subject, readAt, rules: "rules-1", verdicts, blocks: [], about: {} };
		await ledger.write(entryAfter(before, at), before?.readAt ?? null);
	};
	if (first !== null) await check(first, "2026-11-21T12:00:00.000Z");
	const time = "2026-11-01T12:00:00.000Z";
	const findings = async () => ({ items: [{ control, arn, createdAt: time, updatedAt: time }], next: null });
	await rememberEarlierFindings(null, place, { findings, ledger, kinds: ["task-definition"] });
	await check(second, "2026-11-22T12:00:00.000Z");
	const batch = ledger.history.map((entry, at) => ({
		before: ledger.history[at - 1] ?? null,
		entry,
		publishedAt: null,
	}));
	const posted: string[] = [];
	const deliver = await chatSink<string>({
		toDigestMessage: () => "a digest",
		toMessage: ({ changes }) => changes.map((one) => `${one.control} ${one.kind}`).join(", "),
		post: async (message) => {
			posted.push(message);
			return "posted";
		},
		...chatPortsOf(new StreamPorts("slack")),
	})(batch);
	for (const change of batch) await deliver(change);
	return posted;
}

test.each<[string, Found | null, Found, string[]]>([
	["has ended", null, { [control]: "pass" }, []],
	["has ended, but of another failure", null, { [control]: "pass", [other]: "fail" }, [`${other} failing`]],
	["was found to have ended before", { [control]: "pass" }, { [control]: "pass" }, []],
	["was found before, once", { [control]: "fail" }, { [control]: "fail" }, [`${control} failing`]],
	["is found, once", null, { [control]: "fail" }, [`${control} failing`]],
])(
	"after a failure of an earlier installation %s, there are only the messages about what checks found",
	async (_, first, second, messages) => {
		expect(await messagesAfter(first, second)).toEqual(messages);
	},
);
