import { describe, expect, test } from "@jest/globals";
import { hasHole, hole, isAllHoles, withHoles } from "../../core/placeholders.ts";

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
		expect(withHoles(text)).toBe(expected.replaceAll("_", hole));
		expect(hasHole(withHoles(text))).toBe(true);
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
	])("but not in %j", (text) => {
		expect(withHoles(text)).toBe(text);
		expect(hasHole(withHoles(text))).toBe(false);
	});
});

test.each([
	["", false],
	[hole, true],
	[` ${hole} ${hole}`, true],
	[`${hole}a`, false],
])("nothing is known of %j: %s", (text, expected) => {
	expect(isAllHoles(text)).toBe(expected);
});
