import { describe, expect, test } from "@jest/globals";
import { defaultPolicy } from "../../controls/default-policy.ts";
import type { Policy } from "../../core/policy.ts";
import { noteLines, tryText } from "./fix-text.ts";

const lines = (...all: readonly string[]): string => `${all.join("\n")}\n`;
const service = (...inside: readonly string[]): string =>
	lines("services:", "  app:", "    mem_limit: 1g", ...inside.map((line) => `    ${line}`));
const node = (...inside: readonly string[]): string => service("image: memcached:1.6", ...inside);
const template = (exec: string, ...inside: readonly string[]): string =>
	lines(
		"Parameters:",
		"  Exec: {Type: String}",
		"Resources:",
		`  Shop: {Type: AWS::ECS::Service, Properties: {TaskDefinition: !Ref T, EnableExecuteCommand: ${exec}}}`,
		"  T:",
		"    Type: AWS::ECS::TaskDefinition",
		"    Properties:",
		"      Memory: '1024'",
		"      ContainerDefinitions:",
		"        - Name: app",
		"          Image: memcached:1.6",
		...inside.map((line) => `          ${line}`),
	);
const sample = {
	family: "sample",
	memory: "1024",
	containerDefinitions: [
		{
			name: "app",
			image: "public.ecr.aws/docker/library/httpd:latest",
			entryPoint: ["sh", "-c"],
			command: [
				"/bin/sh -c \"echo '<html> <h1>Secret</h1></html>' >  /usr/local/apache2/htdocs/index.html && httpd-foreground\"",
			],
		},
	],
};
const writesTo = (path: string) =>
	`app: its own command writes to ${path}; write there when the image is built, or mount a volume there first`;
const hasVariable = (key: string, name: string) =>
	`app: not fixed: ${key} contains the variable ${name}, whose value can differ at startup; replace it with the value that is needed`;
const exec = "disable ECS Exec first, or waive task-definition/read-only-root";

/** Requires an option that is no default of the engine. */
const strict: Policy = {
	...defaultPolicy,
	controls: {
		...defaultPolicy.controls,
		"task-definition/tmpfs-options": { enabled: true, required: ["sync"] },
	},
};

describe("a fix that would break the container is not even made on trial, and a note gives the reason", () => {
	test.each<[string, string, string, readonly string[]]>([
		[
			"AWS's sample task definition, which writes to its root",
			"task-definition",
			JSON.stringify(sample),
			[writesTo("/usr/local/apache2/htdocs/index.html")],
		],
		[
			"a command that installs packages",
			"compose",
			service("image: python:3.12", 'command: sh -c "pip install -r requirements.txt && python app.py"'),
			["app: its own command installs packages (pip) at startup; install them when the image is built"],
		],
		[
			"a command that writes its configuration",
			"compose",
			service("image: nginx", 'command: sh -c "envsubst < /t > /etc/nginx/nginx.conf && nginx"'),
			[writesTo("/etc/nginx/nginx.conf")],
		],
		[
			"a service with ECS Exec",
			"cloudformation",
			template("true"),
			[`app: ECS Exec, which needs a writable root filesystem, is enabled for service Shop; ${exec}`],
		],
		[
			"a service that may have ECS Exec",
			"cloudformation",
			template("!Ref Exec"),
			[
				`app: whether its services enable ECS Exec, which needs a writable root filesystem, is unknown (the parameter Exec has no default); ${exec}`,
			],
		],
		[
			"a root set by a variable with a default",
			"compose",
			node('read_only: "${RO:-false}"'),
			[hasVariable("read_only", "RO")],
		],
		["a root set by a variable without a value", "compose", node("read_only: $RO"), []],
		["a tmpfs set by a variable without a value", "compose", node("read_only: true", "tmpfs: ${T}"), []],
		["a tmpfs in a list, set by a variable without a value", "compose", node("read_only: true", 'tmpfs: ["${A}"]'), []],
		[
			"a tmpfs in a list, set by a variable with a default",
			"compose",
			node("read_only: true", 'tmpfs: ["/run:size=1m", "${A:-/cache}"]'),
			[hasVariable("tmpfs", "A")],
		],
		[
			"a tmpfs set by a variable with a default",
			"compose",
			node("read_only: true", 'tmpfs: "${A:-/tmp}"'),
			[hasVariable("tmpfs", "A")],
		],
		[
			"a tmpfs to add beside one set by a variable",
			"compose",
			node('tmpfs: "${A:-/cache:size=1m}"'),
			[hasVariable("tmpfs", "A")],
		],
		[
			"an option to add beside a variable",
			"compose",
			node("read_only: true", "tmpfs: ['/tmp:${O:-size=1m}']"),
			[hasVariable("tmpfs", "O")],
		],
		[
			"a size in the long form, set by a variable",
			"compose",
			node("read_only: true", 'volumes: [{type: tmpfs, target: /tmp, tmpfs: {size: "${S:-0}"}}]'),
			[
				hasVariable("size", "S"),
				"app: not fixed: task-definition/tmpfs-options would still fail; fix the rest by hand",
			],
		],
		[
			"a mount in the long form, made writable by a variable",
			"compose",
			node(
				"read_only: true",
				'volumes: [{type: bind, source: ./a.conf, target: /app/a.conf, read_only: "${W:-false}"}, "own:/data"]',
			) + lines("volumes: {own: {}}"),
			[hasVariable("read_only", "W")],
		],
		[
			"a mount in the short form, made writable by a variable",
			"compose",
			node("read_only: true", 'volumes: ["./a.conf:/app/a.conf:${M:-rw}", "own:/data"]') + lines("volumes: {own: {}}"),
			[hasVariable("volumes", "M")],
		],
		[
			"a mount set by a variable as a whole",
			"compose",
			node("read_only: true", 'volumes: ["${M:-./a.conf:/app/a.conf}", "own:/data"]') + lines("volumes: {own: {}}"),
			[hasVariable("volumes", "M")],
		],
	])("%s", async (_, language, text, expected) => {
		const result = await tryText(language, text, strict);
		expect(noteLines(result)).toEqual(expected);
		expect(result.text).toBe(text);
	});
});

describe("a fix that may break the container is made on trial", () => {
	const advice = "app: it has its own entry point or command; test it before you deploy";

	test.each<[string, string, string, string, readonly string[]]>([
		[
			"for a command that visibly writes nothing",
			"compose",
			node("command: node server.js"),
			"read_only: true",
			[advice],
		],
		[
			"for a command that writes to a scratch path",
			"compose",
			node("command: sh -c 'a > /tmp/a'"),
			"read_only: true",
			[advice],
		],
		["for a service without ECS Exec", "cloudformation", template("false"), "ReadonlyRootFilesystem: true", []],
		[
			"for a read-only root in a service with ECS Exec",
			"cloudformation",
			template("true", "ReadonlyRootFilesystem: true"),
			"ContainerPath: /tmp",
			[],
		],
		[
			"for a mount whose source is a variable",
			"compose",
			node("read_only: true", 'volumes: ["${D:-.}/a.conf:/app/a.conf", "own:/data"]') + lines("volumes: {own: {}}"),
			'"${D:-.}/a.conf:/app/a.conf:ro"',
			["app: the mount at /app/a.conf is made read-only; undo this if the program writes there"],
		],
		[
			"for a path with an escaped dollar sign",
			"compose",
			node("read_only: true", "tmpfs: ['/t$$A']"),
			"/t$$A:size=32m",
			["app: how much its program writes to /t$A is unknown; test it before you deploy"],
		],
	])("%s", async (_, language, text, written, notes) => {
		const result = await tryText(language, text);
		expect(noteLines(result)).toEqual(notes);
		expect(result.text).toContain(written);
		expect((await tryText(language, result.text)).text).toBe(result.text);
	});
});
