import { describe, expect, test } from "@jest/globals";
import { holeMark, PartialText } from "../../core/partial-text.ts";
import { markHoles, parsePlaceholders } from "../../core/placeholders.ts";

describe("placeholders become holes", () => {
	test.each([
		["${NAME}", "_"],
		["${NAME:-a/b:c}", "_"],
		["${A}${B}", "__"],
		["a${A}-$(B)", "a_-_"],
		["{{ must_env `TAG` }}", "_"],
		["<tag>", "_"],
		["%IMAGE_TAG%", "_"],
		["$TAG", "_"],
		[" $TAG ", "_"],
	])("%s", (text, expected) => {
		expect(markHoles(text)).toBe(expected.replaceAll("_", holeMark));
		expect(parsePlaceholders(text).isKnown).toBe(false);
	});

	test.each([
		"",
		"plain",
		"a$TAG",
		"$tag",
		"$5ecret",
		"{{resolve:ssm:/x}}",
		"50% of 20%",
		"a < b > c",
		"${",
		"{{ }",
		`\${${"a".repeat(201)}}`,
	])("there is no hole in %j", (text) => {
		expect(markHoles(text)).toBe(text);
		expect(parsePlaceholders(text).isKnown).toBe(true);
	});
});

test("a placeholder is its own label", () => {
	expect(String(parsePlaceholders("a/${NAME}:<tag>"))).toBe("a/${NAME}:<tag>");
	expect(parsePlaceholders("a<tag>").holes).toEqual([{ label: "<tag>", why: "a placeholder is filled in later" }]);
});

test("a partial text keeps its holes and gets one for each placeholder in its known parts", () => {
	const hole = { label: "${Tag}", why: "Ref Tag has no default" };
	const text = parsePlaceholders(new PartialText(["<name>:", hole, "-a"]));
	expect(text.parts).toEqual([{ label: "<name>", why: expect.any(String) }, ":", hole, "-a"]);
});
