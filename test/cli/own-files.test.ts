import { rmSync } from "node:fs";
import { expect, test } from "@jest/globals";
import { onlyControls, useFolder } from "../support/cli-folder.ts";
import { runCli } from "../support/terminal.ts";

const write = useFolder("own-files");
const definition = JSON.stringify({ family: "web", containerDefinitions: [{ name: "app", image: "a:1" }] });
const check = (...args: readonly string[]) => runCli(["check", ...args]);

function start(): void {
	write("shipshape.yaml", ...onlyControls("task-definition/read-only-root"));
	write("web.json", definition);
}

test("a run over a folder does not count the policy, the baseline and the report among the unrecognized files", async () => {
	start();
	write("infra/policy.yaml", ...onlyControls("task-definition/read-only-root"));
	write("base.json", '{"baselineVersion":"1","failures":[]}');
	const options = ["--policy", "infra/policy.yaml", "--output", "report.json"];
	for (let run = 1; run <= 2; run++) {
		for (const args of [
			["--write-baseline", "base.json"],
			["--baseline", "base.json", "--format", "gitlab"],
			["--format", "json"],
		]) {
			const { printed, errors } = await check(".", ...options, ...args);
			expect([args, printed + errors.join("\n")]).toEqual([args, expect.not.stringContaining("unrecognized")]);
		}
	}
});

test("nor those of other runs, which it tells by their content, nor policies of other folders", async () => {
	start();
	write("svc/.shipshape.yml", ...onlyControls());
	await check("web.json", "--write-baseline", "base.json");
	const { printed } = await check(".", "--baseline", "base.json", "--exclude", "*.yml", "--exclude", "base.json");
	expect(printed).toContain("; 1 path left out by --exclude: svc/.shipshape.yml; 1 old failure hidden");
	await check("web.json", "--format", "json", "--output", "report.json");
	await check("web.json", "--format", "sarif", "--output", "sarif.json");
	await check("web.json", "--format", "gitlab", "--output", "quality.json");
	write("svc/broken.json", "{");
	await check("svc/broken.json", "--format", "gitlab", "--output", "unread.json");
	rmSync("svc/broken.json");
	write("empty.yaml", ...onlyControls());
	await check("web.json", "--policy", "empty.yaml", "--format", "gitlab", "--output", "gl-code-quality-report.json");
	rmSync("empty.yaml");
	write("other.json", JSON.stringify({ tool: { name: "other" }, runs: [{ tool: {} }, 1] }));
	write("others.json", JSON.stringify([{ check_name: "eqeqeq", fingerprint: "0".repeat(32), description: "" }]));
	write("list.json", "[]");
	expect((await check(".")).printed).toContain("; 3 unrecognized files: list.json, other.json, others.json\n");
});

test("what the CDK writes beside its templates is not counted either, and other files of these names are", async () => {
	start();
	const version = "55.0.0";
	const files: Readonly<Record<string, object>> = {
		"manifest.json": { version, artifacts: { Shop: { type: "aws:cloudformation:stack" } } },
		"tree.json": { version: "tree-0.1", tree: { id: "App", path: "" } },
		"Shop.assets.json": { version, files: {}, dockerImages: {} },
		"Shop.metadata.json": { "/Shop": [{ type: "aws:cdk:creationStack", data: [] }] },
		"validation-report.json": { version, title: "Validation Report", pluginReports: [] },
	};
	for (const [name, content] of Object.entries(files)) write(`cdk.out/${name}`, JSON.stringify(content));
	expect((await check(".")).printed).not.toContain("unrecognized");
	write("other/manifest.json", JSON.stringify({ name: "App", icons: [] }));
	write("other/tree.json", JSON.stringify({ version, tree: [] }));
	write("other/Shop.metadata.json", JSON.stringify({ "/Shop": [{ type: "page" }], "/a": 1 }));
	const names = ["Shop.metadata.json", "manifest.json", "tree.json"].map((name) => `other/${name}`);
	expect((await check(".")).printed).toContain(`; 3 unrecognized files: ${names.join(", ")}\n`);
});

test("a report that is too long to be read, or broken, is no error of the next run", async () => {
	start();
	write("report.json", " ".repeat(17 * 1024 * 1024));
	expect(await check(".", "--output", "report.json")).toMatchObject({ status: 1 });
	write("report.json", '{"containerDefinitions": [');
	expect(await check(".", "--output", "report.json")).toMatchObject({ status: 1 });
});

test("a list of all files may have them; named alone, they are an error as before", async () => {
	start();
	expect(await check("shipshape.yaml", "--ignore-unknown")).toMatchObject({ status: 0, errors: [] });
	const { printed } = await check("shipshape.yaml", "web.json", "--ignore-unknown");
	expect(printed).not.toContain("unrecognized");
	expect(await runCli(["fix", "shipshape.yaml", "--ignore-unknown"])).toMatchObject({ status: 0, errors: [] });
	expect(await check("shipshape.yaml")).toMatchObject({ status: 2 });
});
