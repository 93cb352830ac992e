import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { PartialText } from "../../../core/partial-text.ts";
import { interpolate } from "../../../readers/compose/interpolate.ts";
import { isWindowsPath, readVolumeText, sourceKind } from "../../../readers/compose/volume-text.ts";
import { mountVolumeText } from "../../../readers/compose/volumes.ts";
import { anyText } from "../../support/any-text.ts";
import { showing } from "../../support/partial-text.ts";

const template = (text: string) => interpolate(text, new Map());
const open = (name: string, text: string) => ({ unresolved: `\${${name}} has no value`, text: showing(text) });
const why = { unresolved: "${X} has no value" };

const volumes = () =>
	new Map([
		["plain", {}],
		["bound", { type: template("none"), o: template("bind"), device: template("/srv/data") }],
		["rbound", { type: template("none"), o: template("rbind,ro"), device: template("/srv/data") }],
		["untyped", { o: template("bind"), device: template("$X/data") }],
		["memory", { type: template("tmpfs"), device: template("tmpfs"), o: template("size=64m,noexec") }],
		["memories", { type: template("tmpfs"), device: template("tmpfs") }],
		["opened", { type: template("tmpfs"), device: template("tmpfs"), o: template("$X") }],
		["efs", { type: template("nfs"), o: template("addr=fs-1.efs,nfsvers=4.1,rw"), device: template(":/") }],
		["half", { type: template("none"), o: template("bind") }],
	]);

const mount = (path: unknown, volume: unknown, hostPath: unknown, readOnly: unknown = false) => ({
	mount: { path, volume, hostPath, readOnly },
});

describe("the short form of a volume", () => {
	test.each([
		["/data", mount("/data", null, null)],
		["x", mount("x", null, null)],
		["data:/data", mount("/data", "data", null)],
		["data:/data:ro", mount("/data", "data", null, true)],
		["data:/data:rw", mount("/data", "data", null)],
		["data:/data:ro,z", mount("/data", "data", null, true)],
		["data:/data:cached", mount("/data", "data", null)],
		["data:/data:Z,nocopy", mount("/data", "data", null)],
		["data:/data:ro,rw", mount("/data", "data", null)],
		["data:/data:rro", mount("/data", "data", null, true)],
		["data:/data:$X", mount("/data", "data", null, why)],
		["data:/data:${X:-ro}", mount("/data", "data", null, true)],
		["./data:/data", mount("/data", null, "./data")],
		["../data:/data:ro", mount("/data", null, "../data", true)],
		["~/.aws:/root/.aws:ro", mount("/root/.aws", null, "~/.aws", true)],
		["/etc:/host:ro", mount("/host", null, "/etc", true)],
		["C:\\data:/data", mount("/data", null, "C:\\data")],
		["c:/data:d:/data:ro", mount("d:/data", null, "c:/data", true)],
		["C:\\data:C:\\data", mount("C:\\data", null, "C:\\data")],
		[
			"\\\\.\\pipe\\docker_engine:\\\\.\\pipe\\docker_engine",
			mount("\\\\.\\pipe\\docker_engine", null, "\\\\.\\pipe\\docker_engine"),
		],
		["plain:/a", mount("/a", "plain", null)],
		["bound:/a", mount("/a", "bound", "/srv/data")],
		["bound:/a:ro", mount("/a", "bound", "/srv/data", true)],
		["rbound:/a", mount("/a", "rbound", "/srv/data", true)],
		["untyped:/a", mount("/a", "untyped", "${X}/data")],
		["untyped:/a:ro", mount("/a", "untyped", open("X", "${X}/data"), true)],
		["efs:/a", mount("/a", "efs", null)],
		["half:/a", mount("/a", "half", null)],
		["memory:/a", { tmpfs: { path: "/a", sizeMiB: 64, options: ["exec", "suid", "dev", "size=64m", "noexec"] } }],
		["memories:/a:ro", { tmpfs: { path: "/a", sizeMiB: null, options: ["exec", "suid", "dev", "ro"] } }],
		["opened:/a", { tmpfs: { path: "/a", sizeMiB: why, options: why } }],
		["$X", mount(open("X", "${X}"), why, why, why)],
		["$X:/data", mount("/data", why, why)],
		["$X:/data:ro", mount("/data", why, why, true)],
		["${X}_data:/data", mount("/data", why, why)],
		["$X/data:/data", mount("/data", null, "${X}/data")],
		["$X/data:/data:ro", mount("/data", null, open("X", "${X}/data"), true)],
		["/srv/$X:/data:ro", mount("/data", null, open("X", "/srv/${X}"), true)],
		["/srv/$X:/data", mount("/data", null, "/srv/${X}")],
		["$PWD/data:/data:ro", mount("/data", null, "${PWD}/data", true)],
		["${PWD}:/data:ro", mount("/data", null, "${PWD}", true)],
		[
			"$HOME/$X:/data:ro",
			mount(
				"/data",
				null,
				{ unresolved: "${HOME} has no value, ${X} has no value", text: showing("${HOME}/${X}") },
				true,
			),
		],
		["c", mount("c", null, null)],
		["c:ro", mount("c:ro", null, null)],
		["data:c", mount("c", "data", null)],
		["ab:/a", mount("/a", "ab", null)],
		["1:/a", mount("/a", "1", null)],
		["/:/host", mount("/host", null, "/")],
		["c:$X:/a", mount("/a", null, "c:${X}")],
		["c:$X:/a:ro", mount("/a", null, open("X", "c:${X}"), true)],
		["c:/$X/b:d:\\a$Y", mount({ unresolved: "${Y} has no value", text: showing("d:\\a${Y}") }, null, "c:/${X}/b")],
		["$X:c:/a", mount("c:/a", why, why)],
		["c$X:/a", mount("/a", open("X", "c${X}"), null)],
		["data:/a:readonly", mount("/a", "data", null, true)],
		["data:/a:rw,ro", mount("/a", "data", null, true)],
		["data:/a:RO", mount("/a", "data", null)],
		["data:/a:xro", mount("/a", "data", null)],
		["data:/a:ro,$X", mount("/a", "data", null, why)],
		["data:/a:$X,ro", mount("/a", "data", null, true)],
		["data:/a:$X,rw", mount("/a", "data", null)],
		["data:/a:ro,", mount("/a", "data", null, true)],
		["$X$Y", mount({ unresolved: "${X} has no value, ${Y} has no value", text: showing("${X}${Y}") }, null, null)],
		["data:/$X", mount(open("X", "/${X}"), "data", null)],
		["data$X:/data", mount("/data", open("X", "data${X}"), null)],
		["/data/$X", mount(open("X", "/data/${X}"), null, null)],
	])("is read: %s", (text, mounted) => {
		const read = readVolumeText(template(text));
		expect(read === null ? null : mountVolumeText(read, volumes())).toEqual(mounted);
	});

	test.each(["", ":", ":/data", "data:", "data:/data:", "a1:b1:c1:d1", "::"])("is invalid: %j", (text) => {
		expect(readVolumeText(template(text))).toBeNull();
	});

	const name = fc.stringMatching(/^[a-z][a-z0-9_.-]{1,10}$/);
	const path = fc.stringMatching(/^\/[a-z0-9_./-]{1,10}$/);
	test("gives back its source, target and mode", () => {
		fc.assert(
			fc.property(fc.oneof(name, path), path, fc.constantFrom("ro", "rw", "z", "ro,Z"), (source, target, mode) => {
				const read = readVolumeText(new PartialText([`${source}:${target}:${mode}`]));
				expect(String(read?.source)).toBe(source);
				expect(String(read?.target)).toBe(target);
				expect(read?.readOnly).toBe(mode.startsWith("ro"));
			}),
		);
	});

	test("is read whatever it contains", () => {
		fc.assert(
			fc.property(
				fc.oneof(anyText, fc.string({ unit: fc.constantFrom("a", ":", "/", "\\", "$", "X", ",") })),
				(text) => {
					const read = readVolumeText(template(text));
					if (read !== null) expect(mountVolumeText(read, volumes())).toBeDefined();
				},
			),
		);
	});
});

test.each([
	["C:\\data", true],
	["d:/data", true],
	["\\\\.\\pipe\\x", true],
	["\\data", false],
	["ab:\\data", false],
	["1:\\data", false],
	["x\\\\data", false],
	["c:data", false],
	["/c:/data", false],
	["c:", false],
	["data", false],
])("whether %s is a Windows path: %s", (text, is) => {
	expect(isWindowsPath(text)).toBe(is);
});

test.each([
	["$X", true],
	["$X$Y", false],
	["$X/a", false],
	["a$X", false],
	["a", false],
	["", false],
])("whether %j is a single hole: %s", (text, is) => {
	expect(template(text).isOnlyHole).toBe(is);
});

test.each([
	["/srv", "path"],
	[".", "path"],
	["./a", "path"],
	["../a", "path"],
	["~/a", "path"],
	["\\\\server\\share", "path"],
	["C:", "path"],
	["z:/a", "path"],
	["/srv/$X", "path"],
	["$PWD", "path"],
	["${HOME}", "path"],
	["${PWD}data", "path"],
	["$X/a", "path"],
	["$X\\a", "path"],
	["$X", "unknown"],
	["${X}a/b", "unknown"],
	["$X$Y", "unknown"],
	["${OLDPWD}", "unknown"],
	["data", "name"],
	["data/a", "name"],
	["a./b", "name"],
	["ab:c", "name"],
	["1:c", "name"],
	["\\a", "name"],
	["data$PWD", "name"],
	["", "name"],
])("the source %j is of kind %s", (source, kind) => {
	expect(sourceKind(template(source))).toBe(kind);
});
