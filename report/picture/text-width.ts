/** How a text is set; `size` in pixels. */
export interface Font {
	readonly size: number;
	readonly isBold?: boolean;
	readonly isCode?: boolean;
}

type Widths = readonly (readonly [characters: string, width: number])[];

const byCharacter = (widths: Widths): ReadonlyMap<string, number> =>
	new Map(widths.flatMap(([characters, width]) => [...characters].map((one) => [one, width] as const)));

/** Widths of Helvetica, which Arial and Liberation Sans share, in thousandths of the font size (Adobe's font metrics). */
const regular = byCharacter([
	["'", 191],
	["ijl", 222],
	["|", 260],
	[" !,./:;I[\\]ft·", 278],
	["()-`r", 333],
	["{}", 334],
	["•", 350],
	['"', 355],
	["*", 389],
	["^", 469],
	["Jcksvxyz", 500],
	["#$0123456789?L_abdeghnopqu–", 556],
	["+<=>~", 584],
	["FTZ", 611],
	["&ABEKPSVXY", 667],
	["CDHNRUw", 722],
	["GOQ", 778],
	["Mm", 833],
	["%", 889],
	["W", 944],
	["…—→", 1_000],
	["@", 1_015],
]);

/** The same of Helvetica Bold. */
const bold = byCharacter([
	["'", 238],
	[" ,./I\\ijl·", 278],
	["|", 280],
	["!()-:;[]`ft", 333],
	["•", 350],
	["*r{}", 389],
	['"', 474],
	["z", 500],
	["#$0123456789J_aceksvxy–", 556],
	["+<=>^~", 584],
	["?FLTZbdghnopqu", 611],
	["EPSVXY", 667],
	["&ABCDHKNRU", 722],
	["GOQw", 778],
	["M", 833],
	["%m", 889],
	["W", 944],
	["@", 975],
	["…—→", 1_000],
]);

const [codeWidth, otherWidth, wideWidth, emojiWidth] = [602, 600, 1_000, 1_250];

/** The width of a text in pixels, as most systems draw it: fonts differ by a few percent. */
export function widthOf(text: string, { size, isBold = false, isCode = false }: Font): number {
	let thousandths = 0;
	const widths = isBold ? bold : regular;
	for (const character of text)
		thousandths += isCode && character <= "~" ? codeWidth : characterWidth(character, widths);
	return (thousandths * size) / 1_000;
}

function characterWidth(character: string, widths: typeof regular): number {
	const known = widths.get(character);
	if (known !== undefined) return known;
	const code = character.codePointAt(0) ?? 0;
	// A variation selector and a joiner have no width of their own.
	if ((code >= 0xfe00 && code <= 0xfe0f) || code === 0x200d) return 0;
	if (code >= 0x1f000 || (code >= 0x2600 && code <= 0x27bf)) return emojiWidth;
	return code >= 0x1100 ? wideWidth : otherWidth;
}
