import { describe, expect, test } from "@jest/globals";
import { imageNeedsOf, knownImages } from "../../../fix/images/image-needs.ts";

type Row = readonly [
	images: readonly string[],
	program: string,
	scratch: readonly string[],
	volumes: readonly string[],
];

const rows: readonly Row[] = [
	[
		["nginxinc/nginx-unprivileged:1.29", "public.ecr.aws/nginx/nginx-unprivileged:stable"],
		"nginx (unprivileged)",
		["/tmp"],
		[],
	],
	[["nginx:1.29-alpine", "docker.io/library/nginx"], "nginx", ["/tmp", "/run", "/var/cache/nginx"], []],
	[["httpd:2.4"], "Apache httpd", ["/tmp", "/usr/local/apache2/logs"], []],
	[["redis:8"], "Redis", ["/tmp"], ["/data"]],
	[["valkey/valkey:9"], "Valkey", ["/tmp"], ["/data"]],
	[["memcached:1.6"], "Memcached", ["/tmp"], []],
	[
		["postgres:18", "postgis/postgis:18-3.6", "pgvector/pgvector:pg18"],
		"PostgreSQL",
		["/tmp", "/var/run/postgresql"],
		["/var/lib/postgresql"],
	],
	[["mysql:8.4"], "MySQL", ["/tmp", "/var/run/mysqld"], ["/var/lib/mysql"]],
	[["mariadb:12"], "MariaDB", ["/tmp", "/run/mysqld"], ["/var/lib/mysql"]],
	[["mongo:8"], "MongoDB", ["/tmp"], ["/data/db"]],
	[["rabbitmq:4-management"], "RabbitMQ", ["/tmp"], ["/var/lib/rabbitmq"]],
	[["mcr.microsoft.com/mssql/server:2019-latest"], "SQL Server", ["/tmp"], ["/var/opt/mssql"]],
	[["gvenzl/oracle-xe:21-slim"], "Oracle Database", ["/tmp"], ["/opt/oracle/oradata"]],
	[["apache/kafka:4.0.0", "confluentinc/cp-kafka:7.9.0"], "Kafka", ["/tmp"], ["/var/lib/kafka/data"]],
	[["zookeeper:3.9"], "ZooKeeper", ["/tmp"], ["/data", "/datalog"]],
	[["cassandra:5"], "Cassandra", ["/tmp"], ["/var/lib/cassandra"]],
	[["wordpress:6-php8.4-apache"], "WordPress", ["/tmp", "/run"], ["/var/www/html"]],
	[["grafana/grafana:12.3.0", "grafana/grafana-oss"], "Grafana", ["/tmp"], ["/var/lib/grafana"]],
	[["prom/prometheus:v3.7.3", "quay.io/prometheus/prometheus"], "Prometheus", ["/tmp"], ["/prometheus"]],
	[["minio/minio", "quay.io/minio/minio"], "MinIO", ["/tmp"], ["/data"]],
	[["jenkins/jenkins:lts-jdk21"], "Jenkins", ["/tmp"], ["/var/jenkins_home"]],
	[
		["elasticsearch:9.2.1", "docker.elastic.co/elasticsearch/elasticsearch:9.2.1"],
		"Elasticsearch",
		["/tmp", "/usr/share/elasticsearch/logs"],
		["/usr/share/elasticsearch/data", "/usr/share/elasticsearch/config"],
	],
	[
		["tomcat:11-jre21"],
		"Tomcat",
		["/tmp", "/usr/local/tomcat/temp", "/usr/local/tomcat/work", "/usr/local/tomcat/logs"],
		["/usr/local/tomcat/webapps"],
	],
	[["amazoncorretto:25", "eclipse-temurin:21-jre", "openjdk:17"], "Java", ["/tmp"], []],
	[["python:3.14-slim"], "Python", ["/tmp"], []],
	[["node:24"], "Node.js", ["/tmp"], []],
	[
		["datadog/agent:7", "public.ecr.aws/datadog/agent:7", "gcr.io/datadoghq/agent:7"],
		"the Datadog Agent",
		["/tmp", "/opt/datadog-agent/run", "/var/run/datadog", "/var/log/datadog"],
		["/etc/datadog-agent"],
	],
	[
		["amazon/aws-otel-collector", "public.ecr.aws/aws-observability/aws-otel-collector:v0.45.1"],
		"the AWS Distro for OpenTelemetry",
		["/tmp"],
		[],
	],
	[
		["otel/opentelemetry-collector:0.140.0", "otel/opentelemetry-collector-contrib"],
		"an OpenTelemetry collector",
		["/tmp"],
		[],
	],
	[["amazon/aws-xray-daemon", "public.ecr.aws/xray/aws-xray-daemon:3.x"], "the X-Ray daemon", ["/tmp"], []],
	[["envoyproxy/envoy:v1.36.2", "public.ecr.aws/appmesh/aws-appmesh-envoy:v1.29.12.1-prod"], "Envoy", ["/tmp"], []],
	[["busybox:1.37"], "BusyBox", ["/tmp"], []],
	[["fluent/fluent-bit:4.2", "amazon/aws-for-fluent-bit:stable"], "Fluent Bit", ["/tmp"], []],
	[["fluent/fluentd:v1.19-1"], "Fluentd", ["/tmp"], ["/fluentd/log"]],
];

describe.each(rows)("%j: %s", (images, program, scratch, volumes) => {
	test.each(images)("the paths that %s writes to are known", (image) => {
		expect(imageNeedsOf(image)).toMatchObject({ program, scratch, volumes });
	});
});

test.each([
	"nginx/nginx-prometheus-exporter",
	"nginxproxy/nginx-proxy",
	"nginx-unprivileged",
	"acme/nginx-unprivileged",
	"redis/redisinsight",
	"redis/redis-stack",
	"httpd-exporter",
	"bitnami/valkey",
	"acme/mongo",
	"mongo-express",
	"mysql/mysql-server",
	"wordpress/cli",
	"grafana/loki",
	"prom/alertmanager",
	"minio/mc",
	"jenkins/agent",
	"elasticsearch/kibana",
	"acme/python",
	"datadog/cluster-agent",
	"acme/agent",
	"amazon/aws-cli",
	"otel/weaver",
	"acme/opentelemetry-collector",
	"acme/envoy",
	"my-aws-appmesh-envoy",
	"acme/aws-xray-daemon",
	"fluent-bit",
	"fluentd",
	"fluentd/web",
	"bitnami/fluentd",
	"fluent/fluentd-kubernetes-daemonset",
	"fluent/fluent-bit/ui",
	"acme/aws-for-fluent-bit",
])("%s is not a known image", (image) => expect(imageNeedsOf(image)).toBeNull());

describe("the table of images", () => {
	test.each(knownImages.map(({ program, sources }) => [program, sources] as const))(
		"has a source for %s",
		(_, sources) => {
			expect(sources.length).toBeGreaterThan(0);
			for (const source of sources) expect(source).toMatch(/^https:\/\/[\w.-]+\/\S+$/);
		},
	);

	test("names every image once, with its registry and without a tag", () => {
		const images = knownImages.flatMap((known) => known.images);
		expect(new Set(images).size).toBe(images.length);
		expect(images.filter((image) => !/^[a-z0-9.-]+\.[a-z]+(?:\/[a-z0-9_.-]+)+(?:\/\*)?$/.test(image))).toEqual([]);
	});

	test("has absolute paths", () => {
		const paths = knownImages.flatMap(({ scratch, volumes, state = [], configuration = [], onlyReads = [] }) => [
			...[...scratch, ...volumes, ...state],
			...[...configuration, ...onlyReads],
		]);
		expect(paths.filter((path) => !/^\/\S*[^/]$/.test(path))).toEqual([]);
	});

	test("finds every image that it names", () => {
		const found = knownImages.flatMap(({ images }) =>
			images.map((image) => imageNeedsOf(image.replace("*", "any"))?.program),
		);
		expect(found).toEqual(knownImages.flatMap(({ images, program }) => images.map(() => program)));
	});

	test("says of no program that it both keeps data at a path and only reads it", () => {
		const both = knownImages.filter(({ volumes, state = [], onlyReads = [] }) =>
			onlyReads.some((path) => [...volumes, ...state].includes(path)),
		);
		expect(both).toEqual([]);
	});
});

const programsWith = (has: (image: string) => boolean) =>
	rows.flatMap(([images, program]) => (images.some(has) ? program : []));

test("only Java images may unpack native code into /tmp", () => {
	expect(programsWith((image) => imageNeedsOf(image)?.isJava === true)).toEqual([
		"Jenkins",
		"Elasticsearch",
		"Tomcat",
		"Java",
	]);
});

test("only the two nginx images generate configuration from templates", () => {
	expect(programsWith((image) => imageNeedsOf(image)?.rendering !== undefined)).toEqual([
		"nginx (unprivileged)",
		"nginx",
	]);
});

test.each([
	["amazon/aws-for-fluent-bit:init-latest", true],
	["public.ecr.aws/aws-observability/aws-for-fluent-bit:init-3.0.0@sha256:ab", true],
	["amazon/aws-for-fluent-bit:latest-init", false],
	["amazon/aws-for-fluent-bit", false],
	["fluent/fluent-bit:init-4", false],
])("whether %s cannot run with a read-only root: %s", (image, isImpossible) => {
	expect(imageNeedsOf(image)).toMatchObject({ program: "Fluent Bit", scratch: ["/tmp"], volumes: [] });
	expect(imageNeedsOf(image)?.impossible ?? null).toBe(
		isImpossible ? "the init images of aws-for-fluent-bit write to /init, the folder of their own programs" : null,
	);
});

test.each([
	"linuxserver/sonarr:latest",
	"lscr.io/linuxserver/plex:1.41.0",
	"ghcr.io/linuxserver/nextcloud@sha256:ab",
	"homeassistant/home-assistant:stable",
	"ghcr.io/home-assistant/home-assistant:2026.1",
	"jc21/nginx-proxy-manager:2",
])("%s starts with s6-overlay, which executes programs from /run", (image) => {
	expect(imageNeedsOf(image)?.impossible).toMatch(/^its init system, s6-overlay, runs programs from \/run/);
});
