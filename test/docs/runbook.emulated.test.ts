import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "@jest/globals";
import { sectionOf, textOf } from "../support/docs.ts";
import { describeEmulated, root } from "../support/emulated.ts";
import { type Finished, withOperated } from "../support/operated.ts";
import { accountOf } from "../support/subject-trio.ts";

const patience = 600_000;

const page = readFileSync(join(root, "docs/runbook.md"), "utf8");
const enforcement = readFileSync(join(root, "docs/enforcement.md"), "utf8");
const [, switchedOff = ""] = /^## Switch everything off in one minute$([\s\S]*?)^## /m.exec(enforcement) ?? [];
const blocksIn = (text: string): readonly string[] =>
	[...text.matchAll(/^```sh\n([\s\S]*?)^```$/gm)].map(([, script = ""]) => script.trim());
/** They use the functions that the runbook defines. */
const ofTopic = blocksIn(sectionOf(textOf("docs/slack-sns.md"), "What the topic has to allow"));
const blocks = [...blocksIn(page), ...blocksIn(switchedOff), ...ofTopic];
const [preamble = "", ...others] = blocks.toSorted((a, b) => Number(isPreamble(b)) - Number(isPreamble(a)));
const inline = [
	...page.replace(/^```sh\n[\s\S]*?^```$/gm, "").matchAll(/`((?:aws|peek|logs|shipshape|npx|git) [^`]+)`/g),
];
/** The one that stops everything comes last. */
const commands = [...new Set([...others, ...inline.map(([, command = ""]) => command)])].toSorted(
	(a, b) => Number(a.includes("uninstall")) - Number(b.includes("uninstall")),
);

function isPreamble(script: string): boolean {
	return script.startsWith("STACK=");
}

/** The functions and the variables that the page explains, and what a reader puts in place of its capitals. */
const settings = `set -o pipefail
${preamble}
ROUTE=TaskDefinitionRegistered READER=Findings`;
const placeholders: Readonly<Record<string, string>> = {
	"FAMILY:REVISION": "one:1",
	FAMILY: "one",
	REGION: "eu-west-1",
	ACCOUNT: "777788889999",
};

/** A deployment of the stack takes place outside of this test. */
const isDeployment = (command: string): boolean => /^(?:npx cdk|git )/.test(command);

/** A search that finds nothing ends with 1, and so does `doctor` in an account without a trail. */
const expectedStatuses = (command: string): readonly number[] =>
	/\| grep /.test(command) || command === "npx --no-install shipshape doctor" ? [0, 1] : [0];

const filled = (command: string): string =>
	Object.entries(placeholders).reduce(
		(text, [name, value]) => text.replace(new RegExp(`\\b${name}\\b`, "g"), value),
		command,
	);

describeEmulated("docs/runbook.md, and the off switch of docs/enforcement.md, on the deployed stack", () => {
	const runs = new Map<string, Finished>();

	beforeAll(async () => {
		await withOperated(accountOf(["one"]), async ({ shell, doubles }) => {
			for (const command of commands.filter((one) => !isDeployment(one))) {
				runs.set(command, await shell(`${settings}\n${filled(command)}`, `${doubles.slack.webhook}\n`));
			}
		});
	}, patience);

	test("has the functions first, and commands", () => {
		expect(isPreamble(preamble)).toBe(true);
		expect(commands.length).toBeGreaterThan(20);
		expect(blocksIn(switchedOff)).toHaveLength(4);
		expect(ofTopic).toHaveLength(1);
	});

	describe.each(commands.filter((one) => !isDeployment(one)))("%s", (command) => {
		test("works", () => {
			const { status, errors } = runs.get(command) as Finished;
			expect(errors).not.toMatch(/error|not found|usage:/i);
			expect(expectedStatuses(command)).toContain(status);
		});
	});
});
