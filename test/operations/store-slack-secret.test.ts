import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { parseSlackSecret } from "../../adapters/secrets-manager/slack-secret.ts";
import { storeSlackSecret } from "../../operations/doctor/store-slack-secret.ts";

const arn = "arn:aws:secretsmanager:eu-west-1:111122223333:secret:shipshape/slack-webhook-AbC";
const webhook = "https://hooks.slack.com/services/T1/B1/T0K3N";
const [token, signing] = ["xoxb-1-2-T0K3N", `T0K3N${"a".repeat(20)}`];

let folder: string;
beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), "store-slack-secret-"));
	const program = `#!/bin/sh\nprintf %s "$*" > ${folder}/arguments\ncat > ${folder}/value\n`;
	writeFileSync(join(folder, "aws"), program, { mode: 0o755 });
});
afterEach(() => rmSync(folder, { recursive: true }));
const left = (name: string): string => readFileSync(join(folder, name), "utf8");

/** What the command prints when this is typed, and what it stores. */
function run(command: string, typed: readonly string[]) {
	const env = { PATH: `${folder}:${process.env["PATH"]}` };
	const variables = `\nset | grep -c T0K[3]N || true`;
	const input = `${typed.join("\n")}\n`;
	const printed = execFileSync("bash", ["-c", `${command}${variables}`], { encoding: "utf8", env, input });
	const { webhooks, ...others } = parseSlackSecret(left("value")) ?? { webhooks: {} };
	return { printed, stored: { ...others, webhooks: { ...webhooks } } };
}

describe("the command that stores the Slack secret", () => {
	test.each<[string, readonly string[] | null, readonly string[], object, string]>([
		["a webhook", ["webhook"], [webhook], { webhook, webhooks: {} }, "Webhook:"],
		["a webhook for a stack that does not say what it needs", null, [webhook], { webhook, webhooks: {} }, "Webhook:"],
		["a bot token", ["botToken"], [token], { botToken: token, webhooks: {} }, "Bot token:"],
		[
			"what approvals need",
			["botToken", "signingSecret"],
			[token, signing],
			{ botToken: token, signingSecret: signing, webhooks: {} },
			"Bot token:\nSigning secret:",
		],
		[
			"everything, with names of webhooks that are numbers",
			["webhook", "webhooks.10", "webhooks.2", "webhooks.pay-ments", "botToken", "signingSecret"],
			[webhook, `${webhook}10`, `${webhook}2`, `${webhook}p`, token, signing],
			{
				...{ webhook, botToken: token, signingSecret: signing },
				webhooks: { 10: `${webhook}10`, 2: `${webhook}2`, "pay-ments": `${webhook}p` },
			},
			"Webhook:\nWebhook named 10:\nWebhook named 2:\nWebhook named pay-ments:\nBot token:\nSigning secret:",
		],
	])("asks in the terminal for %s, and shows it to no other program", (_, needs, typed, secret, prompts) => {
		const { printed, stored } = run(storeSlackSecret("eu-west-1", arn, needs), typed);
		expect(stored).toEqual(secret);
		expect(printed.trimEnd().split("\n")).toEqual([...prompts.split("\n"), "0"]);
		expect(left("arguments")).toBe(
			`secretsmanager put-secret-value --secret-id ${arn} --secret-string file:///dev/stdin --region eu-west-1`,
		);
	});

	test("keeps a webhook alone a URL, which earlier versions understand as well", () => {
		run(storeSlackSecret("eu-west-1", arn, ["webhook"]), [webhook]);
		expect(left("value")).toBe(webhook);
	});
});
