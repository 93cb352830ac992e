import { execFileSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { parse } from "yaml";
import { parseSlackSecret } from "../../adapters/secrets-manager/slack-secret.ts";
import scanned from "../../controls/image/scanned.ts";
import vulnerabilities from "../../controls/image/vulnerabilities.ts";
import { destinationFor } from "../../domain/notifications/destination.ts";
import { parsePolicy } from "../../policy-file/policy.ts";
import { aRepository, aTaskDefinition } from "../support/builders.ts";
import { type BuiltCommandLine, builtCommandLine } from "../support/built-command-line.ts";
import { blocksOf, root, sectionOf, textOf } from "../support/docs.ts";
import { listedFiles, textOf as sourceOf } from "../support/sources.ts";

const page = textOf("docs/slack.md");
const blocksIn = (heading: string, language: string): readonly string[] =>
	blocksOf(sectionOf(page, heading)).flatMap((block) => (block.language === language ? [block.text] : []));

const webhook = "https://hooks.slack.com/services/T0/B0/secret";
const token = "xoxb-1-2-secret";
const signing = "0123456789abcdef0123456789abcdef";
const store = "secretsmanager put-secret-value --secret-id shipshape/slack-webhook --secret-string";

/** Method reference of docs.slack.dev, "Scopes". */
const scopesOf: Readonly<Record<string, readonly string[]>> = {
	"chat.postEphemeral": ["chat:write"],
	"chat.postMessage": ["chat:write"],
	"chat.update": ["chat:write"],
	"views.open": [],
};
/** By its name, or with Slack's client. */
const methodCall = /"([a-z]+\.[a-zA-Z]+)", \{|client\.(\w+\.\w+)\(\{/g;

let built: BuiltCommandLine;
const folder = mkdtempSync(join(tmpdir(), "docs-slack-"));
const bin = join(folder, "bin");
beforeAll(() => {
	built = builtCommandLine();
	mkdirSync(bin);
	// What the AWS CLI would get: its arguments, and the value, which it reads from standard input for file:///dev/stdin.
	const programs = {
		aws: 'printf "%s" "$*" > arguments\ncase "$*" in *file:///dev/stdin*) cat > value ;; esac\n',
		npx: `shift 2\nexec "${process.execPath}" "${built.program}" "$@"\n`,
	};
	for (const [name, script] of Object.entries(programs)) {
		writeFileSync(join(bin, name), `#!/bin/sh\n${script}`);
		chmodSync(join(bin, name), 0o755);
	}
});
afterAll(() => {
	built.remove();
	rmSync(folder, { recursive: true });
});

/** Runs a block of the page in bash with what a person types. A status of its own is an error. */
const bash = (script: string, typed = "", options = "-eu"): string =>
	execFileSync("bash", [options, "-c", script], {
		...{ cwd: folder, encoding: "utf8", input: typed, stdio: ["pipe", "pipe", "pipe"] },
		env: { PATH: `${bin}:${process.env["PATH"]}` },
	});
const left = (name: string): string => readFileSync(join(folder, name), "utf8");

const [[storeWebhook = "", storeNamed = ""], [storeToken = "", storeBoth = ""], [turnOff = ""]] = [
	blocksIn("Set up a webhook", "sh"),
	blocksIn("Set up a bot", "sh"),
	blocksIn("Turn it off", "sh"),
];

describe("docs/slack.md", () => {
	test("shows no block that is not run here", () => {
		const headings = [...page.matchAll(/^## (.*)$/gm)].map(([, heading = ""]) => heading);
		const shown = headings.flatMap((heading) =>
			blocksOf(sectionOf(page, heading)).map(({ language }) => `${heading}: ${language}`),
		);
		const own = shown.filter((one) => !one.startsWith("SNS:"));
		expect(own).toEqual([
			...["Set up a webhook: sh", "Set up a webhook: sh"],
			...["Set up a bot: yaml", "Set up a bot: sh", "Set up a bot: sh", "Set up a bot: yaml"],
			...["Routes to channels: yaml", "Try a route: sh", "Try a route: sh"],
			...["Quiet hours and summaries: yaml", "Turn it off: sh"],
		]);
		expect(blocksOf(page)).toHaveLength(shown.length);
	});

	test.each([
		["a webhook", storeWebhook, [webhook], { webhook, webhooks: {} }],
		["named webhooks", storeNamed, [webhook, `${webhook}2`], { webhook, webhooks: { payments: `${webhook}2` } }],
		["a bot token", storeToken, [token], { botToken: token, webhooks: {} }],
		[
			"a bot token and a signing secret",
			storeBoth,
			[token, signing],
			{ botToken: token, signingSecret: signing, webhooks: {} },
		],
	])("stores %s from the terminal, and shows it to no other program", (_, script, typed, secret) => {
		const printed = bash(script, `${typed.join("\n")}\n`);
		expect({ ...parseSlackSecret(left("value")) }).toEqual({
			...secret,
			webhooks: expect.objectContaining(secret.webhooks),
		});
		expect(left("arguments")).toBe(`${store} file:///dev/stdin`);
		for (const value of typed) expect(printed).not.toContain(value);
		expect(
			bash(`${script}\necho "left: \${WEBHOOK-}\${PAYMENTS-}\${TOKEN-}\${SIGNING-}."`, `${typed.join("\n")}\n`, "-e"),
		).toContain("left: .");
	});

	test("turns Slack off with a value that counts as off", () => {
		bash(turnOff);
		const value = left("arguments").slice(store.length + 1);
		expect(left("arguments").startsWith(store)).toBe(true);
		expect(value).toBe(" ");
		expect(parseSlackSecret(value)).toBeNull();
	});

	test("asks for the scopes of the methods that the code calls, and for no other ones", () => {
		const [manifest = ""] = blocksIn("Set up a bot", "yaml");
		const called = listedFiles()
			.filter((file) => /^(?:adapters|cli|functions|operations|pipeline)\/.*\.ts$/.test(file))
			.flatMap((file) => [...sourceOf(file).matchAll(methodCall)].map(([, named, method]) => named ?? method ?? ""));
		expect([...new Set(called)].toSorted()).toEqual(Object.keys(scopesOf));
		const bot = [...new Set(called.flatMap((method) => scopesOf[method] ?? []))];
		expect(parse(manifest).oauth_config).toEqual({ scopes: { bot } });
		const name: string = parse(manifest).features.bot_user.display_name;
		expect(page).toContain(`/invite @${name}`);
	});

	test("says how an image that stays unscanned is reported, and how to hear of it with a higher minimum", () => {
		expect(page).toContain(`\`${scanned.id}\`, which is ${scanned.severity}. `);
		expect(page).toContain(`although they would be ${vulnerabilities.severity}.`);
		const [, setting = ""] = /`([^`]+)` under `controls`/.exec(page) ?? [];
		const { controls } = parsePolicy(`controls:\n  ${setting}\n`, "shipshape.yaml");
		expect(controls[scanned.id]).toMatchObject({ severity: "HIGH" });
	});

	test("names a channel, quiet hours and summaries as the policy accepts them", () => {
		const [, channel = ""] = blocksIn("Set up a bot", "yaml");
		const [hours = ""] = blocksIn("Quiet hours and summaries", "yaml");
		expect(parsePolicy(channel, "shipshape.yaml").slack.channel).toBe("#containers");
		expect(parsePolicy(hours, "shipshape.yaml").slack).toMatchObject(parse(hours).slack);
	});

	test("routes to the channel and to the webhook that it says", () => {
		const [routes = ""] = blocksIn("Routes to channels", "yaml");
		const policy = parsePolicy(routes, "shipshape.yaml");
		expect(destinationFor(policy, aRepository({ name: "payments/api" })).destination).toEqual({ channel: "#payments" });
		const web = { webhook: "web", minimumSeverity: "HIGH" };
		expect(destinationFor(policy, aTaskDefinition({ family: "web-shop" })).destination).toEqual(web);
		expect(destinationFor(policy, aRepository({ name: "other" })).destination).toBeUndefined();
	});

	test("tries that route without Slack", () => {
		writeFileSync(join(folder, "shipshape.yaml"), blocksIn("Routes to channels", "yaml")[0] ?? "");
		writeFileSync(
			join(folder, "taskdef.json"),
			JSON.stringify({ family: "web-shop", containerDefinitions: [{ name: "app", image: "nginx:1.27" }] }),
		);
		const [tried = "", pasted = ""] = blocksIn("Try a route", "sh");
		// `check` ends with 1, because the file fails.
		expect(bash(tried, "", "-u").trimEnd().split("\n").at(-1)).toBe("webhook web");
		expect(left("preview.html")).toContain("to webhook web");
		expect(Object.keys(JSON.parse(bash(pasted)))).toEqual(["blocks"]);
	});

	test("explains only errors that exist", () => {
		const code = listedFiles()
			.filter((file) => /^(?:adapters|core|domain|operations|pipeline)\/.*\.ts$/.test(file))
			.map(sourceOf)
			.join("\n");
		const rows = [...sectionOf(page, "Troubleshooting").matchAll(/^\| `([^`]+)` \|/gm)].map(([, text = ""]) => text);
		expect(rows.length).toBeGreaterThan(15);
		// Slack's own codes stand after our words; `invalid_blocks` and `no_service` are Slack's alone.
		const parts = rows
			.flatMap((row) => row.split("…"))
			.map((part) => part.replace(/ (?:no_service|an? webhook)$/, "").trim());
		expect(parts.filter((part) => part !== "invalid_blocks" && !code.includes(part))).toEqual([]);
	});

	test.each(["docs/slack.md", "docs/slack-approval.md", "docs/slack-sns.md"])(
		"and %s link to pages, sections and pictures that exist",
		(name) => {
			for (const [, file = "", anchor] of textOf(name).matchAll(/\]\(([\w./-]*)(?:#([\w-]+))?\)/g)) {
				const target = file === "" ? name : join("docs", file);
				expect(existsSync(join(root, target))).toBe(true);
				if (anchor === undefined) continue;
				const anchors = [...textOf(target).matchAll(/^#+ (.*)$/gm)].map(([, heading = ""]) =>
					heading
						.toLowerCase()
						.replace(/[^\w -]/g, "")
						.replaceAll(" ", "-"),
				);
				expect(anchors).toContain(anchor);
			}
		},
	);

	test("is linked to by the pages that lead to it", () => {
		const others = ["README.md", "docs/policy.md", "docs/slack-approval.md", "docs/runbook.md"];
		expect(others.filter((other) => !/\]\((?:docs\/)?slack\.md/.test(textOf(other)))).toEqual([]);
	});
});
