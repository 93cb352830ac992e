import { describe, expect, test } from "@jest/globals";
import { type ColorName, dark, light } from "../../../report/styles/palette.ts";

/** Contrast as WCAG 2.2 defines it, from 1 to 21. */
function contrast(one: string, other: string): number {
	const [bright = 0, dim = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a);
	return (bright + 0.05) / (dim + 0.05);
}

function luminance(color: string): number {
	const [red = 0, green = 0, blue = 0] = [1, 3, 5]
		.map((at) => Number.parseInt(color.slice(at, at + 2), 16) / 255)
		.map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
	return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

const names = Object.keys(light) as ColorName[];
const texts = names.filter((name) => name.endsWith("Text") || ["ink", "muted", "link"].includes(name));
const areas = ["critical", "high", "medium", "low", "informational", "pass", "unknown", "waived"] as const;

describe.each([
	["light", light],
	["dark", dark],
])("the %s palette", (_, palette) => {
	test.each(texts)("%s is readable on paper and on a surface (AA: 4.5)", (name) => {
		expect(contrast(palette[name], palette.paper)).toBeGreaterThanOrEqual(4.5);
		expect(contrast(palette[name], palette.surface)).toBeGreaterThanOrEqual(4.5);
	});

	test.each(["ink", "muted"] as const)("%s is readable on the track color (AA: 4.5)", (name) => {
		expect(contrast(palette[name], palette.track)).toBeGreaterThanOrEqual(4.5);
	});

	test.each(areas)("%s is distinguishable from the paper as an area (AA: 3)", (name) => {
		expect(contrast(palette[name], palette.paper)).toBeGreaterThanOrEqual(3);
	});
});
