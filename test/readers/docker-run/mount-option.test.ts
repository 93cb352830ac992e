import { describe, expect, test } from "@jest/globals";
import { interpolate } from "../../../readers/compose/interpolate.ts";
import { type Origin, textWithHoles } from "../../../readers/compose/part.ts";
import { flagOf, longVolume } from "../../../readers/docker-run/mount-option.ts";

const template = (text: string) => interpolate(text, new Map());
const origin: Origin = { at: () => ({ line: 1, column: 1 }), document: null, variables: new Map(), folder: "." };

/** A value with its texts as they are shown. */
function shown(value: unknown): unknown {
	if (typeof value === "boolean") return value;
	const text = textWithHoles({ value, path: [], origin });
	return text === null
		? Object.fromEntries(Object.entries(Object(value)).map(([key, own]) => [key, shown(own)]))
		: String(text);
}
const volume = (option: string) => shown(longVolume(template(option)));

describe("a --mount option", () => {
	test.each([
		["type=bind", { type: "bind" }],
		["source=/etc", { source: "/etc" }],
		["src=/etc", { source: "/etc" }],
		["target=/a", { target: "/a" }],
		["dst=/a", { target: "/a" }],
		["destination=/a", { target: "/a" }],
		["readonly", { read_only: true }],
		["ro", { read_only: true }],
		["readonly=true", { read_only: true }],
		["readonly=false", { read_only: false }],
		["ro=0", { read_only: false }],
		["ro=", { read_only: "" }],
		["ro=$X", { read_only: "${X}" }],
		["readonly,ro=false", { read_only: false }],
		["type=tmpfs,tmpfs-size=64m", { type: "tmpfs", tmpfs: { size: "64m" } }],
		["TYPE=bind, Source =/etc,  RO", { type: "bind", source: "/etc", read_only: true }],
		["source", { source: "" }],
		["source=a=b", { source: "a=b" }],
		["source=a,source=b", { source: "b" }],
		["source=$X/a,target=/$Y", { source: "${X}/a", target: "/${Y}" }],
		["", {}],
		["tmpfs-mode=1777,bind-propagation=rshared,consistency=cached", {}],
		["constructor=a,toString,__proto__=b", {}],
		["sources=a,asource=b,types,ros", {}],
		['"type=bind","source=/a b"', { type: "bind", source: "/a b" }],
		['type=bind,"source=$X"', { type: "bind", source: "${X}" }],
	])("becomes Compose's long form: %s", (option, expected) => {
		expect(volume(option)).toEqual(expected);
	});

	test.each([
		["what is bound", "type=none", "o=bind", "/srv"],
		["what is bound with all below it", "type=none", "o=rbind", "/srv"],
		["what has no file system of its own", "type=none", "o=", "/srv"],
		["what is bound among other options", "type=ext4", "o=nodev", "/dev/sda1"],
		["what is bound, whatever the type", "type=ext4", "o=bind", "/srv"],
	])("has the host path that the volume driver binds: %s", (_, type, o, device) => {
		const option = `src=data,dst=/d,volume-opt=${type},volume-opt=${o},volume-opt=device=${device}`;
		expect(volume(option)).toEqual({ type: "bind", source: device, target: "/d" });
	});

	test.each([
		"volume-opt=type=nfs,volume-opt=o=addr=10.0.0.1,volume-opt=device=:/srv",
		"volume-opt=type=none,volume-opt=o=bind",
		"volume-opt=device=/srv",
		"volume-opt=type=none,volume-opt=devices=/srv",
		"volume-opts=type=none,volume-opts=device=/srv",
		"type=none,device=/srv",
		"volume-opt=o=bindx,volume-opt=device=/srv",
		"volume-opt,volume-opt=device",
	])("has no host path: %s", (option) => {
		expect(volume(`src=data,${option}`)).toMatchObject({ source: "data" });
		expect(volume(`src=data,${option}`)).not.toMatchObject({ type: "bind" });
	});

	test.each([
		["the driver options are repeated", 'volume-opt=o=nodev,volume-opt=device=$X,"volume-opt=o=bind"', "${X}"],
		["commas in quotes", 'volume-opt=type=ext4,"volume-opt=o=nodev,bind",volume-opt=device=/srv', "/srv"],
		[
			"an overlay",
			'volume-opt=type=overlay,"volume-opt=o=upperdir=/u,lowerdir=/etc",volume-opt=device=overlay',
			"/etc",
		],
	])("has a host path: %s", (_, option, source) => {
		expect(volume(`src=data,${option}`)).toEqual({ type: "bind", source });
	});

	test.each([
		'src=data,"volume-opt=o=addr=a,ro",dst=/d',
		'src=data,"volume-opt=o=a,type=bind,src=/etc,readonly",dst=/d',
		'"src=data","volume-opt=o=$X,src=$Y","dst=/d"',
	])("keeps a quoted comma within its field: %s", (option) => {
		expect(volume(option)).toEqual({ source: "data", target: "/d" });
	});
});

test.each([
	[null, true],
	...["1", "t", "T", "true", "True", "TRUE"].map((yes) => [yes, true] as const),
	...["0", "f", "F", "false", "False", "FALSE"].map((no) => [no, false] as const),
	...["", "yes", "no", "2", "10", "tr", "truex", "xtrue", "falsey", "xfalse", "$X", "true$X"].map(
		(other) => [other, other.replace("$X", "${X}")] as const,
	),
])("a flag with the value %j", (value, flag) => {
	expect(shown(flagOf(value === null ? null : template(value)))).toBe(flag);
});
