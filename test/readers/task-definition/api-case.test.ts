import { describe, expect, test } from "@jest/globals";
import { apiCase, toApiCase } from "../../../readers/task-definition/api-case.ts";

test.each([
	["Image", "image"],
	["image", "image"],
	["EFSVolumeConfiguration", "efsVolumeConfiguration"],
	["FSxWindowsFileServerVolumeConfiguration", "fsxWindowsFileServerVolumeConfiguration"],
	["ReadonlyRootFilesystem", "readonlyRootFilesystem"],
	["MyEFS", "myEFS"],
	["IAM", "iAM"],
	["", ""],
])("%j is named %j by the API", (name, expected) => {
	expect(apiCase(name)).toBe(expected);
});

describe("a definition with CloudFormation's names", () => {
	const mine = { MyKey: { Deep: 1 }, unresolved: "x" };
	test.each<[string, unknown, unknown]>([
		["in every level", { A: [{ B: { C: 1 } }] }, { a: [{ b: { c: 1 } }] }],
		["labels are the user's", { DockerLabels: mine }, { dockerLabels: mine }],
		["options of a log driver are the user's", { Options: mine }, { options: mine }],
		["options of a volume driver are the user's", { DriverOpts: mine }, { driverOpts: mine }],
		["labels of a volume are the user's", { Labels: mine }, { labels: mine }],
		["nothing else is", { Label: mine, Option: { Deep: 1 } }, { label: { myKey: { deep: 1 } }, option: { deep: 1 } }],
		["nothing is called unresolved", { unresolved: "x", A: { Unresolved: "y", b: 1 } }, { a: { b: 1 } }],
		["values stay", [null, "Text", 5, true], [null, "Text", 5, true]],
	])("is converted to the names of the API: %s", (_, value, expected) => {
		expect(toApiCase(value)).toEqual(expected);
	});
});
