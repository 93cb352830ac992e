import { execFile } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, expect, test } from "@jest/globals";
import { functions } from "../../functions/manifest.ts";
import { synthesizeStack } from "../support/synthesize-stack.ts";
import { aWaiver } from "../support/waivers.ts";

const root = join(import.meta.dirname, "../..");
const node = join(root, "node_modules/.bin/node");
const scratch = mkdtempSync(join(tmpdir(), "synth-"));
afterAll(() => rmSync(scratch, { recursive: true }));

interface Outcome {
	readonly code: number;
	readonly output: string;
	/** Rules of cdk-nag that are violated. */
	readonly violated: readonly string[];
	readonly folder: string;
}

/** Runs `infra/app.ts` as the CDK command line does. */
async function synth(
	validation: "true" | "false",
	{ flags = [] }: { readonly flags?: readonly string[] } = {},
	context: Readonly<Record<string, string>> = {},
): Promise<Outcome> {
	const folder = mkdtempSync(join(scratch, "out-"));
	const own = { CDK_OUTDIR: folder, CDK_VALIDATION: validation, CDK_CONTEXT_JSON: JSON.stringify(context) };
	const env = { ...process.env, ...own };
	const run = promisify(execFile)(node, [...flags, join(root, "infra/app.ts")], { cwd: folder, env });
	const { code, output } = await run.then(
		({ stdout, stderr }) => ({ code: 0, output: stdout + stderr }),
		({ code, stdout, stderr }) => ({ code, output: stdout + stderr }),
	);
	return { code, output, violated: violatedIn(folder), folder };
}

interface Report {
	readonly pluginReports: readonly { readonly violations: readonly { readonly ruleName: string }[] }[];
}

function violatedIn(folder: string): string[] {
	if (!existsSync(join(folder, "validation-report.json"))) return [];
	const { pluginReports }: Report = JSON.parse(readFileSync(join(folder, "validation-report.json"), "utf8"));
	return [...new Set(pluginReports.flatMap(({ violations }) => violations.map(({ ruleName }) => ruleName)))].sort();
}

test("the app synthesizes, with every bundle and without a complaint from cdk-nag or CloudFormation", async () => {
	const policy = join(scratch, "approvers.yaml");
	writeFileSync(policy, 'slack: { channel: "#ops", approvers: [U012AB3CD] }\n');
	const context = { cloudFormationHook: "true", slackApprovals: "true", policy };
	const { code, output, violated, folder } = await synth("true", {}, context);
	expect({ code, violated, output }).toEqual({ code: 0, violated: [], output: "" });
	const { files } = JSON.parse(readFileSync(join(folder, "Shipshape.assets.json"), "utf8"));
	// The bundles and the template.
	expect(Object.keys(files)).toHaveLength(functions.length + 1);
}, 120_000);

test("a URL for answers that nobody may give causes a warning", async () => {
	const { code, output } = await synth("false", {}, { slackApprovals: "true" });
	const warning =
		"warning: slackApprovals=true makes a URL for answers, but the policy lets nobody answer; set slack.approvers\n";
	expect({ code, output }).toEqual({ code: 0, output: warning });
}, 60_000);

test("an expired waiver causes a warning with its location, and the synthesis succeeds", async () => {
	const policy = join(scratch, "expired.yaml");
	writeFileSync(
		policy,
		JSON.stringify({ waivers: [aWaiver({ expires: "9999-12-31" }), aWaiver({ expires: "2020-01-31" })] }, null, 1),
	);
	const { code, output } = await synth("false", {}, { policy });
	const warning = `${policy}:10:3: warning: waiver 2 expired on 2020-01-31; its failure counts again\n`;
	expect({ code, output }).toEqual({ code: 0, output: warning });
}, 60_000);

test("a stack that notifies a topic has no complaint, and a warning about what of the policy has no effect", async () => {
	const policy = join(scratch, "channel.yaml");
	writeFileSync(policy, 'slack: { channel: "#ops", approvers: [U012AB3CD] }\n');
	const notificationTopic = "arn:aws:sns:eu-west-1:444455556666:alerts";
	const { code, output, violated } = await synth("true", {}, { policy, notificationTopic });
	expect({ code, violated }).toEqual({ code: 0, violated: [] });
	expect(output).toMatch(
		/^.*channel\.yaml: warning: with the context notificationTopic everything goes to the topic.*\n$/,
	);
	expect(output).toContain("of slack.channel, slack.approvers only the name");
}, 120_000);

test("an invalid policy ends the synthesis with a single message that has its location", async () => {
	const policy = join(scratch, "shipshape.yaml");
	writeFileSync(policy, "mode: enforce\nblcok: {}\n");
	const { code, output } = await synth("false", {}, { policy });
	expect({ code, output }).toEqual({ code: 2, output: `${policy}:2:1: unknown key "blcok"; write "block"\n` });
}, 60_000);

test("cdk-nag objects to exactly what is acknowledged, and every acknowledgement has a reason", async () => {
	const deaf = join(scratch, "deaf.mjs");
	const cdk = join(root, "node_modules/aws-cdk-lib/index.js");
	writeFileSync(deaf, `import cdk from ${JSON.stringify(cdk)}; cdk.Validations.prototype.acknowledge = () => {};`);
	const { code, violated } = await synth("false", { flags: ["--import", deaf] });
	const { acknowledged } = synthesizeStack();
	expect(code).toBe(1);
	expect(violated).toEqual([...new Set(acknowledged.map(({ id }) => id.replace(/^.*?::(?=AwsSolutions)/, "")))].sort());
	expect(acknowledged.filter(({ reason }) => reason.length < 40)).toEqual([]);
}, 120_000);
