/** How a text is set; `size` in pixels. */
export interface Font {
	readonly size: number;
	readonly isBold?: boolean;
	readonly isCode?: boolean;
}

/** Widths of Helvetica, which Arial and Liberation Sans share, in thousandths of the font size (Adobe's font metrics). */
const widths: ReadonlyMap<string, number> = new Map(
	(
		[
			["'", 191],
			["ijl", 222],
			["|", 260],
			[" !,./:;I[\\]ft", 278],
			["()-`r", 333],
			["{}", 334],
			['"', 355],
			["*", 389],
			["^", 469],
			["Jckszvxy", 500],
			["#$0123456789?L_abdeghnopqu", 556],
			["+<=>~", 584],
			["FTZ", 611],
			["&ABEKPSVXY", 667],
			["CDHNRUw", 722],
			["GOQ", 778],
			["Mm", 833],
			["%", 889],
			["W", 944],
			["…", 1_000],
			["@", 1_015],
		] as const
	).flatMap(([characters, width]) => [...characters].map((one) => [one, width] as const)),
);

const [boldFactor, codeWidth, otherWidth, wideWidth, emojiWidth] = [1.07, 602, 600, 1_000, 1_250];

/** The width of a text in pixels, as most systems draw it: fonts differ by a few percent. */
export function widthOf(text: string, { size, isBold = false, isCode = false }: Font): number {
	let thousandths = 0;
	for (const character of text) thousandths += isCode && character <= "~" ? codeWidth : characterWidth(character);
	return (thousandths * size * (isBold ? boldFactor : 1)) / 1_000;
}

function characterWidth(character: string): number {
	const known = widths.get(character);
	if (known !== undefined) return known;
	const code = character.codePointAt(0) ?? 0;
	// A variation selector and a joiner have no width of their own.
	if ((code >= 0xfe00 && code <= 0xfe0f) || code === 0x200d) return 0;
	if (code >= 0x1f000 || (code >= 0x2600 && code <= 0x27bf)) return emojiWidth;
	return code >= 0x1100 ? wideWidth : otherWidth;
}
