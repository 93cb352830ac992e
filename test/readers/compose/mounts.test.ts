import { describe, expect, test } from "@jest/globals";
import { readCompose } from "../../../readers/compose/read.ts";
import { aSourceFile, containerIn } from "../../support/engine-files.ts";
import { showing } from "../../support/partial-text.ts";

const read = (services: string, volumes = "data: ") =>
	readCompose(aSourceFile(`services: {${services}}\nvolumes: {${volumes}}`));
const web = (service: string) => containerIn(read(`web: {image: a, ${service}}`), "web");
const why = { unresolved: "${X} has no value" };
const openText = (text: string) => ({ ...why, text: showing(text) });
const mount = (path: unknown, volume: unknown, hostPath: unknown, readOnly: unknown = false) => ({
	path,
	volume,
	hostPath,
	readOnly,
});
const any = (reason: string, readOnly: unknown = { unresolved: reason }) =>
	mount({ unresolved: reason }, { unresolved: reason }, { unresolved: reason }, readOnly);

describe("the long form of a volume", () => {
	test.each([
		["{type: volume, source: data, target: /a}", mount("/a", "data", null)],
		["{source: data, target: /a, read_only: true}", mount("/a", "data", null, true)],
		["{type: volume, target: /a}", mount("/a", null, null)],
		["{type: volume, source: $X, target: /a}", mount("/a", openText("${X}"), null)],
		["{type: cluster, source: data, target: /a}", mount("/a", "data", null)],
		["{type: bind, source: /srv, target: /a, read_only: 'yes'}", mount("/a", null, "/srv", true)],
		["{type: bind, source: ./srv, target: /a}", mount("/a", null, "./srv")],
		["{type: bind, source: $X, target: /a}", mount("/a", null, "${X}")],
		["{type: bind, source: $X, target: /a, read_only: true}", mount("/a", null, openText("${X}"), true)],
		["{type: bind, source: /srv, target: /a, read_only: $X}", mount("/a", null, "/srv", openText("${X}"))],
		["{type: bind, target: /a}", mount("/a", null, { unresolved: "the mount has no source" })],
		[
			"{type: npipe, source: '\\\\.\\pipe\\docker_engine', target: /a}",
			mount("/a", null, "\\\\.\\pipe\\docker_engine"),
		],
		["{type: image, source: alpine, target: /a}", mount("/a", null, null, true)],
		["{type: $X, source: data, target: /a}", mount("/a", openText("${X}"), openText("${X}"))],
		[
			"{type: nonsense, source: data, target: /a}",
			mount("/a", { unresolved: "its type is not recognized" }, { unresolved: "its type is not recognized" }),
		],
		["{type: volume, source: data}", mount({ unresolved: "the volume has no target" }, "data", null)],
		["{type: volume, source: data, target: /$X}", mount(openText("/${X}"), "data", null)],
		["aa:bb:cc:dd", any("it is not a volume")],
		["[a]", mount({ unresolved: "the volume has no target" }, null, null)],
		["1", mount("1", null, null)],
	])("gives a mount: %s", (entry, expected) => {
		expect(web(`volumes: [${/^[{[]/.test(entry) ? entry : `"${entry}"`}]`)).toMatchObject({
			mounts: [expected],
			tmpfs: [],
		});
	});

	test.each([
		["{type: tmpfs, target: /a}", { path: "/a", sizeMiB: null, options: [] }],
		["{type: tmpfs, target: /a, tmpfs: {size: 64m, mode: 0o1777}}", { path: "/a", sizeMiB: 64, options: [] }],
		["{type: tmpfs, target: /a, tmpfs: {size: 1048576}}", { path: "/a", sizeMiB: 1, options: [] }],
		["{type: tmpfs, target: /a, tmpfs: {size: 0}}", { path: "/a", sizeMiB: null, options: [] }],
		["{type: tmpfs, target: /a, tmpfs: {size: $X}}", { path: "/a", sizeMiB: openText("${X}"), options: [] }],
		[
			"{type: tmpfs, target: /a, tmpfs: {size: [1]}}",
			{ path: "/a", sizeMiB: { unresolved: '"" is not a size' }, options: [] },
		],
		["{type: tmpfs, target: /a, read_only: true}", { path: "/a", sizeMiB: null, options: ["ro"] }],
		["{type: tmpfs, target: /a, read_only: $X}", { path: "/a", sizeMiB: null, options: openText("${X}") }],
		["{type: tmpfs}", { path: { unresolved: "the volume has no target" }, sizeMiB: null, options: [] }],
	])("gives a tmpfs: %s", (entry, expected) => {
		expect(web(`volumes: [${entry}]`)).toMatchObject({ mounts: [], tmpfs: [expected] });
	});
});

describe("the mounts of a service", () => {
	test("include tmpfs entries, then tmpfs volumes", () => {
		expect(web("tmpfs: /tmp").tmpfs).toEqual([{ path: "/tmp", sizeMiB: null, options: [] }]);
		expect(web("volumes: [{type: tmpfs, target: /c}], tmpfs: [/a, '/b:size=1m', [x]]").tmpfs).toMatchObject([
			{ path: "/a" },
			{ path: "/b", sizeMiB: 1 },
			{ path: { unresolved: "it is not a string" } },
			{ path: "/c" },
		]);
	});

	test("include configs and secrets as read-only", () => {
		const granted =
			"configs: [plain, {source: a, target: /etc/a.conf}, {source: b}, $X], secrets: [s, {source: t, target: u}, {source: v, target: /w}]";
		expect(web(`volumes: [data:/d], ${granted}`).mounts).toEqual([
			mount("/d", "data", null),
			mount("/plain", null, null, true),
			mount("/etc/a.conf", null, null, true),
			mount("/b", null, null, true),
			mount(why, null, null, true),
			mount("/run/secrets/s", null, null, true),
			mount("/run/secrets/u", null, null, true),
			mount("/w", null, null, true),
		]);
	});

	test.each([
		["use_api_socket: true", [mount("/var/run/docker.sock", null, "/var/run/docker.sock")]],
		["use_api_socket: $X", [mount("/var/run/docker.sock", null, openText("${X}"))]],
		["use_api_socket: false", []],
	])("are those of %s", (service, mounts) => {
		expect(web(service).mounts).toEqual(mounts);
	});

	test("have a host path where the local driver of a volume binds one", () => {
		const options = "driver_opts: {type: none, o: bind, device: /srv}";
		const volumes = `va: {${options}}, vb: {driver: local, ${options}}, vc: {driver: nfs, ${options}}, vd: {external: true}, ve: {driver_opts: [x]}`;
		const mounts = containerIn(
			read("web: {image: a, volumes: [va:/a, vb:/b, vc:/c, vd:/d, ve:/e]}", volumes),
			"web",
		).mounts;
		expect(mounts).toEqual([
			mount("/a", "va", "/srv"),
			mount("/b", "vb", "/srv"),
			mount("/c", "vc", null),
			mount("/d", "vd", null),
			mount("/e", "ve", null),
		]);
	});

	test("keep the last of two entries with one target", () => {
		expect(web("volumes: [data:/a, more:/b, more:/a]").mounts).toMatchObject([{ path: "/b" }, { volume: "more" }]);
		expect(web("tmpfs: ['/a:size=1m', '/a:size=2m']").tmpfs).toMatchObject([{ sizeMiB: 2 }]);
	});
});

describe("volumes_from", () => {
	const mountsOf = (services: string) => containerIn(read(services), "web").mounts;

	test.each([
		["[db]", [mount("/own", "own", null), mount("/data", "data", null), mount("/ro", "more", null, true)]],
		["[db:ro]", [mount("/own", "own", null), mount("/data", "data", null, true), mount("/ro", "more", null, true)]],
		["[db:rw]", [mount("/own", "own", null), mount("/data", "data", null), mount("/ro", "more", null, true)]],
		["[db:ro, db]", [mount("/own", "own", null), mount("/data", "data", null), mount("/ro", "more", null, true)]],
		["[web]", [mount("/own", "own", null)]],
		["[gone]", [mount("/own", "own", null), any("volumes_from gone")]],
		["[gone:ro]", [mount("/own", "own", null), any("volumes_from gone", true)]],
		["['container:x:ro']", [mount("/own", "own", null), any("volumes_from container:x", true)]],
		["['container:x']", [mount("/own", "own", null), any("volumes_from container:x")]],
		["[$X]", [mount("/own", "own", null), any("volumes_from ${X} has no value")]],
	])("gives the mounts of other services: %s", (list, mounts) => {
		const db = "db: {image: a, volumes: [data:/data, hidden:/own/, 'more:/ro:ro'], tmpfs: [/tmp]}";
		expect(mountsOf(`web: {image: a, volumes: [own:/own], volumes_from: ${list}}, ${db}`)).toEqual(mounts);
	});

	test("follows other services, also in a cycle", () => {
		const services =
			"web: {<<: &i {image: i}, volumes_from: [a:ro]}, a: {<<: *i, volumes: [xx:/a], volumes_from: [b]}, b: {<<: *i, volumes: [xx:/b], volumes_from: [a, web]}";
		expect(mountsOf(services)).toEqual([mount("/a", "xx", null, true), mount("/b", "xx", null, true)]);
	});

	test("follows at most twenty services", () => {
		const lenders = Array.from({ length: 25 }, (_, index) => `s${index}: {image: a, volumes: [vv:/${index}]}`).join(
			", ",
		);
		const names = Array.from({ length: 25 }, (_, index) => `s${index}`).join(", ");
		const mounts = mountsOf(`web: {image: a, volumes_from: [${names}]}, ${lenders}`);
		expect(mounts).toHaveLength(25);
		expect(mounts).toContainEqual(any("volumes_from s20"));
	});
});
