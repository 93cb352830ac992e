import { expect, test } from "@jest/globals";
import { subjectIn } from "../../support/template.ts";

const template = `AWSTemplateFormatVersion: "2010-09-09"
Parameters: {Open: {Type: String}}
Conditions:
  Yes: !Equals [a, a]
  Maybe: !Equals [!Ref Open, a]
Resources:
  Web:
    Type: AWS::ECS::TaskDefinition
    Properties:
      PidMode: host
      Memory: "512"
      ContainerDefinitions:
        - !If [Yes, !Ref AWS::NoValue, {Name: none}]
        - Name: app
          Memory: 256
          Environment:
            - !Ref AWS::NoValue
            - Name: A
              Value: b
          LinuxParameters: !If
            - Maybe
            - Tmpfs:
                - ContainerPath: /tmp
            - InitProcessEnabled: true
        - !If
          - Yes
          - Name: side
            User: root
          - Name: other
        - !If [Maybe, {Name: late, User: root}, !Ref AWS::NoValue]
      Volumes: !If
        - Yes
        - - Name: v
            EFSVolumeConfiguration:
              FilesystemId: fs-1
        - []
  Repo:
    Type: AWS::ECR::Repository
    Properties:
      ImageTagMutability: MUTABLE
      EncryptionConfiguration:
        EncryptionType: KMS
      LifecyclePolicy:
        LifecyclePolicyText: "{}"
  Bare:
    Type: AWS::ECR::Repository
`;

test.each<[string, string, string | undefined, [number, number]]>([
	["Web", "pidMode", undefined, [10, 7]],
	["Web", "pidMode", "app", [10, 7]],
	["Web", "memory", undefined, [11, 7]],
	["Web", "memory", "app", [15, 11]],
	["Web", "ipcMode", "app", [9, 5]],
	["Web", "containerDefinitions", undefined, [12, 7]],
	["Web", "name", "app", [14, 11]],
	["Web", "user", "app", [14, 11]],
	["Web", "environment", "app", [16, 11]],
	["Web", "environment.0", "app", [18, 15]],
	["Web", "environment.0.value", "app", [19, 15]],
	["Web", "environment.7", "app", [16, 11]],
	["Web", "linuxParameters.tmpfs", "app", [22, 15]],
	["Web", "linuxParameters.tmpfs.0.containerPath", "app", [23, 19]],
	["Web", "linuxParameters.tmpfs.0.size", "app", [23, 19]],
	["Web", "linuxParameters.initProcessEnabled", "app", [24, 15]],
	["Web", "user", "side", [28, 13]],
	["Web", "user", "late", [30, 36]],
	["Web", "user", "nobody", [9, 5]],
	["Web", "volumes.0", undefined, [33, 13]],
	["Web", "volumes.0.efsVolumeConfiguration.fileSystemId", "app", [35, 15]],
	["Repo", "imageTagMutability", undefined, [40, 7]],
	["Repo", "imageScanningConfiguration", undefined, [39, 5]],
	["Repo", "encryptionConfiguration.kmsKey", undefined, [41, 7]],
	["Repo", "lifecyclePolicyText", undefined, [44, 9]],
	["Repo", "lifecyclePolicyText.rules.0", undefined, [44, 9]],
	["Bare", "imageTagMutability", undefined, [45, 3]],
])(
	"a field has the position where it is written, or that of its nearest ancestor (%s: %s of %s)",
	(id, field, container, [line, column]) => {
		expect(subjectIn(template, id).positionOf(field, container)).toEqual({ line, column });
	},
);

const container = ["Resources", "Web", "Properties", "ContainerDefinitions", 1];

test.each<[string, string, string | undefined, unknown]>([
	["Web", "pidMode", undefined, ["Resources", "Web", "Properties", "PidMode"]],
	["Web", "user", "app", [...container, "User"]],
	["Web", "environment.0.value", "app", [...container, "Environment", 1, "Value"]],
	["Web", "linuxParameters.tmpfs.0.size", "app", [...container, "LinuxParameters", "Fn::If", 1, "Tmpfs", 0, "Size"]],
	["Web", "mountPoints.0.readOnly", "app", [...container, "MountPoints", 0, "ReadOnly"]],
	["Web", "user", "nobody", null],
	[
		"Repo",
		"lifecyclePolicyText",
		undefined,
		["Resources", "Repo", "Properties", "LifecyclePolicy", "LifecyclePolicyText"],
	],
	[
		"Bare",
		"lifecyclePolicyText",
		undefined,
		["Resources", "Bare", "Properties", "LifecyclePolicy", "LifecyclePolicyText"],
	],
])("the path to edit is that of the property, written or not (%s: %s of %s)", (id, field, name, expected) => {
	expect(subjectIn(template, id).path?.(field, name)).toEqual(expected);
});

test.each<[string, unknown, unknown[] | null]>([
	["the branch that holds", ["Yes", { ScanOnPush: true }, {}], ["Fn::If", 1, "ScanOnPush"]],
	["the other branch", ["Never", { ScanOnPush: true }, {}], ["Fn::If", 2, "ScanOnPush"]],
	[
		"an undecided condition: the branch that contains more of the path",
		["Maybe", {}, { ScanOnPush: true }],
		["Fn::If", 2, "ScanOnPush"],
	],
	["an undecided condition: the first of two equal branches", ["Maybe", {}, {}], ["Fn::If", 1, "ScanOnPush"]],
	["no branch that holds", ["Never", { ScanOnPush: true }], ["ScanOnPush"]],
	["no branch at all", ["Yes"], ["ScanOnPush"]],
	["no condition and no branch", [], ["ScanOnPush"]],
	["no name of a condition", [5, {}, { ScanOnPush: true }], ["Fn::If", 2, "ScanOnPush"]],
	["a branch that a function makes", ["Yes", { Ref: "Open" }, {}], null],
])("the path through Fn::If is found: %s", (_, branches, expected) => {
	const Properties = { ImageScanningConfiguration: { "Fn::If": branches } };
	const Conditions = {
		Yes: { "Fn::Equals": ["a", "a"] },
		Never: { "Fn::Equals": ["a", "b"] },
		Maybe: { "Fn::Equals": [{ Ref: "Open" }, "a"] },
	};
	const Parameters = { Open: { Type: "String" } };
	const Repo = { Type: "AWS::ECR::Repository", Properties };
	const path = subjectIn({ Parameters, Conditions, Resources: { Repo } }, "Repo").path?.(
		"imageScanningConfiguration.scanOnPush",
	);
	const before = ["Resources", "Repo", "Properties", "ImageScanningConfiguration"];
	expect(path).toEqual(expected === null ? null : [...before, ...expected]);
});

test("there is no path to edit for what a function or a loop generates", () => {
	const Web = { Type: "AWS::ECS::TaskDefinition", Properties: { ContainerDefinitions: { "Fn::Transform": {} } } };
	expect(subjectIn({ Resources: { Web } }, "Web").path?.("containerDefinitions.0")).toBeNull();
	const Repo = { Type: "AWS::ECR::Repository", Properties: { ImageTagMutability: "MUTABLE" } };
	const looped = { Resources: { "Fn::ForEach::All": ["X", ["a"], { "R${X}": Repo }] } };
	expect(subjectIn(looped, "Ra").path?.("imageTagMutability")).toBeNull();
});
