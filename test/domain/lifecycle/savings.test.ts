import { expect, test } from "@jest/globals";
import type { LifecycleEffect } from "../../../domain/lifecycle/evaluate.ts";
import { savingsOf, savingsText } from "../../../domain/lifecycle/savings.ts";
import { aDigest, aStoredImage } from "../../support/builders.ts";

const gib = 1024 ** 3;
const image = (digit: string, sizeBytes: number, children: readonly string[] = []) =>
	aStoredImage({ digest: aDigest(digit), sizeBytes, children });
const fate = (digit: string, action: LifecycleEffect["action"] = "expire"): LifecycleEffect => ({
	digest: aDigest(digit),
	rulePriority: 1,
	action,
});

test("adds up the images that expire", () => {
	const images = [image("a", 12 * gib), image("b", 3 * gib), image("c", 100 * gib)];
	expect(savingsOf([fate("a"), fate("b")], images, "us-east-1")).toEqual({
		images: 2,
		bytes: 15 * gib,
		usdPerMonth: 1.5,
	});
});

test("ignores archived images and unknown digests", () => {
	expect(savingsOf([fate("a", "transition"), fate("f")], [image("a", gib)], "us-east-1")).toEqual({
		images: 0,
		bytes: 0,
		usdPerMonth: 0,
	});
});

test("counts an index without its size, which is that of a child", () => {
	const images = [image("a", 2 * gib, [aDigest("b")]), image("b", 2 * gib)];
	expect(savingsOf([fate("a"), fate("b")], images, "us-east-1")).toMatchObject({ images: 2, bytes: 2 * gib });
});

test("treats an image without a list of children as one without children", () => {
	expect(savingsOf([fate("a")], [aStoredImage({ sizeBytes: 5 })], null)).toMatchObject({ bytes: 5 });
});

test("has no price in China", () => {
	expect(savingsOf([fate("a")], [image("a", gib)], "cn-north-1")).toEqual({ images: 1, bytes: gib, usdPerMonth: null });
});

test.each([
	[{ images: 2, bytes: 15 * gib, usdPerMonth: 1.5 }, "2 of 60 images (15.0 GB, 1.50 USD a month)"],
	[{ images: 1, bytes: gib / 2, usdPerMonth: null }, "1 of 60 images (0.5 GB)"],
])("formats %j", (savings, text) => {
	expect(savingsText(savings, 60)).toBe(text);
});
