import { describe, expect, test } from "@jest/globals";
import type { ContainerFacts, MountFacts } from "../../../core/facts.ts";
import { HiddenText } from "../../../core/hidden-text.ts";
import { rootDoubts } from "../../../fix/plan/doubts.ts";
import { plainArguments } from "../../../fix/start-command/arguments.ts";
import { startEffects } from "../../../fix/start-command/start-command.ts";
import { aContainer } from "../../support/builders.ts";
import { programOf } from "./known-program.ts";

const mount = (path: string): MountFacts => ({ path, volume: null, hostPath: "/srv/x", readOnly: false });
const unknown = { unresolved: "Ref X" };
const plainContainer: Partial<ContainerFacts> = {
	user: null,
	tmpfs: [],
	mounts: [],
	environment: [],
	capabilities: { add: [], drop: [] },
};

function doubtsAbout(container: Partial<ContainerFacts>, command?: string, newTmpfs: readonly string[] = ["/tmp"]) {
	const facts = aContainer({ ...plainContainer, ...container });
	const words = command === undefined ? [] : [command];
	return rootDoubts(facts, programOf(facts, startEffects(words), plainArguments(words)), newTmpfs);
}

const data = { mounts: [mount("/data")] };
const sql = { mounts: [mount("/var/lib/postgresql")] };

describe("it is certain that a container runs with a read-only root", () => {
	test.each<[string, Partial<ContainerFacts>, string | undefined]>([
		["of nginx that shows its own pages", { image: "nginx:1.27", mounts: [mount("/usr/share/nginx/html")] }, undefined],
		["of nginx that is started in the foreground", { image: "nginx" }, "nginx -g 'daemon off;'"],
		["of Redis that appends to its data", { image: "redis:7", ...data }, "redis-server --appendonly yes --save 60 1"],
		["of Redis with a password from a variable", { image: "redis:7", ...data }, "--requirepass ${REDIS_PASSWORD}"],
		[
			"of PostgreSQL with more connections",
			{ image: "postgres:17", mounts: [mount("/var/lib/postgresql/data")] },
			"postgres -c max_connections=300 -c shared_buffers=256MB",
		],
		[
			"of PostgreSQL that starts with SQL",
			{
				image: "postgres:17",
				mounts: [mount("/var/lib/postgresql"), mount("/docker-entrypoint-initdb.d/1.sql")],
			},
			undefined,
		],
		[
			"of Prometheus that keeps its data for long",
			{ image: "prom/prometheus", mounts: [mount("/prometheus")] },
			"--config.file=/etc/prometheus/prometheus.yml --storage.tsdb.path=/prometheus --storage.tsdb.retention.time=1y",
		],
		["of Memcached", { image: "memcached" }, undefined],
		["of a log router", { image: "public.ecr.aws/aws-observability/aws-for-fluent-bit:2.32.2" }, undefined],
	])("%s", (_, container, command) => expect(doubtsAbout(container, command)).toEqual([]));
});

describe("it is not certain that a container runs with a read-only root", () => {
	const ownCommand = "it has its own entry point or command";
	const own = (path: string) => `its own configuration at ${path} may name other paths to write to`;
	const other = (path: string) => `what is mounted at ${path} may write to other paths`;

	test.each<[string, Partial<ContainerFacts>, string | undefined, string]>([
		["of an unknown image", { image: "team/app" }, undefined, "fix cannot tell which paths team/app writes to"],
		[
			"that resembles a known one",
			{ image: "bitnami/nginx" },
			undefined,
			"fix cannot tell which paths bitnami/nginx writes to",
		],
		[
			"whose other paths nobody names",
			{ image: "rabbitmq", mounts: [mount("/var/lib/rabbitmq")] },
			undefined,
			"no source says which other paths RabbitMQ writes to",
		],
		[
			"of MySQL, which fills /tmp",
			{ image: "mysql", mounts: [mount("/var/lib/mysql")] },
			"--character-set-server=utf8mb4 --skip-name-resolve",
			"MySQL writes temporary tables and sorted rows of any size to /tmp",
		],
		["that runs an application", { image: "python:3.14" }, "python app.py", ownCommand],
		["of nginx that starts something else", { image: "nginx" }, "nginx-debug -g 'daemon off;'", ownCommand],
		["of nginx with more directives", { image: "nginx" }, "nginx -g 'pid /x; daemon off;'", ownCommand],
		["of Redis that logs to a file", { image: "redis", ...data }, "redis-server --logfile redis.log", ownCommand],
		["of Redis with another folder", { image: "redis", ...data }, "redis-server --dir /backup", ownCommand],
		[
			"of Redis with a configuration file",
			{ image: "redis", mounts: [mount("/data"), mount("/redis.conf")] },
			"redis-server /redis.conf",
			ownCommand,
		],
		[
			"of MySQL that logs slow queries",
			{ image: "postgres", ...sql },
			"--slow-query-log-file=/var/log/slow.log",
			ownCommand,
		],
		[
			"of PostgreSQL that logs to a folder",
			{ image: "postgres", mounts: [mount("/var/lib/postgresql")] },
			"postgres -c log_directory=/logs",
			ownCommand,
		],
		[
			"of Prometheus with data elsewhere",
			{ image: "prom/prometheus", mounts: [mount("/prometheus")] },
			"--storage.tsdb.path=/data",
			ownCommand,
		],
		[
			"of Prometheus with a configuration elsewhere",
			{ image: "prom/prometheus", mounts: [mount("/prometheus"), mount("/p.yml")] },
			"--config.file=/p.yml",
			ownCommand,
		],
		[
			"of nginx with its own configuration",
			{ image: "nginx", mounts: [mount("/etc/nginx/conf.d/a.conf")] },
			undefined,
			own("/etc/nginx/conf.d/a.conf"),
		],
		[
			"of Grafana with its own settings",
			{ image: "grafana/grafana:11.6.0", mounts: [mount("/var/lib/grafana"), mount("/etc/grafana")] },
			undefined,
			own("/etc/grafana"),
		],
		[
			"of nginx with a script of its own",
			{ image: "nginx", mounts: [mount("/docker-entrypoint.d/40-x.sh")] },
			undefined,
			other("/docker-entrypoint.d/40-x.sh"),
		],
		[
			"of PostgreSQL with scripts",
			{ image: "postgres", mounts: [mount("/var/lib/postgresql"), mount("/docker-entrypoint-initdb.d")] },
			undefined,
			other("/docker-entrypoint-initdb.d"),
		],
		[
			"of Redis with another program",
			{ image: "redis", mounts: [mount("/data"), mount("/usr/local/bin/redis-server")] },
			undefined,
			other("/usr/local/bin/redis-server"),
		],
		[
			"of WordPress with a part of its files",
			{ image: "wordpress", mounts: [mount("/var/www/html/wp-content")] },
			undefined,
			"only a part of /var/www/html is mounted",
		],
		[
			"of Grafana with unknown variables",
			{ image: "grafana/grafana:11.6.0", mounts: [mount("/var/lib/grafana")], environment: unknown },
			undefined,
			"its environment variables are unknown (Ref X)",
		],
	])("%s", (_, container, command, doubt) => expect(doubtsAbout(container, command)).toEqual([doubt]));

	test.each<[string, string, boolean]>([
		["PGDATA", "/backup/data", true],
		["PGDATA", "/var/lib/postgresql/17/docker", false],
		["POSTGRES_PASSWORD_FILE", "/run/secrets/db", false],
		["POSTGRES_INITDB_ARGS", "--data-checksums", false],
		["TZ", "Europe/Zurich", false],
	])("with the variable %s=%s: %s", (name, value, isDoubt) => {
		const environment = [{ name, value: new HiddenText(value) }];
		const mounts = [mount("/var/lib/postgresql")];
		expect(doubtsAbout({ image: "postgres:17", mounts, environment })).toEqual(
			isDoubt ? [`its variable ${name} may change where, or how much, it writes`] : [],
		);
	});

	test.each<[ContainerFacts["environment"], string | null]>([
		[[{ name: "PGDATA", value: unknown }], "its variable PGDATA may change where, or how much, it writes"],
		[
			[{ name: "LOG", value: unknown, known: new HiddenText("/x/${N}") }],
			"its variable LOG may change where, or how much, it writes",
		],
		[[{ name: "POSTGRES_PASSWORD", value: unknown, known: new HiddenText("${P}") }], null],
		[[{ name: "PGDATA", value: null }], "its variable PGDATA may change where, or how much, it writes"],
		[[{ name: "POSTGRES_PASSWORD", value: null }], null],
		[[{ name: "POSTGRES_DATABASE", value: unknown }], null],
	])("with the unknown variables %j: %s", (environment, doubt) => {
		const mounts = [mount("/var/lib/postgresql")];
		expect(doubtsAbout({ image: "postgres:17", mounts, environment })).toEqual(doubt === null ? [] : [doubt]);
	});

	test("with a variable that is known to make the program write elsewhere", () => {
		const environment = [{ name: "GF_AWS_PROFILES", value: new HiddenText("default") }];
		expect(doubtsAbout({ image: "grafana/grafana:11.6.0", mounts: [mount("/var/lib/grafana")], environment })).toEqual([
			"its variable GF_AWS_PROFILES may change where, or how much, it writes",
		]);
	});

	test.each<[string, Partial<ContainerFacts>, readonly string[], string | null]>([
		[
			"with capabilities dropped",
			{ image: "postgres", ...sql, capabilities: { add: [], drop: ["ALL"] } },
			["/run"],
			"it drops capabilities that it may need, because /run will belong to root",
		],
		[
			"with unknown capabilities",
			{ image: "postgres", ...sql, capabilities: unknown },
			["/run"],
			"it drops capabilities that it may need, because /run will belong to root",
		],
		[
			"with capabilities dropped and no tmpfs but /tmp",
			{ image: "postgres", ...sql, capabilities: { add: [], drop: ["ALL"] } },
			["/tmp"],
			null,
		],
		[
			"of nginx with capabilities dropped",
			{ image: "nginx", capabilities: { add: [], drop: ["ALL"] } },
			["/run"],
			null,
		],
		[
			"of an image that does not run as root",
			{ image: "prom/prometheus", mounts: [mount("/prometheus")] },
			["/x"],
			"Prometheus does not run as root, and /x will belong to root",
		],
		[
			"of such an image as root",
			{ image: "prom/prometheus", mounts: [mount("/prometheus")], user: "root" },
			["/x"],
			null,
		],
	])("%s", (_, container, newTmpfs, doubt) => {
		expect(doubtsAbout(container, undefined, newTmpfs)).toEqual(doubt === null ? [] : [doubt]);
	});
});
