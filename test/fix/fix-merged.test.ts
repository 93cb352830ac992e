import { beforeAll, describe, expect, test } from "@jest/globals";
import { checkSubject } from "../../cli/check-subject.ts";
import { defaultPolicy } from "../../controls/default-policy.ts";
import type { FixContext } from "../../fix/checked-file.ts";
import { fixMerged } from "../../fix/fix-merged.ts";
import { mergedFile } from "../support/engine-files.ts";
import { contextFor } from "./fix-text.ts";

let context: FixContext;
beforeAll(async () => {
	const judge: FixContext["judge"] = (subject) =>
		checkSubject(subject, "0.yaml", { policy: defaultPolicy, pathInPolicy: String }, false);
	context = { ...(await contextFor("compose")), judge, mayTry: true };
});

/** The texts of the files after the fix, with its notes; a second run must change nothing. */
function fixed(...texts: readonly (string | null)[]) {
	const { files, notes, containers } = fixMerged(mergedFile(texts), context);
	const after = files.map((one) => one.after);
	const again = fixMerged(mergedFile(texts.map((text) => (text === null ? null : (after.shift() ?? "")))), context);
	expect(again.files.map((one) => one.after)).toEqual(again.files.map((one) => one.before));
	return { after: files.map((one) => one.after), notes: notes.map(({ text }) => text), containers };
}

const service = (...lines: readonly string[]) =>
	["services:", "  web:", ...lines.map((line) => `    ${line}`), ""].join("\n");
const image = ["image: memcached:1.6", "user: node", "mem_limit: 512m"];

describe("the fix of merged files", () => {
	test("writes what no file sets to the base, also where another file has a list of it", () => {
		const override = service("tmpfs: ['/cache:size=8m']");
		expect(fixed(service(...image), override)).toEqual({
			after: [service(...image, "read_only: true", "tmpfs:", "  - /tmp:size=64m"), override],
			notes: [],
			containers: 1,
		});
	});

	test("changes nothing where the base already has what the override lacks", () => {
		const texts = [
			service(...image, "read_only: true", "tmpfs: ['/tmp:mode=1777,size=16m']"),
			service("ports: ['80:80']"),
		];
		expect(fixed(...texts)).toEqual({ after: texts, notes: [], containers: 0 });
	});

	test("changes all that belongs together in the file that decides", () => {
		const base = service(...image, "read_only: true", "tmpfs: ['/tmp:size=16m']");
		const { after } = fixed(base, service("read_only: false", "tmpfs: !override ['/x:size=1m']"));
		expect(after).toEqual([base, service("read_only: true", "tmpfs: !override ['/x:size=1m', /tmp:size=64m]")]);
	});

	test("writes to the list that replaces the base's, and not in vain to that of the base", () => {
		const base = service(...image, "tmpfs:", "  - /tmp:size=4m");
		const { after } = fixed(base, service("tmpfs: !override", "  - /x:size=1m # scratch"));
		const lines = ["tmpfs: !override", "  - /x:size=1m # scratch", "  - /tmp:size=64m", "read_only: true"];
		expect(after).toEqual([base, service(...lines)]);
	});

	test("sets sizes and options where each mount is written", () => {
		const { after, containers } = fixed(
			service(...image, "read_only: true", "tmpfs: [/a, /b]"),
			service("tmpfs: [/b, '/c:exec,size=1m']"),
		);
		expect(after[0]).toContain("tmpfs: [/a:size=");
		expect(after[0]).toContain(", /b]");
		expect(after[1]).toMatch(/tmpfs: \[\/b:size=\d+m, '\/c:exec,size=1m'\]/);
		expect(containers).toBe(1);
	});

	test("knows the image that another file sets", () => {
		const nginx = service("image: nginx:1.27", "mem_limit: 2g");
		const needed = ["tmpfs:", "  - /tmp:size=", "  - /run:size=", "  - /var/cache/nginx:size="];
		const { after, notes } = fixed(nginx, service("read_only: false"));
		expect(after[1]?.replace(/size=\d+m/g, "size=")).toBe(service("read_only: true", ...needed));
		expect(notes).toEqual([]);
		const override = service("user: '1000'");
		expect(fixed(service("image: nginx:1.27", "mem_limit: 512m"), override).after[1]).toBe(override);
	});

	test("takes a name that another file leaves to a variable for unknown", () => {
		const { notes } = fixed(service("image: ${WEB:-nginx:1.27}", "mem_limit: 512m"), service("read_only: false"));
		expect(notes.join()).toContain("its name is a variable");
		expect(notes.join()).not.toContain("nginx");
	});

	test("says why it changes neither file", () => {
		const texts = [service(...image), service("read_only: ${ROOT:-false}")];
		const { after, notes, containers } = fixed(...texts);
		expect([after, containers]).toEqual([texts, 0]);
		expect(notes).toEqual([expect.stringContaining("not fixed: read_only contains the variable ROOT")]);
	});

	test("leaves out what a missing file may decide", () => {
		const text = service(...image);
		expect(fixed(text, null)).toMatchObject({ after: [text], containers: 0 });
	});

	test("keeps the line ends of each file", () => {
		const windows = (text: string) => text.replaceAll("\n", "\r\n");
		const { after } = fixed(service(...image, "read_only: true"), windows(service("tmpfs:", "  - /x")));
		expect(after[1]).toMatch(/^services:\r\n {2}web:\r\n {4}tmpfs:\r\n {6}- \/x:size=\d+m\r\n/);
	});
});

describe("the fix of a file with tags", () => {
	test.each([
		["tmpfs: !override [/tmp]", "tmpfs: !override [/tmp:size=64m]"],
		["tmpfs: !override /tmp", "tmpfs: !override /tmp:size=64m"],
		["tmpfs: [!override /tmp]", "tmpfs: [!override /tmp:size=64m]"],
	])("changes a value and keeps its tag: %s", (before, after) => {
		expect(fixed(service(...image, "read_only: true", before)).after).toEqual([
			service(...image, "read_only: true", after),
		]);
	});

	test("adds to a tagged service, also to a tagged value", () => {
		const text = [
			"services:",
			"  web: !override",
			...image.map((line) => `    ${line}`),
			"    read_only: !override false",
			"",
		];
		const [after] = fixed(text.join("\n")).after;
		expect(after).toBe(
			[...text.slice(0, -2), "    read_only: !override true", "    tmpfs:", "      - /tmp:size=64m", ""].join("\n"),
		);
	});

	test("leaves what is reset", () => {
		const text = service(...image, "read_only: !reset null");
		const { after, notes } = fixed(text);
		expect(after).toEqual([text]);
		expect(notes).toEqual([expect.stringContaining("not fixed: its value depends on the tag !reset")]);
	});
});
