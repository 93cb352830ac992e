import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { holeMark } from "../../../core/partial-text.ts";
import { parseImageReference } from "../../../domain/images/image-reference.ts";
import { anyCodePoints } from "../../support/any-text.ts";
import { aDigest } from "../../support/builders.ts";

const digest = aDigest();
const long = `sha512:${"0123456789abcdef".repeat(8)}`;
const read = (text: string) => {
	const reference = parseImageReference(text);
	return reference === null ? null : [reference.registry, reference.path, reference.tag, reference.digest];
};
const ecr = "111122223333.dkr.ecr.eu-west-1.amazonaws.com";

describe("parses", () => {
	test.each<[string, readonly (string | null)[]]>([
		["nginx", ["docker.io", "library/nginx", null, null]],
		["nginx:1.29", ["docker.io", "library/nginx", "1.29", null]],
		["vendor/agent:9", ["docker.io", "vendor/agent", "9", null]],
		["docker.io/nginx", ["docker.io", "library/nginx", null, null]],
		["index.docker.io/nginx", ["docker.io", "library/nginx", null, null]],
		["registry-1.docker.io/library/nginx:1", ["docker.io", "library/nginx", "1", null]],
		[`${ecr}/team/web:2.0.0`, [ecr, "team/web", "2.0.0", null]],
		["localhost/web", ["localhost", "web", null, null]],
		["localhost:5000/web", ["localhost:5000", "web", null, null]],
		["host:5000/a/b:c", ["host:5000", "a/b", "c", null]],
		["Host/web", ["host", "web", null, null]],
		["host:5000", ["docker.io", "library/host", "5000", null]],
		["[::1]:5000/web", ["[::1]:5000", "web", null, null]],
		[`nginx@${digest}`, ["docker.io", "library/nginx", null, digest]],
		[`nginx:1@${digest}`, ["docker.io", "library/nginx", "1", digest]],
		[`nginx@${long}`, ["docker.io", "library/nginx", null, long]],
		[" nginx:1 ", ["docker.io", "library/nginx", "1", null]],
	])("%s", (text, expected) => {
		expect(read(text)).toEqual(expected);
	});

	test.each<[string, readonly (string | null)[]]>([
		["${IMAGE}", [holeMark, holeMark, null, null]],
		["${REPO}:latest", [holeMark, holeMark, "latest", null]],
		["nginx${SUFFIX}", [holeMark, holeMark, null, null]],
		["${REGISTRY}/web:${TAG:-1.0}", [holeMark, "web", holeMark, null]],
		["team/${NAME}:1", ["docker.io", `team/${holeMark}`, "1", null]],
		["docker.io/${NAME}", ["docker.io", holeMark, null, null]],
		["nginx:1.${MINOR}", ["docker.io", "library/nginx", `1.${holeMark}`, null]],
		["<repository>:<tag>", [holeMark, holeMark, holeMark, null]],
		[`{{ image }}@${digest}`, [holeMark, holeMark, null, digest]],
		["nginx@${DIGEST}", ["docker.io", "library/nginx", null, holeMark]],
		[
			"${AWS::AccountId}.dkr.ecr.${AWS::Region}.amazonaws.com/web:1",
			[`${holeMark}.dkr.ecr.${holeMark}.amazonaws.com`, "web", "1", null],
		],
	])("with placeholders: %s", (text, expected) => {
		expect(read(text)).toEqual(expected);
	});

	test.each([
		"",
		" ",
		"a b",
		":1",
		"nginx:",
		"web/",
		"web/:1",
		"nginx@",
		"nginx@latest",
		"nginx@sha256:latest",
		`nginx@${digest.slice(0, -1)}`,
		`nginx@${digest}0`,
		`nginx@${digest.toUpperCase()}`,
		`nginx@${digest.slice(0, -1)}g`,
		`nginx@${long}0`,
		`nginx@${long.slice(0, -1)}`,
		`nginx@sha512:${"a".repeat(64)}`,
		`nginx@md5:${"a".repeat(64)}`,
		`nginx@${digest}@${digest}`,
		"a".repeat(1_025),
	])("the invalid reference %j as null", (text) => {
		expect(read(text)).toBeNull();
	});
});

test("parses or rejects any text without throwing", () => {
	const parts = fc.constantFrom("a", "A", "/", ":", "@", ".", "${", "}", "latest", "sha256:", " ", "<", ">");
	const texts = fc.oneof(
		anyCodePoints(),
		fc.array(parts).map((all) => all.join("")),
	);
	fc.assert(
		fc.property(texts, (text) => {
			const reference = parseImageReference(text);
			if (reference === null) return;
			expect([reference.registry, reference.path].every((part) => part !== "")).toBe(true);
			expect(reference.tag).not.toBe("");
			expect(reference.digest).not.toBe("");
		}),
	);
});
