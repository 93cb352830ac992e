import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { type LocalDeployment, withDeployment } from "../../demo/local-deployment.ts";
import { describeEmulated } from "../support/emulated.ts";
import { until } from "../support/observer.ts";
import { accountToDeployTo, type Deployed, gated, revisions, ServiceDeployer } from "../support/service-deployer.ts";

const patience = 300_000;
const control = "task-definition/read-only-root";

/** Of a deployed stack whose policy enforces. */
async function enforced(deployment: LocalDeployment) {
	const deployer = new ServiceDeployer(deployment);
	await deployer.register(revisions.careless);
	const refused = await deployer.deploy(2, gated);
	await deployer.registrationArrives(2);
	await deployer.register(revisions.careful);
	const fixed = await deployer.deploy(3, gated);
	const { findings: fixedFindings, slack: fixedSlack } = await deployer.registrationArrives(3);
	await deployer.register(revisions.unscanned);
	const deploying = deployer.start(4, gated);
	const waits = (): boolean => deployer.log.some(({ hookStatus }) => hookStatus === "IN_PROGRESS");
	await until(waits, deployment.signal);
	await deployer.finishScan();
	await deploying;
	return { refused, fixed, fixedFindings, fixedSlack, scanned: await deployer.observe() };
}

/** Of one whose policy only reports. */
async function audited(deployment: LocalDeployment) {
	const deployer = new ServiceDeployer(deployment);
	await deployer.register(revisions.careless);
	return deployer.deploy(2, gated);
}

const findingIn = ({ findings }: Pick<Deployed, "findings">) =>
	findings.find(({ Id, ProductFields }) => ProductFields?.["shipshape/control"] === control && Id?.endsWith("/web"));

describeEmulated("a deployment that asks the gate of the deployed stack", () => {
	const into = mkdtempSync(join(tmpdir(), "shipshape-gated-"));
	let enforcing: Awaited<ReturnType<typeof enforced>>;
	let auditing: Deployed;

	const runWith = <T>(mode: string, use: (deployment: LocalDeployment) => Promise<T>): Promise<T> => {
		const policy = join(into, `${mode}.yaml`);
		writeFileSync(policy, `mode: ${mode}\n`);
		const inputs = { account: accountToDeployTo(), policy, into };
		return withDeployment(inputs, () => {}, new AbortController().signal, use);
	};
	beforeAll(async () => {
		enforcing = await runWith("enforce", enforced);
		auditing = await runWith("audit", audited);
	}, patience);
	afterAll(() => rmSync(into, { recursive: true, force: true }));

	describe("with a failing revision", () => {
		test("is rolled back before tasks start, and the service stays on its revision", () => {
			const { status, runs, startedTasks } = enforcing.refused;
			expect({ status, runs, startedTasks }).toEqual({ status: "ROLLBACK_SUCCESSFUL", runs: "web:1", startedTasks: 0 });
		});

		test("has its reason in the log of the gate, under the ARN of the deployment", () => {
			expect(enforcing.refused.log).toEqual([
				expect.objectContaining({
					message: "decided",
					stage: "PRE_SCALE_UP",
					taskDefinition: "web:2",
					hookStatus: "FAILED",
					outcome: "done",
					because: [control],
					reason: expect.stringContaining("container app can write to its root filesystem"),
				}),
			]);
		});

		test("has its reason in the finding and in Slack, although no event of its registration has arrived", () => {
			expect(findingIn(enforcing.refused)).toMatchObject({
				Compliance: { Status: "FAILED" },
				Description: expect.stringMatching(/container app can write to its root filesystem.*refused/s),
			});
			const message = enforcing.refused.slack.find((text) => text.includes("Deploy refused"));
			expect(message).toContain("task definition web, revision 2, to service shop/web");
			expect(message).toContain("container app can write to its root filesystem");
		});

		test("goes on in audit mode, and the log, the finding and Slack say what would have happened", () => {
			const { status, runs, startedTasks, log, slack } = auditing;
			expect({ status, runs, startedTasks }).toEqual({ status: "SUCCESSFUL", runs: "web:2", startedTasks: 1 });
			expect(log).toEqual([
				expect.objectContaining({ hookStatus: "SUCCEEDED", outcome: "would-have", because: [control] }),
			]);
			expect(findingIn(auditing)).toMatchObject({
				Compliance: { Status: "FAILED" },
				Description: expect.stringContaining("the gate would have refused the deployment of revision 2"),
			});
			expect(slack.join("\n")).toMatch(/would have been refused/i);
		});
	});

	test("with the fixed revision goes through, and the finding is closed", () => {
		const { status, runs, log } = enforcing.fixed;
		expect({ status, runs }).toEqual({ status: "SUCCESSFUL", runs: "web:3" });
		expect(log).toEqual([expect.objectContaining({ hookStatus: "SUCCEEDED", outcome: null })]);
		expect(findingIn({ findings: enforcing.fixedFindings })).toMatchObject({
			Compliance: { Status: "PASSED" },
			Workflow: { Status: "RESOLVED" },
		});
		expect(enforcing.fixedSlack.join("\n")).toContain("Fixed: task definition web:3");
	});

	test("whose image is being scanned waits for the result, then goes through", () => {
		const { status, runs, log } = enforcing.scanned;
		expect({ status, runs }).toEqual({ status: "SUCCESSFUL", runs: "web:4" });
		const answers = log.map(({ hookStatus }) => hookStatus);
		expect([new Set(answers.slice(0, -1)), answers.at(-1)]).toEqual([new Set(["IN_PROGRESS"]), "SUCCEEDED"]);
	});
});
