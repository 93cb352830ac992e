import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { parse } from "yaml";
import { filesBelow, root, textOf } from "../support/docs.ts";
import { listedFiles } from "../support/sources.ts";

const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");

test("the license is the whole text of Apache-2.0, and the manifest says so", () => {
	expect(sha256(textOf("LICENSE"))).toBe("cfc7749b96f63bd31c3c42b5c471bf756814053e847c10f3eb003417bc523d30");
	expect(JSON.parse(textOf("package.json"))).toHaveProperty("license", "Apache-2.0");
	const lock = JSON.parse(textOf("package-lock.json")) as { packages: Record<string, object> };
	expect(lock.packages[""]).toHaveProperty("license", "Apache-2.0");
});

describe("CHANGELOG.md", () => {
	const [, ...versions] = textOf("CHANGELOG.md").split(/^(?=## )/m);

	test("begins with what is not released; every other version has its date, the newest first", () => {
		const [first, ...others] = versions.map((section) => section.split("\n")[0]);
		expect(first).toBe("## [Unreleased]");
		expect(others.filter((heading) => !/^## \[\d+\.\d+\.\d+\] - \d{4}-\d{2}-\d{2}$/.test(heading ?? ""))).toEqual([]);
		const dates = others.map((heading) => heading?.split(" - ")[1]);
		expect(dates).toEqual(dates.toSorted().reverse());
	});

	test.each(versions.map((section) => [section.split("\n")[0], section]))(
		"%s has its changes below the headings of Keep a Changelog, each once and in their order",
		(_heading, section = "") => {
			const [before = "", ...groups] = section.split(/^(?=### )/m);
			const known = ["Added", "Changed", "Deprecated", "Removed", "Fixed", "Security"];
			const named = groups.map((group) => group.split("\n")[0]?.slice(4));
			expect(named).toEqual(known.filter((name) => named.includes(name)));
			expect(before.split("\n").slice(1).join("").trim()).toBe("");
			for (const group of groups) expect(group).toMatch(/^### \w+\n\n(?:- .+\n(?: {2}.+\n)*)+\n?$/);
		},
	);
});

describe("SECURITY.md", () => {
	const page = textOf("SECURITY.md");

	test("says how to report, which versions are supported, and what has not been run", () => {
		expect([...page.matchAll(/^## (.+)$/gm)].map(([, heading]) => heading)).toEqual(
			expect.arrayContaining(["Report a vulnerability", "Supported versions"]),
		);
		expect(page.replace(/\s+/g, " ")).toContain("they have not been run yet");
	});

	test.each(["SECURITY.md", ".github/pull_request_template.md"])("%s links to what is there", (path) => {
		const links = [...textOf(path).matchAll(/\]\(([^)#]+)/g)].map(([, link = ""]) => link);
		expect(links.length).toBeGreaterThan(1);
		expect(links.filter((link) => !existsSync(join(root, dirname(path), link)))).toEqual([]);
	});
});

interface Workflow {
	readonly permissions: object;
	readonly jobs: Readonly<Record<string, Job>>;
}
interface Job {
	readonly "timeout-minutes": number;
	readonly steps: readonly { readonly uses?: string; readonly run?: string; readonly with?: object }[];
}

describe.each(filesBelow(".github/workflows", ".yml"))("%s", (path) => {
	const text = textOf(path);
	const { permissions, jobs } = parse(text) as Workflow;
	const steps = Object.values(jobs).flatMap((job) => job.steps);

	test("says that it has not been run, reads only by default, and ends by itself", () => {
		expect(text.split("\n")[0]).toMatch(/^# .*Not run yet/);
		expect(permissions).toEqual({ contents: "read" });
		expect(Object.values(jobs).filter((job) => !(job["timeout-minutes"] <= 60))).toEqual([]);
	});

	test("uses actions by their commit, with the version beside it, and keeps no credentials", () => {
		const pins = [...text.matchAll(/uses: (.+)$/gm)].map(([, pin = ""]) => pin);
		expect(pins).toHaveLength(steps.filter(({ uses }) => uses !== undefined).length);
		expect(pins.filter((pin) => !/^[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/.test(pin))).toEqual([]);
		for (const step of steps.filter(({ uses }) => uses?.startsWith("actions/checkout@")))
			expect(step.with).toMatchObject({ "persist-credentials": false });
	});

	test("puts no expression into a script", () => {
		expect(steps.filter(({ run }) => run?.includes("${{"))).toEqual([]);
	});
});

test("an action has the same commit everywhere", () => {
	const files = [...filesBelow(".github", ".yml"), ...filesBelow("docs", ".md")];
	const pins = files.flatMap((path) => [...textOf(path).matchAll(/uses: ([\w-]+\/[\w-]+)\S*@(\S+ # v\S+)$/gm)]);
	const byAction = new Map<string, Set<string>>();
	for (const [, action = "", pin = ""] of pins) byAction.set(action, (byAction.get(action) ?? new Set()).add(pin));
	expect(byAction.size).toBeGreaterThan(4);
	expect([...byAction].filter(([, some]) => some.size > 1)).toEqual([]);
});

test("Dependabot updates every kind of dependency that the repository pins", () => {
	const { updates } = parse(textOf(".github/dependabot.yml")) as { updates: { "package-ecosystem": string }[] };
	const kinds: Readonly<Record<string, RegExp>> = {
		"github-actions": /^\.github\/workflows\//,
		npm: /^package-lock\.json$/,
		pip: /^requirements\.txt$/,
	};
	const used = Object.entries(kinds).filter(([, name]) => listedFiles().some((file) => name.test(file)));
	expect(updates.map((one) => one["package-ecosystem"]).sort()).toEqual(used.map(([kind]) => kind));
	expect(textOf(".github/dependabot.yml")).toMatch(/^# Not run yet/);
});

interface Form {
	readonly name: string;
	readonly description: string;
	readonly body: readonly { readonly type: string; readonly id?: string; readonly attributes: object }[];
}

test.each(["bug", "feature"])("the form %s asks for something, with a label on each field", (name) => {
	const form = parse(textOf(`.github/ISSUE_TEMPLATE/${name}.yml`)) as Form;
	expect(form).toMatchObject({ name: expect.any(String), description: expect.any(String) });
	const fields = form.body.filter(({ type }) => type !== "markdown");
	expect(fields.length).toBeGreaterThan(2);
	for (const field of fields)
		expect(field).toMatchObject({ id: expect.any(String), attributes: { label: expect.any(String) } });
	expect(new Set(fields.map(({ id }) => id)).size).toBe(fields.length);
});
