import { expect, test } from "@jest/globals";
import { comparePlatformVersion } from "../../../domain/containers/platform-version.ts";

test.each([
	["LATEST", "current"],
	["Latest", "current"],
	["1.4.0", "current"],
	["1.4.10", "current"],
	["1.10.0", "current"],
	["2.0.0", "current"],
	["10.0.0", "current"],
	["1.3.0", "old"],
	["1.3.10", "old"],
	["0.4.0", "old"],
	["", "unrecognized"],
	["1.4", "unrecognized"],
	["1.4.0.0", "unrecognized"],
	["v1.4.0", "unrecognized"],
	["1.4.x", "unrecognized"],
	["12345.0.0", "unrecognized"],
])("platform version %p is %s", (version, age) => {
	expect(comparePlatformVersion(version)).toBe(age);
});
