import type { KnownImage } from "./known-image.ts";

const templates = { from: "/etc/nginx/templates", to: "/etc/nginx/conf.d" };

/** Both images have the same entry point, which leaves a configuration alone that it cannot change. */
const nginx = {
	volumes: [],
	runsReadOnly: true,
	rendering: templates,
	configuration: ["/etc/nginx"],
	onlyReads: ["/etc/nginx/nginx.conf", templates.to, templates.from, "/usr/share/nginx/html"],
	readsFilesIn: ["/etc/nginx", "/etc/ssl"],
	writingVariables: ["NGINX_ENVSUBST_OUTPUT_DIR"],
	harmless: { programs: ["nginx"], options: ["g"] },
} as const;

/** Servers of HTTP and of the applications behind it. */
export const webServers: readonly KnownImage[] = [
	{
		...nginx,
		program: "nginx (unprivileged)",
		images: [
			"docker.io/nginxinc/nginx-unprivileged",
			"ghcr.io/nginx/nginx-unprivileged",
			"public.ecr.aws/nginx/nginx-unprivileged",
			"quay.io/nginx/nginx-unprivileged",
		],
		sources: ["https://github.com/nginx/docker-nginx-unprivileged/blob/main/stable/debian/Dockerfile"],
		scratch: ["/tmp"],
		isUnprivileged: true,
	},
	{
		...nginx,
		program: "nginx",
		images: ["docker.io/library/nginx", "public.ecr.aws/nginx/nginx"],
		sources: [
			"https://github.com/docker-library/docs/blob/master/nginx/content.md",
			"https://github.com/nginx/docker-nginx/blob/master/stable/debian/10-listen-on-ipv6-by-default.sh",
		],
		scratch: ["/tmp", "/run", "/var/cache/nginx"],
	},
	{
		program: "Apache httpd",
		images: ["docker.io/library/httpd"],
		sources: [
			"https://github.com/docker-library/httpd/blob/master/2.4/Dockerfile",
			"https://github.com/docker-library/httpd/blob/master/2.4/httpd-foreground",
		],
		scratch: ["/tmp", "/usr/local/apache2/logs"],
		volumes: [],
		runsReadOnly: true,
		configuration: ["/usr/local/apache2/conf"],
		onlyReads: ["/usr/local/apache2/conf/extra"],
		readsFilesIn: ["/usr/local/apache2/conf"],
		harmless: { programs: ["httpd-foreground"], options: [] },
	},
	{
		program: "Caddy",
		images: ["docker.io/library/caddy"],
		sources: ["https://github.com/caddyserver/caddy-docker/blob/master/2.10/alpine/Dockerfile"],
		scratch: ["/tmp"],
		volumes: ["/config", "/data"],
		runsReadOnly: true,
		configuration: ["/etc/caddy"],
		onlyReads: ["/etc/caddy/Caddyfile"],
	},
	{
		program: "Traefik",
		images: ["docker.io/library/traefik"],
		sources: ["https://github.com/docker-library/docs/blob/master/traefik/content.md"],
		scratch: ["/tmp"],
		volumes: [],
		configuration: ["/etc/traefik"],
		onlyReads: ["/etc/traefik/traefik.yml", "/etc/traefik/traefik.yaml", "/etc/traefik/traefik.toml"],
	},
	{
		program: "WordPress",
		images: ["docker.io/library/wordpress"],
		sources: [
			"https://github.com/docker-library/docs/blob/master/wordpress/content.md",
			"https://github.com/docker-library/wordpress/blob/master/latest/php8.4/apache/Dockerfile",
		],
		scratch: ["/tmp", "/run"],
		volumes: ["/var/www/html"],
		runsReadOnly: true,
		configuration: ["/usr/local/etc", "/etc/apache2"],
	},
	{
		program: "Nextcloud",
		images: ["docker.io/library/nextcloud"],
		sources: ["https://github.com/docker-library/docs/blob/master/nextcloud/content.md"],
		scratch: ["/tmp", "/run"],
		volumes: ["/var/www/html"],
		configuration: ["/usr/local/etc", "/etc/apache2"],
	},
	{
		program: "Ghost",
		images: ["docker.io/library/ghost"],
		sources: ["https://github.com/docker-library/docs/blob/master/ghost/content.md"],
		scratch: ["/tmp"],
		volumes: ["/var/lib/ghost/content"],
	},
	{
		program: "Tomcat",
		images: ["docker.io/library/tomcat"],
		sources: ["https://github.com/docker-library/tomcat/blob/master/9.0/jre11/temurin-noble/Dockerfile"],
		scratch: ["/tmp", "/usr/local/tomcat/temp", "/usr/local/tomcat/work", "/usr/local/tomcat/logs"],
		volumes: ["/usr/local/tomcat/webapps"],
		isJava: true,
	},
];
