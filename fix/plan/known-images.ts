/** What a program needs to run with a read-only root. */
export interface ImageNeeds {
	/** For messages: `nginx`. */
	readonly program: string;
	/** Paths of temporary files, for which a tmpfs is enough. */
	readonly scratch: readonly string[];
	/** Paths whose content must persist or comes from the image. A tmpfs would lose or hide it, so the user has to mount a volume. */
	readonly volumes: readonly string[];
	/** Why it cannot run with a read-only root at all; absent when it can. */
	readonly impossible?: string;
	/** Its entry point generates files in `to` from those in `from` when something is mounted there. */
	readonly rendering?: { readonly from: string; readonly to: string };
	/** Its libraries may unpack native code into /tmp, which then must not be mounted with noexec. */
	readonly isJava?: true;
}

interface KnownImage extends ImageNeeds {
	/** Official images by name only; others as `owner/name`, from any registry. Lower case, no tag. */
	readonly images: readonly string[];
}

/**
 * Sources: the images' documentation. Docker Official Images' pages (nginx, httpd, redis, postgres, mysql, mariadb,
 * mongo, rabbitmq, wordpress, tomcat, elasticsearch), those of grafana, jenkins, prometheus and minio, Datadog's "Running
 * the Datadog Agent with a Read-Only Root Filesystem", aws-for-fluent-bit issues 824 and 928 (its init images write
 * to the folder of their own programs); read 2026-11-21.
 */
export const knownImages: readonly KnownImage[] = [
	{
		program: "nginx (unprivileged)",
		images: ["nginxinc/nginx-unprivileged", "nginx/nginx-unprivileged"],
		scratch: ["/tmp"],
		volumes: [],
		rendering: { from: "/etc/nginx/templates", to: "/etc/nginx/conf.d" },
	},
	{
		program: "nginx",
		images: ["nginx"],
		scratch: ["/tmp", "/run", "/var/cache/nginx"],
		volumes: [],
		rendering: { from: "/etc/nginx/templates", to: "/etc/nginx/conf.d" },
	},
	{ program: "Apache httpd", images: ["httpd"], scratch: ["/tmp", "/usr/local/apache2/logs"], volumes: [] },
	{ program: "Redis", images: ["redis", "valkey"], scratch: ["/tmp"], volumes: ["/data"] },
	{
		program: "PostgreSQL",
		images: ["postgres", "postgis", "pgvector"],
		scratch: ["/tmp", "/var/run/postgresql"],
		volumes: ["/var/lib/postgresql"],
	},
	{ program: "MySQL", images: ["mysql"], scratch: ["/tmp", "/var/run/mysqld"], volumes: ["/var/lib/mysql"] },
	{ program: "MariaDB", images: ["mariadb"], scratch: ["/tmp", "/run/mysqld"], volumes: ["/var/lib/mysql"] },
	{ program: "MongoDB", images: ["mongo"], scratch: ["/tmp"], volumes: ["/data/db"] },
	{ program: "RabbitMQ", images: ["rabbitmq"], scratch: ["/tmp"], volumes: ["/var/lib/rabbitmq"] },
	{ program: "WordPress", images: ["wordpress"], scratch: ["/tmp", "/run"], volumes: ["/var/www/html"] },
	{
		program: "Grafana",
		images: ["grafana/grafana", "grafana/grafana-oss"],
		scratch: ["/tmp"],
		volumes: ["/var/lib/grafana"],
	},
	{ program: "Prometheus", images: ["prom/prometheus", "prometheus"], scratch: ["/tmp"], volumes: ["/prometheus"] },
	{ program: "MinIO", images: ["minio"], scratch: ["/tmp"], volumes: ["/data"] },
	{ program: "Jenkins", images: ["jenkins"], scratch: ["/tmp"], volumes: ["/var/jenkins_home"], isJava: true },
	{
		program: "Elasticsearch",
		images: ["elasticsearch"],
		scratch: ["/tmp", "/usr/share/elasticsearch/logs"],
		volumes: ["/usr/share/elasticsearch/data", "/usr/share/elasticsearch/config"],
		isJava: true,
	},
	{
		program: "Tomcat",
		images: ["tomcat"],
		scratch: ["/tmp", "/usr/local/tomcat/temp", "/usr/local/tomcat/work", "/usr/local/tomcat/logs"],
		volumes: ["/usr/local/tomcat/webapps"],
		isJava: true,
	},
	{
		program: "Java",
		images: ["amazoncorretto", "eclipse-temurin", "openjdk"],
		scratch: ["/tmp"],
		volumes: [],
		isJava: true,
	},
	{ program: "Python", images: ["python"], scratch: ["/tmp"], volumes: [] },
	{ program: "Node.js", images: ["node"], scratch: ["/tmp"], volumes: [] },
	{
		program: "the Datadog Agent",
		images: ["datadog/agent", "datadoghq/agent"],
		scratch: ["/tmp", "/opt/datadog-agent/run", "/var/run/datadog", "/var/log/datadog"],
		volumes: ["/etc/datadog-agent"],
	},
	{
		program: "an OpenTelemetry collector",
		images: ["amazon/aws-otel-collector", "aws-observability/aws-otel-collector", "otel/opentelemetry-collector*"],
		scratch: ["/tmp"],
		volumes: [],
	},
	{
		program: "the X-Ray daemon",
		images: ["amazon/aws-xray-daemon", "xray/aws-xray-daemon"],
		scratch: ["/tmp"],
		volumes: [],
	},
	{
		program: "Envoy",
		// App Mesh's image is in an AWS registry per Region, without an owner before its name.
		images: ["envoyproxy/envoy", "*/aws-appmesh-envoy"],
		scratch: ["/tmp"],
		volumes: [],
	},
	{ program: "BusyBox", images: ["busybox"], scratch: ["/tmp"], volumes: [] },
];
