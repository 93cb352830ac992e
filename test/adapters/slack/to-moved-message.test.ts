import { expect, test } from "@jest/globals";
import { toMovedMessage } from "../../../adapters/slack/to-moved-message.ts";
import { refusalOf } from "../../../demo/doubles/slack-rules.ts";
import { anEntry } from "../../support/entries.ts";

test.each<[string | undefined, string]>([
	["#web", "The policy now sends messages about it to #web."],
	["<!channel>", "The policy now sends messages about it to &lt;!channel&gt;."],
	[undefined, "The policy now sends messages about it elsewhere."],
])("the last message in a channel says where messages go now (%s)", (to, text) => {
	const message = toMovedMessage(anEntry(), to);
	expect(message.text).toContain(`Not followed here any more: `);
	expect(JSON.stringify(message.blocks)).toContain(text);
	expect(refusalOf(message)).toBeNull();
});
