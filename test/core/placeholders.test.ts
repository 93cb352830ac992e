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
		["%IMAGE_TAG_2%", "_"],
		["%%IMAGE_TAG%%", "_"],
		["#{DB_PASSWORD}#", "_"],
		["#{SourceVariables.Commit}", "_"],
		["#{{ DB_PASSWORD }}#", "_"],
		["__DB_PASSWORD__", "_"],
		["__db-password__", "_"],
		["web:__TAG__-slim", "web:_-slim"],
		["__A__/__B__:1", "_/_:1"],
		["@TAG@", "_"],
		["web:@project.version@", "web:_"],
		["web:@MAJOR@.@MINOR@", "web:_._"],
		["@@TAG@@", "_"],
		["postgres://app:@DB_PASSWORD@@db/app", "postgres://app:_@db/app"],
		["((db-password))", "_"],
		["[[ db_password ]]", "_"],
		["{% secret %}", "_"],
		["<%= secret %>", "_"],
		["{DB_PASSWORD}", "_"],
	])("%s", (text, expected) => {
		expect(markHoles(text)).toBe(expected.replaceAll("_", holeMark));
		expect(parsePlaceholders(text).isKnown).toBe(false);
	});

	test.each([
		"",
		"plain",
		"a$TAG",
		"$tag",
		"a{TAG}",
		"__init__",
		"/app/__pycache__",
		"a__TAG__",
		"__TAG__b",
		"team__web",
		"____",
		"@scope/name@1.2",
		"p@ss@word",
		"app:p@SS@db",
		"a@b.example,c@d.example",
		`web@sha256:${"a".repeat(64)}`,
		"#1",
		"((a) or (b))",
		"[[ -f /x ]]",
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
