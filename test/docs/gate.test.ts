import { describe, expect, test } from "@jest/globals";
import { parse } from "yaml";
import { gate } from "../../cli/commands/gate.ts";
import { parseDuration } from "../../cli/duration.ts";
import { blocksOf, commandsIn, textOf } from "../support/docs.ts";
import { mockRegistry, region } from "../support/gated-registry.ts";
import { runCli } from "../support/terminal.ts";

const page = textOf("docs/gate.md");
const [github, { gate: gitlab }, codeBuild, ...others] = blocksOf(page)
	.filter(({ language }) => language === "yaml")
	.map(({ text }) => parse(text));

/** The command in a line of a script. */
const callIn = (line: string) => commandsIn(`\`${line}\``)[0];

describe("docs/gate.md", () => {
	test("calls the gate in each of the three systems", () => {
		const lines = [github.jobs.deploy.steps.at(-1).run, gitlab.script.at(-1), codeBuild.phases.build.commands[0]];
		expect(lines.map((line) => callIn(line)?.command)).toEqual(["gate", "gate", "gate"]);
		expect(others).toEqual([]);
		for (const line of lines) expect(line).toContain(" --service production/payments");
	});

	test("takes the policy from where the pull request cannot change it", () => {
		const checkouts = github.jobs.deploy.steps.filter(({ uses }: { uses?: string }) =>
			uses?.startsWith("actions/checkout"),
		);
		const [, { with: policies }] = checkouts;
		const policyIn = (line: string): string | undefined => /--policy "?([^" ]+)/.exec(line)?.[1];
		expect(policies).toMatchObject({ repository: expect.stringContaining("/"), ref: "main" });
		expect(policyIn(github.jobs.deploy.steps.at(-1).run)).toBe(`${policies.path}/shipshape.yaml`);
		expect(policyIn(gitlab.script.at(-1))).toBe(`${gitlab.script.at(-2).split(" ").at(-1)}/shipshape.yaml`);
		expect(policyIn(codeBuild.phases.build.commands[0])).toBe("$CODEBUILD_SRC_DIR_policies/shipshape.yaml");
	});

	test("asks about images that the gate can read, in the Region of the credentials or the one that it names", async () => {
		const lines = [...page.matchAll(/^npx --no-install shipshape (gate --image \d.*)$/gm)].map(([, line = ""]) => line);
		expect(lines.map((line) => line.includes("--region us-east-1"))).toEqual([false, true]);
		for (const line of lines) {
			mockRegistry();
			const args = line.replace(":1.4.2", ":1.0").split(" ");
			expect(await runCli(args, { environment: { AWS_REGION: region } })).toMatchObject({ status: 0, errors: [] });
			const elsewhere = await runCli(args, { environment: { AWS_REGION: "ap-northeast-1" } });
			expect(elsewhere.status).toBe(line.includes("--region") ? 0 : 2);
		}
	});

	test("deploys the file that it judges last", () => {
		const [{ text = "" } = {}] = blocksOf(page).filter(({ under }) => under.startsWith("A tag may move"));
		const judged = [...text.matchAll(/--task-definition (\S+)/g)].at(-1)?.[1];
		expect(text).toContain(`> ${judged}\n`);
		expect(text).toContain(`--cli-input-json file://${judged}\n`);
	});

	test("keeps the reports that it writes", () => {
		const written = (line: string): string | undefined => /--output (\S+)/.exec(line)?.[1];
		expect(written(gitlab.script.at(-1))).toBe(gitlab.artifacts.reports.junit);
		expect(written(codeBuild.phases.build.commands[0])).toBe(codeBuild.reports.shipshape.files);
	});

	test("writes the token where the SDK looks for it", () => {
		const [token = ""] = Object.keys(gitlab.id_tokens);
		expect(gitlab.script[0]).toBe(`printf %s "$${token}" > "$AWS_WEB_IDENTITY_TOKEN_FILE"`);
		expect(gitlab.variables).toHaveProperty("AWS_ROLE_ARN");
		expect(github.permissions).toEqual({ contents: "read", "id-token": "write" });
	});

	test("has the exit statuses and the default wait of the command", () => {
		const statuses = [...page.matchAll(/^\| (\d) \|/gm)].map(([, status]) => status);
		expect(statuses).toEqual(["0", "1", "2", "3"]);
		expect(Object.keys(gate.statuses)).toEqual(statuses);
		const [, wait = ""] = /default `(\w+)`/.exec(page) ?? [];
		expect(gate.options["wait"]?.help).toContain(`(default ${wait})`);
		expect(parseDuration("--wait", wait)).toBe(600_000);
	});

	test("names the package by its version, and links to pages and sections that exist", () => {
		const { version } = JSON.parse(textOf("package.json")) as { version: string };
		const named = [...page.matchAll(/shipshape-([\d.]+)\.tgz/g)].map(([, one]) => one);
		expect(new Set(named)).toEqual(new Set([version]));
		for (const [, file = ""] of page.matchAll(/\]\(([\w.-]+)(?:#[\w-]+)?\)/g))
			expect(textOf(`docs/${file}`)).not.toBe("");
		expect(textOf("docs/permissions.md")).toContain("## The operator's commands");
		expect(textOf("docs/ci.md")).toContain("(gate.md)");
	});
});
