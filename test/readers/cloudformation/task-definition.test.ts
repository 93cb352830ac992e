import { describe, expect, test } from "@jest/globals";
import type { ContainerFacts } from "../../../core/facts.ts";
import { PartialText } from "../../../core/partial-text.ts";
import { apiName, propertyName, toApiShape } from "../../../domain/cloudformation/api-shape.ts";
import { holeText } from "../../../domain/cloudformation/template-text.ts";
import { showing } from "../../support/partial-text.ts";
import { aTemplateWith, containerIn, definitionIn } from "../../support/template.ts";

const Parameters = { Tag: { Type: "String" }, Yes: { Type: "String", Default: "true" } };

const app = (container: Record<string, unknown>) => containerIn(aTemplateWith(container, { Parameters }));

describe("a property name of CloudFormation", () => {
	test.each([
		["ReadonlyRootFilesystem", "readonlyRootFilesystem"],
		["EFSVolumeConfiguration", "efsVolumeConfiguration"],
		["FSxWindowsFileServerVolumeConfiguration", "fsxWindowsFileServerVolumeConfiguration"],
		["S3FilesVolumeConfiguration", "s3filesVolumeConfiguration"],
		["FilesystemId", "fileSystemId"],
		["IAM", "iam"],
		["ProxyConfigurationProperties", "properties"],
	])("becomes the API's: %s", (property, expected) => {
		expect(apiName(property)).toBe(expected);
	});

	test("is kept where the keys of a map are data", () => {
		const labels = { "Com.Example": "A", Name: 5 };
		expect(
			toApiShape({
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

describe("a boolean property", () => {
	test.each([
		...["Autoprovision", "DisableNetworking", "Essential", "InitProcessEnabled", "Interactive", "Privileged"],
		...["PseudoTerminal", "ReadOnly", "ReadonlyRootFilesystem"],
	])("may be written as a string: %s", (property) => {
		expect(toApiShape({ [property]: "TRUE" })).toEqual({ [apiName(property)]: true });
		expect(toApiShape([{ [property]: "no" }])).toEqual([{ [apiName(property)]: false }]);
	});

	test("is the only kind of property converted from a string", () => {
		expect(toApiShape({ Image: "true", Cpu: true, User: 5, Command: ["true"] })).toEqual({
			image: "true",
			cpu: "true",
			user: "5",
			command: ["true"],
		});
	});
});

describe("a hole in a property", () => {
	const half = new PartialText(["a-", holeText("Tag", "why")]);
	test.each(["Family", "Name", "SourceContainer", "SourceVolume"])(
		"keeps its label where it joins parts of a definition: %s",
		(property) => {
			expect(toApiShape({ [property]: half })).toEqual({ [apiName(property)]: "a-${Tag}" });
		},
	);

	test.each(["Image", "User", "ContainerPath", "SourcePath"])("is unresolved elsewhere: %s", (property) => {
		expect(toApiShape({ [property]: half })).toEqual({
			[apiName(property)]: { unresolved: "why", text: showing("a-${Tag}"), isSet: true },
		});
	});

	test("is set, unless it may be no value", () => {
		const maybe = new PartialText([holeText("Tag", "why", { mayBeAbsent: true })]);
		expect(toApiShape({ Memory: new PartialText([holeText("Tag", "why")]) })).toEqual({
			memory: { unresolved: "why", isSet: true },
		});
		expect(toApiShape({ Memory: maybe })).toEqual({ memory: { unresolved: "why" } });
	});

	test("is unresolved in the value of an environment variable", () => {
		expect(toApiShape({ Environment: [{ Name: half, Value: "x" }] })).toEqual({
			environment: [{ name: { unresolved: "why", text: showing("a-${Tag}") }, value: "x" }],
		});
	});
});

describe("a field name of the API", () => {
	test.each([
		["efsVolumeConfiguration", "EFSVolumeConfiguration"],
		["s3filesVolumeConfiguration", "S3FilesVolumeConfiguration"],
		["fileSystemId", "FilesystemId"],
		["user", "User"],
	])("becomes CloudFormation's: %s", (name, property) => {
		expect(propertyName(name)).toBe(property);
	});
});

describe("the facts of a container", () => {
	test.each<[string, Record<string, unknown>, Partial<ContainerFacts>]>([
		[
			"truths as texts",
			{ ReadonlyRootFilesystem: "true", Privileged: "FALSE" },
			{ readonlyRootFilesystem: true, privileged: false },
		],
		["a boolean by a parameter", { ReadonlyRootFilesystem: { Ref: "Yes" } }, { readonlyRootFilesystem: true }],
		[
			"a boolean that is unknown",
			{ Privileged: { Ref: "Tag" } },
			{ privileged: { unresolved: "the parameter Tag has no default" } },
		],
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
			"a value with a key named unresolved",
			{ User: { unresolved: "x" }, Privileged: { unresolved: 5 } },
			{
				user: { unresolved: "user is an object, not a string" },
				privileged: { unresolved: "the value is neither true nor false" },
			},
		],
		["a name that is unknown", { Name: { Ref: "Tag" } }, { name: "${Tag}" }],
		[
			"a tmpfs",
			{ LinuxParameters: { Tmpfs: [{ ContainerPath: "/tmp", Size: "64", MountOptions: ["noexec", { Ref: "Tag" }] }] } },
			{ tmpfs: [{ path: "/tmp", sizeMiB: 64, options: { unresolved: "the parameter Tag has no default" } }] },
		],
		[
			"capabilities",
			{ LinuxParameters: { Capabilities: { Add: ["SYS_ADMIN"] } } },
			{ capabilities: { add: ["SYS_ADMIN"], drop: [] } },
		],
		["a log driver", { LogConfiguration: { LogDriver: "awslogs" } }, { logDriver: "awslogs" }],
	])("are read from its properties: %s", (_, container, expected) => {
		expect(app(container)).toMatchObject(expected);
	});

	test("match volumes and mounts that have the same unknown name", () => {
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

test("a task definition has its family and tags, and is unknown when its properties are", () => {
	const tags = [{ Key: "team", Value: { "Fn::Sub": "${AWS::Region}-web" } }];
	expect(definitionIn(aTemplateWith({}, {}, { Family: "shop", Tags: tags }))).toMatchObject({
		family: "shop",
		arn: "app.yaml#Web",
		tags: { value: { team: "${AWS::Region}-web" } },
	});
	const Web = { Type: "AWS::ECS::TaskDefinition", Properties: { "Fn::Transform": { Name: "AWS::Include" } } };
	const open = { unresolved: "Fn::Transform is only known after deployment" };
	expect(definitionIn({ Resources: { Web } })).toMatchObject({
		family: "Web",
		containers: open,
		pidMode: open,
		volumes: open,
	});
});
