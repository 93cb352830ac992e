import { describe, expect, test } from "@jest/globals";
import { readTemplate, subjectIn } from "../../support/template.ts";
import { verdictOn } from "../../support/template-verdicts.ts";

const template = (Type: string, Properties: unknown) => ({
	Parameters: { Tag: { Type: "String" }, Password: { Type: "String", NoEcho: true } },
	Resources: { It: { Type, Properties } },
});

describe("a daemon's task definition", () => {
	const daemon = (properties: object, container: object = {}) =>
		template("AWS::ECS::DaemonTaskDefinition", {
			...{ Family: "agent", ContainerDefinitions: [{ Name: "agent", Image: "agent:1", ...container }], ...properties },
		});

	test.each<[string, object, object, RegExp]>([
		[
			"no-host-namespaces",
			{ PidMode: "shared" },
			{},
			/^fail pidMode is shared, which is the host's namespace in a daemon/,
		],
		["no-host-namespaces", { IpcMode: "shared" }, {}, /^fail ipcMode is shared/],
		["no-host-namespaces", { PidMode: "none", IpcMode: "none" }, {}, /^pass /],
		[
			"no-host-namespaces",
			{ PidMode: { Ref: "Tag" } },
			{},
			/^unknown pidMode is unknown \(the parameter Tag has no default\)/,
		],
		["not-privileged", {}, { Privileged: true }, /^fail /],
		["read-only-root", {}, { ReadonlyRootFilesystem: true }, /^pass /],
		["read-only-root", {}, {}, /^fail /],
		[
			"host-paths",
			{ Volumes: [{ Name: "logs", Host: { SourcePath: "/var/log" } }] },
			{ MountPoints: [{ SourceVolume: "logs", ContainerPath: "/logs" }] },
			/^fail .*\/var\/log/,
		],
		["logging", {}, { LogConfiguration: { LogDriver: "json-file" } }, /^fail .*unless a daemon collects them/],
		["memory-limit", { Memory: "512" }, {}, /^pass /],
		["image-pinned", {}, { Image: "agent" }, /^fail .*has no tag/],
	])("is judged by %s: %j %j", (id, properties, container, expected) => {
		expect(verdictOn(`task-definition/${id}`, daemon(properties, container), "It")).toMatch(expected);
	});

	test("has findings at its own lines, and can be edited", () => {
		const { path, positionOf } = subjectIn(daemon({ PidMode: "shared" }), "It");
		expect(path?.("readonlyRootFilesystem", "agent")).toEqual([
			...["Resources", "It", "Properties", "ContainerDefinitions", 0, "ReadonlyRootFilesystem"],
		]);
		expect(positionOf("pidMode").line).toBeGreaterThan(positionOf("containerDefinitions").line);
	});
});

describe("an Express service", () => {
	const express = (container: unknown, properties: object = {}) =>
		template("AWS::ECS::ExpressGatewayService", { PrimaryContainer: container, ...properties });
	const variable = (Name: string, Value: unknown) => ({ Image: "web:1", Environment: [{ Name, Value }] });

	test.each<[string, unknown, RegExp]>([
		["image-pinned", { Image: "web:latest" }, /^fail container Main: web:latest uses the tag latest/],
		["image-pinned", { Image: { "Fn::Sub": "web:${Tag}" } }, /^unknown .*the parameter Tag has no default/],
		["no-plaintext-secrets", variable("DB_PASSWORD", "hunter2-and-more"), /^fail .*DB_PASSWORD/],
		["no-plaintext-secrets", variable("DB_PASSWORD", { Ref: "Password" }), /^fail .*NoEcho parameter Password/],
		["no-plaintext-secrets", variable("STAGE", "prod"), /^pass /],
		["memory-limit", { Image: "web:1" }, /^pass .*512 MiB/],
		["no-host-namespaces", { Image: "web:1" }, /^pass /],
		[
			"logging",
			{ Image: "web:1", AwsLogsConfiguration: { LogGroup: "web", LogStreamPrefix: "ecs" } },
			/^pass .*awslogs/,
		],
		["logging", { Image: "web:1" }, /^unknown .*ECS writes the task definition of an Express service/],
		["read-only-root", { Image: "web:1" }, /^unknown .*ECS writes the task definition of an Express service/],
		["non-root-user", { Image: "web:1" }, /^unknown .*it is checked in the account/],
		["image-pinned", { Ref: "Tag" }, /^unknown .*the parameter Tag has no default/],
	])("is judged by %s: %j", (id, container, expected) => {
		expect(verdictOn(`task-definition/${id}`, express(container), "It")).toMatch(expected);
	});

	test("has findings at its own lines, and no edit, because it has no property for what would be repaired", () => {
		const subject = subjectIn(express(variable("A", "b")), "It");
		expect(subject.positionOf("image", "Main").line).toBe(subject.positionOf("primaryContainer").line + 1);
		expect(subject.path?.("readonlyRootFilesystem", "Main")).toBeNull();
	});

	test.each([{ TaskDefinitionArn: "web:3" }, {}, null])(
		"that says nothing of a container is not judged: %j",
		(properties) => {
			expect(readTemplate(template("AWS::ECS::ExpressGatewayService", properties)).subjects).toEqual([]);
		},
	);
});
