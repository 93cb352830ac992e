import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { taskDefinitionControls } from "../../../controls/index.ts";
import { blockTag, blockTagOf, blockTagValue } from "../../../domain/blocks/block-tag.ts";

const ids = taskDefinitionControls.map(({ id }) => id);

describe("the value of the tag", () => {
	test("is the ids of the controls", () => {
		expect(blockTagValue(["image/scanned", "task-definition/no-privileged"])).toBe(
			"image/scanned task-definition/no-privileged",
		);
	});

	test("has as many whole ids as ECS allows, in characters that it allows", () => {
		fc.assert(
			fc.property(fc.uniqueArray(fc.constantFrom(...ids), { minLength: 1 }), (because) => {
				const value = blockTagValue(because);
				expect(value).toMatch(/^[\p{L}\p{Z}\p{N}_.:/=+\-@]{1,256}$/u);
				expect(because.slice(0, value.split(" ").length)).toEqual(value.split(" "));
			}),
		);
	});
});

describe("the tag of a revision", () => {
	test.each([
		["is its value", { value: { [blockTag]: "image/scanned", team: "web" } }, "image/scanned"],
		["may be empty", { value: { [blockTag]: "" } }, ""],
		["is null without it", { value: { team: "web" } }, null],
		["is null if the tags could not be read", { unread: "it was denied" }, null],
	])("%s", (_, tags, expected) => {
		expect(blockTagOf({ tags })).toBe(expected);
	});
});
