import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import type { VerdictReport } from "../../cli/verdicts.d.ts";
import { imageNeedsOf } from "../../fix/images/image-needs.ts";
import { parsePolicy } from "../../policy-file/policy.ts";
import { blocksOf, filesBelow, root, textOf } from "../support/docs.ts";
import { runCli } from "../support/terminal.ts";

const guides = filesBelow("docs/guides", ".md");

describe("the files of the guides", () => {
	const files = ["json", "yaml"].flatMap((end) => filesBelow("docs/guides", `.${end}`));
	/** What no file can say: which images are in use, and what a scan has found. */
	const needAws = ["repository/lifecycle-safe", "task-definition/image-vulnerabilities"];

	test.each(files)("%s passes", async (path) => {
		const { printed, errors } = await runCli(["check", join(root, path), "--format", "json"], { folder: root });
		const { verdicts } = JSON.parse(printed) as VerdictReport;
		expect(errors).toEqual([]);
		expect(verdicts.filter(({ status }) => status === "fail" || status === "waived")).toEqual([]);
		expect(verdicts.filter(({ status }) => status === "pass")).not.toEqual([]);
		const unknown = verdicts.filter(({ status }) => status === "unknown").map(({ control }) => control);
		expect(unknown.filter((control) => !needAws.includes(control))).toEqual([]);
	});

	test("are all linked from a guide", () => {
		const linked = guides.flatMap((page) => linksOf(page).map((link) => join(dirname(page), link)));
		expect(files.filter((path) => !linked.includes(path))).toEqual([]);
	});
});

const linksOf = (page: string): readonly string[] =>
	[...textOf(page).matchAll(/\]\(([^)#]+)[^)]*\)/g)]
		.map(([, link = ""]) => link)
		.filter((link) => !link.includes("://"));

describe.each(guides)("%s", (page) => {
	test("links to what is there", () => {
		expect(linksOf(page).length).toBeGreaterThan(0);
		expect(linksOf(page).filter((link) => !existsSync(join(root, dirname(page), link)))).toEqual([]);
	});

	test("shows policies that are valid", () => {
		const policies = blocksOf(textOf(page)).filter(({ text }) => /^(?:controls|waivers|scopes):/m.test(text));
		for (const { text } of policies) expect(() => parsePolicy(text, page)).not.toThrow();
	});

	test("names only controls that there are", () => {
		const named = [...textOf(page).matchAll(/`((?:image|repository|task-definition)\/[a-z-]+)`/g)];
		expect(named.filter(([, id]) => !existsSync(join(root, `controls/${id}.ts`))).map(([id]) => id)).toEqual([]);
	});

	test("fits into 160 columns", () => {
		expect(
			textOf(page)
				.split("\n")
				.filter((line) => line.length > 160),
		).toEqual([]);
	});
});

test("the guides show a policy", () => {
	expect(guides.flatMap((page) => blocksOf(textOf(page))).some(({ text }) => text.includes("waivers:"))).toBe(true);
});

describe("the images of the guide to read-only roots", () => {
	const rows = textOf("docs/guides/read-only-root.md")
		.split("\n## ")
		.find((part) => part.startsWith("Images that"));
	const images = (rows ?? "")
		.split("\n")
		.filter((line) => line.startsWith("| ") && !line.startsWith("| image"))
		.flatMap((line) =>
			(line.split(" | ")[0] ?? "")
				.replace(/^\| |\(.*/g, "")
				.split(", ")
				.map((image) => [image.trim(), line] as const),
		);

	test.each(images)("%s needs what fix gives it", (image, line) => {
		const needs = imageNeedsOf(image);
		const [, scratch = "", volumes = ""] = line.split(" | ");
		for (const path of needs?.scratch ?? ["unknown"]) expect(scratch).toContain(`\`${path}\``);
		for (const path of needs?.volumes ?? []) expect(volumes).toContain(`\`${path}\``);
	});

	test("are at least the usual ones", () => {
		expect(images.map(([image]) => image)).toEqual(
			expect.arrayContaining(["nginx", "postgres", "redis", "amazon/aws-for-fluent-bit"]),
		);
	});
});
