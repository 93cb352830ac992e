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
const planned = (mounts: ContainerFacts["mounts"], facts: Partial<TaskDefinitionFacts> = {}) => {
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
])("%s is made read-only, and said", (path) => {
	expect(planned([host("/data", { hostPath: "/srv/data" }), host(path)])).toEqual({
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
])("%s is left, and said", (path) => {
	expect(planned([host(path)])).toEqual({
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
		"a volume of nobody's",
		[host("/etc/a", { hostPath: null, volume: "v" })],
		{ volumes: [{ name: "v" }] },
		[`/etc/a ${empty}`],
	],
	["an anonymous volume", [host("/etc/a", { hostPath: null })], {}, [`/etc/a ${empty}`]],
	[
		"a volume of nobody's beside one that is filled",
		[host("/etc/a", { hostPath: null, volume: "v" })],
		{ volumes: [{ name: "v" }, { name: "efs", efsTransitEncryption: "ENABLED" }] },
		[`/etc/a ${empty}`],
	],
	[
		"volumes that are not known",
		[host("/etc/a", { hostPath: null, volume: "v" })],
		{ volumes: { unresolved: "x" } },
		[`/etc/a ${empty}`],
	],
	["a neighbour writes there", [host("/etc/a")], { neighbours: [neighbour] }, [`/etc/a ${shared}`]],
	["nothing of configuration, but shared", [host("/data")], { neighbours: [neighbour] }, [`/data ${shared}`]],
	["twice in one container", [host("/etc/a"), host("/data")], {}, [`/etc/a ${shared}`]],
	[
		"a place that is not known",
		[host({ unresolved: "Ref X" }, { volume: "nginx-conf" })],
		{},
		["(path unknown (Ref X)) is left writable: its path cannot be determined from the file"],
	],
	[
		"what nginx makes of its templates",
		[host("/etc/nginx/conf.d"), host("/etc/nginx/templates", { readOnly: true, hostPath: "/srv/t" })],
		{},
		["/etc/nginx/conf.d is left writable: nginx writes the files that it generates from its templates there"],
	],
	["what is read-only", [host("/etc/a", { readOnly: true })], {}, []],
	["what nobody knows to be writable", [host("/etc/a", { readOnly: { unresolved: "x" } })], {}, []],
])("%s", (_, mounts, facts, notes) => {
	expect(planned(mounts, facts)).toEqual({ readOnly: [], notes });
});

test("where templates are is not known: a folder below /etc like every other", () => {
	const somewhere = host({ unresolved: "Ref X" }, { readOnly: true, hostPath: "/srv/t" });
	expect(planned([host("/etc/nginx/conf.d"), somewhere]).readOnly).toEqual([0]);
});

test("a file system that somebody else fills counts", () => {
	const mounts = [host("/etc/a", { hostPath: null, volume: "v" })];
	const volumes = [{ name: "a" }, { name: "v", efsTransitEncryption: null }, { name: "z" }];
	expect(planned(mounts, { volumes }).readOnly).toEqual([0]);
	expect(planned(mounts, { volumes: [{ name: "v", efsTransitEncryption: null }] }).readOnly).toEqual([0]);
	expect(planned({ unresolved: "x" })).toEqual({ readOnly: [], notes: [] });
});
