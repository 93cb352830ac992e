import { describe, expect, test } from "@jest/globals";
import { noteLines, tryText } from "./fix-text.ts";

const file = (before: readonly string[], ...service: readonly string[]): string =>
	[
		...before,
		"services:",
		"  web:",
		...["image: nginx:1.27", "mem_limit: 4g", ...service].map((line) => `    ${line}`),
		"",
	].join("\n");

async function fixed(text: string) {
	const result = await tryText("compose", text);
	return { text: result.text.replace(/size=\d+m/g, "size="), notes: noteLines(result) };
}
const list = (...paths: readonly string[]): readonly string[] => [
	"tmpfs:",
	...paths.map((path) => `  - ${path}:size=`),
];

describe("a tmpfs in the long form of a volume", () => {
	test.each([
		["- {type: tmpfs, target: /tmp, tmpfs: {size: 16m}}", ["/run", "/var/cache/nginx"]],
		["- {type: tmpfs, target: /run/, tmpfs: {size: 16m}}", ["/tmp", "/var/cache/nginx"]],
	])("gets the others beside it in `tmpfs`: %s", async (item, paths) => {
		const volumes = ["volumes:", `  ${item}`];
		expect(await fixed(file([], ...volumes))).toEqual({
			text: file([], ...volumes, "read_only: true", ...list(...paths)),
			notes: [],
		});
	});

	test("gets them in a list that is empty", async () => {
		const volume = "volumes: [{type: tmpfs, target: /tmp, tmpfs: {size: 16m}}]";
		const { text } = await fixed(file([], volume, "tmpfs: []"));
		expect(text).toContain("tmpfs: [/run:size=, /var/cache/nginx:size=]");
	});

	test("gets them where the item has a tag", async () => {
		const { text } = await fixed(file([], "volumes: [!override {type: tmpfs, target: /tmp, tmpfs: {size: 16m}}]"));
		expect(text).toContain(
			list("/run", "/var/cache/nginx")
				.map((line) => `    ${line}\n`)
				.join(""),
		);
	});
});

describe("a list that << merges in", () => {
	const why = (line: number) =>
		`web: not fixed: tmpfs is set in line ${line}, from where << takes it; change it there, or write the whole value beside <<`;

	test.each<[string, readonly string[], number, readonly string[]]>([
		["from a mapping", ["x-t: &t", "  tmpfs: [/tmp]"], 2, ["<<: *t"]],
		["from one of several", ["x-a: &a {user: '1'}", "x-t: &t", "  tmpfs: [/tmp]"], 3, ["<<: [*a, *t]"]],
		["through another", ["x-t: &t", "  tmpfs: [/tmp]", "x-a: &a", "  <<: *t"], 2, ["<<: *a"]],
		["from an anchor of a list", ["x-l: &l [/tmp]", "x-t: &t", "  tmpfs: *l"], 3, ["<<: *t"]],
	])("is named, with its line: %s", async (_, before, line, service) => {
		const text = file(before, ...service);
		expect(await fixed(text)).toEqual({ text, notes: [why(line)] });
	});

	test("is no obstacle where it is empty, or the service has a list of its own", async () => {
		const needed = ["/tmp", "/run", "/var/cache/nginx"];
		const empty = ["x-t: &t", "  tmpfs: []"];
		expect((await fixed(file(empty, "<<: *t"))).text).toBe(
			file(empty, "<<: *t", "read_only: true", ...list(...needed)),
		);
		const other = ["x-t: &t", "  tmpfs: [/x]"];
		const own = "tmpfs: ['/tmp:size=8m']";
		expect((await fixed(file(other, "<<: *t", own))).text).toContain("tmpfs: ['/tmp:size=', ");
	});
});
