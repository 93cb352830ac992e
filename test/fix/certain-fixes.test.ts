import { describe, expect, test } from "@jest/globals";
import { defaultPolicy } from "../../controls/default-policy.ts";
import type { Policy } from "../../core/policy.ts";
import { contextFor, failuresIn, fixText, noteLines, tryText } from "./fix-text.ts";

const lines = (...all: readonly string[]): string => `${all.join("\n")}\n`;
const service = (...inside: readonly string[]): string =>
	lines("services:", "  app:", "    mem_limit: 1g", ...inside.map((line) => `    ${line}`));
const template = (image: string, ...inside: readonly string[]): string =>
	lines(
		"Parameters:",
		"  Image: {Type: String, Default: 'nginx:1.27'}",
		"Resources:",
		"  T:",
		"    Type: AWS::ECS::TaskDefinition",
		"    Properties:",
		"      Memory: '1024'",
		"      RequiresCompatibilities: [EC2]",
		"      ContainerDefinitions:",
		"        - Name: app",
		`          Image: ${image}`,
		...inside.map((line) => `          ${line}`),
	);
const left = (why: string) =>
	expect.stringContaining(`app: its root filesystem is left writable, because ${why}; to try `);
const cannotTell = (why: string) => left(`fix cannot tell which paths its image, which is unknown (${why}), writes to`);

describe("what is not certain is left with a note, and changed on trial", () => {
	test.each<[string, string, string, unknown]>([
		[
			"an image of one's own",
			"compose",
			service("image: team/app:1"),
			left("fix cannot tell which paths team/app:1 writes to"),
		],
		[
			"a program that only sounds like a known one",
			"compose",
			service("image: nginxproxy/nginx-proxy:1.6"),
			left("fix cannot tell which paths nginxproxy/nginx-proxy:1.6 writes to"),
		],
		[
			"a known program of another publisher",
			"compose",
			service("image: bitnami/redis:7"),
			left("fix cannot tell which paths bitnami/redis:7 writes to"),
		],
		[
			"a known name in another registry",
			"compose",
			service("image: registry.example.com/library/nginx"),
			left("fix cannot tell which paths registry.example.com/library/nginx writes to"),
		],
		[
			"a known name for an image that is built",
			"compose",
			service("image: nginx", "build: ."),
			cannotTell("it is built from a Dockerfile"),
		],
		[
			"a known name as the default of a variable",
			"compose",
			service("image: '${IMAGE:-nginx:1.27}'"),
			cannotTell("its name is a variable"),
		],
		[
			"a known name in a registry that is a variable",
			"compose",
			service("image: '${REGISTRY:-docker.io}/nginx'"),
			cannotTell("its name is a variable"),
		],
		[
			"a known name as the default of a parameter",
			"cloudformation",
			template("!Ref Image"),
			cannotTell("it is not written in the container"),
		],
		[
			"a known program with its own configuration",
			"compose",
			service("image: nginx", "volumes: ['./site.conf:/etc/nginx/conf.d/site.conf:ro']"),
			left("its own configuration at /etc/nginx/conf.d/site.conf may name other paths to write to"),
		],
		[
			"a known program with variables from a file that is missing",
			"compose",
			`${service("image: postgres:17", "env_file: gone.env", "volumes: ['db:/var/lib/postgresql/data']")}volumes: {db: {}}\n`,
			left("which variables it has is unknown (env_file gone.env cannot be read (there is none))"),
		],
	])("%s", async (_, kind, text, note) => {
		const result = await fixText(kind, text);
		expect({ ...result, notes: noteLines(result) }).toEqual({ text, containers: 0, withheld: 1, notes: [note] });
		const tried = await tryText(kind, text);
		expect(tried).toMatchObject({ containers: 1, withheld: 0 });
		expect(tried.text).toMatch(/read_only: true|ReadonlyRootFilesystem: true/);
		expect(noteLines(tried)).toEqual([expect.stringMatching(/; test it before you deploy$/)]);
		expect((await tryText(kind, tried.text)).text).toBe(tried.text);
	});
});

describe("what the program needs and fix cannot write is left, on trial as well", () => {
	test.each<[string, string, string]>([
		[
			"a database without a volume",
			"image: mcr.microsoft.com/mssql/server:2019-latest",
			"SQL Server keeps data that must persist, or files that its image provides, in /var/opt/mssql; mount a volume there first",
		],
		[
			"a queue without a volume",
			"image: apache/kafka:4.0.0",
			"Kafka keeps data that must persist, or files that its image provides, in /var/lib/kafka/data; mount a volume there first",
		],
		[
			"a log router that writes logs",
			"image: fluent/fluentd:v1.19-1",
			"Fluentd keeps data that must persist, or files that its image provides, in /fluentd/log; mount a volume there first",
		],
		[
			"an image that starts with s6-overlay",
			"image: ghcr.io/linuxserver/sonarr:4",
			"its init system, s6-overlay, runs programs from /run, so that a tmpfs there needs exec, and it needs a setting of its own " +
				"for a read-only root; follow the documentation of the image, or accept its writable root with a waiver",
		],
	])("%s", async (_, image, note) => {
		const text = service(image);
		for (const result of [await fixText("compose", text), await tryText("compose", text)])
			expect({ ...result, notes: noteLines(result) }).toEqual({
				text,
				containers: 0,
				withheld: 0,
				notes: [`app: ${note}`],
			});
	});
});

describe("what is certain is changed", () => {
	test.each<[string, string, string, string]>([
		["a tag that is a variable", "compose", service("image: 'nginx:${TAG:-1.27}'"), "read_only: true"],
		[
			"an image behind a pull through cache",
			"cloudformation",
			template("111122223333.dkr.ecr.eu-west-1.amazonaws.com/docker-hub/library/nginx:1.27"),
			"ReadonlyRootFilesystem: true",
		],
		[
			"a task definition's log router",
			"cloudformation",
			template("public.ecr.aws/aws-observability/aws-for-fluent-bit:2.32.2"),
			"ReadonlyRootFilesystem: true",
		],
		[
			"a database with a volume",
			"compose",
			`${service("image: postgres:17", "volumes: ['db:/var/lib/postgresql/data']")}volumes: {db: {}}\n`,
			"/var/run/postgresql:size=32m",
		],
		[
			"a configuration file that is only read",
			"compose",
			service(
				"image: nginx",
				"read_only: true",
				"tmpfs: ['/run:size=8m']",
				"volumes: ['./n.conf:/etc/nginx/nginx.conf']",
			),
			"'./n.conf:/etc/nginx/nginx.conf:ro'",
		],
		[
			"options for the temporary files of a known program",
			"cloudformation",
			template(
				"nginx:1.27",
				"ReadonlyRootFilesystem: true",
				"LinuxParameters: {Tmpfs: [{ContainerPath: /tmp, Size: 16}]}",
			),
			"noexec",
		],
	])("%s", async (_, kind, text, written) => {
		const result = await fixText(kind, text);
		expect(result.text).toContain(written);
		expect(result).toMatchObject({ containers: 1, withheld: 0 });
		expect((await fixText(kind, result.text)).text).toBe(result.text);
		expect((await tryText(kind, text)).text).toBe(result.text);
	});
});

test("leaves a tmpfs of an unknown image without noexec, because it may run what it unpacks there", async () => {
	const mounts = "LinuxParameters: {Tmpfs: [{ContainerPath: /tmp, Size: 16}]}";
	const text = template("team/app", "ReadonlyRootFilesystem: true", mounts);
	const result = await fixText("cloudformation", text);
	expect({ ...result, notes: noteLines(result) }).toEqual({
		text,
		containers: 0,
		withheld: 1,
		notes: [
			"app: tmpfs /tmp is left without noexec, because fix cannot tell whether its program needs that; to try it, use fix --try",
		],
	});
	expect((await tryText("cloudformation", text)).text).toContain("noexec");
});

test("adds nodev and nosuid, which stop no program, to a tmpfs of an unknown image", async () => {
	const text = template(
		"team/app",
		"ReadonlyRootFilesystem: true",
		"LinuxParameters: {Tmpfs: [{ContainerPath: /tmp, Size: 16, MountOptions: [noexec]}]}",
	);
	expect(await fixText("cloudformation", text)).toMatchObject({ containers: 1, withheld: 0, notes: [] });
});

test("a trial adds nothing that the policy would fail again", async () => {
	const strict: Policy = {
		...defaultPolicy,
		controls: {
			...defaultPolicy.controls,
			"task-definition/tmpfs-options": { enabled: true, required: ["noexec", "sync"] },
		},
	};
	const text = service("image: team/app");
	const context = await contextFor("compose", strict, true);
	const before = failuresIn(text, context);
	const { text: tried } = await tryText("compose", text, strict);
	expect(failuresIn(tried, context).filter((failure) => !before.includes(failure))).toEqual([]);
});
