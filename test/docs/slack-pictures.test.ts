import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { slackPictures } from "../../scripts/generate/slack-pictures.ts";
import { filesBelow, root, textOf } from "../support/docs.ts";
import { faultsOf } from "../support/slack-texts.ts";

const pictures = slackPictures();

describe.each(pictures.map((picture) => [picture.path, picture] as const))("%s", (path, { hash, title, messages }) => {
	test("was made from the messages that the code makes now", () => {
		expect(existsSync(join(root, path))).toBe(true);
		expect(textOf(path)).toContain(` data-input="${hash}"`);
	});

	test("shows messages that Slack accepts", () => {
		for (const { message } of messages) expect(faultsOf(message)).toEqual([]);
	});

	test("is on the page about Slack, with its title", () => {
		expect(textOf("docs/slack.md")).toMatch(new RegExp(`!\\[[^\\]]+\\]\\(${path.replace("docs/", "")}\\)`));
		expect(textOf(path)).toContain(`<title>${title}</title>`);
	});
});

test("there are no other pictures of messages", () => {
	const found = filesBelow("docs/images", "").filter((path) => path.includes("slack"));
	expect(found).toEqual(pictures.map(({ path }) => path).sort());
});

test("the hash follows the messages", () => {
	expect(new Set(pictures.map(({ hash }) => hash)).size).toBe(pictures.length);
});
