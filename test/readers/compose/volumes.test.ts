import { describe, expect, test } from "@jest/globals";
import { interpolate } from "../../../readers/compose/interpolate.ts";
import type { VolumeText } from "../../../readers/compose/volume-text.ts";
import {
	type DriverOptions,
	hostPathOf,
	mountVolume,
	mountVolumeText,
	type Volumes,
} from "../../../readers/compose/volumes.ts";
import { showing } from "../../support/partial-text.ts";

const template = (text: string) => interpolate(text, new Map());
const open = (name: string, text?: string) => ({
	unresolved: `\${${name}} has no value`,
	...(text === undefined ? {} : { text: showing(text) }),
});
const unsure = { unresolved: "nobody says" };

describe("the host path", () => {
	test.each([
		["/srv", true, "/srv"],
		["/srv/$X", false, "/srv/${X}"],
		["/srv/$X", true, open("X", "/srv/${X}")],
		["/srv/$X", unsure, open("X", "/srv/${X}")],
		["$X", true, open("X", "${X}")],
		["$X", false, "${X}"],
		["$PWD/a", true, "${PWD}/a"],
		["$PWD/a", unsure, "${PWD}/a"],
		["$HOME", true, "${HOME}"],
		["$PWD/$X", true, { unresolved: "${PWD} has no value, ${X} has no value", text: showing("${PWD}/${X}") }],
		["/a/$PWD", true, open("PWD", "/a/${PWD}")],
		["$OLDPWD/a", true, open("OLDPWD", "${OLDPWD}/a")],
		["", true, ""],
		["", false, ""],
	])("of %s when read-only is %j", (source, readOnly, path) => {
		expect(hostPathOf(template(source), readOnly)).toEqual(path);
	});
});

describe("a mount", () => {
	const volumes: Volumes = new Map([["data", { type: template("none"), device: template("/srv") }]]);
	const from = (source: string | null, target: string, readOnly: VolumeText["readOnly"]) =>
		mountVolumeText({ source: source === null ? null : template(source), target: template(target), readOnly }, volumes);

	test.each([
		["an anonymous volume", null, "/a", false, { path: "/a", volume: null, hostPath: null }],
		["anything", null, "$X", unsure, { path: open("X", "${X}"), volume: open("X"), hostPath: open("X") }],
		[
			"an anonymous volume at an unknown path",
			null,
			"/$X",
			true,
			{ path: open("X", "/${X}"), volume: null, hostPath: null },
		],
		["a path", "/etc", "/a", unsure, { path: "/a", volume: null, hostPath: "/etc" }],
		["a path or a volume", "$X", "/a", true, { path: "/a", volume: open("X"), hostPath: open("X") }],
		["a volume", "other", "/a", unsure, { path: "/a", volume: "other", hostPath: null }],
		["a volume that shows a path", "data", "/$X", true, { path: open("X", "/${X}"), volume: "data", hostPath: "/srv" }],
		["a volume whose name is open", "da$X", "/a", false, { path: "/a", volume: open("X", "da${X}"), hostPath: null }],
	])("is read: %s", (_, source, target, readOnly, mount) => {
		expect(from(source, target, readOnly)).toEqual({ mount: { ...mount, readOnly } });
	});
});

describe("a named volume", () => {
	/** The options of the driver, by their keys. */
	type Told = Readonly<Record<string, string>>;
	const named = (told: Told, readOnly: VolumeText["readOnly"] = false) => {
		const options: DriverOptions = Object.fromEntries(
			Object.entries(told).map(([key, option]) => [key, template(option)]),
		);
		return mountVolume(template("data"), "/a", readOnly, new Map([["data", options]]));
	};

	test.each([
		["nothing", {}, null],
		["a device that is bound", { type: "none", o: "bind", device: "/srv" }, "/srv"],
		["a device without a file system", { type: "none", device: "/srv" }, "/srv"],
		["a device that is bound among other options", { o: "nodev,rbind", device: "/srv" }, "/srv"],
		["a disk", { type: "ext4", device: "/dev/sda1" }, "/dev/sda1"],
		["no device", { type: "none", o: "bind" }, null],
		["an empty device", { type: "none", o: "bind", device: "" }, ""],
		["a file system from elsewhere", { type: "nfs", o: "addr=a,rw", device: ":/srv" }, null],
		["an option that only looks like it", { type: "nfs", o: "binds,abind", device: ":/srv" }, null],
		["an unknown device", { type: "none", device: "/srv/$X" }, "/srv/${X}"],
		["an overlay", { type: "overlay", o: "lowerdir=/etc,upperdir=/u", device: "overlay" }, "/etc"],
		["an overlay, its lower folder last", { type: "overlay", o: "upperdir=/u,lowerdir=/etc" }, "/etc"],
		["no overlay", { type: "nfs", o: "lowerdir=/etc", device: ":/srv" }, null],
	])("has the host path of its driver options: %s", (_, told: Told, hostPath) => {
		expect(named(told)).toEqual({ mount: { path: "/a", volume: "data", hostPath, readOnly: false } });
	});

	test("has no host path without driver options", () => {
		const mount = { path: "/a", volume: "data", hostPath: null, readOnly: unsure };
		expect(mountVolume(template("data"), "/a", unsure, new Map([["other", { type: template("tmpfs") }]]))).toEqual({
			mount,
		});
	});

	test.each([
		["ro", false, true],
		["nodev,ro", unsure, true],
		["bind", unsure, unsure],
		["bind", true, true],
		["rw", true, true],
		["xro", false, false],
	])("with the options %s in a mount whose read-only is %j", (o, readOnly, expected) => {
		expect(named({ type: "none", o, device: "/srv" }, readOnly)).toEqual({
			mount: { path: "/a", volume: "data", hostPath: "/srv", readOnly: expected },
		});
	});

	test("with an unknown device has a known host path only where it is writable", () => {
		const options = { type: "none", device: "/srv/$X" };
		expect(named(options, true)).toMatchObject({ mount: { hostPath: open("X", "/srv/${X}") } });
	});

	const freely = ["exec", "suid", "dev"];
	test.each([
		["", false, null, freely],
		["", true, null, [...freely, "ro"]],
		["", unsure, null, freely],
		["size=1m,noexec", false, 1, [...freely, "size=1m", "noexec"]],
		["noexec,,nosuid", true, null, [...freely, "noexec", "nosuid", "ro"]],
		["$X", true, open("X"), open("X")],
		["size=$X", false, open("X", "${X}"), [...freely, "size=${X}"]],
	])("is a tmpfs with the options %j when read-only is %j", (o, readOnly, sizeMiB, options) => {
		expect(named({ type: "tmpfs", o, device: "tmpfs" }, readOnly)).toEqual({
			tmpfs: { path: "/a", sizeMiB, options },
		});
	});

	test("is a tmpfs without options", () => {
		expect(named({ type: "tmpfs" })).toEqual({ tmpfs: { path: "/a", sizeMiB: null, options: freely } });
	});
});
