import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { parseMessage } from "../../../report/block-kit.ts";
import { slackPage } from "../../../report/picture/message-page.ts";
import { slackSvg } from "../../../report/picture/message-svg.ts";
import { runToEnd } from "../../support/run-to-end.ts";
import { receivedMessage } from "../../support/slack-message.ts";
import { type Element, parseXml } from "../../support/xml.ts";

const drawn = (body: unknown, caption?: string): string => {
	const message = parseMessage(body) ?? { text: "", blocks: [] };
	return slackSvg([{ message, ...(caption === undefined ? {} : { caption }) }], "a title");
};
/** Names of the elements and of their attributes; the picture must be well-formed. */
function namesIn(svg: string): ReadonlySet<string> {
	const names = ({ name, attributes, children }: Element): readonly string[] => [
		...[name, ...Object.keys(attributes)],
		...children.flatMap((child) => (typeof child === "string" ? [] : names(child))),
	];
	return new Set(names(parseXml(`<?xml version="1.0" encoding="UTF-8"?>\n${svg}`)));
}
/** The texts of a picture, one for each piece of a line. */
const textsOf = (svg: string): readonly string[] =>
	[...svg.matchAll(/<text[^>]*>([^<]*)<\/text>/g)].map(([, text = ""]) => text);
const section = (text: string, type = "mrkdwn") => ({ text: "t", blocks: [{ type: "section", text: { type, text } }] });

describe("the picture of a message", () => {
	test("shows all its blocks in their order, and where the message goes", () => {
		const texts = textsOf(drawn(receivedMessage, "to channel #web")).join("\n");
		for (const [before, after] of [
			["to channel #web", "Shipshape"],
			["Revision 8 deregistered", "Deploy blocked."],
			["Deploy blocked.", "task-definition/read-only-root"],
			["How to fix:", "account 111122223333"],
		] as const) {
			expect(texts).toContain(before);
			expect(texts.indexOf(after)).toBeGreaterThan(texts.indexOf(before));
		}
	});

	test("keeps every word of a long text, in lines that fit", () => {
		const words = Array.from({ length: 200 }, (_, index) => `word${index}`).join(" ");
		const svg = drawn(section(words, "plain_text"));
		const [, , ...texts] = textsOf(svg);
		expect(texts.join(" ")).toBe(words);
		expect(texts.length).toBeGreaterThan(10);
		for (const [, x = "", length = ""] of svg.matchAll(/x="([\d.]+)" y="[\d.]+" textLength="([\d.]+)"/g))
			expect(Number(x) + Number(length)).toBeLessThanOrEqual(700);
	});

	test("cuts a word that is longer than a line", () => {
		const [, , ...texts] = textsOf(drawn(section("x".repeat(500), "plain_text")));
		expect(texts.length).toBeGreaterThan(3);
		expect(texts.join("")).toBe("x".repeat(500));
	});

	test("marks up bold, code, links, strikes and quotes, and shows buttons", () => {
		const svg = drawn({
			text: "t",
			blocks: [
				...section("*bold* `code` <https://example.com|words> ~gone~ _so_\n&gt; quoted").blocks,
				{ type: "divider" },
				{ type: "actions", elements: [{ text: { text: "Approve" } }] },
			],
		});
		for (const [className, text] of [
			["ink bold", "bold"],
			["code", "code"],
			["link", "words"],
			["ink struck", "gone"],
			["ink italic", "so"],
			["ink bold", "Approve"],
		])
			expect(svg).toMatch(new RegExp(`<text class="${className}"[^>]*>${text}</text>`));
		expect(svg).toContain('class="chip"');
		expect(svg).toContain('class="button"');
		expect(svg).not.toContain("example.com");
	});

	test("grows with its content", () => {
		const heightOf = (svg: string): number => Number(/height="([\d.]+)"/.exec(svg)?.[1]);
		expect(heightOf(drawn(receivedMessage))).toBeGreaterThan(heightOf(drawn(section("short"))));
	});

	test("has no element, attribute or address of a hostile message", () => {
		const known = namesIn(drawn(section("`a` bold *enough*"), "caption"));
		const hostile = fc.string({ maxLength: 60, unit: "grapheme" });
		const piece = fc.oneof(
			fc.constantFrom(
				"</text>",
				"<script>",
				'"',
				"'",
				"&",
				"]]>",
				"<!--",
				"\ufffe",
				"\u0000",
				"*",
				"`",
				"~",
				"🚨",
				" ",
			),
			hostile,
		);
		fc.assert(
			fc.property(fc.array(piece, { maxLength: 20 }), (pieces) => {
				const text = pieces.join("");
				const svg = drawn({ text, blocks: [{ type: "header", text: { text } }, ...section(text).blocks] }, text);
				expect([...namesIn(svg)].filter((name) => !known.has(name))).toEqual([]);
			}),
		);
	});

	test("of a long text takes linear time", () => {
		const blocks = Array(50).fill({ type: "section", text: { type: "mrkdwn", text: "a*`~ ".repeat(600) } });
		expect(runToEnd(() => drawn({ text: "t", blocks })).length).toBeGreaterThan(10_000);
	});
});

test("the page shows the message as Slack does, loads nothing and escapes the text", () => {
	const page = (body: unknown, caption = "to <b>"): string =>
		slackPage([{ message: parseMessage(body) ?? { text: "", blocks: [] }, caption }], "a <title>");
	const hostile = { text: "<script>alert(1)</script> &lt;b&gt;" };
	expect(page(receivedMessage)).toContain("Revision 8 deregistered");
	expect(page(receivedMessage)).toContain("to &lt;b&gt;");
	expect(page(hostile)).toContain("&lt;b&gt;");
	expect(page(hostile)).not.toContain("<script");
	expect(page(receivedMessage)).toContain("default-src 'none'");
});
