import { ContinueServiceDeploymentCommand } from "@aws-sdk/client-ecs";
import { beforeAll, describe, expect, jest, test } from "@jest/globals";
import type { LocalDeployment } from "../../demo/local-deployment.ts";
import { describeEmulated } from "../support/emulated.ts";
import { Observer } from "../support/observer.ts";
import { paused, revisions, ServiceDeployer } from "../support/service-deployer.ts";
import { patience, withStack } from "../support/with-stack.ts";

const control = "task-definition/read-only-root";
const reason = "container app can write to its root filesystem";

const web = { cluster: "shop", name: "web" };
const trial = { cluster: "staging", name: "trial" };
const approved = { cluster: "shop", name: "approved" };
const left = { cluster: "manual", name: "left" };
const policy = `mode: enforce
scopes:
  - match: { cluster: staging }
    mode: audit
  - match: { cluster: manual }
    block: { onPausedFailure: leave }
`;

const forShipshape = paused({ shipshape: "gate" });

const inShell =
	/aws ecs continue-service-deployment --region (\S+) --service-deployment-arn (\S+) --hook-id (\S+) --action (ROLLBACK|CONTINUE)/;

/** The commands in a Slack message, as they would be pasted into a shell: the request of each. The text for notifications repeats some. */
const commandsIn = (text: string) =>
	[...new Set(text.match(new RegExp(inShell, "g")))].map((command) => {
		const [, region, serviceDeploymentArn, hookId, action] = inShell.exec(command) ?? [];
		return { region, request: { serviceDeploymentArn, hookId, action: action as "ROLLBACK" | "CONTINUE" } };
	});

async function deployAll(deployment: LocalDeployment) {
	const { ecs } = deployment.aws.clients;
	const continued = jest.spyOn(deployment.doubles.ecs.deployments, "continue");
	const observer = new Observer(deployment);
	const deployPaused = async (service: typeof web, revision: number, definition: object, configuration: object) => {
		const deployer = new ServiceDeployer(deployment, service, observer);
		await deployer.register(definition);
		const earlier = continued.mock.calls.length;
		const deployed = await deployer.deploy(revision, configuration);
		return { ...deployed, answers: continued.mock.calls.slice(earlier).map(([{ action }]) => action) };
	};

	const passing = await deployPaused(web, 2, revisions.careful, forShipshape);
	const failing = await deployPaused(web, 3, revisions.careless, forShipshape);
	const audited = await deployPaused(trial, 2, revisions.careless, forShipshape);
	const foreign = await deployPaused(approved, 2, revisions.careful, paused());
	const waiting = await deployPaused(left, 2, revisions.careless, forShipshape);
	const commands = commandsIn(waiting.slackBodies);
	const rollBack = commands.find(({ request }) => request.action === "ROLLBACK");
	if (rollBack !== undefined) await ecs.send(new ContinueServiceDeploymentCommand(rollBack.request as Answer));
	const decided = await new ServiceDeployer(deployment, left, observer).observe();
	return { passing, failing, audited, foreign, waiting: { ...waiting, commands }, decided };
}

type Answer = ConstructorParameters<typeof ContinueServiceDeploymentCommand>[0];

describeEmulated("a deployment that waits in a PAUSE hook while the stack is deployed", () => {
	let seen: Awaited<ReturnType<typeof deployAll>>;

	beforeAll(async () => {
		seen = await withStack(policy, [web, trial, approved, left], deployAll);
	}, patience);

	test("goes on with a revision that passes", () => {
		const { status, runs, answers, decisions } = seen.passing;
		expect({ status, runs, answers }).toEqual({ status: "SUCCESSFUL", runs: "web:2", answers: ["CONTINUE"] });
		expect(decisions).toContainEqual(
			expect.objectContaining({ did: "continue", outcome: null, taskDefinition: "web:2" }),
		);
	});

	describe("with a failing revision", () => {
		test("is rolled back before tasks start, and the service stays on its revision", () => {
			const { status, runs, runningTasks, answers } = seen.failing;
			expect({ status, runs, runningTasks }).toEqual({ status: "ROLLBACK_SUCCESSFUL", runs: "web:2", runningTasks: 0 });
			expect(answers).toEqual(["ROLLBACK"]);
		});

		test("has its reason in the log, the record, the finding and Slack", () => {
			const { decisions, blocked, findingOf, slack } = seen.failing;
			const decided = { action: "pause", outcome: "done", because: [control], reason: expect.stringContaining(reason) };
			expect(decisions).toContainEqual(
				expect.objectContaining({ ...decided, did: "roll-back", taskDefinition: "web:3" }),
			);
			expect(blocked.filter(({ action }) => action === "pause")).toMatchObject([decided]);
			expect(findingOf(control)).toMatchObject({
				Compliance: { Status: "FAILED" },
				Description: expect.stringContaining("was rolled back while it was paused"),
			});
			expect(slack.join("\n")).toContain("Deploy rolled back: task definition web, revision 3, to service shop/web");
		});

		test("goes on where the policy audits, and the record, the finding and Slack say what would have happened", () => {
			const { status, runs, answers, blocked, findingOf, slack } = seen.audited;
			expect({ status, runs, answers }).toEqual({ status: "SUCCESSFUL", runs: "trial:2", answers: ["CONTINUE"] });
			const ofTrial = blocked.filter(({ resource }) => resource.includes("/staging/trial/"));
			expect(ofTrial).toMatchObject([{ action: "pause", outcome: "would-have", because: [control] }]);
			expect(findingOf(control)?.Description).toContain("would have been rolled back (audit mode)");
			expect(slack.join("\n")).toContain("Deploy would have been rolled back: task definition trial, revision 2");
		});

		describe("that the policy leaves to a person", () => {
			test("is not answered, and the record and the finding say that it waits", () => {
				const { status, answers, blocked, findingOf } = seen.waiting;
				expect({ status, answers }).toEqual({ status: "IN_PROGRESS", answers: [] });
				const ofLeft = blocked.filter(({ resource }) => resource.includes("/manual/left/"));
				expect(ofLeft).toMatchObject([{ action: "pause", outcome: "not-possible", because: [control] }]);
				expect(findingOf(control)?.Description).toContain("waits for a person's decision");
			});

			test("is in Slack with the verdict and the command for each answer", () => {
				const { slack, slackBodies, commands, deployment } = seen.waiting;
				expect(slack.join("\n")).toContain("Deploy waits for your decision: task definition left, revision 2");
				expect(slackBodies).toContain(reason);
				const request = { serviceDeploymentArn: deployment, hookId: expect.stringMatching(/^ecs-pause-/) };
				const [rollBack, goOn, ...more] = commands;
				expect(rollBack).toEqual({ region: "eu-west-1", request: { ...request, action: "ROLLBACK" } });
				expect(goOn).toEqual({ region: "eu-west-1", request: { ...request, action: "CONTINUE" } });
				expect(more).toEqual([]);
			});

			test("is rolled back by that command", () => {
				const { status, runs } = seen.decided;
				expect({ status, runs }).toEqual({ status: "ROLLBACK_SUCCESSFUL", runs: "left:1" });
			});
		});
	});

	test("for somebody else's approval is not answered", () => {
		const { status, answers, decisions } = seen.foreign;
		expect({ status, answers }).toEqual({ status: "IN_PROGRESS", answers: [] });
		expect(decisions).toContainEqual(
			expect.objectContaining({ did: "nothing", reason: "the hook does not wait for Shipshape" }),
		);
	});
});
