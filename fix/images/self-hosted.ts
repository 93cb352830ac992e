import type { KnownImage } from "./known-image.ts";

/** https://github.com/just-containers/s6-overlay/issues/397: noexec, Docker's default for a tmpfs, stops it. */
const s6 =
	"its init system, s6-overlay, runs programs from /run, so that a tmpfs there needs exec, and it needs a setting of its own for a " +
	"read-only root; follow the documentation of the image, or accept its writable root with a waiver";

/** Images that start with s6-overlay. */
const withS6 = (
	program: string,
	images: KnownImage["images"],
	state: readonly string[],
	...sources: KnownImage["sources"]
): KnownImage => ({ program, images, sources, scratch: [], volumes: [], state, impossible: s6 });

/** Applications that keep their state beside their configuration, or start with an init system of their own. */
export const selfHostedApplications: readonly KnownImage[] = [
	withS6(
		"an image of LinuxServer.io",
		["docker.io/linuxserver/*", "ghcr.io/linuxserver/*", "lscr.io/linuxserver/*"],
		["/config"],
		"https://docs.linuxserver.io/misc/read-only/",
		"https://github.com/just-containers/s6-overlay/issues/397",
	),
	withS6(
		"Home Assistant",
		["docker.io/homeassistant/home-assistant", "ghcr.io/home-assistant/home-assistant"],
		["/config"],
		"https://github.com/home-assistant/core/blob/dev/Dockerfile",
		"https://github.com/home-assistant/docker-base/issues/184",
	),
	withS6(
		"an image of hotio",
		["docker.io/hotio/*", "ghcr.io/hotio/*"],
		["/config"],
		"https://github.com/hotio/base/blob/master/linux-amd64.Dockerfile",
	),
	withS6(
		"Nginx Proxy Manager",
		["docker.io/jc21/nginx-proxy-manager"],
		["/data", "/etc/letsencrypt"],
		"https://github.com/NginxProxyManager/nginx-proxy-manager/blob/develop/docker/Dockerfile",
	),
	{
		program: "Pi-hole",
		images: ["docker.io/pihole/pihole", "ghcr.io/pi-hole/pihole"],
		sources: [
			"https://github.com/pi-hole/docker-pi-hole/blob/master/README.md",
			"https://github.com/pi-hole/docker-pi-hole/blob/master/src/start.sh",
		],
		scratch: ["/tmp", "/run", "/var/log/pihole"],
		volumes: ["/etc/pihole"],
		state: ["/etc/dnsmasq.d"],
	},
	{
		program: "GitLab",
		images: ["docker.io/gitlab/gitlab-ce", "docker.io/gitlab/gitlab-ee"],
		sources: [
			"https://docs.gitlab.com/17.4/ee/install/docker/installation.html",
			"https://docs.gitlab.com/17.4/ee/install/docker/backup_restore.html",
		],
		scratch: ["/tmp", "/run"],
		volumes: ["/etc/gitlab", "/var/log/gitlab", "/var/opt/gitlab"],
	},
	{
		program: "WireGuard Easy",
		images: ["docker.io/weejewel/wg-easy", "ghcr.io/wg-easy/wg-easy"],
		sources: [
			"https://github.com/wg-easy/wg-easy/blob/master/docs/content/getting-started.md",
			"https://github.com/wg-easy/wg-easy/blob/master/src/server/database/sqlite.ts",
		],
		scratch: ["/tmp"],
		volumes: ["/etc/wireguard"],
	},
	{
		program: "Jenkins",
		images: ["docker.io/jenkins/jenkins"],
		sources: ["https://github.com/jenkinsci/docker/blob/master/README.md"],
		scratch: ["/tmp"],
		volumes: ["/var/jenkins_home"],
		isJava: true,
	},
];
