import { globMatches } from "../glob.ts";

/** What a program writes to besides its root, once that is read-only. */
export interface ImageNeeds {
	/** For people: `nginx`. */
	readonly program: string;
	/** Scratch places: a tmpfs does. */
	readonly scratch: readonly string[];
	/** Places whose content has to last, or that the image fills: a tmpfs would lose or hide it, so somebody has to mount a volume. */
	readonly volumes: readonly string[];
	/** Why it cannot run with a read-only root at all. */
	readonly impossible?: string;
}

interface Known extends ImageNeeds {
	/** Globs of the image's last path segment, or of its whole path when they have a slash; small letters, no tag. */
	readonly images: readonly string[];
}

/**
 * From the images' own documentation: Docker Official Images' pages (nginx, httpd, redis, postgres, mysql, mariadb,
 * mongo, rabbitmq, wordpress, tomcat), Datadog's "Running the Datadog Agent with a Read-Only Root Filesystem",
 * aws-for-fluent-bit issues 824 and 928 (its init images write beside their own programs); read 2026-11-21.
 */
const known: readonly Known[] = [
	{ program: "nginx (unprivileged)", images: ["nginx-unprivileged"], scratch: ["/tmp"], volumes: [] },
	{ program: "nginx", images: ["*nginx"], scratch: ["/tmp", "/run", "/var/cache/nginx"], volumes: [] },
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
		program: "Tomcat",
		images: ["tomcat"],
		scratch: ["/tmp", "/usr/local/tomcat/temp", "/usr/local/tomcat/work", "/usr/local/tomcat/logs"],
		volumes: ["/usr/local/tomcat/webapps"],
	},
	{
		program: "Java",
		images: ["*corretto", "*temurin", "openjdk", "*-jdk", "*-jre", "*java"],
		scratch: ["/tmp"],
		volumes: [],
	},
	{ program: "Python", images: ["python", "*-python", "*gunicorn*", "*uvicorn*"], scratch: ["/tmp"], volumes: [] },
	{ program: "Node.js", images: ["node", "*-node", "*nodejs*"], scratch: ["/tmp"], volumes: [] },
	{
		program: "the Datadog Agent",
		images: ["*datadog/agent", "datadog-agent"],
		scratch: ["/tmp", "/opt/datadog-agent/run", "/var/run/datadog", "/var/log/datadog"],
		volumes: ["/etc/datadog-agent"],
	},
	{
		program: "an OpenTelemetry collector",
		images: ["aws-otel-collector", "opentelemetry-collector*"],
		scratch: ["/tmp"],
		volumes: [],
	},
	{ program: "the X-Ray daemon", images: ["*xray-daemon"], scratch: ["/tmp"], volumes: [] },
	{ program: "Envoy", images: ["*envoy"], scratch: ["/tmp"], volumes: [] },
	{ program: "BusyBox", images: ["busybox"], scratch: ["/tmp"], volumes: [] },
];

/** Fluent Bit gets /var/run from FireLens, where its socket is: a tmpfs of ours on /run would hide it. */
const fluentBit: ImageNeeds = { program: "Fluent Bit", scratch: ["/tmp"], volumes: [] };

const initImage: ImageNeeds = {
	...fluentBit,
	impossible: "the init images of aws-for-fluent-bit write to /init, beside their own programs",
};

/** What an image is known to write to; null for one that nobody knows here. */
export function needsOf(image: string | null): ImageNeeds | null {
	if (image === null) return null;
	const { path, tag } = partsOf(image.toLowerCase());
	const name = path.slice(path.lastIndexOf("/") + 1);
	if (globMatches("*fluent-bit", name) || globMatches("*fluentd*", name)) {
		return tag.startsWith("init-") ? initImage : fluentBit;
	}
	const isMeant = (glob: string): boolean => globMatches(glob, glob.includes("/") ? path : name);
	return known.find(({ images }) => images.some(isMeant)) ?? null;
}

/** `registry:5000/team/app:1.2@sha256:…` is `registry:5000/team/app` and `1.2`. */
function partsOf(image: string): { readonly path: string; readonly tag: string } {
	const [name = ""] = image.split("@");
	const colon = name.indexOf(":", name.lastIndexOf("/") + 1);
	return { path: colon === -1 ? name : name.slice(0, colon), tag: colon === -1 ? "" : name.slice(colon + 1) };
}
