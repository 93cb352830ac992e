import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "@jest/globals";
import { parse } from "yaml";
import type { VerdictReport } from "../../cli/verdicts.d.ts";
import { controls } from "../../controls/index.ts";
import { parsePolicy } from "../../policy-file/policy.ts";
import { textAt } from "../../scripts/generate/tree.ts";
import { type Block, blocksOf, root } from "../support/docs.ts";
import { runCli } from "../support/terminal.ts";

const folder = mkdtempSync(join(tmpdir(), "remediation-"));
afterAll(() => rmSync(folder, { recursive: true }));

const pages = controls.map(({ id, on }) => ({ id, on, text: textAt(join(root, `controls/${id}.md`)) ?? "" }));
const blocks = pages.flatMap(({ id, text }) => blocksOf(text).map((block) => ({ id, ...block })));
const blocksIn = (language: string) => blocks.filter((block) => block.language === language);

const ecsResource = { "aws ecs": "sh", CDK: "ts", Terraform: "hcl" };

/** The languages of each kind of subject, by those of the blocks that show them. */
const languages: Readonly<Record<string, Readonly<Record<string, string>>>> = {
	"task-definition": { "Task definition": "json", CDK: "ts", Terraform: "hcl", Compose: "yaml" },
	repository: { "aws ecr": "sh", CDK: "ts", Terraform: "hcl" },
	service: ecsResource,
	cluster: ecsResource,
	"capacity-provider": ecsResource,
	image: {},
};

/** What has no block of its own because the page says that the language writes the same, or cannot write it. */
const withoutBlock: Readonly<Record<string, readonly string[]>> = {
	"task-definition/efs-in-transit-encryption": ["Compose"],
	"task-definition/image-vulnerabilities": ["CDK", "Terraform", "Compose"],
	"task-definition/required-tags": ["Compose"],
	"task-definition/tmpfs-supported": ["Task definition", "Compose"],
	"task-definition/trusted-registry": ["CDK", "Terraform", "Compose"],
};

describe.each(pages)("$id", ({ id, on, text }) => {
	test("has a page that explains how to fix it", () => expect(text).toContain("## How to fix it\n"));

	test("in every language of its subject", () => {
		const all = Object.entries(languages[on] ?? {});
		const lacking = all.filter(
			([, language]) => !blocksIn(language).some((block) => block.id === id && !isPolicy(block)),
		);
		for (const [name] of all) expect(text.toLowerCase()).toContain(name.toLowerCase());
		expect(lacking.map(([name]) => name)).toEqual(withoutBlock[id] ?? []);
	});
});

const isPolicy = ({ text }: Block): boolean => text.startsWith("controls:");

/** Only AWS answers these. */
const needAws = ["repository/lifecycle-safe", "task-definition/image-vulnerabilities"];

/** What a control says of a file, under the policy that its page shows. */
async function statusesOf(id: string, file: unknown): Promise<readonly string[]> {
	const policy = join(folder, "policy.yaml");
	writeFileSync(policy, blocks.find((block) => block.id === id && isPolicy(block))?.text ?? "");
	const args = ["check", "-", "--format", "json", "--policy", policy];
	const { printed, errors } = await runCli(args, { stdin: JSON.stringify(file), folder });
	expect(errors).toEqual([]);
	const { verdicts, needsAws } = JSON.parse(printed) as VerdictReport;
	const all = [...verdicts, ...needsAws.map(({ control }) => ({ control, status: "needs AWS" }))];
	return [...new Set(all.filter(({ control }) => control === id).map(({ status }) => status))];
}

const aContainer = {
	name: "app",
	image: `registry.example.com/app@sha256:${"5".repeat(64)}`,
	readonlyRootFilesystem: true,
};
const aDefinition = { family: "web", memory: "1024", containerDefinitions: [aContainer] };

type Fields = Readonly<Record<string, unknown>>;

/** A block as the file that it belongs to. */
function wholeOf(part: Fields): unknown {
	if ("rules" in part || "Statement" in part) return part;
	if ("rulePriority" in part) return { rules: [part] };
	if ("containerDefinitions" in part) {
		const containers = part["containerDefinitions"] as readonly Fields[];
		return { ...aDefinition, ...part, containerDefinitions: containers.map((one) => ({ ...aContainer, ...one })) };
	}
	if ("volumes" in part || "family" in part) return { ...aDefinition, ...part };
	return { ...aDefinition, containerDefinitions: [{ ...aContainer, ...part }] };
}

/** A block is an object, or some fields of one. */
const parsed = (text: string): Fields => JSON.parse(text.startsWith("{") ? text : `{${text}}`) as Fields;

const expected = (id: string): readonly string[] => (needAws.includes(id) ? ["needs AWS"] : ["pass"]);

test.each(blocksIn("json"))("$id passes with its JSON", async ({ id, text }) => {
	expect(await statusesOf(id, wholeOf(parsed(text)))).toEqual(expected(id));
});

test.each(blocksIn("yaml").filter((block) => !isPolicy(block)))(
	"$id passes with its Compose file",
	async ({ id, text }) => {
		const { services, ...project } = parse(text) as { services: Readonly<Record<string, Fields>> };
		const whole = Object.entries(services).map(([name, service]) => [
			name,
			{ image: aContainer.image, mem_limit: "1g", read_only: true, ...service },
		]);
		expect(await statusesOf(id, { ...project, services: Object.fromEntries(whole) })).toEqual(expected(id));
	},
);

test.each(blocksIn("yaml").filter(isPolicy))("$id shows a policy about itself", ({ id, text }) => {
	expect(() => parsePolicy(text, id)).not.toThrow();
	expect(text).toContain(`${id}:`);
});

test("the CDK knows what the blocks name", async () => {
	const modules: Readonly<Record<string, Fields>> = {
		ecr: { ...(await import("aws-cdk-lib/aws-ecr")) },
		ecs: { ...(await import("aws-cdk-lib/aws-ecs")) },
		iam: { ...(await import("aws-cdk-lib/aws-iam")) },
	};
	const named = blocksIn("ts").flatMap(({ text }) => [...text.matchAll(/\b(ecr|ecs|iam)\.([A-Z]\w*)(?:\.(\w+))?/g)]);
	const missing = named.filter(([, module = "", name = "", member]) => {
		const found = modules[module]?.[name];
		return found === undefined || (member !== undefined && (found as Fields)[member] === undefined);
	});
	expect(named.length).toBeGreaterThan(10);
	expect(missing.map(([name]) => name)).toEqual([]);
}, 60_000);

test.each(blocksIn("hcl"))("$id: the brackets of its Terraform match", ({ text }) => {
	for (const [open, close] of ["{}", "[]", "()"]) {
		expect(text.split(open ?? "").length).toBe(text.split(close ?? "").length);
	}
});
