import { describe, expect, test } from "@jest/globals";
import type { ContainerFacts, MountFacts, TaskDefinitionFacts } from "../../../core/facts.ts";
import { writersOf } from "../../../domain/containers/volume-writers.ts";
import { configurationMounts } from "../../../fix/plan/configuration-mounts.ts";
import type { KnownProgram } from "../../../fix/plan/known-program.ts";
import { aContainer, aTaskDefinition } from "../../support/builders.ts";
import { programOf } from "./known-program.ts";

const host = (path: MountFacts["path"], more: Partial<MountFacts> = {}): MountFacts => ({
	path,
	volume: null,
	hostPath: "/srv/x",
	readOnly: false,
	...more,
});
const plan = (
	mounts: ContainerFacts["mounts"],
	facts: Partial<TaskDefinitionFacts> = {},
	{ image = "nginx", start = null, mayTry = false }: Partial<Options> = {},
) => {
	const container = aContainer({ image, mounts });
	const task = aTaskDefinition({ containers: [container], ...facts });
	const shared = { volumes: task.volumes, writers: writersOf(task) };
	const { readOnly, notes } = configurationMounts(container, shared, programOf(container, start), mayTry);
	return { readOnly, notes: notes.map(({ text }) => text.replace(/^the mount at /, "")) };
};
interface Options {
	readonly image: string;
	readonly start: KnownProgram["start"];
	readonly mayTry: boolean;
}

describe("makes a mount read-only when the program of the image only reads it", () => {
	test.each<[string, string]>([
		["nginx", "/etc/nginx/conf.d"],
		["nginx", "/etc/nginx/conf.d/site.conf"],
		["nginx:1.27", "/etc/nginx/nginx.conf"],
		["nginx", "/etc/nginx/tls/server.key"],
		["httpd", "/usr/local/apache2/conf/httpd.conf"],
		["mysql:8", "/etc/mysql/conf.d"],
		["mariadb:11", "/etc/mysql/my.cnf"],
		["postgres:17", "/etc/postgresql/postgresql.conf"],
		["prom/prometheus", "/etc/prometheus"],
		["grafana/grafana:11", "/etc/grafana/grafana.ini"],
		["grafana/grafana:11", "/etc/grafana/provisioning"],
		["caddy:2", "/etc/caddy/Caddyfile"],
		["traefik:v3", "/etc/traefik/traefik.yml"],
	])("%s with a mount at %s", (image, path) => {
		const { readOnly, notes } = plan([host("/data", { hostPath: "/srv/data" }), host(path)], {}, { image });
		expect(readOnly).toEqual([1]);
		expect(notes).toEqual([expect.stringMatching(/ is made read-only, because .+ only reads it$/)]);
	});
});

describe("leaves a mount writable when it is not known whether the program writes there, and makes it read-only on trial", () => {
	test.each<[string, string]>([
		["team/app:1", "/x/settings.JSON"],
		["team/app:1", "/etc/app"],
		["team/app:1", "/etc/localtime.conf"],
		["team/app:1", "/tls/server.key"],
		["team/app:1", "/etc/letsencrypt/live/cert.pem"],
		["traefik:v3", "/etc/traefik/acme.json"],
		["traefik:v3", "/etc/traefik"],
		["redis:7", "/etc/redis/redis.conf"],
		["acme/nginx", "/etc/nginx/conf.d"],
		["bitnami/nginx", "/etc/nginx/nginx.conf"],
		["nginxproxy/nginx-proxy", "/etc/nginx/conf.d"],
		["nginx", "/etc/nginx"],
		["eclipse-mosquitto", "/mosquitto-2/mosquitto.conf"],
	])("%s with a mount at %s", (image, path) => {
		const mounts = [host("/data", { hostPath: "/srv/data" }), host(path)];
		const left = plan(mounts, {}, { image });
		expect(left.readOnly).toEqual([]);
		expect(left.notes).toEqual([
			expect.stringMatching(
				/ is left writable, because fix cannot tell whether .+ writes there; try it read-only with fix --try$/,
			),
		]);
		expect(plan(mounts, {}, { image, mayTry: true })).toEqual({
			readOnly: [1],
			notes: [`${path} is made read-only; undo this if the program writes there`],
		});
	});

	test("nginx with a command of its own", () => {
		const start = { writes: [], installers: [] };
		expect(plan([host("/etc/nginx/conf.d")], {}, { start }).readOnly).toEqual([]);
		expect(plan([host("/etc/nginx/conf.d")], {}, { start, mayTry: true }).readOnly).toEqual([0]);
	});
});

describe("leaves a mount writable, on trial as well, when the program writes there", () => {
	test.each<[string, string, string]>([
		["pihole/pihole", "/etc/pihole", "Pi-hole keeps its data there"],
		["pihole/pihole", "/etc/dnsmasq.d", "Pi-hole keeps its data there"],
		["gitlab/gitlab-ee:17", "/etc/gitlab", "GitLab keeps its data there"],
		["gitlab/gitlab-ce", "/etc/gitlab/ssl", "GitLab keeps its data there"],
		["ghcr.io/wg-easy/wg-easy:15", "/etc/wireguard", "WireGuard Easy keeps its data there"],
		["lscr.io/linuxserver/swag", "/config/app.json", "an image of LinuxServer.io keeps its data there"],
		["eclipse-mosquitto", "/mosquitto/config", "Mosquitto keeps its data there"],
	])("%s with a mount at %s", (image, path, reason) => {
		for (const mayTry of [false, true])
			expect(plan([host(path)], {}, { image, mayTry })).toEqual({
				readOnly: [],
				notes: [`${path} is left writable because ${reason}`],
			});
	});

	test("a command that visibly writes into the mount", () => {
		const start = { writes: ["/etc/nginx/conf.d/default.conf"], installers: [] };
		expect(plan([host("/etc/nginx/conf.d")], {}, { start, mayTry: true })).toEqual({
			readOnly: [],
			notes: ["/etc/nginx/conf.d is left writable because its own command writes there"],
		});
	});
});

test.each([
	"/config",
	"/etc",
	"/etc/letsencrypt",
	"/etc/letsencrypt/live",
	"/app/config",
	"/secrets",
	"/etc/../config",
	"/conf/.json",
	"/config/app.conf.d",
	"/secrets/db.pem.backup",
])("leaves the mount at %s writable, with a note", (path) => {
	expect(plan([host(path)])).toEqual({
		readOnly: [],
		notes: [
			`${path} is left writable because many programs write to such a folder; make it read-only if this one does not`,
		],
	});
});

const empty = "is left writable because its volume starts empty, so the program may have to fill it";
const shared =
	"is left writable because its volume is also mounted writable elsewhere; keep write access only where it is needed";
const neighbour = aContainer({ name: "b", mounts: [host("/elsewhere")] });

test.each<[string, readonly MountFacts[], Partial<TaskDefinitionFacts>, readonly string[]]>([
	[
		"in a volume that starts empty",
		[host("/etc/a", { hostPath: null, volume: "v" })],
		{ volumes: [{ name: "v" }] },
		[`/etc/a ${empty}`],
	],
	["in an anonymous volume", [host("/etc/a", { hostPath: null })], {}, [`/etc/a ${empty}`]],
	[
		"in a volume that starts empty, beside an EFS volume",
		[host("/etc/a", { hostPath: null, volume: "v" })],
		{ volumes: [{ name: "v" }, { name: "efs", efsTransitEncryption: "ENABLED" }] },
		[`/etc/a ${empty}`],
	],
	[
		"in a task with unknown volumes",
		[host("/etc/a", { hostPath: null, volume: "v" })],
		{ volumes: { unresolved: "x" } },
		[`/etc/a ${empty}`],
	],
	[
		"with a volume that another service can write to",
		[host("/etc/a")],
		{ neighbours: [neighbour] },
		[`/etc/a ${shared}`],
	],
	["that holds no configuration but is shared", [host("/data")], { neighbours: [neighbour] }, [`/data ${shared}`]],
	["of a volume that is mounted twice", [host("/etc/a"), host("/data")], {}, [`/etc/a ${shared}`]],
	[
		"at an unknown path",
		[host({ unresolved: "Ref X" }, { volume: "nginx-conf" })],
		{},
		["a path that is unknown (Ref X) is left writable because its path cannot be determined from the file"],
	],
	[
		"where nginx writes what it generates from templates",
		[host("/etc/nginx/conf.d"), host("/etc/nginx/templates", { readOnly: true, hostPath: "/srv/t" })],
		{},
		["/etc/nginx/conf.d is left writable because nginx writes the files that it generates from its templates there"],
	],
	["that is read-only, without a note", [host("/etc/a", { readOnly: true })], {}, []],
	["that may be read-only, without a note", [host("/etc/a", { readOnly: { unresolved: "x" } })], {}, []],
])("does not change a mount %s", (_, mounts, facts, notes) => {
	expect(plan(mounts, facts)).toEqual({ readOnly: [], notes });
});

test("makes conf.d of nginx read-only when the path of its templates is unknown", () => {
	const somewhere = host({ unresolved: "Ref X" }, { readOnly: true, hostPath: "/srv/t" });
	expect(plan([host("/etc/nginx/conf.d"), somewhere]).readOnly).toEqual([0]);
});

test("makes configuration on EFS read-only", () => {
	const mounts = [host("/etc/nginx/conf.d", { hostPath: null, volume: "v" })];
	const volumes = [{ name: "a" }, { name: "v", efsTransitEncryption: null }, { name: "z" }];
	expect(plan(mounts, { volumes }).readOnly).toEqual([0]);
	expect(plan(mounts, { volumes: [{ name: "v", efsTransitEncryption: null }] }).readOnly).toEqual([0]);
	expect(plan({ unresolved: "x" })).toEqual({ readOnly: [], notes: [] });
});
