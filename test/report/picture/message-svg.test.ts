import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { parseMessage } from "../../../report/block-kit.ts";
import { slackPage } from "../../../report/picture/message-page.ts";
import { slackSvg } from "../../../report/picture/message-svg.ts";
import { runToEnd } from "../../support/run-to-end.ts";
import { receivedMessage } from "../../support/slack-message.ts";
import { listedFiles, textOf as sourceOf } from "../../support/sources.ts";
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
				{
					type: "actions",
					elements: [
						{ text: { text: "Open" } },
						{ text: { text: "Approve" }, style: "primary" },
						{ text: { text: "Refuse" }, style: "danger" },
					],
				},
			],
		});
		for (const [className, text] of [
			["ink bold", "bold"],
			["code", "code"],
			["link", "words"],
			["ink struck", "gone"],
			["ink italic", "so"],
			["ink bold", "Open"],
			["onColor bold", "Approve"],
			["onColor bold", "Refuse"],
		])
			expect(svg).toMatch(new RegExp(`<text class="${className}"[^>]*>${text}</text>`));
		expect(svg).toContain('class="chip"');
		for (const name of ["button", "primary", "danger"]) expect(svg).toContain(`<rect class="${name}"`);
		expect(svg).not.toContain("example.com");
	});

	test("draws the signs of our messages, so that it needs no emoji font, and writes any other emoji", () => {
		const signs = ["🚨", "🔴", "🟠", "🟡", "🔵", "🟢", "⚪", "⛔", "✅", "➡️"];
		const svg = drawn(section(`*${signs.join("")} signs* 🎉`));
		expect(svg.match(/<g transform="translate\([^)]*\) scale/g)).toHaveLength(signs.length);
		expect(textsOf(svg).slice(2)).toEqual(["signs", "🎉"]);
		const sources = listedFiles().filter((file) => /^(?:adapters\/slack|domain|pipeline)\/.*\.ts$/.test(file));
		const used = sources.flatMap((file) => sourceOf(file).match(/\p{Emoji_Presentation}|➡/gu) ?? []);
		expect(signs.map((sign) => sign.replace("\ufe0f", ""))).toEqual(expect.arrayContaining(used));
	});

	test("writes the spaces of code as wide as its letters, and begins each of its lines with the same edge", () => {
		const command = Array(30).fill("put-image").join(" ");
		const svg = drawn(section(`\`${command}\``));
		const lines = [...svg.matchAll(/x="([\d.]+)" y="[\d.]+" textLength="([\d.]+)"[^>]*>(put[^<]*)</g)];
		expect(lines.length).toBeGreaterThan(2);
		for (const [, , length, text = ""] of lines) expect(Number(length)).toBeCloseTo(text.length * 12 * 0.602, 0);
		expect(new Set(lines.map(([, x]) => x)).size).toBe(1);
		const chips = [...svg.matchAll(/class="chip" x="([\d.]+)" y="[\d.]+" width="([\d.]+)"/g)];
		expect(chips).toHaveLength(lines.length);
		for (const [, x, width] of chips) {
			expect(Number(x)).toBe(66);
			expect(Number(x) + Number(width)).toBeLessThanOrEqual(700);
		}
	});

	test("says who has sent the message, and when if that is known", () => {
		const message = { text: "t", blocks: [] };
		expect(textsOf(slackSvg([{ message, time: "10:30 AM" }], "a title"))).toEqual([
			"Shipshape",
			"APP",
			"10:30 AM",
			"t",
		]);
		expect(textsOf(slackSvg([{ message }], "a title"))).toEqual(["Shipshape", "APP", "t"]);
		expect(slackPage([{ message, time: "10:30 AM" }], "a title")).toContain('<span class="time">10:30 AM</span>');
		expect(slackPage([{ message }], "a title")).not.toContain('class="time"');
	});

	test("grows with its content", () => {
		const heightOf = (svg: string): number => Number(/height="([\d.]+)"/.exec(svg)?.[1]);
		expect(heightOf(drawn(receivedMessage))).toBeGreaterThan(heightOf(drawn(section("short"))));
	});

	test("has no element, attribute or address of a hostile message", () => {
		const known = namesIn(drawn(section("`a` bold *enough* 🚨✅⚪"), "caption"));
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
