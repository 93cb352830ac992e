import { beforeAll, describe, expect, jest, test } from "@jest/globals";
import type { LocalDeployment } from "../../demo/local-deployment.ts";
import { describeEmulated } from "../support/emulated.ts";
import { Observer } from "../support/observer.ts";
import { revisions, rolling, ServiceDeployer } from "../support/service-deployer.ts";
import { patience, withStack } from "../support/with-stack.ts";

const control = "task-definition/read-only-root";
const reason = "container app can write to its root filesystem";

const web = { cluster: "shop", name: "web" };
const trial = { cluster: "staging", name: "trial" };
/** Does not exist before its first deployment. */
const fresh = { cluster: "shop", name: "fresh" };
const policy = `mode: enforce
scopes: [{ match: { cluster: staging }, mode: audit }]
`;

async function deployAll(deployment: LocalDeployment) {
	const stop = jest.spyOn(deployment.doubles.ecs.deployments, "stop");
	const observer = new Observer(deployment);
	const [webDeployer, trialDeployer, freshDeployer] = [web, trial, fresh].map(
		(service) => new ServiceDeployer(deployment, service, observer),
	) as [ServiceDeployer, ServiceDeployer, ServiceDeployer];

	await webDeployer.register(revisions.careless);
	const stopped = await webDeployer.deploySlowly(2, rolling);
	const stopCalls = stop.mock.calls.map(([request]) => request);

	await webDeployer.register(revisions.careful);
	const fixed = await webDeployer.deploySlowly(3, rolling);
	const { slack } = await webDeployer.registrationArrives(3);
	const closed = { ...(await webDeployer.observe()), slack };

	await freshDeployer.register(revisions.careless);
	const first = await freshDeployer.deploySlowly(1, rolling);

	await trialDeployer.register(revisions.careless);
	const audited = await trialDeployer.deploySlowly(2, rolling);
	return { stopped, stopCalls, fixed, closed, first, audited, allStopCalls: stop.mock.calls.length };
}

describeEmulated("a rolling update while the stack is deployed", () => {
	let seen: Awaited<ReturnType<typeof deployAll>>;

	beforeAll(async () => {
		seen = await withStack(policy, [web, trial], deployAll);
	}, patience);

	describe("to a failing revision", () => {
		test("is stopped, and the service is back on its revision before", () => {
			const { status, runs, runningTasks, deployment } = seen.stopped;
			expect({ status, runs, runningTasks }).toEqual({ status: "ROLLBACK_SUCCESSFUL", runs: "web:1", runningTasks: 0 });
			expect(seen.stopCalls).toEqual([{ serviceDeploymentArn: deployment, stopType: "ROLLBACK" }]);
		});

		test("is recorded as stopped, once, with the reason", () => {
			const stops = seen.stopped.blocked.filter(({ action }) => action === "stop-deployment");
			expect(stops).toMatchObject([{ outcome: "done", because: [control], reason: expect.stringContaining(reason) }]);
			expect(stops[0]?.resource).toMatch(/:service-revision\/shop\/web\/\d+$/);
		});

		test("has its reason in the log, under the ARN of the deployment", () => {
			expect(seen.stopped.decisions[0]).toMatchObject({
				...{ message: "decided", did: "stop", action: "stop-deployment", taskDefinition: "web:2" },
				...{ outcome: "done", because: [control], reason: expect.stringContaining(reason) },
			});
		});

		test("has its reason in the finding and in Slack, although no event of its registration has arrived", () => {
			expect(seen.stopped.findingOf(control)).toMatchObject({
				Compliance: { Status: "FAILED" },
				Description: expect.stringMatching(new RegExp(`${reason}.*was stopped, and is rolled back`, "s")),
			});
			const message = seen.stopped.slack.find((text) => text.includes("Deploy stopped"));
			expect(message).toContain("task definition web, revision 2, to service shop/web");
			expect(message).toContain(reason);
		});

		test("is stopped once: the event of its rollback stops nothing", () => {
			expect(seen.stopped.decisions.slice(1)).toMatchObject([
				{ did: "nothing", outcome: null, reason: "ECS is not deploying the revision any more" },
			]);
		});

		test("goes on where the policy audits, and the record, the finding and Slack say what would have happened", () => {
			const { status, runs, runningTasks, blocked, findingOf, slack } = seen.audited;
			expect({ status, runs, runningTasks }).toEqual({ status: "SUCCESSFUL", runs: "trial:2", runningTasks: 1 });
			const ofTrial = blocked.filter(({ resource }) => resource.includes("/staging/trial/"));
			expect(ofTrial).toMatchObject([{ action: "stop-deployment", outcome: "would-have", because: [control] }]);
			expect(findingOf(control)?.Description).toContain("would have been stopped (audit mode)");
			expect(slack.join("\n")).toContain("Deploy would have been stopped: task definition trial, revision 2");
		});

		test("goes on if it is the first of the service, and the record, the finding and Slack say that it cannot be stopped", () => {
			const { status, runs, blocked, findingOf, slack } = seen.first;
			expect({ status, runs }).toEqual({ status: "SUCCESSFUL", runs: "fresh:1" });
			const ofFresh = blocked.filter(({ resource }) => resource.includes("/shop/fresh/"));
			expect(ofFresh).toMatchObject([
				{
					...{ action: "stop-deployment", outcome: "not-possible", because: [control] },
					reason: expect.stringContaining("first deployment of the service"),
				},
			]);
			expect(findingOf(control)?.Description).toContain("was not stopped");
			expect(slack.join("\n")).toContain("Deploy cannot be stopped: task definition fresh, revision 1");
		});
	});

	test("to the fixed revision goes through, and the finding is closed", () => {
		const { status, runs, before } = seen.fixed;
		expect([before.status, status, runs]).toEqual(["IN_PROGRESS", "SUCCESSFUL", "web:3"]);
		expect(before.decisions).toMatchObject([{ did: "nothing", outcome: null, taskDefinition: "web:3" }]);
		expect(seen.closed.findingOf(control)).toMatchObject({
			Compliance: { Status: "PASSED" },
			Workflow: { Status: "RESOLVED" },
		});
		expect(seen.closed.slack.join("\n")).toContain("Fixed: task definition web:3");
	});

	test("that must not be stopped is never asked to stop", () => {
		expect(seen.allStopCalls).toBe(seen.stopCalls.length);
	});
});
