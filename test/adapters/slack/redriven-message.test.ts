import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { asOf, inPlaceOf } from "../../../adapters/slack/redriven-message.ts";
import { toDigestMessage } from "../../../adapters/slack/to-digest-message.ts";
import { type SlackMessage, toMessage } from "../../../adapters/slack/to-message.ts";
import { controlDescriptions } from "../../../controls/descriptions.ts";
import { controlsIn } from "../../../domain/notifications/notification.ts";
import { presentStateOf } from "../../../domain/notifications/present-state.ts";
import { anyNotification } from "../../support/hostile-notifications.ts";
import { faultsOf, textOf } from "../../support/slack-texts.ts";

const time = "2026-11-21T12:00:00.000Z";
const asOfTime = "Redriven, as of 2026-11-21 12:00:00 UTC:";

/** Where a message says that it is late: the first line of its text, and a block. */
function expectNote(message: SlackMessage, note: string) {
	expect(message.text.startsWith(`${note}\n`)).toBe(true);
	expect(message.blocks.map(textOf).join("\n")).toContain(note);
}

test("a late message, or digest, is accepted by Slack whatever it is about, and says as of when it is true", () => {
	fc.assert(
		fc.property(fc.array(anyNotification, { minLength: 1, maxLength: 6 }), fc.nat(4), (some, times) => {
			const all = Array.from({ length: times + 1 }, () => some).flat();
			const [first] = all;
			const one = first === undefined ? [] : [toMessage(first, controlDescriptions)];
			for (const message of [...one, toDigestMessage(all, controlDescriptions)]) {
				const late = asOf(message, time);
				expect(faultsOf(late)).toEqual([]);
				expectNote(late, asOfTime);
			}
		}),
		{ numRuns: 40 },
	);
});

test("what stands in place of a message is accepted by Slack whatever it is about, and names the time of both", () => {
	fc.assert(
		fc.property(anyNotification, anyNotification, (notification, { entry }) => {
			const old = toMessage(notification, controlDescriptions);
			// No control is called as a property that every object has.
			const reported = controlsIn(notification).filter((id) => !(id in {}));
			const state = presentStateOf(entry, reported, "INFORMATIONAL");
			const message = inPlaceOf(old, time, state, controlDescriptions);
			expect(faultsOf(message)).toEqual([]);
			const [note = ""] = message.text.split("\n");
			expect(note).toMatch(/^Redriven, as of \d{4}-.* UTC, in place of a message of 2026-11-21 12:00:00 UTC/);
			expectNote(message, note);
			expect(JSON.stringify(message.blocks)).not.toContain("thread");
		}),
		{ numRuns: 100 },
	);
});

test("a text that fills Slack's limit loses its last lines, not the note", () => {
	const { text } = asOf({ text: Array.from({ length: 400 }, () => "123456789").join("\n"), blocks: [] }, time);
	expect(text.length).toBeLessThanOrEqual(4_000);
	expect(text).toMatch(new RegExp(`^${asOfTime}\n123456789\n.*\n123456789$`, "s"));
});
