import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { holeMark, PartialText } from "../../../core/partial-text.ts";
import { withUnfilledParts } from "../../../domain/images/unfilled-parts.ts";
import { anyCodePoints } from "../../support/any-text.ts";
import { aDigest } from "../../support/builders.ts";

const marked = (text: string | PartialText): string => withUnfilledParts(text).toMarked().replaceAll(holeMark, "_");

test.each([
	"nginx",
	"nginx:1.29",
	"nginx:LATEST",
	"team/web--api__v2.x_1:1",
	"MyRegistry/web",
	"GHCR.IO/web",
	"Docker.io/library/nginx",
	"localhost:5000/web",
	"[::1]:5000/web:1",
	"111122223333.dkr.ecr.eu-west-1.amazonaws.com/team/web:2",
	`nginx:1@${aDigest()}`,
	" nginx ",
])("%j can be an image, and stays as it is", (text) => {
	expect(marked(text)).toBe(text.trim());
});

test.each([
	["IMAGE_URI", "_"],
	["ImageName:1", "_:1"],
	["IMAGE/NAME", "_/_"],
	["REGISTRY/web:1", "_/web:1"],
	["REGISTRY_HOST/web:1", "_/web:1"],
	["ACCOUNT.dkr.ecr.REGION.amazonaws.com/web:1", "_.dkr.ecr._.amazonaws.com/web:1"],
	["registry.example.com:PORT/web", "registry.example._/web"],
	["team/_web", "team/_"],
	["team/web.", "team/_"],
	["team//web", "team/_/web"],
	["web:-1", "web:_"],
	["web:1+2", "web:_"],
	["<registry>/IMAGE:__TAG__", "_/_:_"],
	["${REPO}/Web", "_/_"],
	["web-${SUFFIX}:1", "web-_:1"],
	["[image]", "_"],
	["https://example.com/web", "_/_/example.com/web"],
	["nginx:", "nginx:_"],
	["web/", "web/_"],
	["my image", "_"],
	["nginx@DIGEST", "_"],
	["nginx@TAG@", "_"],
	["A@a@", "_"],
	["__T__@a@", "_"],
	["nginx@__DIGEST__", "nginx@_"],
])("%s has a hole for what no image can have: %s", (text, expected) => {
	expect(marked(text)).toBe(expected);
});

test("a hole keeps its label and its reason, and a new one gets them", () => {
	const own = { label: "${Name}", why: "Ref Name has no default" };
	expect(withUnfilledParts(new PartialText([own, "/IMAGE:1"])).parts).toEqual([
		own,
		"/",
		{ label: "IMAGE", why: '"IMAGE" cannot be in an image\'s name, so it is filled in later' },
		":1",
	]);
});

test("any text keeps its characters, and what is left is an image again", () => {
	const parts = fc.constantFrom("a", "A", "/", ":", "@", ".", "${X}", "_", "-", "sha256:", " ", "__T__");
	const texts = fc.oneof(
		anyCodePoints(),
		fc.array(parts).map((all) => all.join("")),
	);
	fc.assert(
		fc.property(texts, (text) => {
			const filled = withUnfilledParts(text);
			expect(String(filled).trim()).toBe(text.trim());
			expect(withUnfilledParts(filled).toMarked()).toBe(filled.toMarked());
		}),
	);
});
