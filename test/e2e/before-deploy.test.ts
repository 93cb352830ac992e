import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { DescribeTaskDefinitionCommand } from "@aws-sdk/client-ecs";
import { beforeAll, describe, expect, test } from "@jest/globals";
import { endpointVariables } from "../../demo/environment.ts";
import type { LocalDeployment } from "../../demo/local-deployment.ts";
import { invokeFunction, ministackApi } from "../../demo/ministack-api.ts";
import { builtCommandLine, runProgram } from "../support/built-command-line.ts";
import { describeEmulated } from "../support/emulated.ts";
import { Observer } from "../support/observer.ts";
import { aResourceRequest, compliantDefinition, writableDefinition } from "../support/resource-requests.ts";
import { revisions, ServiceDeployer } from "../support/service-deployer.ts";
import { patience, withStack } from "../support/with-stack.ts";

const control = "task-definition/read-only-root";
const reason = "container app can write to its root filesystem";

const web = { cluster: "shop", name: "web" };
const trial = { cluster: "shop", name: "trial" };
const policy = `mode: enforce
block: { tag: true }
scopes: [{ match: { family: trial }, mode: audit }]
`;

async function registerAll(deployment: LocalDeployment) {
	const observer = new Observer(deployment);
	const register = async (service: typeof web, revision: number, definition: object) => {
		const deployer = new ServiceDeployer(deployment, service, observer);
		await deployer.register(definition);
		const observed = { ...(await deployer.registrationArrives(revision)) };
		const { findingOf } = await deployer.observe();
		const arn = `:task-definition/${service.name}:${revision}`;
		const blocked = observed.blocked.filter(({ resource }) => resource.endsWith(arn));
		const decisions = deployer.log.filter(
			({ message, taskDefinition }) => message === "decided" && taskDefinition === arn.split("/")[1],
		);
		const request = { taskDefinition: `${service.name}:${revision}`, include: ["TAGS" as const] };
		const { taskDefinition, tags = [] } = await deployment.aws.clients.ecs.send(
			new DescribeTaskDefinitionCommand(request),
		);
		return { ...observed, blocked, decisions, findingOf, tags, status: taskDefinition?.status };
	};
	return {
		failing: await register(web, 2, revisions.careless),
		fixed: await register(web, 3, revisions.careful),
		audited: await register(trial, 2, revisions.careless),
	};
}

async function provisionAll(deployment: LocalDeployment) {
	const { account, aws, deployed, signal } = deployment;
	const observer = new Observer(deployment);
	await observer.send([]);
	const place = { ministack: aws.emulators.ministack, account: account.account, region: account.region };
	const call = ministackApi(place, signal);
	const functionName = deployed.outputs["CloudFormationHookFunctionName"] ?? "";
	const stackId = `arn:aws:cloudformation:${account.region}:${account.account}:stack/payments/0b5f6d10-8a3e-11f0-9c51-0e1f2a3b4c5d`;
	const provision = async (definition: object, family: string) => {
		const own = { awsAccountId: account.account, stackId, clientRequestToken: `token-of-${family}` };
		const request = aResourceRequest({ ...definition, Family: family }, own);
		const reply = await invokeFunction(call, functionName, request);
		const observed = await observer.send([]);
		const findings = observed.findings.filter(({ Id = "" }) => Id.endsWith(`task-definition/${family}`));
		return { reply, ...observed, findings };
	};
	return {
		failing: await provision(writableDefinition, "web"),
		fixed: await provision(compliantDefinition, "web"),
		audited: await provision(writableDefinition, "trial"),
	};
}

async function runGates({ account, doubles }: LocalDeployment, policyFile: string) {
	const folder = join(policyFile, "..");
	const { program, remove } = builtCommandLine();
	const environment = {
		...endpointVariables(doubles),
		...{ AWS_REGION: account.region, AWS_ACCESS_KEY_ID: account.account, AWS_SECRET_ACCESS_KEY: "local" },
	};
	const gate = (definition: string) => {
		const args = ["gate", "--policy", policyFile, "--wait", "0", "--task-definition", definition];
		return runProgram(program, args, folder, "", environment);
	};
	const gateOnFile = (name: string, container: object) => {
		writeFileSync(join(folder, name), JSON.stringify({ family: "web", containerDefinitions: [container] }));
		return gate(name);
	};
	try {
		return {
			failing: await gateOnFile("careless.json", revisions.careless),
			fixed: await gateOnFile("careful.json", revisions.careful),
			registered: [await gate("web:2"), await gate("web:3")],
		};
	} finally {
		remove();
	}
}

/** The last line, without the seconds that a busy machine took. */
const decisionIn = (printed: string) =>
	printed
		.trimEnd()
		.split("\n")
		.at(-1)
		?.replace(/ \(waited \d+ s\)$/, "");

describeEmulated("a task definition while the stack is deployed", () => {
	let registered: Awaited<ReturnType<typeof registerAll>>;
	let provisioned: Awaited<ReturnType<typeof provisionAll>>;
	let gated: Awaited<ReturnType<typeof runGates>>;
	/** Of the CloudFormation hook, in their order. */
	let decisions: ServiceDeployer["log"];

	beforeAll(async () => {
		await withStack(policy, [web, trial], async (deployment, policyFile) => {
			registered = await registerAll(deployment);
			provisioned = await provisionAll(deployment);
			gated = await runGates(deployment, policyFile);
			// By now the emulator has written what the hook logged.
			decisions = new ServiceDeployer(deployment, web).log.filter(
				({ message, resource }) => message === "decided" && typeof resource === "string",
			);
		});
	}, patience);

	// The emulated ECS asks no policy about RunTask: test/infra/policies.emulated.test.ts evaluates the documents that deny it.
	describe("that is registered", () => {
		test("and fails is tagged with what is wrong, then deregistered", () => {
			const { tags, status, blocked } = registered.failing;
			expect({ tags, status }).toEqual({ tags: [{ key: "shipshape:blocked", value: control }], status: "INACTIVE" });
			expect(blocked.map(({ action, outcome, because }) => [action, outcome, because]).toSorted()).toEqual([
				["deregister", "done", [control]],
				["tag", "done", [control]],
			]);
		});

		test("and fails has its reason in the finding and in Slack", () => {
			const { slack, findingOf } = registered.failing;
			expect(findingOf(control)).toMatchObject({
				Compliance: { Status: "FAILED" },
				Description: expect.stringMatching(/was blocked \(deregistered\)/),
			});
			const message = slack.find((text) => text.includes("Revision 2 deregistered: task definition web"));
			expect(message).toContain(reason);
		});

		test("and fails has a line with the reason in the log for each action", () => {
			expect(
				registered.failing.decisions.map(({ action, outcome, because }) => [action, outcome, because]).toSorted(),
			).toEqual([
				["deregister", "done", [control]],
				["tag", "done", [control]],
			]);
		});

		test("and is fixed stays active without a tag, and the finding is closed", () => {
			const { tags, status, blocked, findingOf } = registered.fixed;
			expect({ tags, status, blocked }).toEqual({ tags: [], status: "ACTIVE", blocked: [] });
			expect(findingOf(control)).toMatchObject({ Compliance: { Status: "PASSED" }, Workflow: { Status: "RESOLVED" } });
		});

		test("stays active without a tag where the policy audits, and the records and Slack say what would have happened", () => {
			const { tags, status, blocked, slack } = registered.audited;
			expect({ tags, status }).toEqual({ tags: [], status: "ACTIVE" });
			expect(blocked.map(({ action, outcome }) => [action, outcome]).toSorted()).toEqual([
				["deregister", "would-have"],
				["tag", "would-have"],
			]);
			expect(slack.join("\n")).toContain("Deploy would have been blocked: task definition trial, revision 2");
		});

		test("has in its finding and in the log what would have happened where the policy audits", () => {
			const { decisions, findingOf } = registered.audited;
			expect(findingOf(control)).toMatchObject({
				Compliance: { Status: "FAILED" },
				Description: expect.stringMatching(/revision 2 would have been blocked.* \(audit mode\)/),
				ProductFields: { "shipshape/blockOutcome": "would-have", "shipshape/blockedRevision": "2" },
			});
			expect(decisions.map(({ action, outcome, reason }) => [action, outcome, reason]).toSorted()).toEqual([
				["deregister", "would-have", "the policy's mode is audit"],
				["tag", "would-have", "the policy's mode is audit"],
			]);
		});
	});

	describe("in a CloudFormation stack", () => {
		test("that fails is refused with the control, the reason and the fix", () => {
			expect(provisioned.failing.reply).toMatchObject({
				...{ hookStatus: "FAILED", errorCode: "NonCompliant", clientRequestToken: "token-of-web" },
				message: expect.stringMatching(new RegExp(`${control}: ${reason}`)),
				annotations: [expect.objectContaining({ annotationName: control, status: "FAILED" })],
			});
		});

		test("that is refused is in Slack and in the record, with the reason", () => {
			const { slack, slackBodies, blocked } = provisioned.failing;
			expect(slack).toEqual([expect.stringContaining("Deploy refused: task definition web, as payments/Web")]);
			expect(slackBodies).toContain(reason);
			expect(blocked.filter(({ action }) => action === "cloudformation-hook")).toMatchObject([
				{ outcome: "done", because: [control], reason: expect.stringContaining(reason) },
			]);
		});

		// A finding is about a revision, and what is refused, or would be, never becomes one: the log, the record and Slack say it.
		test("has a line with the reason in the log, and nothing in the findings, also where the policy audits", () => {
			const { failing, audited } = provisioned;
			const because = [control];
			expect(decisions).toMatchObject([
				{ hookStatus: "FAILED", outcome: "done", because, reason: expect.stringContaining(reason) },
				{ hookStatus: "SUCCESS", outcome: null, because: [] },
				{ hookStatus: "SUCCESS", outcome: "would-have", because, reason: expect.stringContaining(reason) },
			]);
			for (const { findings } of [failing, audited])
				expect(
					findings.filter(({ ProductFields }) => ProductFields?.["shipshape/blockAction"] === "cloudformation-hook"),
				).toEqual([]);
		});

		test("that is fixed is provisioned", () => {
			expect(provisioned.fixed.reply).toMatchObject({ hookStatus: "SUCCESS", clientRequestToken: "token-of-web" });
			expect(provisioned.fixed.slack).toEqual([]);
		});

		test("is provisioned where the policy audits, and the message and Slack say that it would have been refused", () => {
			const { reply, slack } = provisioned.audited;
			const message = expect.stringContaining("would have been refused");
			expect(reply).toMatchObject({ hookStatus: "SUCCESS", message });
			expect(slack.join("\n")).toContain("Deploy would have been refused: task definition trial, as payments/Web");
		});
	});

	describe("that a pipeline asks shipshape gate about", () => {
		test("ends it with 1 and the reason if it fails", () => {
			expect(gated.failing).toMatchObject({ status: 1, errors: [], printed: expect.stringContaining(reason) });
			const { printed } = gated.failing;
			expect(decisionIn(printed)).toBe(`blocked: ${control}`);
		});

		test("ends it with 0 if it is fixed, after a read of its image's scan", () => {
			const { status, printed, errors } = gated.fixed;
			expect({ status, errors }).toEqual({ status: 0, errors: [] });
			expect(printed).toMatch(/runs web@sha256:1+/);
			expect(decisionIn(printed)).toBe("not blocked");
		});

		test("is read from ECS if it is registered", () => {
			expect(gated.registered.map(({ status }) => status)).toEqual([1, 0]);
		});
	});
});
