import { describe, expect, test } from "@jest/globals";
import { defaultPolicy } from "../../controls/default-policy.ts";
import type { Policy } from "../../core/policy.ts";
import { fixText, noteLines } from "./fix-text.ts";

const lines = (...all: readonly string[]): string => `${all.join("\n")}\n`;
const service = (...inside: readonly string[]): string =>
	lines("services:", "  app:", "    mem_limit: 1g", ...inside.map((line) => `    ${line}`));
const node = (...inside: readonly string[]): string => service("image: node:24", ...inside);
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
		"          Image: node:24",
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
const writes = (path: string) =>
	`app: its own command writes to ${path}; write there when the image is built, or mount a volume there first`;
const variable = (key: string, name: string) =>
	`app: not fixed: ${key} contains the variable ${name}, whose value can differ at startup; replace it with the value that is needed`;
const exec = "disable ECS Exec first, or waive task-definition/read-only-root";

/** An option that the engine does not give by itself. */
const strict: Policy = {
	...defaultPolicy,
	controls: {
		...defaultPolicy.controls,
		"task-definition/tmpfs-options": { enabled: true, required: ["sync"] },
	},
};

describe("what would break is left, and said", () => {
	test.each<[string, string, string, readonly string[]]>([
		[
			"AWS's sample of a task definition",
			"task-definition",
			JSON.stringify(sample),
			[writes("/usr/local/apache2/htdocs/index.html")],
		],
		[
			"packages that are installed",
			"compose",
			service("image: python:3.12", 'command: sh -c "pip install -r requirements.txt && python app.py"'),
			["app: its own command installs packages (pip) at startup; install them when the image is built"],
		],
		[
			"a configuration that is made",
			"compose",
			service("image: nginx", 'command: sh -c "envsubst < /t > /etc/nginx/nginx.conf && nginx"'),
			[writes("/etc/nginx/nginx.conf")],
		],
		[
			"ECS Exec",
			"cloudformation",
			template("true"),
			[`app: ECS Exec, which needs a writable root filesystem, is enabled for service Shop; ${exec}`],
		],
		[
			"ECS Exec, perhaps",
			"cloudformation",
			template("!Ref Exec"),
			[
				`app: whether its services enable ECS Exec, which needs a writable root filesystem, is unknown (the parameter Exec has no default); ${exec}`,
			],
		],
		["a root that a variable decides", "compose", node('read_only: "${RO:-false}"'), [variable("read_only", "RO")]],
		["a root that nothing decides", "compose", node("read_only: $RO"), []],
		["a tmpfs that a variable is", "compose", node("read_only: true", "tmpfs: ${T}"), []],
		["in a list", "compose", node("read_only: true", 'tmpfs: ["${A}"]'), []],
		[
			"with a default",
			"compose",
			node("read_only: true", 'tmpfs: ["/run:size=1m", "${A:-/cache}"]'),
			[variable("tmpfs", "A")],
		],
		["alone", "compose", node("read_only: true", 'tmpfs: "${A:-/tmp}"'), [variable("tmpfs", "A")]],
		["a new one beside it", "compose", node('tmpfs: "${A:-/cache:size=1m}"'), [variable("tmpfs", "A")]],
		["an option to add", "compose", node("read_only: true", "tmpfs: ['/tmp:${O:-size=1m}']"), [variable("tmpfs", "O")]],
		[
			"a size in the long form",
			"compose",
			node("read_only: true", 'volumes: [{type: tmpfs, target: /tmp, tmpfs: {size: "${S:-0}"}}]'),
			[variable("size", "S"), "app: not fixed: task-definition/tmpfs-options would still fail; fix the rest by hand"],
		],
		[
			"a mount that a variable makes writable",
			"compose",
			node(
				"read_only: true",
				'volumes: [{type: bind, source: ./a.conf, target: /app/a.conf, read_only: "${W:-false}"}, "own:/data"]',
			) + lines("volumes: {own: {}}"),
			[variable("read_only", "W")],
		],
		[
			"in the short form",
			"compose",
			node("read_only: true", 'volumes: ["./a.conf:/app/a.conf:${M:-rw}", "own:/data"]') + lines("volumes: {own: {}}"),
			[variable("volumes", "M")],
		],
		[
			"all of a mount",
			"compose",
			node("read_only: true", 'volumes: ["${M:-./a.conf:/app/a.conf}", "own:/data"]') + lines("volumes: {own: {}}"),
			[variable("volumes", "M")],
		],
	])("%s", async (_, language, text, expected) => {
		const result = await fixText(language, text, strict);
		expect(noteLines(result)).toEqual(expected);
		expect(result.text).toBe(text);
	});
});

describe("what need not break is mended", () => {
	const tried = "app: it has its own entry point or command; test it before you deploy";

	test.each<[string, string, string, string, readonly string[]]>([
		["a command that writes nothing plainly", "compose", node("command: node server.js"), "read_only: true", [tried]],
		["one that writes to a scratch place", "compose", node("command: sh -c 'a > /tmp/a'"), "read_only: true", [tried]],
		["a service without ECS Exec", "cloudformation", template("false"), "ReadonlyRootFilesystem: true", []],
		[
			"a root that is read-only although there is ECS Exec",
			"cloudformation",
			template("true", "ReadonlyRootFilesystem: true"),
			"ContainerPath: /tmp",
			[],
		],
		[
			"a mount from a place that a variable names",
			"compose",
			node("read_only: true", 'volumes: ["${D:-.}/a.conf:/app/a.conf", "own:/data"]') + lines("volumes: {own: {}}"),
			'"${D:-.}/a.conf:/app/a.conf:ro"',
			["app: the mount at /app/a.conf is made read-only; undo this if the program writes there"],
		],
		["a dollar sign that is one", "compose", node("read_only: true", "tmpfs: ['/t$$A']"), "/t$$A:size=32m", []],
	])("%s", async (_, language, text, written, notes) => {
		const result = await fixText(language, text);
		expect(noteLines(result)).toEqual(notes);
		expect(result.text).toContain(written);
		expect((await fixText(language, result.text)).text).toBe(result.text);
	});
});
