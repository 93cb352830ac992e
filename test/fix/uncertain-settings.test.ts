import { describe, expect, test } from "@jest/globals";
import { defaultPolicy } from "../../controls/default-policy.ts";
import type { Policy } from "../../core/policy.ts";
import { fixText, noteLines, tryText } from "./fix-text.ts";

const lines = (...all: readonly string[]): string => `${all.join("\n")}\n`;
const task = (...inside: readonly string[]): string =>
	lines(
		"Parameters:",
		"  RO: {Type: String, Default: 'false'}",
		"  Mem: {Type: String}",
		"Resources:",
		"  T:",
		"    Type: AWS::ECS::TaskDefinition",
		"    Properties:",
		"      Memory: '1024'",
		"      RequiresCompatibilities: [EC2]",
		"      ContainerDefinitions:",
		"        - Name: app",
		...inside.map((line) => `          ${line}`),
	);
const service = (...inside: readonly string[]): string =>
	lines("services:", "  app:", "    image: memcached:1.6", "    mem_limit: 1g", ...inside.map((line) => `    ${line}`));

describe("an uncertain fix is not made, and a note gives the reason", () => {
	test.each<[string, string, string, readonly string[]]>([
		[
			"a value with the tag !Ref",
			"cloudformation",
			task("Image: memcached:1.6", "ReadonlyRootFilesystem: !Ref RO"),
			[
				"app: not fixed: its value depends on the tag !Ref; write the value without the tag, or fix what the tag refers to",
			],
		],
		[
			"a value with the tag !Sub",
			"cloudformation",
			task("Image: memcached:1.6", "ReadonlyRootFilesystem: !Sub 'false'"),
			[
				"app: not fixed: its value depends on the tag !Sub; write the value without the tag, or fix what the tag refers to",
			],
		],
		[
			"a volume at an unknown path",
			"compose",
			service("volumes: ['cache:${CACHE_DIR}']") + lines("volumes: {cache: {}}"),
			["app: the path of one of its mounts is unknown (${CACHE_DIR} has no value)"],
		],
		[
			"a tmpfs at an unknown path",
			"compose",
			service("tmpfs: ['${T}:size=5m']"),
			["app: the path of one of its mounts is unknown (${T} has no value)"],
		],
		[
			"an explicit option that keeps the control failing",
			"task-definition",
			JSON.stringify({
				family: "x",
				memory: "1024",
				containerDefinitions: [
					{
						name: "app",
						image: "memcached:1.6",
						readonlyRootFilesystem: true,
						linuxParameters: {
							tmpfs: [
								{ containerPath: "/tmp", size: 10 },
								{ containerPath: "/x", size: 10, mountOptions: ["exec"] },
							],
						},
					},
				],
			}),
			[
				"app: tmpfs /x explicitly allows exec; remove that if it is not needed",
				"app: not fixed: task-definition/tmpfs-options would still fail; fix the rest by hand",
			],
		],
		[
			"explicit sizes that are too large",
			"compose",
			service("read_only: true", "tmpfs: ['/tmp:size=900m']"),
			["app: the sizes of its tmpfs mounts are set explicitly; lower them, or raise its memory"],
		],
		[
			"a volume that two containers can write to",
			"compose",
			lines(
				"services:",
				"  a: {image: 'memcached:1.6', read_only: true, volumes: ['both:/v', 'own:/a']}",
				"  b: {image: 'memcached:1.6', read_only: true, volumes: ['both:/v']}",
				"volumes: {both: {}, own: {}}",
			),
			["a", "b"].map(
				(name) =>
					`${name}: the mount at /v is left writable because its volume is also mounted writable elsewhere; keep write access only where it is needed`,
			),
		],
		[
			"a folder that the program may write to",
			"compose",
			service("read_only: true", "volumes: ['./config:/config', './le:/etc/letsencrypt']"),
			["/config", "/etc/letsencrypt"].map(
				(path) =>
					`app: the mount at ${path} is left writable because many programs write to such a folder; make it read-only if this one does not`,
			),
		],
		[
			"an unknown operating system",
			"cloudformation",
			task("Image: memcached:1.6", "LinuxParameters: {Tmpfs: [{ContainerPath: /x, Size: 0}]}").replace(
				"      Memory:",
				"      RuntimePlatform: {OperatingSystemFamily: !Ref Mem}\n      Memory:",
			),
			["app: its operating system is unknown (the parameter Mem has no default)"],
		],
		[
			"an undecided condition",
			"cloudformation",
			`Conditions: {C: !Equals [!Ref Mem, x]}\n${task("Image: memcached:1.6", "ReadonlyRootFilesystem: !If [C, false, !Ref AWS::NoValue]")}`,
			[
				"app: whether its root filesystem is read-only is unknown (the result of condition C is unknown (the parameter Mem has no default))",
			],
		],
		[
			"an optional container",
			"cloudformation",
			`Conditions: {C: !Equals [!Ref Mem, x]}\n${task(
				"Image: memcached:1.6",
				"ReadonlyRootFilesystem: true",
				"LinuxParameters: {Tmpfs: [{ContainerPath: /x, Size: 9, MountOptions: [exec]}]}",
			).replace("- Name: app", "- !If [C, {Name: b, Image: memcached:1.6}, !Ref AWS::NoValue]\n        - Name: app")}`,
			[
				"b: its writable paths cannot be determined from the file",
				"app: tmpfs /x explicitly allows exec; remove that if it is not needed",
			],
		],
		[
			"an unknown platform version that may not support tmpfs",
			"cloudformation",
			task("Image: memcached:1.6")
				.replace("[EC2]", "[FARGATE]")
				.replace(
					"Resources:",
					"Resources:\n  S: {Type: 'AWS::ECS::Service', Properties: {TaskDefinition: !Ref T, PlatformVersion: !Ref Mem}}",
				),
			[
				"app: not fixed: task-definition/tmpfs-supported of app would then be unknown; write out the values that it depends on first",
			],
		],
	])("%s", async (_, language, text, expected) => {
		const result = await fixText(language, text);
		expect(noteLines(result)).toEqual(expected);
		expect(result.text).toBe(text);
		expect(result.containers).toBe(0);
	});
});

const noCommand = "app: the file names no command, so that what Java runs is unknown";
const javaCode = "Java libraries that unpack native code into /tmp (JNA, Netty, Snappy) need exec there";
const nativeCode = `${javaCode}, which a waiver of task-definition/tmpfs-options allows`;

const waived = (engine: string): Policy => ({
	...defaultPolicy,
	waivers: [
		{ control: "task-definition/tmpfs-options", resource: "*", owner: engine, reason: "JNA", expires: "2999-01-01" },
	],
});
const off: Policy = {
	...defaultPolicy,
	controls: {
		...defaultPolicy.controls,
		"task-definition/tmpfs-options": { ...defaultPolicy.controls["task-definition/tmpfs-options"], enabled: false },
	},
};

describe("a fix that is made on trial has a note", () => {
	test.each<[string, string, string, Policy, readonly string[], readonly string[]]>([
		[
			"for a configuration file made read-only",
			"compose",
			service("read_only: true", 'volumes: ["./a.conf:/app/a.conf", "own:/data"]') + lines("volumes: {own: {}}"),
			defaultPolicy,
			['volumes: ["./a.conf:/app/a.conf:ro", "own:/data"]'],
			["app: the mount at /app/a.conf is made read-only; undo this if the program writes there"],
		],
		[
			"but none for a new tmpfs in place of null",
			"compose",
			lines("services:", "  d: {image: 'memcached:1.6', mem_limit: 1g, tmpfs: null}"),
			defaultPolicy,
			["  d: {image: 'memcached:1.6', mem_limit: 1g, tmpfs: [/tmp:size=64m], read_only: true}"],
			[],
		],
		[
			"for new tmpfs mounts with unknown memory",
			"cloudformation",
			task("Image: memcached:1.6", "Memory: !Ref Mem"),
			defaultPolicy,
			["ReadonlyRootFilesystem: true"],
			["app: its memory limit is unknown (the parameter Mem has no default); check that the tmpfs mounts fit into it"],
		],
		[
			"but none about native code for Java on ECS when a waiver covers the options",
			"cloudformation",
			task("Image: amazoncorretto:21"),
			waived("ecs"),
			["Size: 64\n"],
			[`${noCommand}; test it before you deploy`],
		],
		[
			"but none about native code for Java on ECS when the control is disabled",
			"cloudformation",
			task("Image: amazoncorretto:21"),
			off,
			["Size: 64\n"],
			[`${noCommand}; test it before you deploy`],
		],
		[
			"but none about native code for Java in Compose when a waiver covers the options",
			"compose",
			service().replace("memcached:1.6", "eclipse-temurin:21"),
			waived("docker"),
			["- /tmp:size=64m,exec"],
			[`${noCommand}; test it before you deploy`],
		],
		[
			"for Java in Compose when the control is disabled",
			"compose",
			service().replace("memcached:1.6", "openjdk"),
			off,
			["- /tmp:size=64m"],
			[`${noCommand}, and ${nativeCode}; test it before you deploy`],
		],
		[
			"for Java on ECS with the default policy",
			"cloudformation",
			task("Image: amazoncorretto:21"),
			defaultPolicy,
			["- noexec"],
			[`${noCommand}, and ${nativeCode}; test it before you deploy`],
		],
	])("%s", async (_, language, text, policy, written, expected) => {
		const result = await tryText(language, text, policy);
		expect(noteLines(result)).toEqual(expected);
		for (const part of written) expect(result.text).toContain(part);
		expect((await tryText(language, result.text, policy)).text).toBe(result.text);
	});
});
