import { expect, test } from "@jest/globals";
import control from "../../../controls/image/traceable-tag.ts";
import type { ImageFacts } from "../../../core/facts.ts";
import { anImage } from "../../support/builders.ts";
import { judged, verdictLines } from "../../support/judged.ts";

const says = (tag: string) => `pass LOW the tag ${tag} identifies where the image came from`;
const none = (tags: string) =>
	`fail LOW no tag of the image (${tags}) identifies where it came from; the policy accepts git-hash, semver, calver`;

test.each<[string, Partial<ImageFacts>, string]>([
	["a version", { tags: ["1.4.2"] }, says("1.4.2")],
	["a hash beside latest", { tags: ["latest", "main-3f9c2ab"] }, says("main-3f9c2ab")],
	["a date", { tags: ["2026.11.21"] }, says("2026.11.21")],
	["an index", { tags: ["1.4.2"], artifact: "index" }, says("1.4.2")],
	["latest alone", { tags: ["latest"] }, none("latest")],
	["an index that is latest", { tags: ["latest"], artifact: "index" }, none("latest")],
	["names that move", { tags: ["prod", "stable"] }, none("prod, stable")],
	["many", { tags: ["a", "b", "c", "d", "e", "f"] }, none("a, b, c, d, e and 1 more")],
	["no tag", { tags: [] }, "not-applicable LOW the image has no tag"],
	[
		"no tag, and none could be read",
		{ tags: [], pushTimeUnread: "ecr:DescribeImages was denied" },
		"unknown LOW the tags of the image could not be read because ecr:DescribeImages was denied",
	],
	["a tag, though the push time is missing", { tags: ["1.4.2"], pushTimeUnread: "left out" }, says("1.4.2")],
	[
		"a signature",
		{ tags: ["sha256-x.sig"], artifact: "artifact" },
		"not-applicable LOW not an image but a signature, an SBOM or another artifact; the image itself has the tag",
	],
])("gives the right verdict for: %s", (_, facts, expected) => {
	expect(verdictLines(control, anImage(facts))).toEqual([expected]);
});

test("uses the patterns of the policy", () => {
	expect(verdictLines(control, anImage({ tags: ["prod-7"] }), { patterns: ["prod-*"] })).toEqual([says("prod-7")]);
	expect(verdictLines(control, anImage({ tags: ["1.4.2"] }), { patterns: ["prod-*"] })).toEqual([
		"fail LOW no tag of the image (1.4.2) identifies where it came from; the policy accepts prod-*",
	]);
	expect(verdictLines(control, anImage({ tags: ["latest"] }), { patterns: ["*"] })).toEqual([
		"fail LOW no tag of the image (latest) identifies where it came from; the policy accepts *",
	]);
});

test("reports the image's tags as the location", () => {
	expect(judged(control, anImage({ tags: ["prod"] }))).toMatchObject([{ field: "imageTags" }]);
});
