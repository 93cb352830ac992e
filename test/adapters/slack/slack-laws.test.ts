import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { escapeText, formatCode, formatPlace } from "../../../adapters/slack/escape-text.ts";
import { headlineParts } from "../../../adapters/slack/headline.ts";
import { toDigestMessage } from "../../../adapters/slack/to-digest-message.ts";
import { type SlackMessage, toMessage } from "../../../adapters/slack/to-message.ts";
import { toSweepMessage } from "../../../adapters/slack/to-sweep-message.ts";
import { controlDescriptions } from "../../../controls/descriptions.ts";
import { toSingleLine } from "../../../core/text.ts";
import { severities, statuses } from "../../../core/verdict.ts";
import { anyText } from "../../support/any-text.ts";
import { anyNotification } from "../../support/hostile-notifications.ts";
import { faultsOf, textOf, unescaped } from "../../support/slack-texts.ts";

const place = { partition: "aws", account: "111122223333", region: "ap-northeast-1" };

/** What every message has, in its blocks and in its text alone. */
function missingIn({ text, blocks }: SlackMessage, wanted: readonly string[]): readonly string[] {
	const shown = blocks.map(textOf).join("\n");
	return [text, shown].flatMap((one) => wanted.filter((part) => !one.includes(part)));
}

describe("N04: whatever the subjects and verdicts are called", () => {
	test("a message is accepted by Slack, and outside text in it is text", () => {
		fc.assert(
			fc.property(anyNotification, (notification) => {
				const { entry, changes, headline } = notification;
				const message = toMessage(notification, controlDescriptions);
				expect(faultsOf(message)).toEqual([]);
				const { mark, before } = headlineParts(notification);
				expect(missingIn(message, [mark, escapeText(before, 20).slice(0, 15), formatPlace(entry.subject)])).toEqual([]);
				const [worst] = changes;
				if (headline.kind === "block" || worst?.after === null || worst === undefined || worst.kind === "closed")
					return;
				// The cause of the worst failure is there, at least its start.
				const [cause = ""] = /^[^\s…;]{0,10}/u.exec(toSingleLine(worst.after.message)) ?? [];
				expect(unescaped(message.blocks.map(textOf).join("\n"))).toContain(cause);
				expect(unescaped(message.text)).toContain(cause);
			}),
			{ numRuns: 1_000 },
		);
	});

	test("a digest is accepted by Slack, and counts everything that it does not show", () => {
		fc.assert(
			fc.property(
				fc.array(anyNotification, { minLength: 1, maxLength: 8 }),
				fc.integer({ min: 1, max: 60 }),
				(some, times) => {
					const all = Array.from({ length: times }, () => some).flat();
					const message = toDigestMessage(all, controlDescriptions);
					expect(faultsOf(message)).toEqual([]);
					const lines = message.blocks.slice(1, -1).flatMap((block) => textOf(block).split("\n"));
					const more = Number(/^and (\d+) more, see /.exec(lines.at(-1) ?? "")?.[1] ?? 0);
					expect(lines.length - (more > 0 ? 1 : 0) + more).toBe(all.length);
					expect(missingIn(message, ["account 111122223333"])).toEqual([]);
				},
			),
			{ numRuns: 100 },
		);
	});

	test("the message about the first sweep is accepted by Slack", () => {
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
				const message = toSweepMessage(findings, isComplete, controlDescriptions, place);
				expect(faultsOf(message)).toEqual([]);
				expect(missingIn(message, ["Shipshape has checked what was there", formatPlace(place)])).toEqual([]);
			}),
		);
	});
});

describe("outside text", () => {
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
