import { expect, test } from "@jest/globals";
import { fixText, noteLines } from "./fix-text.ts";

const lines = (...all: readonly string[]): string => `${all.join("\n")}\n`;

test("a service that gets its keys through an anchor is not changed beside the one with the anchor", async () => {
	const text = lines(
		"services:",
		"  one: &one",
		"    image: nginx:1.27",
		"  two:",
		"    <<: *one",
		"    ports: ['80:80']",
	);
	const result = await fixText("compose", text);
	expect(result.text.match(/read_only/g)).toHaveLength(1);
	expect(result.text.endsWith("  two:\n    <<: *one\n    ports: ['80:80']\n")).toBe(true);
	expect(result.containers).toBe(2);
});

test("services that get their keys from an anchor outside of the services are each changed", async () => {
	const text = lines("x-base: &base {image: nginx:1.27}", "services:", "  one: {<<: *base}", "  two: {<<: *base}");
	expect((await fixText("compose", text)).text.match(/read_only/g)).toHaveLength(2);
});

test("a mount that is only read is made read-only beside one of which that is unknown", async () => {
	const text = lines(
		"services:",
		"  web:",
		"    image: nginx:1.27",
		"    read_only: true",
		"    tmpfs: ['/tmp:size=8m', '/run:size=8m', '/var/cache/nginx:size=8m']",
		"    volumes:",
		"      - ./n.conf:/etc/nginx/nginx.conf",
		"      - ./app.conf:/opt/app.conf",
	);
	const result = await fixText("compose", text);
	expect(result.text).toBe(text.replace("/etc/nginx/nginx.conf", "/etc/nginx/nginx.conf:ro"));
	expect(result).toMatchObject({ containers: 1, withheld: 1 });
	expect(noteLines(result)).toEqual([
		"web: the mount at /etc/nginx/nginx.conf is made read-only, because nginx only reads it",
		"web: the mount at /opt/app.conf is left writable, because fix cannot tell whether nginx writes there; try it read-only with fix --try",
	]);
	expect((await fixText("compose", result.text)).text).toBe(result.text);
});

test.each(["- /run:mode=0755,noexec", "- ${DIR:-/run}:mode=0755"])(
	"an item gets no quotes for an option: %s",
	async (item) => {
		const text = lines(
			"services:",
			"  a:",
			"    image: nginx:1.27",
			"    read_only: true",
			"    tmpfs:",
			`      ${item}`,
		);
		const { text: after } = await fixText("compose", text);
		expect(after).not.toContain('"');
		if (!item.includes("$")) expect(after).toContain(`      ${item},size=16m\n`);
	},
);

const postgres = (mount: string, ...environment: readonly string[]): string =>
	lines(
		"services:",
		"  db:",
		"    image: postgres:16",
		`    volumes: ['${mount}']`,
		...environment.map((one) => `    environment: ${one}`),
	);

test.each<[string, string, boolean]>([
	["a file of its configuration", postgres("./pg_hba.conf:/var/lib/postgresql/data/pg_hba.conf"), false],
	["a folder inside its data", postgres("./log:/var/lib/postgresql/data/log"), false],
	["its folder of data", postgres("db:/var/lib/postgresql/data"), true],
	["the folder above", postgres("db:/var/lib/postgresql"), true],
	["the folder of a version", postgres("db:/var/lib/postgresql/18/docker"), true],
	["the folder that PGDATA names", postgres("db:/var/lib/postgresql/own", "{PGDATA: /var/lib/postgresql/own/x}"), true],
	[
		"another folder than PGDATA names",
		postgres("db:/var/lib/postgresql/own", "{PGDATA: /var/lib/postgresql/x}"),
		false,
	],
])("a database with a volume for %s", async (_, text, isFixed) => {
	const result = await fixText("compose", `${text}volumes: {db: {}}\n`);
	expect(result.text.includes("read_only: true")).toBe(isFixed);
	const note =
		"db: PostgreSQL keeps data that must persist, or files that its image provides, in /var/lib/postgresql; mount a volume there first";
	expect(noteLines(result).includes(note)).toBe(!isFixed);
});
