import { execFileSync } from "node:child_process";
import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { parse } from "yaml";
import { defaultPolicy } from "../../controls/default-policy.ts";
import { policyFor } from "../../core/scopes.ts";
import { blockTag } from "../../domain/blocks/block-tag.ts";
import { breakGlassFor } from "../../domain/blocks/break-glass.ts";
import { parsePolicy } from "../../policy-file/policy.ts";
import { aTaskDefinition } from "../support/builders.ts";
import { type CdkApp, cdkApp } from "../support/cdk-app.ts";
import { blocksOf, commandsIn, inlineCodeOf, root, sectionOf } from "../support/docs.ts";
import { blockIn, onDeployedStack, page } from "../support/enforcement-page.ts";
import { compile } from "../support/promised-runtimes.ts";
import { synthesizeStack } from "../support/synthesize-stack.ts";

const headings = [...page.matchAll(/^## (.*)$/gm)].map(([, heading = ""]) => heading);
const inline = inlineCodeOf(page);

/** Every block of the page, in its order, and the tests that run it. */
const blocks: readonly (readonly [heading: string, language: string, test: string])[] = [
	["The order of steps", "yaml", "enforcement.emulated.test.ts"],
	["Attach the gate to a service", "json", "enforcement.emulated.test.ts"],
	["Attach the gate to a service", "ts", "enforcement.test.ts"],
	["What would have been blocked", "", "enforcement.emulated.test.ts"],
	["Switch everything off in one minute", "sh", "runbook.emulated.test.ts"],
	["Switch everything off in one minute", "sh", "runbook.emulated.test.ts"],
	["Switch everything off in one minute", "sh", "runbook.emulated.test.ts"],
	["Switch everything off in one minute", "sh", "runbook.emulated.test.ts"],
	["If the gate itself is broken", "sh", "enforcement.emulated.test.ts"],
	["If the gate itself is broken", "sh", "enforcement.emulated.test.ts"],
	["Break-glass", "", "enforcement.emulated.test.ts"],
	["Why was a deployment refused?", "sh", "enforcement.emulated.test.ts"],
	["Why was a deployment refused?", "", "enforcement.emulated.test.ts"],
	["PAUSE hooks", "json", "enforcement.emulated.test.ts"],
	["Tasks that are no deployments: the tag and the deny policies", "sh", "deny-policies.test.ts"],
	["Tasks that are no deployments: the tag and the deny policies", "sh", "deny-policies.test.ts"],
];

/** Code inside sentences that this test runs. */
const here = {
	withoutGate: "--context withoutGate=true",
	cloudFormationHook: '"cloudFormationHook": true',
	breakGlassTag: "2026-12-01 jane@example.com incident 4711",
	terraform: 'ignore_tags { keys = ["shipshape:blocked"] }',
};
/** `mode: enforce`, `block.gate: false`. */
const settings = inline.filter((code) => /^[\w.-]+: /.test(code));
/** Every call of our own command line: commands.test.ts runs the parser on each. */
const calls = commandsIn(page).map(({ line }) => line);
/** What is written by nobody: characters, an option's type, a reason in the log (test/pipeline/deployments/decide.test.ts). */
const explained = ["_ . : / = + - @", "{ function, hookRole }", "without scan results"];

describe("docs/enforcement.md", () => {
	test("shows no block that is not run", () => {
		const shown = headings.flatMap((heading) =>
			blocksOf(sectionOf(page, heading)).map(({ language }) => [heading, language]),
		);
		expect(shown).toEqual(blocks.map(([heading, language]) => [heading, language]));
		expect(blocksOf(page)).toHaveLength(shown.length);
		for (const [, , file] of blocks) expect(existsSync(join(root, "test/docs", file))).toBe(true);
	});

	test("shows no command inside a sentence that is not run", () => {
		const code = inline.filter((one) => /\s|^--|^"/.test(one));
		const run = [...Object.values(onDeployedStack), ...Object.values(here), ...settings, ...calls, ...explained];
		expect(code.filter((one) => !run.includes(one))).toEqual([]);
		const listed = [...Object.values(onDeployedStack), ...Object.values(here), ...explained];
		expect(listed.filter((one) => !inline.includes(one))).toEqual([]);
	});

	test.each([
		["staging", "enforce"],
		["shop", "audit"],
	] as const)("step 2: what is deployed to the cluster %s is judged in mode %s", (cluster, mode) => {
		const policy = parsePolicy(blockIn("The order of steps", "yaml"), "shipshape.yaml");
		expect(policyFor(policy, aTaskDefinition({ deployment: { cluster, service: "web" } })).mode).toBe(mode);
	});

	test("step 2: registrations are still in audit mode", () => {
		const policy = parsePolicy(blockIn("The order of steps", "yaml"), "shipshape.yaml");
		expect(policyFor(policy, aTaskDefinition()).mode).toBe("audit");
	});

	test.each(settings)("the policy accepts %s", (setting) => {
		const [, path = "", value = ""] = /^([\w.-]+): (.*)$/.exec(setting) ?? [];
		const keys = path.split(".");
		const whole = Object.hasOwn(defaultPolicy, keys[0] ?? "") ? keys : ["block", ...keys];
		const given = whole.reduceRight<unknown>((inner, key) => ({ [key]: inner }), parse(value)) as object;
		expect(parsePolicy(JSON.stringify(given), "shipshape.yaml")).toMatchObject(given);
	});

	test("the break-glass tag exempts the revision, with the owner and the reason", () => {
		const tags = { value: { "shipshape:break-glass": here.breakGlassTag } };
		const { reason } = breakGlassFor(aTaskDefinition({ tags }), defaultPolicy, "2026-11-20T12:00:00.000Z");
		expect(reason).toMatch(/until 2026-12-01, owner jane@example.com: incident 4711$/);
		expect(inline).toEqual(expect.arrayContaining(Object.keys(tags.value)));
	});

	test("Terraform ignores the tag of blocked revisions", () => {
		expect(JSON.parse(here.terraform.replace(/^ignore_tags \{ keys = | \}$/g, ""))).toEqual([blockTag]);
	});
});

describe("the stack, synthesized with what the page says", () => {
	const idsIn = (context: Readonly<Record<string, string | boolean>>) =>
		synthesizeStack(undefined, { cloudFormationHook: "false", ...context }).all.map(({ id }) => id);

	test("has no gate", () => {
		const [, key = "", value = ""] = /^--context (\w+)=(\w+)$/.exec(here.withoutGate) ?? [];
		const isGate = (id: string): boolean => id.startsWith("DeploymentGate");
		expect(idsIn({}).some(isGate)).toBe(true);
		expect(idsIn({ [key]: value }).filter(isGate)).toEqual([]);
	});

	test("has the CloudFormation hook", () => {
		const isHook = (id: string): boolean => id.startsWith("CloudFormationHook");
		expect(idsIn({}).filter(isHook)).toEqual([]);
		expect(idsIn(JSON.parse(`{${here.cloudFormationHook}}`)).some(isHook)).toBe(true);
	});
});

describe("gateService in a stack of a user", () => {
	let app: CdkApp;
	beforeAll(() => {
		app = cdkApp();
	}, 60_000);
	afterAll(() => app.remove());

	const snippet = blockIn("Attach the gate to a service", "ts");
	const [imports = "", ...paragraphs] = snippet.split("\n\n");
	const code = `import { App, Stack } from "aws-cdk-lib";
import { Template } from "aws-cdk-lib/assertions";
import { Vpc } from "aws-cdk-lib/aws-ec2";
import * as ecs from "aws-cdk-lib/aws-ecs";
${imports}
class Shop extends Stack {
	constructor(app: App) {
		super(app, "Shop");
		const vpc = Vpc.fromVpcAttributes(this, "Vpc", { vpcId: "vpc-0123456789abcdef0", availabilityZones: ["a"], privateSubnetIds: ["subnet-0123456789abcdef0"] });
		const cluster = ecs.Cluster.fromClusterAttributes(this, "Cluster", { clusterName: "shop", vpc });
		const taskDefinition = new ecs.FargateTaskDefinition(this, "Task");
		taskDefinition.addContainer("app", { image: ecs.ContainerImage.fromRegistry("nginx:1.27") });
		${paragraphs.join("\n")}
	}
}
const shop = new Shop(new App({ analyticsReporting: false, outdir: "out" }));
const print: (text: string) => void = Reflect.get(Reflect.get(globalThis, "console"), "log");
print(JSON.stringify(Template.fromStack(shop).findResources("AWS::ECS::Service")));
`;

	test("compiles, and has ECS ask the gate before tasks start", () => {
		const file = join(app.folder, "shop.mts");
		expect(compile(file, code, "--skipLibCheck")).toBe("");
		writeFileSync(file, code);
		const printed = execFileSync(process.execPath, [file], { cwd: app.folder, encoding: "utf8" });
		const [service] = Object.values(JSON.parse(printed));
		expect(service).toMatchObject({
			Properties: {
				DeploymentConfiguration: {
					Strategy: "BLUE_GREEN",
					LifecycleHooks: [
						{
							HookTargetArn: expect.anything(),
							RoleArn: expect.anything(),
							LifecycleStages: ["PRE_SCALE_UP"],
						},
					],
				},
			},
		});
	});
});
