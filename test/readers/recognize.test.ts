import { describe, expect, test } from "@jest/globals";
import { readers } from "../../readers/index.ts";
import { isForeign } from "../../readers/is-foreign.ts";
import { recognizeDocument, recognizeText } from "../../readers/recognize.ts";

const containers = [{ name: "app", image: "nginx" }];

describe("the kind of a file is recognized by its content", () => {
	test.each<[string, string, unknown]>([
		["task-definition", "as it is registered", { family: "web", containerDefinitions: containers }],
		["task-definition", "as it is described", { taskDefinition: { containerDefinitions: containers }, tags: [] }],
		["task-definition", "as CloudTrail records it", { requestParameters: { containerDefinitions: containers } }],
		[
			"task-definition",
			"in an event of EventBridge",
			{ detail: { requestParameters: { containerDefinitions: containers } } },
		],
		[
			"task-definition",
			"in a log of CloudTrail",
			{
				Records: [
					{
						eventSource: "ecs.amazonaws.com",
						eventName: "RegisterTaskDefinition",
						requestParameters: { containerDefinitions: containers },
					},
				],
			},
		],
		["cloudformation", "by its version", { AWSTemplateFormatVersion: "2010-09-09" }],
		["cloudformation", "by its resources", { Resources: { Repo: { Type: "AWS::ECR::Repository" } } }],
		[
			"cloudformation",
			"by its version and a loop",
			{ AWSTemplateFormatVersion: "2010-09-09", Resources: { "Fn::ForEach::A": [] } },
		],
		["cloudformation", "by its transform", { Transform: "AWS::LanguageExtensions", Resources: {} }],
		["cloudformation", "by a list of transforms", { Transform: ["AWS::Serverless-2016-10-31"], Resources: {} }],
		["cloudformation", "by a transform with a name", { Transform: { Name: "AWS::Include" }, Resources: {} }],
		["cloudformation", "by a second transform", { Transform: ["Mine", { Name: "AWS::Include" }], Resources: {} }],
		[
			"cloudformation",
			"with services next to it",
			{ Resources: { A: { Type: "A::B" } }, services: { web: { image: "x" } } },
		],
		[
			"terraform-plan",
			"with anything next to it",
			{ planned_values: { root_module: {} }, containerDefinitions: containers },
		],
		["task-definition", "with statements beside", { containerDefinitions: containers, Statement: { Principal: "*" } }],
		["cloudformation", "by a loop", { Resources: { "Fn::ForEach::Repos": ["Name", ["a"], { "Repo${Name}": {} }] } }],
		["cloudformation", "among others", { Resources: { A: null, B: { Type: "Custom::Thing" } } }],
		["terraform-plan", "by its planned values", { format_version: "1.2", planned_values: { root_module: {} } }],
		["compose", "by its services", { services: { web: { image: "nginx" } } }],
		["compose", "with a version and extensions", { version: "3", "x-common": {}, services: { web: { build: "." } } }],
		["lifecycle-policy", "by its rules", { rules: [{ rulePriority: 1, selection: {} }] }],
		["lifecycle-policy", "as it is put", { repositoryName: "web", lifecyclePolicyText: '{"rules":[]}' }],
		["repository-policy", "by its statements", { Version: "2012-10-17", Statement: [{ Principal: "*" }] }],
		["repository-policy", "with one statement", { Statement: { NotPrincipal: {}, Effect: "Deny" } }],
		["repository-policy", "as it is put", { repositoryName: "web", policyText: '{"Statement":[]}' }],
	])("as %s: %s", (kind, _, document) => {
		expect(recognizeDocument(document, readers)?.kind).toBe(kind);
	});

	test.each<[string, unknown]>([
		["nothing", null],
		["a text", "services"],
		["a list", [1]],
		["no field", {}],
		[
			"a log of CloudTrail without a registration",
			{ Records: [{ eventSource: "ecs.amazonaws.com", eventName: "RunTask" }] },
		],
		["a package", { name: "x", dependencies: {} }],
		["a Kubernetes list of services", { services: ["a", "b"] }],
		["a transform of something else", { Transform: { rotate: 90 }, Resources: {} }],
		["a transform of nothing", { Transform: "AWS::LanguageExtensions" }],
		["a custom transform", { Transform: ["Mine", { Name: "Mine" }, null], Resources: {} }],
		["a list of resources", { Resources: [{ Type: "AWS::ECR::Repository" }] }],
		["resources without a type", { Resources: { a: {}, b: "AWS::ECR::Repository", c: { Type: 5 } } }],
		["resources of something else", { Resources: { a: { Type: "thing" } } }],
		["rules of a linter", { rules: { semi: "error" } }],
		["rules of something else", { rules: [{ id: 1 }] }],
		["a policy of a role", { Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: "*", Resource: "*" }] }],
		["a Terraform state", { values: { root_module: {} } }],
	])("or not at all: %s", (_, document) => {
		expect(recognizeDocument(document, readers)).toBeNull();
	});
});

test.each([
	["docker run nginx", true, true],
	["# comment\n\n  $ sudo docker run \\\n  nginx", true, true],
	["podman container run nginx", true, true],
	["docker create nginx", true, true],
	["nerdctl run nginx", true, true],
	["finch container create nginx", true, true],
	["docker  container  run nginx", true, true],
	["docker run", true, true],
	["docker run\\\n  nginx", true, true],
	["\tdocker run nginx", true, true],
	["$ docker run nginx", true, true],
	["$   sudo   docker   run nginx", true, true],
	["# one\n \t# two #\n\n \ndocker run nginx", true, true],
	["#docker run nginx", false, false],
	["# docker run nginx\n", false, true],
	["set -e\ndocker run nginx", false, true],
	["$docker run nginx", false, false],
	["sudodocker run nginx", false, false],
	["dockerrun nginx", false, false],
	["docker containerrun nginx", false, false],
	["mydocker run nginx", false, false],
	["docker-run nginx", false, false],
	["docker ps\nrun nginx", false, false],
	["docker prerun nginx", false, false],
	["time docker run nginx", false, true],
	["(podman create nginx)", false, true],
	["x=1\n/usr/bin/nerdctl\trun nginx", false, true],
	["sudo -u me finch create nginx", false, true],
	["script:\n  - docker run", false, false],
	["script:\n  - docker run\n", false, true],
	["#!/bin/sh\nset -e\n/usr/bin/docker --context prod run nginx\n", false, true],
	["ID=$(docker run -d nginx)\n", false, true],
	["ID=`docker run -d nginx`\n", false, true],
	['{"script": "docker run nginx"}', false, false],
	["[Unit]\nAfter=docker.service\n[Service]\nExecStart=/usr/bin/docker run nginx\n", false, true],
	["[program:web]\ncommand=docker run nginx\n", false, true],
	["*/5 * * * * root docker run nginx\n", false, true],
	["@reboot docker run nginx\n", false, true],
	["{ docker run nginx; }\n", false, true],
	['["docker run nginx "]', false, false],
	["docker ps", false, false],
	["docker runner", false, false],
	["the docker manual", false, false],
	["{}", false, false],
	[`${" ".repeat(50_000)}# x\n`.repeat(20), false, false],
	["docker ".repeat(5_000), false, false],
])("a docker run line is recognized in a document and in a script: %#", (text, inDocument, inScript) => {
	expect(recognizeText(text, false, readers)?.kind === "docker-run").toBe(inDocument);
	expect(recognizeText(text, true, readers)?.kind === "docker-run").toBe(inScript);
});

test.each([
	["settings with comments", "a.json", '{ // why\n "a": 1, }', true],
	["a definition with comments", "a.json", '{ // why\n "containerDefinitions": [] }', false],
	["a truncated object", "a.json", '{"a": {', true],
	["a truncated definition", "a.json", '{"family": "x", "containerDefinitions": [{', false],
	["truncated containers", "a.json", '[{"name": "x", "image": "y", "essential": true}, {"name', false],
	["a Kubernetes manifest", "a.yaml", "apiVersion: v1\nkind: Service\nspec: [", true],
	["a Helm chart", "a.yaml", "{{- if .Values.x }}\na: b\n", true],
	["a stream of documents", "a.yaml", "a: 1\n---\nb: 2\n---\nc: [", true],
	["a stream with a Compose file in it", "a.yaml", "a: 1\n---\nservices: {web: {image: x}}\n", false],
	["a tag of another tool", "a.yaml", "a: !vault |\n  x", true],
	["services of another tool with its tags", "services.yaml", "services:\n  A\\B: {arguments: [!tagged x]}\n", true],
	["a name of Python", "a.yaml", "a: !!python/name:x", true],
	["code in a tag", "a.yaml", "a: !!js/function 'x'", true],
	["code in a service", "a.yaml", "services: {web: {image: !!js/function 'x'}}", false],
	["broken and not like one of ours", "a.yaml", "a: [", true],
	["broken and with the name of a Compose file", "x/docker-compose.prod.yml", "a: [", false],
	["nothing of which is known, with a name like one", "x/my-compose.yml.bak", "a: [", true],
	["a configuration of nginx", "default.conf.template", "server {\n  listen ${PORT};\n}\n", true],
	["variables", ".env.template", "A=1\nB=x: y: z\n", true],
	["a broken template", "a.template", "Resources:\n  A: [\n", false],
	["a Compose file with a template in it", "a.yaml", "services:\n  web: {{ x }}\n", false],
	["a template with a tag of another tool", "a.yaml", "Resources:\n  A: {Type: 'A::B', B: !vault x}\n", false],
	["an alias of nothing", "a.yaml", "a: *b\n", true],
	["a text that is nested too deeply", "a.json", `${"[".repeat(100_000)}${"]".repeat(100_000)}`, true],
	["the same in YAML", "a.yaml", "- ".repeat(100_000), true],
	["the same with a key of ours", "a.json", `{"planned_values": ${"[".repeat(100_000)}`, false],
	["a long text", "a.yaml", `a: [\n${"# x\n".repeat(500_000)}`, true],
	["a long text with a key of ours", "a.yaml", `services: [\n${"# x\n".repeat(500_000)}`, false],
])("a walk passes over a file that could not be read if it is not like one of ours: %s", async (_, path, text, is) => {
	await expect(isForeign(path, text, readers)).resolves.toBe(is);
});
