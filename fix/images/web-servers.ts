import type { KnownImage } from "./known-image.ts";

const words = (text: string): readonly string[] => text.trim().split(/\s+/);

const templates = { from: "/etc/nginx/templates", to: "/etc/nginx/conf.d" };

/** Both images have the same entry point, which leaves a configuration alone that it cannot change. */
const nginx = {
	volumes: [],
	runsReadOnly: { from: 1, through: 1, areAll: true },
	variants: ["perl", "otel"],
	rendering: templates,
	configuration: ["/etc/nginx"],
	onlyReads: ["/etc/nginx/nginx.conf", templates.to, templates.from, "/usr/share/nginx/html"],
	readsFilesIn: ["/etc/nginx", "/etc/ssl"],
	// What its entry point reads, without where it writes; nginx-proxy reads the others, from outside.
	harmlessVariables: words(`
		LETSENCRYPT_EMAIL LETSENCRYPT_HOST NGINX_ENTRYPOINT_QUIET_LOGS NGINX_ENVSUBST_FILTER NGINX_ENVSUBST_TEMPLATE_SUFFIX
		NGINX_HOST NGINX_PORT NGINX_VERSION VIRTUAL_HOST VIRTUAL_PORT
	`),
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
			"https://github.com/nginx-proxy/nginx-proxy/blob/main/docs/README.md",
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
		runsReadOnly: { from: 2, through: 2, areAll: true },
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
		runsReadOnly: { from: 2, through: 2, areAll: true },
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
		runsReadOnly: { from: 4, through: 7, areAll: true },
		variants: ["apache", "fpm", "php"],
		configuration: ["/usr/local/etc", "/etc/apache2"],
		harmlessVariables: words(`
			WORDPRESS_AUTH_KEY WORDPRESS_AUTH_SALT WORDPRESS_DB_CHARSET WORDPRESS_DB_COLLATE WORDPRESS_DB_HOST WORDPRESS_DB_NAME
			WORDPRESS_DB_PASSWORD WORDPRESS_DB_USER WORDPRESS_DEBUG WORDPRESS_LOGGED_IN_KEY WORDPRESS_LOGGED_IN_SALT WORDPRESS_NONCE_KEY
			WORDPRESS_NONCE_SALT WORDPRESS_SECURE_AUTH_KEY WORDPRESS_SECURE_AUTH_SALT WORDPRESS_TABLE_PREFIX
		`),
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
