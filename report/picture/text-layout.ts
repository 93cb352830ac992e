import type { Span } from "../mrkdwn.ts";
import { splitSigns } from "./signs.ts";
import { type Font, widthOf } from "./text-width.ts";

/** How a piece of text looks. */
export interface Look {
	readonly isBold?: true;
	readonly isItalic?: true;
	readonly isStruck?: true;
	readonly isCode?: true;
	readonly isLink?: true;
	/** One of our signs, which is drawn. */
	readonly isSign?: true;
}

/** A piece of text on a line; `x` and `width` in pixels, from the start of the line, without the padding of code. */
export interface Run {
	readonly x: number;
	readonly width: number;
	readonly text: string;
	readonly look: Look;
}

/** Around code, on both sides. */
export const codePadding = 4;

interface Piece {
	readonly text: string;
	readonly look: Look;
	/** Number of its span: pieces of one span are drawn together. */
	readonly span: number;
	readonly before: number;
	readonly after: number;
}

/** The words of spans on lines of a maximum width. A word that is too long for a line is cut. Takes linear time. */
export function layOut(spans: readonly Span[], font: Font, maxWidth: number): readonly (readonly Run[])[] {
	const lines: Run[][] = [[]];
	let [x, gap, last] = [0, 0, -1];
	const startLine = (): void => {
		lines.push([]);
		[x, gap, last] = [0, 0, -1];
	};
	const place = ({ text, look, span, before, after }: Piece): void => {
		const width = widthOf(text, fontOf(font, look));
		const line = lines.at(-1) ?? [];
		const previous = line.at(-1);
		if (previous !== undefined && last === span) {
			const space = gap > 0 ? " " : "";
			line[line.length - 1] = {
				...{ x: previous.x, look, text: `${previous.text}${space}${text}` },
				width: previous.width + gap + width,
			};
		} else line.push({ x: x + gap + before, width, text, look });
		x += gap + before + width + after;
		[gap, last] = [0, span];
	};
	for (const chunk of chunksOf(spans)) {
		if ("space" in chunk) {
			gap += widthOf(chunk.space, fontOf(font, chunk.look));
			continue;
		}
		// Code that goes on in the next line has its padding as well.
		const limit = chunk.some(({ look }) => look.isCode) ? maxWidth - codePadding : maxWidth;
		if (x > 0 && x + gap + chunkWidth(chunk, font) > limit) startLine();
		for (const piece of chunk) {
			const lead = x === 0 && piece.look.isCode ? codePadding : piece.before;
			for (const part of cut({ ...piece, before: lead }, font, limit, () => limit - x - gap)) {
				if (part === "break") startLine();
				else place(part);
			}
		}
	}
	return lines;
}

const fontOf = (font: Font, { isBold, isCode }: Look): Font => ({
	size: isCode ? font.size * 0.8 : font.size,
	isBold: font.isBold === true || isBold === true,
	isCode: isCode === true,
});

/** The size in which a piece is drawn. */
export const sizeOf = (font: Font, look: Look): number => fontOf(font, look).size;

const chunkWidth = (chunk: readonly Piece[], font: Font): number =>
	chunk.reduce((sum, { text, look, before, after }) => sum + before + after + widthOf(text, fontOf(font, look)), 0);

/** The parts of a piece that fit into what is left of its line and into the lines that follow. */
function* cut(piece: Piece, font: Font, maxWidth: number, room: () => number): Generator<Piece | "break"> {
	const own = fontOf(font, piece.look);
	if (widthOf(piece.text, own) + piece.before + piece.after <= room()) return yield piece;
	let [text, width, left] = ["", 0, room() - piece.before];
	for (const character of piece.text) {
		const next = widthOf(character, own);
		if (text !== "" && width + next > left) {
			yield { ...piece, text, after: 0 };
			yield "break";
			[text, width, left] = ["", 0, maxWidth - piece.before];
		}
		text += character;
		width += next;
	}
	yield { ...piece, text };
}

/** What is between pieces, as wide as in the text that it belongs to. */
interface Space {
	readonly space: string;
	readonly look: Look;
}

/** Pieces that no space separates, which stay together, and the spaces between them. */
function chunksOf(spans: readonly Span[]): readonly (readonly Piece[] | Space)[] {
	const chunks: (Piece[] | Space)[] = [];
	for (const [span, { text, look }] of flatten(spans, {}).entries()) {
		const words = text.split(/([ \t]+)/).filter((word) => word !== "");
		for (const [index, word] of words.entries()) {
			if (/^[ \t]/.test(word)) {
				chunks.push({ space: word, look });
				continue;
			}
			const before = look.isCode && index === 0 ? codePadding : 0;
			const after = look.isCode && index === words.length - 1 ? codePadding : 0;
			const chunk = chunks.at(-1);
			const piece = { text: word, look, span, before, after };
			if (Array.isArray(chunk)) chunk.push(piece);
			else chunks.push([piece]);
		}
	}
	return chunks;
}

interface StyledText {
	readonly text: string;
	readonly look: Look;
}

const flatten = (spans: readonly Span[], look: Look): readonly StyledText[] =>
	spans.flatMap((span) => flattenOne(span, look));

function flattenOne(span: Span, look: Look): readonly StyledText[] {
	switch (span.kind) {
		case "text":
			return splitSigns(span.text).map((text, index) => (index % 2 === 0 ? { text, look } : { text, look: signLook }));
		case "code":
			return [{ text: span.text, look: { ...look, isCode: true } }];
		case "link":
			return [{ text: span.text, look: { ...look, isLink: true } }];
		case "bold":
			return flatten(span.spans, { ...look, isBold: true });
		case "italic":
			return flatten(span.spans, { ...look, isItalic: true });
		case "struck":
			return flatten(span.spans, { ...look, isStruck: true });
	}
}

const signLook: Look = { isSign: true };
