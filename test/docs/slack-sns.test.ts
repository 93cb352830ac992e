import { describe, expect, test } from "@jest/globals";
import { toMessage } from "../../adapters/slack/to-message.ts";
import { aboutNotifications } from "../../adapters/sns/about.ts";
import { toSnsMessage } from "../../adapters/sns/sns-message.ts";
import { changesBetween } from "../../domain/changes.ts";
import { notificationOf } from "../../domain/notifications/notification.ts";
import { blocksOf, inlineCodeOf, sectionOf, textOf } from "../support/docs.ts";
import { anEntry } from "../support/entries.ts";
import { hearing } from "../support/notifications.ts";
import { synthesizeStack } from "../support/synthesize-stack.ts";

const page = textOf("docs/slack-sns.md");
const jsonIn = (heading: string) =>
	blocksOf(sectionOf(page, heading)).flatMap(({ language, text }) => (language === "json" ? [JSON.parse(text)] : []));

/** Names and types, down to the elements of lists. */
function shapeOf(value: unknown): unknown {
	if (Array.isArray(value)) return value.slice(0, 1).map(shapeOf);
	if (typeof value !== "object" || value === null) return typeof value;
	return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, shapeOf(one)]));
}

describe("docs/slack-sns.md", () => {
	test("shows no block that is not run here, in slack-pages.emulated.test.ts or in runbook.emulated.test.ts", () => {
		const shown = [...page.matchAll(/^## (.*)$/gm)].flatMap(([, heading = ""]) =>
			blocksOf(sectionOf(page, heading)).map(({ language }) => `${heading}: ${language}`),
		);
		expect(shown).toEqual([
			...["Set it up: sh", "Set it up: json", "Set it up: sh"],
			...["What the topic has to allow: sh", "What is published: json", "What is published: sh"],
		]);
		expect(blocksOf(page)).toHaveLength(shown.length);
	});

	test("shows a context with which the stack notifies the topic", () => {
		const [context] = jsonIn("Set it up");
		const { outputs } = synthesizeStack(undefined, { slackApprovals: false, ...context });
		expect(outputs["NotificationTopicArn"]).toMatchObject({ Value: context.notificationTopic });
	});

	test("shows the data that programs get, with all that it has", () => {
		const [shown] = jsonIn("What is published");
		const notification = notificationOf(changesBetween(null, anEntry()), hearing());
		if (notification === null) throw new Error("it is reported");
		const { message, attributes } = toSnsMessage(toMessage(notification, []), aboutNotifications([notification]));
		expect(shapeOf(shown)).toEqual(shapeOf(JSON.parse(message.default)));
		const [, named = ""] = /^\*\*Attributes\.\*\* (.*) are message attributes/m.exec(page) ?? [];
		expect(inlineCodeOf(named).toSorted()).toEqual([...Object.keys(attributes), "destination"].toSorted());
		const forms = [...sectionOf(page, "What is published").matchAll(/^\| ((?:`[\w-]+`(?:, | and )?)+)/gm)].flatMap(
			([row]) => inlineCodeOf(row),
		);
		expect(forms).toEqual(expect.arrayContaining(Object.keys(message).filter((form) => form !== "default")));
	});
});
