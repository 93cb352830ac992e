import { execFileSync } from "node:child_process";
import {
	existsSync,
	mkdirSync,
	mkdtempSync,
	readdirSync,
	readFileSync,
	rmSync,
	statSync,
	writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import type { VerdictReport } from "../../cli/verdicts.d.ts";
import { controls } from "../../controls/index.ts";
import { compile, nodes } from "../support/promised-runtimes.ts";

/** The package as `npm pack` makes it, installed without a network into a project that has nothing. */
const root = join(__dirname, "..", "..");
const scratch = mkdtempSync(join(tmpdir(), "package-"));
const project = join(scratch, "project");
const installed = join(project, "node_modules", "shipshape");
const program = join(installed, "dist", "shipshape.mjs");

interface Manifest {
	readonly version: string;
	readonly engines: { readonly node: string };
	readonly bin: Readonly<Record<string, string>>;
	readonly files: readonly string[];
	readonly dependencies?: object;
	readonly types: string;
}
const manifest = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as Manifest;

const textOfPart = (name: string): string => readFileSync(join(installed, "dist", name), "utf8");
const bytesOf = (names: readonly string[]): number =>
	names.reduce((sum, name) => sum + statSync(join(installed, "dist", name)).size, 0);

/** The files that a file of the program imports, at once or on demand, and those that they import, except for some. */
function partsFrom(name: string, except: readonly string[] = []): ReadonlySet<string> {
	const found = new Set([name]);
	for (const one of found)
		for (const [, part = ""] of textOfPart(one).matchAll(/"\.\/(part-[A-Z0-9]+\.mjs)"/g))
			if (!except.includes(part)) found.add(part);
	return found;
}

/** The files that only the operator's commands load. */
function awsParts(): readonly string[] {
	const text = [...partsFrom("shipshape.mjs")].map(textOfPart).join("\n");
	const loading = /import\("\.\/(part-[A-Z0-9]+\.mjs)"\)\)\.(doctor|gate|redrive|uninstall)\b/g;
	const commands = [...text.matchAll(loading)];
	const roots = commands.map(([, part = ""]) => part);
	expect(commands.map(([, , name]) => name).sort()).toEqual(["doctor", "gate", "redrive", "uninstall"]);
	const others = partsFrom("shipshape.mjs", roots);
	return roots.flatMap((root) => [...partsFrom(root)]).filter((part) => !others.has(part));
}

const run = (name: string, args: readonly string[], cwd: string): string =>
	execFileSync(name, [...args], { cwd, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });

/** As `npm run package` does; returns the path of the package. */
const packageInto = (...args: readonly string[]): string =>
	execFileSync(process.execPath, [join(root, "scripts", "package.mjs"), ...args], {
		encoding: "utf8",
		stdio: ["ignore", "pipe", "pipe"],
	});

let packed: readonly string[] = [];

beforeAll(() => {
	const tarball = packageInto(scratch).trim();
	mkdirSync(project);
	writeFileSync(join(project, "package.json"), '{ "private": true, "type": "module" }');
	run("npm", ["install", "--offline", "--no-audit", "--no-fund", tarball], project);
	packed = readdirSync(installed, { recursive: true, withFileTypes: true })
		.filter((entry) => entry.isFile())
		.map((entry) => relative(installed, join(entry.parentPath, entry.name)));
}, 120_000);
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

describe("the packed package", () => {
	test("holds what its manifest lists, what the licenses require, and nothing else", () => {
		const listed = [...manifest.files.filter((path) => !path.startsWith("!")), "LICENSE", "README.md", "package.json"];
		const isListed = (path: string) => listed.some((one) => path === one || path.startsWith(`${one}/`));
		expect(packed.filter((path) => !isListed(path))).toEqual([]);
		expect(listed.filter((one) => !packed.some((path) => path === one || path.startsWith(`${one}/`)))).toEqual([]);
		const named = packed.filter((path) => /^dist\/(?!part-[A-Z0-9]+\.mjs$)/.test(path)).map((path) => path.slice(5));
		const forApps = ["cdk.d.ts", "cdk.mjs", "validator.d.mts", "validator.mjs"];
		expect(named.sort()).toEqual([...forApps, "shipshape.mjs", "third-party.txt", "verdicts.d.ts"].sort());
		const pages = ["README", ...controls.map(({ id }) => id)].map((page) => `docs/controls/${page}.md`);
		expect(pages.filter((page) => !packed.includes(page))).toEqual([]);
	});

	test("has a manifest without scripts or anything else that only a checkout needs, and stays private", () => {
		const { files, ...own } = JSON.parse(readFileSync(join(installed, "package.json"), "utf8"));
		const onlyInCheckout = ["scripts", "devDependencies", "overrides", "allowScripts"];
		const expected = Object.entries(manifest).filter(([key]) => !onlyInCheckout.includes(key) && key !== "files");
		expect(own).toEqual(Object.fromEntries(expected));
		expect(own).toMatchObject({ private: true, license: "Apache-2.0" });
		expect(files).toEqual(manifest.files);
	});

	test.each([
		"git@example.com:a/b.git",
		"https://example.com/a/b.git",
		"https://example.com",
		"http://example.com/a/b",
	])("is not made for a repository that npm could not name: %s", (address) => {
		expect(() => packageInto(scratch, "--repository", address)).toThrow(
			"--repository must be the address of the repository, https://HOST/OWNER/NAME",
		);
	});

	test("has the page or the picture behind every link of its pages", () => {
		const broken = packed
			.filter((path) => path.endsWith(".md"))
			.flatMap((page) => {
				const prose = readFileSync(join(installed, page), "utf8").replace(/^ *```[\s\S]*?^ *```$/gm, "");
				const links = [...prose.matchAll(/\]\(([^)\s#]+)/g)].map(([, link = ""]) => link);
				return links
					.filter((link) => !/^[a-z]+:/.test(link) && !existsSync(join(installed, dirname(page), link)))
					.map((link) => `${page} -> ${link}`);
			});
		expect(broken).toEqual([]);
	});

	test("installs nothing besides itself, and runs no script", () => {
		expect(readdirSync(join(project, "node_modules")).filter((name) => !name.startsWith("."))).toEqual(["shipshape"]);
		expect(manifest.dependencies).toBeUndefined();
	});

	test("is small without the AWS clients, which add half as much", () => {
		const clients = new Set(awsParts());
		const names = readdirSync(join(installed, "dist"));
		expect(bytesOf(names.filter((name) => !clients.has(name)))).toBeLessThan(1024 * 1024);
		expect(bytesOf(names)).toBeLessThan(1.5 * 1024 * 1024);
	});

	test("loads the AWS clients only for the operator's commands", () => {
		const clients = new Set(awsParts());
		expect(clients.size).toBeGreaterThan(10);
		const others = readdirSync(join(installed, "dist")).filter((name) => name.endsWith(".mjs") && !clients.has(name));
		const withClients = others.filter((name) => /aws-sdk|AWS_ACCESS_KEY_ID|amz-sdk/.test(textOfPart(name)));
		expect(withClients).toEqual([]);
	});

	test("has the license of each bundled package, the Apache License once, as its own", () => {
		const texts = textOfPart("third-party.txt").split(`\n${"-".repeat(80)}\n\n`);
		const named = /\n\nApache License, Version 2\.0: the text of LICENSE\n(?:Copyright 20\d\d.*\n)?$/;
		expect(texts[0]).toMatch(named);
		const inFull = /\b(?:MIT|Permission is hereby granted|Permission to use|Redistribution)\b/;
		expect(texts.filter((one) => !named.test(one) && !inFull.test(one))).toEqual([]);
	});

	test("names nothing of the machine that it was built on, and no registry", () => {
		for (const name of readdirSync(join(installed, "dist"))) {
			const text = readFileSync(join(installed, "dist", name), "utf8");
			expect(text).not.toContain(root);
			expect(text).not.toMatch(/\/home\/|registry\.npmjs/);
		}
	});

	test("uses nothing that only later versions of Node have", () => {
		for (const name of readdirSync(join(installed, "dist")).filter((one) => one.endsWith(".mjs")))
			expect(textOfPart(name)).not.toMatch(
				/\b(?:Map|Object)\.groupBy\(|Promise\.(?:withResolvers|try)\(|Array\.fromAsync\(/,
			);
	});

	test("gives the same bytes when it is built again", () => {
		const again = join(scratch, "again");
		execFileSync(process.execPath, [join(root, "scripts", "build.mjs"), again]);
		const names = readdirSync(again).filter((name) => name !== "action.mjs");
		expect(names).toEqual(readdirSync(join(installed, "dist")));
		for (const name of names)
			expect(readFileSync(join(again, name))).toEqual(readFileSync(join(installed, "dist", name)));
	});
});

const definition = JSON.stringify({ family: "web", containerDefinitions: [{ name: "app", image: "nginx:1.27" }] });

describe.each(nodes)("on %s", (node) => {
	const shipshape = (args: readonly string[]) => {
		try {
			return { status: 0, printed: execFileSync(node, [program, ...args], { cwd: project, encoding: "utf8" }) };
		} catch (error) {
			const { status, stdout } = error as { status: number; stdout: string };
			return { status, printed: stdout };
		}
	};

	test("check judges a file, with a policy too", () => {
		writeFileSync(join(project, "web.json"), definition);
		const { status, printed } = shipshape(["check", "web.json", "--format", "json"]);
		const { verdicts } = JSON.parse(printed) as VerdictReport;
		expect(status).toBe(1);
		expect(verdicts).toContainEqual(
			expect.objectContaining({ control: "task-definition/read-only-root", status: "fail", container: "app" }),
		);
		writeFileSync(join(project, "off.yaml"), "controls:\n  task-definition/read-only-root: { enabled: false }\n");
		expect(shipshape(["check", "web.json", "--policy", "off.yaml"]).printed).not.toContain("read-only-root");
	});

	test("check judges YAML", () => {
		writeFileSync(join(project, "compose.yaml"), "services:\n  web:\n    image: nginx:1.27\n");
		expect(shipshape(["check", "compose.yaml"]).printed).toContain("(compose)\n");
	});

	test("slack-preview shows the messages of what check prints, and draws them", () => {
		writeFileSync(join(project, "verdicts.json"), shipshape(["check", "web.json", "--format", "json"]).printed);
		const { status, printed } = shipshape(["slack-preview", "verdicts.json", "--picture", "preview.svg"]);
		expect(status).toBe(0);
		expect(printed).toContain("HIGH: task definition web fails");
		expect(readFileSync(join(project, "preview.svg"), "utf8")).toMatch(/^<svg /);
	});

	test("explain finds the pages, and the version is the package's", () => {
		expect(shipshape(["explain", "read-only-root"]).printed).toMatch(/^task-definition\/read-only-root\n/);
		expect(shipshape(["--version"]).printed).toBe(`${manifest.version}\n`);
	});
});

test("the engines are what is tested", () => {
	expect(manifest.engines.node).toBe(">=20.19");
	expect(manifest.bin).toEqual({ shipshape: "dist/shipshape.mjs" });
	expect(readFileSync(program, "utf8")).toMatch(/^#!\/usr\/bin\/env node\n/);
	expect(statSync(program).mode & 0o111).toBe(0o111);
});

test("npx runs it in the project that has it", () => {
	expect(run("npx", ["--no-install", "shipshape", "--version"], project)).toBe(`${manifest.version}\n`);
});

test("its types are those of the report", () => {
	const typesOf = (name: string, condition: string): string =>
		compile(
			join(project, name),
			`import type { VerdictReport } from "shipshape";
const { verdicts }: VerdictReport = JSON.parse("{}");
export const places: readonly number[] = verdicts.filter(({ severity }) => ${condition}).map(({ location }) => location.line);
`,
		);
	expect(typesOf("right.ts", 'severity === "CRITICAL"')).toBe("");
	expect(typesOf("wrong.ts", 'severity === "BAD"')).toContain("wrong.ts(3,");
});
