import { describe, expect, test } from "@jest/globals";
import { fixText, noteLines, tryText } from "./fix-text.ts";

const lines = (...all: readonly string[]): string => `${all.join("\n")}\n`;
const service = (image: string, ...inside: readonly string[]): string =>
	lines("services:", "  app:", `    image: ${image}`, "    mem_limit: 1g", ...inside.map((line) => `    ${line}`));
const redis = (...inside: readonly string[]): string =>
	service("redis:7", "volumes: [own:/data]", ...inside) + lines("volumes: {own: {}}");
const definition = (image: string, more: object): string =>
	JSON.stringify({ family: "f", memory: "1024", containerDefinitions: [{ name: "app", image, ...more }] });
const template = (image: string, ...inside: readonly string[]): string =>
	lines(
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
const variable = (name: string) => `its variable ${name} may change where, or how much, it writes`;

describe("a read-only root is only tried where something besides the command may write", () => {
	test.each<[string, string, string, string]>([
		[
			"a runtime that starts no application",
			"task-definition",
			definition("python:3.12-slim", {}),
			"the file names no command, so that what Python runs is unknown",
		],
		[
			"a health check that stores what it gets",
			"compose",
			service("nginx:1.27", "healthcheck: {test: [CMD, wget, -q, 'http://localhost/']}"),
			"the command of its healthcheck may write to other paths",
		],
		[
			"a health check of a task definition",
			"task-definition",
			definition("nginx:1.27", { healthCheck: { command: ["CMD-SHELL", "/check.sh"] } }),
			"the command of its healthCheck may write to other paths",
		],
		[
			"a health check of a template",
			"cloudformation",
			template("nginx:1.27", "HealthCheck: {Command: [CMD-SHELL, /check.sh]}"),
			"the command of its healthCheck may write to other paths",
		],
		[
			"a command before it stops",
			"compose",
			redis("pre_stop: [{command: ./leave.sh}]"),
			"the command of its pre_stop may write to other paths",
		],
		["a folder of its own", "compose", redis("working_dir: /opt/x"), "it starts in /opt/x, to which it may write"],
		[
			"a folder of its own in a task definition",
			"task-definition",
			definition("memcached:1.6", { workingDirectory: "/opt/x" }),
			"it starts in /opt/x, to which it may write",
		],
		[
			"an entry point of its own",
			"compose",
			redis("entrypoint: [redis-server]"),
			"it has its own entry point or command",
		],
		[
			"files that are copied into it",
			"compose",
			redis("develop: {watch: [{action: sync, path: ., target: /srv}]}"),
			"docker compose watch copies files into it, as its key develop says",
		],
		[
			"plugins that are installed",
			"compose",
			service("grafana/grafana:11.6.0", "volumes: [own:/var/lib/grafana]", "environment: {GF_INSTALL_PLUGINS: x}"),
			variable("GF_INSTALL_PLUGINS"),
		],
		[
			"a log file",
			"compose",
			service("grafana/grafana:11.6.0", "volumes: [own:/var/lib/grafana]", "environment: [GF_LOG_MODE=console file]"),
			variable("GF_LOG_MODE"),
		],
		[
			"an option with a path",
			"compose",
			service(
				"postgres:17",
				"volumes: [own:/var/lib/postgresql/data]",
				"environment: {POSTGRES_INITDB_ARGS: --waldir=/wal}",
			),
			variable("POSTGRES_INITDB_ARGS"),
		],
		[
			"a secret with a variable that nobody knows",
			"task-definition",
			definition("memcached:1.6", { secrets: [{ name: "MEMCACHED_PORT_FILENAME", valueFrom: "x" }] }),
			variable("MEMCACHED_PORT_FILENAME"),
		],
		[
			"a file of variables",
			"task-definition",
			definition("memcached:1.6", { environmentFiles: [{ type: "s3", value: "arn:aws:s3:::b/x.env" }] }),
			"its environment variables are unknown (environmentFiles are not read)",
		],
		[
			"a log configuration of its own",
			"task-definition",
			definition("amazon/aws-for-fluent-bit:2.32.2", {
				firelensConfiguration: { type: "fluentbit", options: { "config-file-type": "s3", "config-file-value": "arn" } },
			}),
			"its own log configuration may name other paths to write to",
		],
		[
			"a version that a variable decides",
			"compose",
			service("grafana/grafana:${TAG:-11.6.0}", "volumes: [own:/var/lib/grafana]"),
			"its tag names no version of Grafana, and its sources describe only versions 7 to 12",
		],
		[
			"another program that a variable names by default",
			"compose",
			service("wordpress:${TAG:-cli}", "volumes: [own:/var/www/html]"),
			"no source says which paths WordPress writes to in the variant cli",
		],
	])("%s", async (_, kind, text, doubt) => {
		const result = await fixText(kind, text);
		expect(result.text).toBe(text);
		expect(result.withheld).toBe(1);
		const note = expect.stringContaining(`app: its root filesystem is left writable, because ${doubt}; to try`);
		expect(noteLines(result)).toEqual([note]);
		expect((await tryText(kind, text)).text).not.toBe(text);
	});
});

describe("a read-only root is certain", () => {
	test.each<[string, string, string]>([
		["with a health check that only asks", "compose", redis("healthcheck: {test: redis-cli ping | grep PONG}")],
		["with a health check that is turned off", "compose", redis("healthcheck: {disable: true, test: ./x}")],
		["with the health check of the image", "compose", redis("healthcheck: {test: [NONE]}")],
		["with other times for it", "compose", redis("healthcheck: {interval: 5s}")],
		["in a folder that is a volume", "compose", redis("working_dir: /data/db")],
		["with the settings of a database", "compose", redis("environment: [REDIS_PASSWORD, TZ=UTC]")],
		[
			"with a secret that it reads",
			"task-definition",
			definition("nginx:1.27", {
				secrets: [{ name: "NGINX_HOST", valueFrom: "x" }],
				healthCheck: { command: ["NONE"] },
			}),
		],
		["with any tag of a program whose versions are all known", "compose", service("nginx:${TAG:-1.27}")],
	])("%s", async (_, kind, text) => {
		const result = await fixText(kind, text);
		expect(noteLines(result)).toEqual([]);
		expect(result).toMatchObject({ containers: 1, withheld: 0 });
	});
});

describe("what its engine does not allow is not even tried", () => {
	const secrets = (from: string) => redis("secrets: [{source: pw, target: x}]") + lines("secrets:", `  pw: {${from}}`);
	const swarm =
		"docker stack deploy, for which this file is written, applies read_only, but not tmpfs; " +
		"mount volumes of type tmpfs for its temporary files, then set read_only";
	const refused = (what: string, name: string) =>
		`Compose does not start a read-only service with ${what}:, such as ${name}; write it to a file, and name that with file:`;

	test.each<[string, string, string]>([
		["a secret from a variable", secrets("environment: PW"), refused("secrets from environment", "pw")],
		[
			"a config with its content",
			redis("configs: [c]") + lines("configs: {c: {content: x}}"),
			refused("configs from content", "c"),
		],
		[
			"the socket of the engine",
			redis("use_api_socket: true"),
			"Compose writes credentials into its root because of use_api_socket, which it refuses in a read-only service; mount the socket instead",
		],
		[
			"version 1 of the format",
			lines("app:", "  image: redis:7", "  volumes: ['/srv/r:/data']"),
			"version 1 of the Compose format has read_only, but no tmpfs for its temporary files; move the services below services: first",
		],
		["a stack for Swarm", redis("deploy: {placement: {constraints: [node.role == worker]}}"), swarm],
		["a stack of version 3", `version: "3.8"\n${redis("deploy: {replicas: 2}")}`, swarm],
		["a network for Swarm", `${redis()}networks: {n: {driver: overlay}}\n`, swarm],
		[
			"a health check that writes to the root",
			redis("healthcheck: {test: [CMD-SHELL, 'redis-cli ping > /var/lib/last']}"),
			"the command of its healthcheck writes to /var/lib/last; write there when the image is built, or mount a volume there first",
		],
		[
			"a command after the start that writes to the root",
			redis("post_start: [{command: [sh, -c, 'echo ok > /opt/started']}]"),
			"the command of its post_start writes to /opt/started; write there when the image is built, or mount a volume there first",
		],
	])("%s", async (_, text, note) => {
		const result = await tryText("compose", text);
		expect(result.text).toBe(text);
		expect(noteLines(result)).toContain(`app: ${note}`);
	});

	test.each<[string, string]>([
		["a secret from a file", secrets("file: ./pw")],
		["replicas for Compose", redis("deploy: {replicas: 2}")],
		["limits in a file of version 3", `version: "3.8"\n${redis("deploy: {resources: {limits: {cpus: '1'}}}")}`],
		["version 2 of the format", `version: "2.0"\n${redis()}`],
	])("but it is fixed with %s", async (_, text) => {
		expect(await fixText("compose", text)).toMatchObject({ containers: 1, withheld: 0 });
	});
});
