import { beforeAll, describe, expect, test } from "@jest/globals";
import type { LocalDeployment } from "../../demo/local-deployment.ts";
import { describeEmulated } from "../support/emulated.ts";
import { Observer, until } from "../support/observer.ts";
import { gated, revisions, ServiceDeployer } from "../support/service-deployer.ts";
import { patience, withStack } from "../support/with-stack.ts";

const control = "task-definition/read-only-root";
const reason = "container app can write to its root filesystem";

const web = { cluster: "shop", name: "web" };
const trial = { cluster: "staging", name: "trial" };
const vendor = { cluster: "shop", name: "vendor" };
const urgent = { cluster: "shop", name: "urgent" };
const policy = `mode: enforce
scopes: [{ match: { cluster: staging }, mode: audit }]
block:
  protectedServices: [shop/vendor]
  breakGlass: [{ resource: service/shop/urgent, reason: incident 4711, owner: jane, expires: 2099-12-31 }]
`;

async function deployAll(deployment: LocalDeployment) {
	const observer = new Observer(deployment);
	const deployCareless = async (service: typeof web) => {
		const deployer = new ServiceDeployer(deployment, service, observer);
		await deployer.register(revisions.careless);
		return deployer.deploy(2, gated);
	};
	const [refused, audited] = [await deployCareless(web), await deployCareless(trial)];
	const [untouched, overridden] = [await deployCareless(vendor), await deployCareless(urgent)];
	const deployer = new ServiceDeployer(deployment, web, observer);
	await deployer.registrationArrives(2);
	await deployer.register(revisions.careful);
	const fixed = await deployer.deploy(3, gated);
	const { slack } = await deployer.registrationArrives(3);
	const closed = await deployer.observe();
	await deployer.register(revisions.unscanned);
	const deploying = deployer.start(4, gated);
	await until(() => deployer.log.some(({ hookStatus }) => hookStatus === "IN_PROGRESS"), deployment.signal);
	await deployer.finishScan();
	await deploying;
	const scanned = await deployer.observe();
	return { refused, audited, untouched, overridden, fixed, closed: { ...closed, slack }, scanned };
}

describeEmulated("a deployment that asks the gate of the deployed stack", () => {
	let seen: Awaited<ReturnType<typeof deployAll>>;

	beforeAll(async () => {
		seen = await withStack(policy, [web, trial, vendor, urgent], deployAll);
	}, patience);

	describe("with a failing revision", () => {
		test("is rolled back before tasks start, and the service stays on its revision", () => {
			const { status, runs, runningTasks } = seen.refused;
			expect({ status, runs, runningTasks }).toEqual({ status: "ROLLBACK_SUCCESSFUL", runs: "web:1", runningTasks: 0 });
		});

		test("has its reason in the log of the gate, under the ARN of the deployment", () => {
			expect(seen.refused.log).toEqual([
				expect.objectContaining({
					...{ message: "decided", stage: "PRE_SCALE_UP", taskDefinition: "web:2" },
					...{ hookStatus: "FAILED", outcome: "done", because: [control], reason: expect.stringContaining(reason) },
				}),
			]);
		});

		test("has its reason in the finding and in Slack, although no event of its registration has arrived", () => {
			expect(seen.refused.findingOf(control)).toMatchObject({
				Compliance: { Status: "FAILED" },
				Description: expect.stringMatching(new RegExp(`${reason}.*refused`, "s")),
			});
			const message = seen.refused.slack.find((text) => text.includes("Deploy refused"));
			expect(message).toContain("task definition web, revision 2, to service shop/web");
			expect(message).toContain(reason);
		});

		test("goes on where the policy audits, and the log, the finding and Slack say what would have happened", () => {
			const { status, runs, runningTasks, log, slack, findingOf } = seen.audited;
			expect({ status, runs, runningTasks }).toEqual({ status: "SUCCESSFUL", runs: "trial:2", runningTasks: 1 });
			expect(log).toMatchObject([{ hookStatus: "SUCCEEDED", outcome: "would-have", because: [control] }]);
			expect(findingOf(control)).toMatchObject({
				Compliance: { Status: "FAILED" },
				Description: expect.stringContaining("would have been refused by the gate"),
			});
			expect(slack.join("\n")).toMatch(/would have been refused/i);
		});

		test("goes on if the policy protects the service", () => {
			const { status, runs, log } = seen.untouched;
			expect({ status, runs }).toEqual({ status: "SUCCESSFUL", runs: "vendor:2" });
			expect(log).toMatchObject([{ hookStatus: "SUCCEEDED", outcome: "protected" }]);
		});

		test("goes on if somebody answers for the service: the log says who and why, and Slack that it was overridden", () => {
			const { status, runs, log, slack } = seen.overridden;
			expect({ status, runs }).toEqual({ status: "SUCCESSFUL", runs: "urgent:2" });
			expect(log).toMatchObject([{ hookStatus: "SUCCEEDED", outcome: "overridden" }]);
			expect(String(log[0]?.["reason"])).toMatch(/jane.*incident 4711|incident 4711.*jane/);
			expect(slack.join("\n")).toContain("Deploy not refused (overridden): task definition urgent, revision 2");
		});
	});

	test("with the fixed revision goes through, and the finding is closed", () => {
		const { status, runs, log } = seen.fixed;
		expect({ status, runs }).toEqual({ status: "SUCCESSFUL", runs: "web:3" });
		expect(log).toMatchObject([{ hookStatus: "SUCCEEDED", outcome: null }]);
		expect(seen.closed.findingOf(control)).toMatchObject({
			Compliance: { Status: "PASSED" },
			Workflow: { Status: "RESOLVED" },
		});
		expect(seen.closed.slack.join("\n")).toContain("Fixed: task definition web:3");
	});

	test("whose image is being scanned waits for the result, then goes through", () => {
		const { status, runs, log } = seen.scanned;
		expect({ status, runs }).toEqual({ status: "SUCCESSFUL", runs: "web:4" });
		const answers = log.map(({ hookStatus }) => hookStatus);
		expect([new Set(answers.slice(0, -1)), answers.at(-1)]).toEqual([new Set(["IN_PROGRESS"]), "SUCCEEDED"]);
	});
});
