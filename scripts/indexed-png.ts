import { crc32, deflateSync, inflateSync } from "node:zlib";

const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const maxColors = 256;

/**
 * Reduces an image to its 256 most frequent colors, replacing others by the nearest of them: a page of text and flat areas
 * looks the same at a third of the size. Accepts 8-bit RGB or RGBA as browsers write them (PNG, third edition).
 */
export function toIndexedPng(png: Buffer): Buffer {
	const { width, height, pixels } = decodePng(png);
	const colors = paletteOf(pixels);
	const indexByColor = new Map(colors.map((color, index) => [color, index]));
	// Every line starts with its filter type: 0 (none), which compresses indexes best.
	const lines = Buffer.alloc((width + 1) * height);
	for (let y = 0; y < height; y += 1) {
		for (let x = 0; x < width; x += 1) {
			const color = pixels[y * width + x] ?? 0;
			const index = indexByColor.get(color) ?? findNearest(colors, color);
			indexByColor.set(color, index);
			lines[y * (width + 1) + 1 + x] = index;
		}
	}
	const header = Buffer.alloc(13);
	header.writeUInt32BE(width, 0);
	header.writeUInt32BE(height, 4);
	header.set([8, 3, 0, 0, 0], 8);
	const palette = Buffer.from(colors.flatMap((color) => [color >> 16, (color >> 8) & 255, color & 255]));
	const data = deflateSync(lines, { level: 9 });
	return Buffer.concat([
		signature,
		chunk("IHDR", header),
		chunk("PLTE", palette),
		chunk("IDAT", data),
		chunk("IEND", Buffer.alloc(0)),
	]);
}

/** The image with a text in it, under a keyword (PNG, third edition: tEXt). Both are Latin-1. */
export function withText(png: Buffer, keyword: string, text: string): Buffer {
	const at = png.length - chunk("IEND", Buffer.alloc(0)).length;
	const added = chunk("tEXt", Buffer.from(`${keyword}\0${text}`, "latin1"));
	return Buffer.concat([png.subarray(0, at), added, png.subarray(at)]);
}

/** The text under a keyword; null if there is none. */
export function textIn(png: Buffer, keyword: string): string | null {
	const start = `${keyword}\0`;
	const texts = chunksOf(png, "tEXt").map((data) => data.toString("latin1"));
	return texts.find((text) => text.startsWith(start))?.slice(start.length) ?? null;
}

function chunk(type: string, data: Buffer): Buffer {
	const body = Buffer.concat([Buffer.from(type, "latin1"), data]);
	const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)];
	length.writeUInt32BE(data.length);
	check.writeUInt32BE(crc32(body));
	return Buffer.concat([length, body, check]);
}

interface Image {
	readonly width: number;
	readonly height: number;
	/** 0xRRGGBB of each pixel, line by line. */
	readonly pixels: Uint32Array;
}

function decodePng(png: Buffer): Image {
	const width = png.readUInt32BE(16);
	const height = png.readUInt32BE(20);
	const [depth, type, , , interlaced] = png.subarray(24, 29);
	const bytes = type === 6 ? 4 : 3;
	if (!png.subarray(0, 8).equals(signature) || depth !== 8 || (type !== 2 && type !== 6) || interlaced !== 0) {
		throw new Error("not a PNG of 8-bit RGB or RGBA");
	}
	const raw = inflateSync(Buffer.concat(chunksOf(png, "IDAT")));
	const stride = width * bytes;
	let above = new Uint8Array(stride);
	const pixels = new Uint32Array(width * height);
	for (let y = 0; y < height; y += 1) {
		const start = y * (stride + 1);
		const line = removeFilter(raw[start] ?? 0, raw.subarray(start + 1, start + 1 + stride), above, bytes);
		for (let x = 0; x < width; x += 1) {
			const at = x * bytes;
			pixels[y * width + x] = ((line[at] ?? 0) << 16) | ((line[at + 1] ?? 0) << 8) | (line[at + 2] ?? 0);
		}
		above = line;
	}
	return { width, height, pixels };
}

/** The data of the chunks of one type. */
function chunksOf(png: Buffer, type: string): readonly Buffer[] {
	const parts: Buffer[] = [];
	for (let at = 8; at + 8 <= png.length; ) {
		const length = png.readUInt32BE(at);
		if (png.toString("latin1", at + 4, at + 8) === type) parts.push(png.subarray(at + 8, at + 8 + length));
		at += length + 12;
	}
	return parts;
}

/** Removes the filter of a line: 0 none, 1 left, 2 above, 3 the mean of both, 4 Paeth. */
function removeFilter(filter: number, line: Uint8Array, above: Uint8Array, bytes: number): Uint8Array<ArrayBuffer> {
	const plain = new Uint8Array(line.length);
	for (let at = 0; at < line.length; at += 1) {
		const a = at >= bytes ? (plain[at - bytes] ?? 0) : 0;
		const b = above[at] ?? 0;
		const c = at >= bytes ? (above[at - bytes] ?? 0) : 0;
		const predicted = [0, a, b, (a + b) >> 1, paeth(a, b, c)][filter] ?? 0;
		plain[at] = (line[at] ?? 0) + predicted;
	}
	return plain;
}

function paeth(a: number, b: number, c: number): number {
	const [da, db, dc] = [Math.abs(b - c), Math.abs(a - c), Math.abs(a + b - 2 * c)];
	if (da <= db && da <= dc) return a;
	return db <= dc ? b : c;
}

function paletteOf(pixels: Uint32Array): readonly number[] {
	const counts = new Map<number, number>();
	for (const pixel of pixels) counts.set(pixel, (counts.get(pixel) ?? 0) + 1);
	const frequent = [...counts].sort(([a, many], [b, few]) => few - many || a - b);
	return frequent.slice(0, maxColors).map(([color]) => color);
}

function findNearest(colors: readonly number[], color: number): number {
	const distances = colors.map((other) => distance(color, other));
	return distances.indexOf(Math.min(...distances));
}

function distance(one: number, other: number): number {
	const parts = [16, 8, 0].map((shift) => ((one >> shift) & 255) - ((other >> shift) & 255));
	return parts.reduce((sum, part) => sum + part * part, 0);
}
