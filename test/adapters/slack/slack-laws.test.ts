import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { consoleLink } from "../../../adapters/slack/console-link.ts";
import { escapeText, formatCode } from "../../../adapters/slack/escape-text.ts";
import { type SlackMessage, slackLimits, toMessage } from "../../../adapters/slack/to-message.ts";
import { toSweepMessage } from "../../../adapters/slack/to-sweep-message.ts";
import { changesBetween } from "../../../domain/changes.ts";
import { severities, statuses } from "../../../core/verdict.ts";
import { notificationOf } from "../../../domain/notifications/notification.ts";
import { anyText } from "../../support/any-text.ts";
import { anEntry, imageSubject, repositorySubject } from "../../support/entries.ts";
import { hearing } from "../../support/notifications.ts";
import { aBlock, aControl, aFamily, aRecordedVerdict } from "../../support/verdicts.ts";

interface Text {
	readonly type: string;
	readonly text: string;
}

/** Every text of a message, wherever it stands. */
function textsIn(value: unknown): Text[] {
	if (Array.isArray(value)) return value.flatMap(textsIn);
	if (typeof value !== "object" || value === null) return [];
	const { type, text } = value as Partial<Text>;
	const own = typeof text === "string" ? [{ type: type ?? "mrkdwn", text }] : [];
	return [...own, ...Object.values(value).flatMap(textsIn)];
}

/** Links that are our own: an address of AWS's console, everything in it percent-encoded. */
const ownLink = /<https:\/\/[a-z0-9-]+\.console\.(?:aws\.amazon\.com|amazonaws\.cn)\/[^<>|\s]*\|[^<>|]*>/g;

function faultsOf({ text, blocks }: SlackMessage): string[] {
	const texts = textsIn({ type: "mrkdwn", text, blocks });
	const limit = (type: string) => (type === "header" ? slackLimits.header : slackLimits.section);
	return [
		...(blocks.length > slackLimits.blocks ? [`${blocks.length} blocks`] : []),
		...(text.length > slackLimits.text || text === "" ? [`text of ${text.length}`] : []),
		...blocks.flatMap((block) =>
			textsIn(block).flatMap((one) => (one.text.length > limit(block.type) || one.text === "" ? [one.text] : [])),
		),
		...texts.filter((one) => /[<>]|&(?!amp;|lt;|gt;)/.test(one.text.replace(ownLink, ""))).map((one) => one.text),
		...texts.filter((one) => !one.text.isWellFormed()).map((one) => one.text),
		...texts
			.filter((one) => one.type === "mrkdwn" && one.text !== text && (one.text.match(/`/g) ?? []).length % 2 === 1)
			.map((one) => one.text),
	];
}

const anyVerdict = fc.record({
	status: fc.constantFrom(...statuses),
	severity: fc.constantFrom(...severities),
	message: anyText,
	remediation: anyText,
});

describe("N04: untrusted strings", () => {
	test("in a message contain no raw <, > or & and are within Slack's limits", () => {
		const outcomes = fc.constantFrom("done", "would-have", "failed", "gone", "protected");
		fc.assert(
			fc.property(
				anyText,
				fc.dictionary(anyText, anyVerdict, { maxKeys: 60 }),
				outcomes,
				fc.constantFrom("repository", "image", "family"),
				(text, verdicts, outcome, kind) => {
					const subject = {
						repository: { ...repositorySubject(), name: text },
						image: { ...imageSubject(), repository: text },
						family: { ...aFamily(), family: text },
					}[kind] as ReturnType<typeof aFamily>;
					const controls = Object.fromEntries(
						Object.entries(verdicts).map(([id, verdict]) => [id, aRecordedVerdict(verdict)]),
					);
					const entry = anEntry({
						subject,
						controls,
						about: { revision: text, activeRevision: text, tags: text },
						blocks: [aBlock({ outcome, reason: text, because: [text, ...Object.keys(verdicts)] })],
					});
					const notification = notificationOf(changesBetween(null, entry), hearing());
					if (notification === null) throw new Error("a block is always reported");
					expect(faultsOf(toMessage(notification, [aControl({ title: text })]))).toEqual([]);
				},
			),
			{ numRuns: 150 },
		);
	});

	test.each([
		["<!channel> & <https://evil.example|click>", 100, "&lt;!channel&gt; &amp; &lt;https://evil.example|click&gt;"],
		["a\nb\u202ec", 100, "a b c"],
		["&&&", 11, "&amp;&amp;…"],
		["&&&", 15, "&amp;&amp;&amp;"],
		["😀😀😀", 5, "😀😀…"],
		["😀😀😀", 4, "😀…"],
	])("%j in %d characters is %j", (text, most, sent) => {
		expect(escapeText(text, most)).toBe(sent);
	});

	test("cannot end a code span", () => {
		expect(formatCode("a`*b*`<c>", 50)).toBe("`a'*b*'&lt;c&gt;`");
		expect(formatCode("\n", 50)).toBe("`?`");
	});
});

describe("the link to Security Hub", () => {
	const at = (partition: string, region: string) => consoleLink({ partition, region, account: "111122223333" }, "a/b");
	const rest = "#/findings?search=Id%3D%255Coperator%255C%253AEQUALS%255C%253Aa%252Fb";

	test.each([
		["aws", "eu-west-1", `https://eu-west-1.console.aws.amazon.com/securityhub/home?region=eu-west-1${rest}`],
		["aws-cn", "cn-north-1", `https://cn-north-1.console.amazonaws.cn/securityhub/home?region=cn-north-1${rest}`],
		[
			"aws-us-gov",
			"us-gov-west-1",
			`https://us-gov-west-1.console.amazonaws-us-gov.com/securityhub/home?region=us-gov-west-1${rest}`,
		],
		["aws-iso", "us-iso-east-1", null],
		["aws", "evil.example/", null],
	])("in %s %s", (partition, region, link) => {
		expect(at(partition, region)).toBe(link);
	});

	test("is left out if it would be too long", () => {
		expect(consoleLink({ partition: "aws", region: "eu-west-1", account: "1" }, ":".repeat(512))).toBeNull();
	});
});

test("the message about the first sweep keeps to Slack's limits and rules, whatever it found", () => {
	const counts = <Key extends string>(keys: readonly Key[]) =>
		fc.tuple(...keys.map(() => fc.nat())).map((numbers) => {
			return Object.fromEntries(keys.map((key, at) => [key, numbers[at] ?? 0])) as Record<Key, number>;
		});
	const failure = fc.record({ name: anyText, control: anyText, severity: fc.constantFrom(...severities) });
	const found = fc.record({
		subjects: fc.nat(),
		statuses: counts(statuses),
		severities: counts(severities),
		worst: fc.array(failure, { maxLength: 10 }),
	});
	fc.assert(
		fc.property(found, fc.boolean(), (findings, isComplete) => {
			expect(faultsOf(toSweepMessage(findings, isComplete, []))).toEqual([]);
		}),
	);
});
