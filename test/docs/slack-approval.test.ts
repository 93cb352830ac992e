import { describe, expect, test } from "@jest/globals";
import { parseSlackSecret } from "../../adapters/secrets-manager/slack-secret.ts";
import { parsePolicy } from "../../policy-file/policy.ts";
import { slackNotes } from "../../policy-file/slack-notes.ts";
import { secretNeeds } from "../../policy-file/slack-secret-needs.ts";
import { blocksOf, inlineCodeOf, sectionOf, textOf } from "../support/docs.ts";
import { listedFiles, textOf as sourceOf } from "../support/sources.ts";
import { synthesizeStack } from "../support/synthesize-stack.ts";

const page = textOf("docs/slack-approval.md");
const [secret = "", policy = ""] = blocksOf(sectionOf(page, "Set it up")).map(({ text }) => text);
const { mode, slack, block } = parsePolicy(policy, "shipshape.yaml");

/** What its blocks do together, on the deployed stack, is test/e2e/approved-deploy.test.ts. */
describe("docs/slack-approval.md", () => {
	test("shows two blocks, both of the set-up", () => {
		expect(blocksOf(page).map(({ language }) => language)).toEqual(["json", "yaml"]);
		expect(blocksOf(page).map(({ text }) => text)).toEqual([secret, policy]);
	});

	test("shows a secret with what the shown policy needs, and a policy that asks the approvers", () => {
		const filled = secret.replace("xoxb-…", "xoxb-1-2-secret").replace("…", "0123456789abcdef0123456789abcdef");
		expect(Object.keys(parseSlackSecret(filled) ?? {}).filter((key) => key !== "webhooks")).toEqual(secretNeeds(slack));
		expect(slackNotes(slack)).toEqual([]);
		expect(slack.approvers).toHaveLength(1);
		expect(block.onPausedFailure).toBe("leave");
	});

	test("leads to a question: the shown policy neither lets a failing deployment go on, nor deregisters what it would deploy", () => {
		expect([mode, block.pause, block.deregister]).toEqual(["enforce", true, false]);
		const setUp = sectionOf(page, "Set it up");
		const steps = [...setUp.matchAll(/^\d\. \*\*(.+?)\.\*\*/gm)].map(([, step]) => step);
		expect(steps).toEqual([
			"The app",
			"The secret",
			"The policy",
			"The stack",
			"The request URL",
			"The hook",
			"Try it",
		]);
		const [, hook = ""] = setUp.split("**The hook.**");
		expect(hook).toContain("(enforcement.md#pause-hooks)");
		expect(sectionOf(textOf("docs/enforcement.md"), "PAUSE hooks")).toContain('"hookDetails": { "shipshape": "gate" }');
	});

	test("names the option and the output with which Slack can call the stack", () => {
		const option = inlineCodeOf(page).find((code) => code.startsWith('"')) ?? "";
		const output = inlineCodeOf(page).find((code) => code.endsWith("Url")) ?? "";
		const rules = { ...parsePolicy(policy, "shipshape.yaml") };
		const outputsWith = (context: Readonly<Record<string, boolean>>) =>
			Object.keys(synthesizeStack(rules, { slackApprovals: false, ...context }).outputs);
		expect(outputsWith(JSON.parse(`{${option}}`))).toContain(output);
		expect(outputsWith({})).not.toContain(output);
	});

	test("quotes what people read in Slack", () => {
		const code = listedFiles()
			.filter((file) => /^(?:adapters|pipeline)\/.*\.ts$/.test(file))
			.map(sourceOf)
			.join("\n")
			.replaceAll(`\${verb}`, "approved");
		const quoted = [...sectionOf(page, "What changes nothing").matchAll(/"([^"]+)"/g)].map(([, text = ""]) =>
			text.replace(/ by …$/, ""),
		);
		expect(quoted).toHaveLength(3);
		expect(quoted.filter((text) => !code.includes(text))).toEqual([]);
	});

	test("names keys of the policy that exist", () => {
		const named = inlineCodeOf(page).filter((code) => /^(?:slack|block)\.\w+$/.test(code));
		const keysOf = (section: string, of: object) => Object.keys(of).map((key) => `${section}.${key}`);
		expect(named).toContain("slack.approvers");
		expect([...keysOf("slack", slack), ...keysOf("block", block)]).toEqual(expect.arrayContaining(named));
	});
});
