import { expect, test } from "@jest/globals";
import type { ContainerFacts, MountFacts, TaskDefinitionFacts } from "../../../core/facts.ts";
import { configurationMounts } from "../../../fix/plan/configuration-mounts.ts";
import { aContainer, aTaskDefinition } from "../../support/builders.ts";

const host = (path: MountFacts["path"], more: Partial<MountFacts> = {}): MountFacts => ({
	path,
	volume: null,
	hostPath: "/srv/x",
	readOnly: false,
	...more,
});
const plan = (mounts: ContainerFacts["mounts"], facts: Partial<TaskDefinitionFacts> = {}) => {
	const container = aContainer({ mounts });
	const { readOnly, notes } = configurationMounts(container, aTaskDefinition({ containers: [container], ...facts }));
	return { readOnly, notes: notes.map(({ text }) => text.replace(/^the mount at /, "")) };
};

test.each([
	"/app/nginx.conf",
	"/x/settings.JSON",
	"/x/config.yml",
	"/x/config.yaml",
	"/tls/server.key",
	"/etc/letsencrypt/live/cert.pem",
	"/etc/nginx/conf.d",
	"/etc/app",
	"/opt/conf/my.cnf",
])("makes the mount at %s read-only, with a note", (path) => {
	expect(plan([host("/data", { hostPath: "/srv/data" }), host(path)])).toEqual({
		readOnly: [1],
		notes: [`${path} is made read-only; undo this if the program writes there`],
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
		notes: [`${path} is left writable: many programs write to such a folder; make it read-only if this one does not`],
	});
});

const empty = "is left writable: its volume starts empty, so the program may have to fill it";
const shared =
	"is left writable: its volume is also mounted writable elsewhere; keep write access only where it is needed";
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
		["(path unknown (Ref X)) is left writable: its path cannot be determined from the file"],
	],
	[
		"where nginx writes what it generates from templates",
		[host("/etc/nginx/conf.d"), host("/etc/nginx/templates", { readOnly: true, hostPath: "/srv/t" })],
		{},
		["/etc/nginx/conf.d is left writable: nginx writes the files that it generates from its templates there"],
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
	const mounts = [host("/etc/a", { hostPath: null, volume: "v" })];
	const volumes = [{ name: "a" }, { name: "v", efsTransitEncryption: null }, { name: "z" }];
	expect(plan(mounts, { volumes }).readOnly).toEqual([0]);
	expect(plan(mounts, { volumes: [{ name: "v", efsTransitEncryption: null }] }).readOnly).toEqual([0]);
	expect(plan({ unresolved: "x" })).toEqual({ readOnly: [], notes: [] });
});
