import { describe, expect, test } from "@jest/globals";
import { aTemplateOf, aTemplateWith, containerIn, subjectIn } from "../../support/template.ts";

const noTruth = (text: string) => ({ unresolved: `${text} is neither true nor false` });

describe("a boolean property", () => {
	test.each<[unknown, unknown]>([
		[true, true],
		["true", true],
		["FALSE", false],
		["yes", true],
		["Yes", true],
		["YES", true],
		["on", true],
		["On", true],
		["ON", true],
		["no", false],
		["No", false],
		["NO", false],
		["off", false],
		["Off", false],
		["OFF", false],
		["maybe", noTruth('"maybe"')],
		["yEs", noTruth('"yEs"')],
		["y", noTruth('"y"')],
		["yes please", noTruth('"yes please"')],
		["", noTruth('""')],
		[1, noTruth('"1"')],
		[{ a: 1 }, noTruth("the value")],
		[[true], noTruth("the value")],
		[null, null],
	])("of a container reads %j", (Privileged, expected) => {
		expect(containerIn(aTemplateWith({ Privileged })).privileged).toEqual(expected);
	});

	test.each<[unknown, unknown]>([
		["on", true],
		["No", false],
		["sometimes", noTruth('"sometimes"')],
	])("of a repository reads %j", (ScanOnPush, declaredScanOnPush) => {
		const template = aTemplateOf({ ImageScanningConfiguration: { ScanOnPush } });
		expect(subjectIn(template, "Repo").facts).toMatchObject({ declaredScanOnPush });
	});
});

test("booleans are read in every YAML spelling", () => {
	const container = containerIn(
		[
			"Parameters: {P: {Type: String, NoEcho: yes}}",
			"Resources:",
			"  Web:",
			"    Type: AWS::ECS::TaskDefinition",
			"    Properties:",
			"      ContainerDefinitions:",
			"        - Name: on",
			"          Privileged: yes",
			"          ReadonlyRootFilesystem: off",
			"          Environment: [{Name: A, Value: !Ref P}]",
		].join("\n"),
	);
	expect(container).toMatchObject({ name: "on", privileged: true, readonlyRootFilesystem: false });
	expect(container.environment).toMatchObject([{ noEchoParameter: "P" }]);
});
