import { crc32, deflateSync, inflateSync } from "node:zlib";
import { describe, expect, test } from "@jest/globals";
import { textIn, toIndexedPng, withText } from "../../scripts/indexed-png.ts";

function chunk(type: string, data: Buffer): Buffer {
	const body = Buffer.concat([Buffer.from(type), data]);
	const frame = Buffer.alloc(8);
	frame.writeUInt32BE(data.length, 0);
	frame.writeUInt32BE(crc32(body), 4);
	return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)]);
}

/** A PNG of the given lines, each with its filter byte first. */
function aPng(width: number, lines: readonly (readonly number[])[], type = 2, depth = 8): Buffer {
	const header = Buffer.alloc(13);
	header.writeUInt32BE(width, 0);
	header.writeUInt32BE(lines.length, 4);
	header.set([depth, type, 0, 0, 0], 8);
	const start = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
	const data = deflateSync(Buffer.from(lines.flat()));
	return Buffer.concat([start, chunk("IHDR", header), chunk("IDAT", data), chunk("IEND", Buffer.alloc(0))]);
}

/** Every pixel of an indexed PNG, as RRGGBB. */
function pixelsOf(png: Buffer): readonly string[] {
	const [palette, data] = ["PLTE", "IDAT"].map((type) => {
		const at = png.indexOf(type);
		return png.subarray(at + 4, at + 4 + png.readUInt32BE(at - 4));
	});
	const [width, raw] = [png.readUInt32BE(16), inflateSync(data ?? Buffer.alloc(0))];
	return [...raw].flatMap((index, at) =>
		at % (width + 1) === 0 ? [] : (palette?.subarray(index * 3, index * 3 + 3).toString("hex") ?? ""),
	);
}

describe("an indexed PNG", () => {
	test.each<{ filter: string; line: readonly number[] }>`
		filter            | line
		${"none"}         | ${[0, 10, 20, 30, 40, 50, 60]}
		${"left"}         | ${[1, 10, 20, 30, 30, 30, 30]}
		${"above"}        | ${[2, 9, 18, 27, 36, 45, 54]}
		${"mean of both"} | ${[3, 10, 19, 29, 33, 38, 42]}
		${"Paeth"}        | ${[4, 9, 18, 27, 30, 30, 30]}
	`("keeps the pixels of a line with filter $filter", ({ line }) => {
		const above = [0, 1, 2, 3, 4, 5, 6];

		expect(pixelsOf(toIndexedPng(aPng(2, [above, line])))).toEqual(["010203", "040506", "0a141e", "28323c"]);
	});

	test("drops the alpha channel", () => {
		expect(pixelsOf(toIndexedPng(aPng(1, [[0, 1, 2, 3, 255]], 6)))).toEqual(["010203"]);
	});

	test("keeps the most frequent colors and replaces others by the nearest", () => {
		const many = Array.from({ length: 256 }, (_, grey) => [grey, grey, grey, grey, grey, grey]).flat();
		const pixels = pixelsOf(toIndexedPng(aPng(513, [[0, ...many, 100, 100, 101]])));

		expect(pixels.slice(0, 2)).toEqual(["000000", "000000"]);
		expect(pixels.at(-1)).toBe("646464");
	});

	test.each([
		["another bit depth", aPng(1, [[0, 1, 2, 3]], 2, 16)],
		["an image with a palette", aPng(1, [[0, 1]], 3)],
		["data that is not a PNG", Buffer.alloc(64)],
	])("cannot be made from %s", (_, png) => {
		expect(() => toIndexedPng(png)).toThrow("not a PNG of 8-bit RGB or RGBA");
	});
});

describe("a text in a PNG", () => {
	const png = toIndexedPng(aPng(1, [[0, 1, 2, 3]]));

	test("is read by its keyword, and leaves the pixels as they are", () => {
		const marked = withText(withText(png, "input", "a1b2"), "input-of", "c3");

		expect([textIn(marked, "input"), textIn(marked, "input-of"), textIn(marked, "inp")]).toEqual(["a1b2", "c3", null]);
		expect(pixelsOf(marked)).toEqual(["010203"]);
		expect(marked.subarray(-8)).toEqual(png.subarray(-8));
	});

	test("is null where there is none", () => {
		expect(textIn(png, "input")).toBeNull();
	});
});
