import { type MessageButton, type MessagePart, partsOf, type ReceivedMessage } from "../block-kit.ts";
import { html, type Markup } from "../html.ts";
import type { Line, Span } from "../mrkdwn.ts";
import { avatar, sender } from "./sender.ts";
import { drawSign } from "./signs.ts";
import { codePadding, layOut, type Run, sizeOf } from "./text-layout.ts";
import type { Font } from "./text-width.ts";

/** A message in a channel. */
export interface PicturedMessage {
	readonly message: ReceivedMessage;
	/** Where it goes, or what it shows; above the message. */
	readonly caption?: string;
	/** When it was sent, such as `10:30`. */
	readonly time?: string;
}

const [width, margin, gutter] = [720, 20, 46];
const textWidth = width - 2 * margin - gutter;

interface Setting extends Font {
	readonly lineHeight: number;
	readonly tone: "ink" | "muted" | "onColor";
}

const settings = {
	caption: { size: 12, lineHeight: 18, tone: "muted" },
	header: { size: 18, isBold: true, lineHeight: 25, tone: "ink" },
	section: { size: 15, lineHeight: 22, tone: "ink" },
	context: { size: 12, lineHeight: 19, tone: "muted" },
	button: { size: 13, isBold: true, lineHeight: 32, tone: "ink" },
} as const satisfies Record<string, Setting>;

interface Drawing {
	readonly marks: readonly Markup[];
	readonly height: number;
}

/**
 * Messages as a Slack channel shows them, as an SVG picture that loads nothing, links nowhere and runs nothing. `title`: for screen
 * readers; `input`: identifies what the picture was made from.
 */
export function slackSvg(messages: readonly PicturedMessage[], title: string, input = ""): string {
	const marks: Markup[] = [];
	let y: number = margin;
	for (const one of messages) {
		const drawn = drawMessage(one, y);
		marks.push(...drawn.marks);
		y += drawn.height + margin;
	}
	const shown = html`<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${y}" viewBox="0 0 ${width} ${y}" role="img"${
		input !== "" && html` data-input="${input}"`
	}>
<title>${title}</title>
${styles}
<rect class="paper" x="0.5" y="0.5" width="${width - 1}" height="${y - 1}" rx="8"/>
${marks.map((mark) => html`${mark}\n`)}</svg>
`;
	// Not allowed in XML, and not known to HTML's rules of escaping.
	return shown.toString().replaceAll(/[\ufffe\uffff]/g, "\ufffd");
}

function drawMessage({ message, caption, time }: PicturedMessage, top: number): Drawing {
	const marks: Markup[] = [];
	let y = top;
	if (caption !== undefined) {
		const drawn = drawLines(plain(caption), settings.caption, { x: margin, y, maxWidth: width - 2 * margin });
		marks.push(...drawn.marks);
		y += drawn.height + 6;
	}
	const x = margin + gutter;
	marks.push(avatar(margin, y + 2), ...sender(x, y + 14, time));
	y += 22;
	for (const part of partsOf(message)) {
		const drawn = drawPart(part, x, y + 4);
		marks.push(...drawn.marks);
		y += drawn.height + 8;
	}
	return { marks, height: Math.max(y - top, 48) };
}

const plain = (text: string): readonly Line[] => [{ isQuote: false, spans: [{ kind: "text", text }] }];

function drawPart(part: MessagePart, x: number, y: number): Drawing {
	const at = { x, y, maxWidth: textWidth };
	switch (part.kind) {
		case "header":
			return drawLines(part.text, settings.header, at);
		case "section":
			return drawLines([...(part.text ?? []), ...part.fields.flat()], settings.section, at);
		case "context":
			return drawLines([{ isQuote: false, spans: inOneLine(part.elements) }], settings.context, at);
		case "divider":
			return { marks: [html`<rect class="rule" x="${x}" y="${y + 8}" width="${textWidth}" height="1"/>`], height: 16 };
		case "actions":
			return drawButtons(part.buttons, x, y);
	}
}

const space: Span = { kind: "text", text: "   " };

/** Small print: its elements follow each other. */
const inOneLine = (elements: readonly (readonly Line[])[]): readonly Span[] =>
	elements.flatMap((lines) => [...lines.flatMap(({ spans }) => [...spans, space])]);

interface At {
	readonly x: number;
	readonly y: number;
	readonly maxWidth: number;
}

function drawLines(lines: readonly Line[], setting: Setting, { x, y, maxWidth }: At): Drawing {
	const marks: Markup[] = [];
	let height = 0;
	for (const { isQuote, spans } of lines) {
		const indent = isQuote ? 16 : 0;
		for (const runs of layOut(spans, setting, maxWidth - indent)) {
			const top = y + height;
			if (isQuote) marks.push(html`<rect class="rule" x="${x}" y="${top}" width="4" height="${setting.lineHeight}"/>`);
			for (const run of runs) marks.push(...drawRun(run, setting, x + indent, top));
			height += setting.lineHeight;
		}
	}
	return { marks, height };
}

function drawRun(run: Run, setting: Setting, x: number, top: number): readonly Markup[] {
	const { text, look } = run;
	const size = sizeOf(setting, look);
	const left = x + run.x;
	if (look.isSign) return [drawSign(text, round(left), round(top + (setting.lineHeight - run.width) / 2), run.width)];
	const baseline = top + setting.lineHeight / 2 + setting.size * 0.35;
	const tone = look.isCode ? "code" : look.isLink ? "link" : setting.tone;
	const classes = [
		tone,
		...(setting.isBold || look.isBold ? ["bold"] : []),
		...(look.isItalic ? ["italic"] : []),
		...(look.isStruck ? ["struck"] : []),
	].join(" ");
	// Whatever font is used, the text is as wide as it was measured; of other scripts and signs the measure is too rough.
	const isMeasured = /^[\x20-\x7e…]{2,}$/.test(text);
	const length = isMeasured && html` textLength="${round(run.width)}" lengthAdjust="spacingAndGlyphs"`;
	const chip = html`<rect class="chip" x="${round(left - codePadding)}" y="${round(top + 2)}" width="${round(
		run.width + 2 * codePadding,
	)}" height="${setting.lineHeight - 4}" rx="3"/>`;
	return [
		...(look.isCode ? [chip] : []),
		html`<text class="${classes}" font-size="${round(size)}" x="${round(left)}" y="${round(baseline)}"${length}>${text}</text>`,
	];
}

function drawButtons(buttons: readonly MessageButton[], x: number, y: number): Drawing {
	const { lineHeight } = settings.button;
	const marks: Markup[] = [];
	let left = x;
	for (const { text, style } of buttons) {
		const [runs = []] = layOut(text[0]?.spans ?? [], settings.button, textWidth / 4);
		const own = (runs.at(-1)?.x ?? 0) + (runs.at(-1)?.width ?? 0) + 24;
		const setting: Setting = style === null ? settings.button : { ...settings.button, tone: "onColor" };
		marks.push(
			html`<rect class="${style ?? "button"}" x="${round(left)}" y="${y}" width="${round(own)}" height="${lineHeight}" rx="4"/>`,
		);
		for (const run of runs) marks.push(...drawRun(run, setting, left + 12, y));
		left += own + 8;
	}
	return { marks, height: lineHeight };
}

/** To a tenth of a pixel. */
const round = (pixels: number): number => Math.round(pixels * 10) / 10;

const styles: Markup = html`<style>
text{font-family:Helvetica,Arial,"Liberation Sans",sans-serif}
.paper,.button,.onColor{fill:#fff}.paper{stroke:#ddd}.button{stroke:#bbbabb}.primary{fill:#007a5a}.danger{fill:#e01e5a}.rule{fill:#ddd}.app{fill:#e8e8e8}
.blue{fill:#1d4f9c}.white{fill:#f3f2f0}.red{fill:#cf2f34}
.ink{fill:#1d1c1d}.muted{fill:#616061}.link{fill:#1264a3}.bold{font-weight:700}.italic{font-style:italic}.struck{text-decoration:line-through}
.chip{fill:#f8f8f8;stroke:#ddd}.code{fill:#c01343;font-family:Menlo,Consolas,"Liberation Mono",monospace}
</style>`;
