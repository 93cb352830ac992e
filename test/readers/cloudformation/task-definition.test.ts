import { describe, expect, test } from "@jest/globals";
import type { ContainerFacts } from "../../../core/facts.ts";
import { PartialText } from "../../../core/partial-text.ts";
import { apiName, apiShape, propertyName } from "../../../readers/cloudformation/api-shape.ts";
import { textOfHole } from "../../../readers/cloudformation/template-text.ts";
import { showing } from "../../support/partial-text.ts";
import { aTemplateWith, containerIn, definitionIn } from "../../support/template.ts";

const Parameters = { Tag: { Type: "String" }, Yes: { Type: "String", Default: "true" } };

const app = (container: Record<string, unknown>) => containerIn(aTemplateWith(container, { Parameters }));

describe("names of the API", () => {
	test.each([
		["ReadonlyRootFilesystem", "readonlyRootFilesystem"],
		["EFSVolumeConfiguration", "efsVolumeConfiguration"],
		["FSxWindowsFileServerVolumeConfiguration", "fsxWindowsFileServerVolumeConfiguration"],
		["S3FilesVolumeConfiguration", "s3filesVolumeConfiguration"],
		["FilesystemId", "fileSystemId"],
		["IAM", "iam"],
		["ProxyConfigurationProperties", "properties"],
	])("%s", (property, expected) => {
		expect(apiName(property)).toBe(expected);
	});

	test("keys that are data stay", () => {
		const labels = { "Com.Example": "A", Name: 5 };
		expect(
			apiShape({
				DockerLabels: labels,
				LogConfiguration: { LogDriver: "awslogs", Options: { "awslogs-region": "x", Mode: true } },
				Volumes: [{ DockerVolumeConfiguration: { DriverOpts: { O: "x" }, Labels: { L: "y" } } }],
			}),
		).toEqual({
			dockerLabels: { "Com.Example": "A", Name: "5" },
			logConfiguration: { logDriver: "awslogs", options: { "awslogs-region": "x", Mode: "true" } },
			volumes: [{ dockerVolumeConfiguration: { driverOpts: { O: "x" }, labels: { L: "y" } } }],
		});
	});
});

describe("a truth may be written as a text", () => {
	test.each([
		...["Autoprovision", "DisableNetworking", "Essential", "InitProcessEnabled", "Interactive", "Privileged"],
		...["PseudoTerminal", "ReadOnly", "ReadonlyRootFilesystem"],
	])("%s", (property) => {
		expect(apiShape({ [property]: "TRUE" })).toEqual({ [apiName(property)]: true });
		expect(apiShape([{ [property]: "no" }])).toEqual([{ [apiName(property)]: false }]);
	});

	test("of nothing else", () => {
		expect(apiShape({ Image: "true", Cpu: true, User: 5, Command: ["true"] })).toEqual({
			image: "true",
			cpu: "true",
			user: "5",
			command: ["true"],
		});
	});
});

describe("what joins the parts of a definition is a name, open or not", () => {
	const half = new PartialText(["a-", textOfHole("Tag", "why")]);
	test.each(["Family", "Name", "SourceContainer", "SourceVolume"])("%s", (property) => {
		expect(apiShape({ [property]: half })).toEqual({ [apiName(property)]: "a-${Tag}" });
	});

	test.each(["Image", "User", "ContainerPath", "SourcePath"])("%s is none", (property) => {
		expect(apiShape({ [property]: half })).toEqual({
			[apiName(property)]: { unresolved: "why", text: showing("a-${Tag}") },
		});
	});

	test("of a variable it is not known", () => {
		expect(apiShape({ Environment: [{ Name: half, Value: "x" }] })).toEqual({
			environment: [{ name: { unresolved: "why", text: showing("a-${Tag}") }, value: "x" }],
		});
	});
});

describe("a name in CloudFormation", () => {
	test.each([
		["efsVolumeConfiguration", "EFSVolumeConfiguration"],
		["s3filesVolumeConfiguration", "S3FilesVolumeConfiguration"],
		["fileSystemId", "FilesystemId"],
		["user", "User"],
	])("%s", (name, property) => {
		expect(propertyName(name)).toBe(property);
	});
});

describe("a container", () => {
	test.each<[string, Record<string, unknown>, Partial<ContainerFacts>]>([
		[
			"truths as texts",
			{ ReadonlyRootFilesystem: "true", Privileged: "FALSE" },
			{ readonlyRootFilesystem: true, privileged: false },
		],
		["a truth by a parameter", { ReadonlyRootFilesystem: { Ref: "Yes" } }, { readonlyRootFilesystem: true }],
		["a truth that is open", { Privileged: { Ref: "Tag" } }, { privileged: { unresolved: "Ref Tag has no default" } }],
		[
			"numbers as texts",
			{ User: 1000, Memory: "512", MemoryReservation: 64 },
			{ user: "1000", memoryMiB: 512, memoryReservationMiB: 64 },
		],
		[
			"a whole number as YAML writes it",
			{ Memory: "512.0", MemoryReservation: "64.00" },
			{ memoryMiB: 512, memoryReservationMiB: 64 },
		],
		["a property without value", { User: { Ref: "AWS::NoValue" } }, { user: null }],
		[
			"a value that passes for one that is open",
			{ User: { unresolved: "x" }, Privileged: { unresolved: 5 } },
			{
				user: { unresolved: "user is an object, not a string" },
				privileged: { unresolved: "what is written is neither true nor false" },
			},
		],
		["a name that is open", { Name: { Ref: "Tag" } }, { name: "${Tag}" }],
		[
			"a tmpfs",
			{ LinuxParameters: { Tmpfs: [{ ContainerPath: "/tmp", Size: "64", MountOptions: ["noexec", { Ref: "Tag" }] }] } },
			{ tmpfs: [{ path: "/tmp", sizeMiB: 64, options: { unresolved: "Ref Tag has no default" } }] },
		],
		[
			"capabilities",
			{ LinuxParameters: { Capabilities: { Add: ["SYS_ADMIN"] } } },
			{ capabilities: { add: ["SYS_ADMIN"], drop: [] } },
		],
		["a log driver", { LogConfiguration: { LogDriver: "awslogs" } }, { logDriver: "awslogs" }],
	])("%s", (_, container, expected) => {
		expect(app(container)).toMatchObject(expected);
	});

	test("volumes and mounts with the same open name belong together", () => {
		const name = { "Fn::Sub": "data-${Tag}" };
		const { mounts } = containerIn(
			aTemplateWith(
				{ MountPoints: [{ SourceVolume: name, ContainerPath: "/d", ReadOnly: "true" }] },
				{ Parameters },
				{
					Volumes: [{ Name: name, Host: { SourcePath: "/srv" } }],
				},
			),
		);
		expect(mounts).toEqual([{ path: "/d", volume: "data-${Tag}", hostPath: "/srv", readOnly: true }]);
	});
});

test("a family, tags, and a definition of which nothing is known", () => {
	const tags = [{ Key: "team", Value: { "Fn::Sub": "${AWS::Region}-web" } }];
	expect(definitionIn(aTemplateWith({}, {}, { Family: "shop", Tags: tags }))).toMatchObject({
		family: "shop",
		arn: "app.yaml#Web",
		tags: { value: { team: "${AWS::Region}-web" } },
	});
	const Web = { Type: "AWS::ECS::TaskDefinition", Properties: { "Fn::Transform": { Name: "AWS::Include" } } };
	const open = { unresolved: "Fn::Transform is only known when the template is deployed" };
	expect(definitionIn({ Resources: { Web } })).toMatchObject({
		family: "Web",
		containers: open,
		pidMode: open,
		volumes: open,
	});
});
