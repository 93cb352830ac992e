import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "@jest/globals";
import type { GateReport } from "../../cli/verdicts.d.ts";
import { definition, mockRegistry, region, registryHost } from "../support/gated-registry.ts";
import { runCli } from "../support/terminal.ts";
import { parseXml } from "../support/xml.ts";

const folder = mkdtempSync(join(tmpdir(), "gate-service-"));
afterAll(() => rmSync(folder, { recursive: true }));

const [container] = definition().containerDefinitions;
const writable = definition({ containerDefinitions: [{ ...container, readonlyRootFilesystem: false }] });
writeFileSync(join(folder, "taskdef.json"), JSON.stringify(writable));

function gate(policy: string, ...args: readonly string[]) {
	mockRegistry();
	writeFileSync(join(folder, "policy.yaml"), policy);
	const files = ["--policy", join(folder, "policy.yaml"), "--task-definition", join(folder, "taskdef.json")];
	return runCli(["gate", "--wait", "0", ...files, ...args], { environment: { AWS_REGION: region }, folder });
}

const staged = "scopes: [{ match: { cluster: staging }, mode: enforce }]";
const switchedOn = "{ block: { gate: false }, scopes: [{ match: { cluster: staging }, block: { gate: true } }] }";
const relaxed =
	"{ mode: enforce, scopes: [{ match: { cluster: lab* }, controls: { task-definition/read-only-root: { blocking: false } } }] }";
const guarded = "{ mode: enforce, block: { protectedServices: [production/web] } }";
const broken =
	"{ mode: enforce, block: { breakGlass: [{ resource: service/production/*, reason: hotfix 17, owner: jo, expires: 2999-01-31 }] } }";
const glass = "break-glass by the policy's block.breakGlass, until 2999-01-31, owner jo: hotfix 17";

describe("the gate with --service", () => {
	test.each<[string, string, string, number, string, string | null]>([
		["blocks where a scope by cluster enforces", staged, "staging/web", 1, "blocked", null],
		["reports where it does not", staged, "production/web", 0, "would-have", "the policy's mode is audit"],
		[
			"blocks where a scope by cluster turns it on",
			`${switchedOn.slice(0, -1)}, mode: enforce }`,
			"staging/web",
			1,
			"blocked",
			null,
		],
		["says that it is off elsewhere", switchedOn, "production/web", 0, "off", null],
		["applies the controls of a scope by cluster", relaxed, "lab-1/web", 0, "allowed", null],
		["applies them only there", relaxed, "production/web", 1, "blocked", null],
		[
			"does not block a protected service",
			guarded,
			"production/web",
			0,
			"protected",
			"the policy protects the service production/web",
		],
		["blocks its neighbor", guarded, "production/web-2", 1, "blocked", null],
		["does not block a service under break-glass", broken, "production/web", 0, "overridden", glass],
		["blocks other services", broken, "staging/web", 1, "blocked", null],
	])("%s", async (_, policy, service, expected, decision, reason) => {
		const { status, printed, errors } = await gate(policy, "--service", service);
		expect([status, errors]).toEqual([expected, []]);
		expect(printed).toContain(`  judged as deployed to service ${service}\n`);
		if (reason !== null) expect(printed).toMatch(new RegExp(`would be blocked, but .*${reason}\\n`));
		const { subjects } = JSON.parse(
			(await gate(policy, "--service", service, "--format", "json")).printed,
		) as GateReport;
		expect(subjects).toMatchObject([{ service, decision, reason }]);
	});

	test("applies to a family in ECS as well", async () => {
		mockRegistry();
		writeFileSync(join(folder, "policy.yaml"), "{ mode: enforce, block: { protectedServices: ['*/web'] } }");
		const args = ["--policy", join(folder, "policy.yaml"), "--task-definition", "web", "--format", "json"];
		const { printed } = await runCli(["gate", "--wait", "0", ...args, "--service", "production/web"], {
			environment: { AWS_REGION: region },
		});
		expect((JSON.parse(printed) as GateReport).subjects).toMatchObject([{ service: "production/web" }]);
	});

	test("is a property of the test suites in JUnit", async () => {
		const { printed } = await gate(staged, "--service", "staging/web", "--format", "junit");
		parseXml(printed);
		expect(printed).toMatch(
			/<testsuite [^>]*>\n<properties>.*<property name="service" value="staging\/web"\/><\/properties>\n/,
		);
		expect((await gate(staged, "--format", "junit")).printed).not.toContain('<property name="service"');
	});

	test("has no answer for --strict where the policy turns it off", async () => {
		expect((await gate(switchedOn, "--strict", "--service", "production/web")).status).toBe(3);
		expect((await gate(staged, "--strict", "--service", "production/web")).status).toBe(0);
	});

	test.each([
		["staging", '--service does not accept "staging"; write CLUSTER/SERVICE, such as production/payments'],
		["staging/*", '--service does not accept "staging/*"; write CLUSTER/SERVICE, such as production/payments'],
		["a/b/c", '--service does not accept "a/b/c"; write CLUSTER/SERVICE, such as production/payments'],
		["/web", '--service does not accept "/web"; write CLUSTER/SERVICE, such as production/payments'],
		["", "--service needs a value; write it after the option"],
	])("rejects %j with one line", async (service, error) => {
		const { status, printed, errors } = await gate(staged, "--service", service);
		expect([status, printed, errors]).toEqual([2, "", [`shipshape: ${error}`]]);
	});

	test.each([
		[
			["--service", "staging/web", "--image", `${registryHost}/payments:1.0`],
			"--service is about task definitions; leave out --image: the images of a task definition are judged with it",
		],
		[
			["--service", "staging/web", "--service", "production/web"],
			"--service is given twice; run the gate once for each service",
		],
	])("rejects %j with one line", async (args, error) => {
		const { status, errors } = await gate(staged, ...args);
		expect([status, errors]).toEqual([2, [`shipshape: ${error}`]]);
	});
});

describe("the gate without --service says what of the policy it did not apply", () => {
	test.each([
		["a scope by cluster", staged, "1 scope by cluster"],
		[
			"several of them, one about a switch",
			`{ ${staged}, ${switchedOn.slice(1)}`.replace(staged, "mode: enforce"),
			"1 scope by cluster",
		],
		["a scope with controls on task definitions", relaxed, "1 scope by cluster"],
		["protected services", guarded, "block.protectedServices"],
		["break-glass for services", broken, "block.breakGlass for services"],
	])("%s", async (_, policy, parts) => {
		const { status, errors } = await gate(policy);
		expect(errors).toEqual([
			`shipshape: no service is named, so these parts of the policy were not applied: ${parts}; write --service CLUSTER/SERVICE`,
		]);
		expect(status).toBe(policy.includes("gate: false") ? 0 : 1);
	});

	test.each([
		["the scopes are not by cluster", "scopes: [{ match: { family: web }, mode: enforce }]"],
		[
			"the scopes by cluster are about services only",
			"scopes: [{ match: { cluster: lab }, controls: { service/gate-attached: { enabled: false } } }]",
		],
		["the gate is off", "{ block: { gate: false, protectedServices: [production/web] } }"],
	])("nothing, if %s", async (_, policy) => {
		expect((await gate(policy)).errors).toEqual([]);
	});

	test("nothing about an image, which is deployed to no service", async () => {
		mockRegistry();
		writeFileSync(join(folder, "policy.yaml"), staged);
		const args = ["--policy", join(folder, "policy.yaml"), "--image", `${registryHost}/payments:1.0`];
		const { errors } = await runCli(["gate", "--wait", "0", ...args], { environment: { AWS_REGION: region } });
		expect(errors).toEqual([]);
	});
});
