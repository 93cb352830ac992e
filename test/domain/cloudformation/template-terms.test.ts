import { describe, expect, test } from "@jest/globals";
import { controls } from "../../../controls/index.ts";
import { inTemplateTerms } from "../../../domain/cloudformation/template-terms.ts";
import { aTemplateWith, subjectIn } from "../../support/template.ts";

describe("advice for a template", () => {
	test.each<[string, string, string]>([
		['Write "user": "1000:1000".', 'Write "User": "1000:1000".', 'Write User: "1000:1000".'],
		[
			'Take "pidMode" and "ipcMode" out and write "networkMode": "awsvpc".',
			'Take "PidMode" and "IpcMode" out and write "NetworkMode": "awsvpc".',
			'Take "PidMode" and "IpcMode" out and write NetworkMode: "awsvpc".',
		],
		[
			'Write "transitEncryption": "ENABLED" in efsVolumeConfiguration.',
			'Write "TransitEncryption": "ENABLED" in EFSVolumeConfiguration.',
			'Write TransitEncryption: "ENABLED" in EFSVolumeConfiguration.',
		],
		[
			'Take "privileged": true out; name the one device (linuxParameters.devices) or capability.',
			'Take "Privileged": true out; name the one device (LinuxParameters.Devices) or capability.',
			"Take Privileged: true out; name the one device (LinuxParameters.Devices) or capability.",
		],
		[
			'"logConfiguration": {"logDriver": "awslogs", "options": {"awslogs-group": "/ecs/web"}}',
			'"LogConfiguration": {"LogDriver": "awslogs", "Options": {"awslogs-group": "/ecs/web"}}',
			'LogConfiguration: {LogDriver: "awslogs", Options: {"awslogs-group": "/ecs/web"}}',
		],
		[
			'Write "readOnly": true on mount point /mnt/readOnly, or use a volume without host.sourcePath.',
			'Write "ReadOnly": true on mount point /mnt/readOnly, or use a volume without Host.SourcePath.',
			"Write ReadOnly: true on mount point /mnt/readOnly, or use a volume without Host.SourcePath.",
		],
		[
			"Remove SYS_ADMIN from linuxParameters.capabilities.add.",
			"Remove SYS_ADMIN from LinuxParameters.Capabilities.Add.",
			"Remove SYS_ADMIN from LinuxParameters.Capabilities.Add.",
		],
		[
			'Write "imageTagMutability": "IMMUTABLE" or "imageScanningConfiguration": {"scanOnPush": true}.',
			'Write "ImageTagMutability": "IMMUTABLE" or "ImageScanningConfiguration": {"ScanOnPush": true}.',
			'Write ImageTagMutability: "IMMUTABLE" or ImageScanningConfiguration: {ScanOnPush: true}.',
		],
	])("names properties as CloudFormation does: %s", (advice, json, yaml) => {
		expect(inTemplateTerms(advice, "json")).toBe(json);
		expect(inTemplateTerms(advice, "yaml")).toBe(yaml);
	});

	test.each([
		'Write this lifecycle policy: {"rules":[{"rulePriority":1,"selection":{"tagStatus":"any"},"action":{"type":"expire"}}]}',
		"aws ecr put-image-scanning-configuration --image-scanning-configuration scanOnPush=true.",
		'Limit the statement: "Condition": {"StringEquals": {"aws:PrincipalOrgID": "o-…"}}.',
		"Keep the host and its user out of a-privileged-name/networkMode.",
	])("is unchanged when it names no property: %s", (advice) => {
		expect(inTemplateTerms(advice, "json")).toBe(advice);
		expect(inTemplateTerms(advice, "yaml")).toBe(advice);
	});
});

describe("a word that is also plain English", () => {
	test.each([
		["capabilities", "Capabilities"],
		["devices", "Devices"],
		["drop", "Drop"],
		["host", "Host"],
		["memory", "Memory"],
		["name", "Name"],
		["options", "Options"],
		["privileged", "Privileged"],
		["secrets", "Secrets"],
		["size", "Size"],
		["user", "User"],
	])("is translated only as a key: %s", (word, property) => {
		expect(inTemplateTerms(`"${word}": 1`, "json")).toBe(`"${property}": 1`);
		expect(inTemplateTerms(`"${word}": 1`, "yaml")).toBe(`${property}: 1`);
		expect(inTemplateTerms(`the ${word} of "${word}"`, "json")).toBe(`the ${word} of "${word}"`);
		expect(inTemplateTerms(`linuxParameters.${word}`, "json")).toBe(`LinuxParameters.${property}`);
		expect(inTemplateTerms(`other.${word}`, "json")).toBe(`other.${word}`);
	});
});

describe("a property name", () => {
	test.each([
		["containerPath", "ContainerPath"],
		["efsVolumeConfiguration", "EFSVolumeConfiguration"],
		["ipcMode", "IpcMode"],
		["linuxParameters", "LinuxParameters"],
		["logConfiguration", "LogConfiguration"],
		["logDriver", "LogDriver"],
		["mountOptions", "MountOptions"],
		["mountPoints", "MountPoints"],
		["networkMode", "NetworkMode"],
		["pidMode", "PidMode"],
		["platformVersion", "PlatformVersion"],
		["readOnly", "ReadOnly"],
		["readonlyRootFilesystem", "ReadonlyRootFilesystem"],
		["sourcePath", "SourcePath"],
		["transitEncryption", "TransitEncryption"],
		["valueFrom", "ValueFrom"],
	])("is translated wherever it stands alone: %s", (name, property) => {
		expect(inTemplateTerms(`Write ${name} here.`, "yaml")).toBe(`Write ${property} here.`);
		expect(inTemplateTerms(`Write "${name}": 1.`, "json")).toBe(`Write "${property}": 1.`);
		expect(inTemplateTerms(`Write "${name}": 1.`, "yaml")).toBe(`Write ${property}: 1.`);
		for (const part of [`/a/${name}`, `${name}/a`, `a-${name}`, `${name}-a`, `${name}s`, `my${name}`, `${name}1`]) {
			expect(inTemplateTerms(`See ${part} there.`, "json")).toBe(`See ${part} there.`);
		}
	});
});

test("no advice on task definitions keeps a key of the API", () => {
	const advice = controls.filter(({ id }) => id.startsWith("task-definition/")).map(({ remediation }) => remediation);
	const left = advice.flatMap((text) => inTemplateTerms(text, "json").match(/"[a-z][A-Za-z]*":/g) ?? []);
	expect(left).toEqual([]);
});

test("advice for a subject is written in the language of its file", () => {
	const template = aTemplateWith({ Image: "a" });
	const yaml = `Resources: {Web: {Type: AWS::ECS::TaskDefinition}}`;
	expect(subjectIn(template, "Web").inFileTerms?.('"user": 1')).toBe('"User": 1');
	expect(subjectIn(yaml, "Web").inFileTerms?.('"user": 1')).toBe("User: 1");
});
