import { beforeAll, describe, expect, test } from "@jest/globals";
import { invokeFunction, ministackApi } from "../../demo/ministack-api.ts";
import { cloudFormationOf, type HookResult, hookConfiguration } from "../support/cloudformation-double.ts";
import { describeEmulated } from "../support/emulated.ts";
import { blockIn, blocksIn, onDeployedStack as code, fieldsIn, isFound } from "../support/enforcement-page.ts";
import { Observer } from "../support/observer.ts";
import { type Finished, type Operated, withOperated } from "../support/operated.ts";
import { aResourceRequest, writableDefinition } from "../support/resource-requests.ts";
import { accountToDeployTo, revisions, ServiceDeployer } from "../support/service-deployer.ts";

const patience = 600_000;
/** Many more deployments than fit into 30 seconds. */
const maxAttempts = 60;

const policy = blockIn("The order of steps", "yaml");
const gate = JSON.parse(blockIn("Attach the gate to a service", "json"));
const pause = JSON.parse(blockIn("PAUSE hooks", "json"));
const list = blockIn("Why was a deployment refused?", "sh");
const query = blockIn("Why was a deployment refused?", "");
const wouldHave = blockIn("What would have been blocked", "");
const overridden = blockIn("Break-glass", "");
const [switchOff = ""] = blocksIn("Switch everything off in one minute", "sh");
const [detachAll = "", onlyWarn = ""] = blocksIn("If the gate itself is broken", "sh");

const web = { cluster: "staging", name: "web" };
const other = { cluster: "shop", name: "other" };
const paused = { cluster: "staging", name: "paused" };
/** Not there before its first deployment. */
const created = { cluster: "staging", name: "created" };
const approved = { cluster: "staging", name: "approved" };
/** The same hook, without the details that say that it is for Shipshape. */
const approval = { ...pause, lifecycleHooks: [{ ...pause.lifecycleHooks[0], hookDetails: undefined }] };

/** Does what the page says, in its order, and returns what came of it. */
async function followPage(operated: Operated) {
	const { shell, account, aws, deployed, signal } = operated;
	const observer = new Observer(operated);
	const deployerOf = (service: typeof web) => new ServiceDeployer(operated, service, observer);
	const deploy = async (service: typeof web, revision: number, configuration: object, definition: object) => {
		await deployerOf(service).register(definition);
		return deployerOf(service).deploy(revision, configuration);
	};
	const run = async (script: string): Promise<Finished> => {
		const finished = await shell(script);
		if (finished.status !== 0) throw new Error(`${script}: ${finished.errors}`);
		return finished;
	};
	const configurationOf = async ({ cluster, name }: typeof web) => {
		const options = `--cluster ${cluster} --services ${name} --query services[0].deploymentConfiguration`;
		return JSON.parse((await run(`${code.describe} ${options}`)).output);
	};

	const refusedEarlier = await deploy(web, 2, gate, revisions.careless);
	const containers = JSON.stringify([revisions.careless]);
	const registered = await run(`${code.register} --family web --container-definitions '${containers}'`);
	const refused = await deployerOf(web).deploy(3, gate);
	const listed = await run(list.replace("CLUSTER", web.cluster).replace("SERVICE", web.name));
	const elsewhere = await deploy(other, 2, gate, revisions.careless);
	const first = await deploy(created, 1, gate, revisions.careless);
	const listedFirst = await run(list.replace("CLUSTER", created.cluster).replace("SERVICE", created.name));

	const rolledBack = await deploy(paused, 2, pause, revisions.careless);
	const waiting = await deploy(approved, 2, approval, revisions.careful);
	const hookId = `$(aws ecs describe-service-deployments --service-deployment-arns ${waiting.deployment} \
		--query 'serviceDeployments[0].lifecycleHookDetails[0].hookId' --output text)`;
	await run(`${code.answer} --service-deployment-arn ${waiting.deployment} --hook-id ${hookId} --action CONTINUE`);
	const answered = await deployerOf(approved).observe();

	const hookFunction = deployed.outputs["CloudFormationHookFunctionName"] ?? "";
	const call = ministackApi({ ...account, ministack: aws.emulators.ministack }, signal);
	const request = aResourceRequest(writableDefinition, { awsAccountId: account.account });
	const { annotations } = (await invokeFunction(call, hookFunction, request)) as HookResult;
	const cloudFormation = await cloudFormationOf({ annotations });
	const at = (script: string) => run(`export AWS_ENDPOINT_URL=${cloudFormation.url}\n${script}`);
	const hookResult = await at(`${code.hookResult} --hook-result-id 0b5f6d10-8a3e-11f0-9c51-0e1f2a3b4c5d`);
	await at(onlyWarn);
	await cloudFormation.close();

	const attached = { gate: await configurationOf(web), pause: await configurationOf(paused) };
	await run(switchOff);
	// The gate uses the value that it has read for up to 30 seconds, and refuses until then.
	let switchedOff = await deployerOf(web).deploy(3, gate);
	for (let attempt = 1; switchedOff.status === "ROLLBACK_SUCCESSFUL" && attempt < maxAttempts; attempt++) {
		switchedOff = await deployerOf(web).deploy(3, gate);
	}
	const log = deployerOf(web).log;

	await run(detachAll);
	const detached = { gate: await configurationOf(web), pause: await configurationOf(paused) };
	return {
		...{ refusedEarlier, registered, refused, listed, elsewhere, rolledBack, waiting, answered },
		...{
			first,
			listedFirst,
			hookResult,
			configured: cloudFormation.configured(),
			attached,
			switchedOff,
			log,
			detached,
		},
	};
}

describeEmulated("docs/enforcement.md on the deployed stack", () => {
	let seen: Awaited<ReturnType<typeof followPage>>;

	beforeAll(async () => {
		const account = accountToDeployTo([web, other, paused, approved]);
		await withOperated(
			account,
			async (operated) => {
				seen = await followPage(operated);
			},
			policy,
		);
	}, patience);

	describe("step 2, with the gate attached as the page says", () => {
		test("a failing revision is refused in the cluster of the scope, and Slack says so", () => {
			expect(seen.refused).toMatchObject({ status: "ROLLBACK_SUCCESSFUL", runs: "web:1" });
			expect(seen.refused.log).toMatchObject([{ stage: "PRE_SCALE_UP", hookStatus: "FAILED", outcome: "done" }]);
			expect(seen.refusedEarlier.slack.join("\n")).toContain(code.refusal);
		});

		test("it goes on in another cluster", () => {
			expect(seen.elsewhere).toMatchObject({ status: "SUCCESSFUL", runs: "other:2" });
			expect(seen.elsewhere.log).toMatchObject([{ hookStatus: "SUCCEEDED", outcome: "would-have" }]);
		});

		test("a task definition that is registered directly is no exception", () => {
			expect(JSON.parse(seen.registered.output)).toMatchObject({ taskDefinition: { family: "web", revision: 3 } });
			expect(seen.refused.log).toMatchObject([{ taskDefinition: "web:3" }]);
		});
	});

	describe("the reason of a refusal", () => {
		test("is found by the first ARN of the list, the newest of those that were rolled back", () => {
			const rows = seen.listed.output.trimEnd().split("\n");
			expect(rows.map((row) => row.split("\t").slice(1))).toEqual([
				["ROLLBACK_SUCCESSFUL", seen.refused.deployment],
				["ROLLBACK_SUCCESSFUL", seen.refusedEarlier.deployment],
			]);
		});

		test("is found for the first deployment of a service as well, which ends as STOPPED", () => {
			expect(seen.first).toMatchObject({ status: "STOPPED", log: [{ hookStatus: "FAILED", outcome: "done" }] });
			expect(seen.listedFirst.output.trimEnd().split("\t").slice(1)).toEqual(["STOPPED", seen.first.deployment]);
		});

		test("is what the query finds in the log, with each of its fields", () => {
			expect(fieldsIn(query)).toHaveLength(6);
			const filled = query.replace(/"arn:.*"/, `"${seen.refused.deployment}"`);
			// The emulator has one log for all functions: only lines of the gate have a hookStatus.
			const [line = {}, ...others] = seen.log.filter((one) => "hookStatus" in one && isFound(one, filled));
			expect(others).toEqual([]);
			for (const field of fieldsIn(query)) expect(line[field]).toMatch(/./);
			expect(line["reason"]).toContain("container app can write to its root filesystem");
		});
	});

	describe("the PAUSE hook of the page", () => {
		test("is answered: a failing revision is rolled back", () => {
			expect(seen.rolledBack).toMatchObject({ status: "ROLLBACK_SUCCESSFUL", runs: "paused:1" });
			expect(seen.rolledBack.decisions).toContainEqual(expect.objectContaining({ did: "roll-back", outcome: "done" }));
		});

		test("has its line in the log, with did in place of hookStatus", () => {
			const [line = {}] = seen.rolledBack.decisions.filter(({ did }) => did === "roll-back");
			for (const field of fieldsIn(query)) expect(line[field === "hookStatus" ? "did" : field]).toMatch(/./);
		});

		test("is returned with its details where ECS returns them", () => {
			expect(seen.attached.pause.lifecycleHooks).toEqual(pause.lifecycleHooks);
		});

		test("without its details waits for a person, whose answer lets the deployment go on", () => {
			expect(seen.waiting).toMatchObject({ status: "IN_PROGRESS" });
			expect(seen.answered).toMatchObject({ status: "SUCCESSFUL", runs: "approved:2" });
		});
	});

	test("the query finds each deployment and each stack that would have been blocked, and nothing else", () => {
		const found = seen.log.filter((line) => isFound(line, wouldHave));
		expect(new Set(found.map(({ outcome }) => outcome))).toEqual(new Set(["would-have"]));
		const whatOf = ({ taskDefinition, resource }: (typeof found)[number]) => taskDefinition ?? resource;
		expect(found.map(whatOf)).toEqual(expect.arrayContaining(["other:2", "Web"]));
		for (const line of found) {
			for (const field of fieldsIn(wouldHave).filter((name) => name !== "taskDefinition" && name !== "resource"))
				expect(line[field]).toMatch(/./);
		}
		expect(fieldsIn(wouldHave)).toEqual(["message", "outcome", "taskDefinition", "resource", "service", "reason"]);
		expect(found.find((line) => whatOf(line) === "other:2")?.["service"]).toMatch(/:service\/shop\/other$/);
	});

	test("the query finds each use of the off switch", () => {
		expect(fieldsIn(overridden)).toEqual(fieldsIn(wouldHave));
		const found = seen.log.filter((line) => isFound(line, overridden));
		expect(found).toMatchObject([{ taskDefinition: "web:3", deployment: seen.switchedOff.deployment }]);
		expect(found[0]?.["reason"]).toContain("is audit");
	});

	test("the other query finds what could not be checked, which is nothing", () => {
		expect(seen.log.filter((line) => isFound(line, wouldHave.replace(/outcome = "[^"]*"/, code.unchecked)))).toEqual(
			[],
		);
	});

	test("the failure mode of the CloudFormation hook becomes WARN, and the rest of its configuration stays", () => {
		expect(seen.configured).toEqual({
			...{ Type: "HOOK", TypeName: "Shipshape::Resources::Shipshape" },
			configuration: hookConfiguration("WARN"),
		});
	});

	test("the filter finds what the CloudFormation hook has decided about a stack", () => {
		const found = seen.log.filter((line) => isFound(line, code.hookFilter.replace("STACK_NAME", "payments")));
		expect(found).toMatchObject([{ hookStatus: expect.any(String), outcome: "would-have" }]);
	});

	test("the result of the CloudFormation hook has an annotation for the failure, with its fix", () => {
		const annotations = JSON.parse(seen.hookResult.output).Annotations;
		expect(annotations).toContainEqual({
			AnnotationName: "task-definition/read-only-root",
			Status: "FAILED",
			StatusMessage: expect.stringContaining("container app can write to its root filesystem"),
			RemediationMessage: expect.stringContaining('"ReadonlyRootFilesystem": true'),
			SeverityLevel: expect.any(String),
		});
	});

	test("the off switch lets the refused revision through, and the log and Slack say that it was overridden", () => {
		expect(seen.switchedOff).toMatchObject({ status: "SUCCESSFUL", runs: "web:3" });
		expect(JSON.stringify(seen.switchedOff.log)).toContain(code.overridden);
		expect(seen.switchedOff.slack.join("\n")).toContain(code.override);
	});

	test("uninstall detaches both hooks, and keeps the rest of the configuration", () => {
		expect(seen.attached.gate.lifecycleHooks).toMatchObject([{ lifecycleStages: ["PRE_SCALE_UP"] }]);
		expect(seen.detached.gate).toEqual({ ...seen.attached.gate, lifecycleHooks: [] });
		expect(seen.detached.pause).toEqual({ ...seen.attached.pause, lifecycleHooks: [] });
	});
});
