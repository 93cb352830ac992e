import { expect, test } from "@jest/globals";
import { canTagMove } from "../../../domain/images/tag-movement.ts";

test.each<[string, string, readonly string[], boolean | null]>([
	["1.0", "MUTABLE", [], true],
	["1.0", "MUTABLE", ["1.*"], true],
	["1.0", "IMMUTABLE", [], false],
	["1.0", "IMMUTABLE", ["1.*"], false],
	["v1", "IMMUTABLE_WITH_EXCLUSION", ["latest", "v*"], true],
	["1.0", "IMMUTABLE_WITH_EXCLUSION", ["latest", "v*"], false],
	["V1", "IMMUTABLE_WITH_EXCLUSION", ["v*"], false],
	["v1", "MUTABLE_WITH_EXCLUSION", ["latest", "v*"], false],
	["1.0", "MUTABLE_WITH_EXCLUSION", ["v*"], true],
	["1.0", "SOMETHING_NEW", [], null],
])("whether %s can move in a repository that is %s %j: %s", (tag, mutability, filters, expected) => {
	expect(canTagMove(tag, mutability, filters)).toBe(expected);
});
