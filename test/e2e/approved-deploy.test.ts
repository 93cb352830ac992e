import { beforeAll, describe, expect, jest, test } from "@jest/globals";
import type { LocalDeployment } from "../../demo/local-deployment.ts";
import { blocksOf, textOf } from "../support/docs.ts";
import { describeEmulated } from "../support/emulated.ts";
import { Observer } from "../support/observer.ts";
import { paused, revisions, ServiceDeployer } from "../support/service-deployer.ts";
import { buttonsOf, SlackPerson } from "../support/slack-person.ts";
import { patience, withStack } from "../support/with-stack.ts";

/*
 * Slack is the double: it posts what people do, signed, to the function URL that the stack puts out, and opens the forms. All else is
 * the stack in the emulated AWS: the URL, the bundled functions as processes of their own, the queues, the ledger, its stream and the
 * secret. The policy is that of docs/slack-approval.md. Only TLS is missing: the emulator serves the URL with HTTP, under a path of its own origin.
 */

const control = "task-definition/read-only-root";
const web = { cluster: "shop", name: "web" };
const api = { cluster: "shop", name: "api" };
const channel = "deployments";
const approver = "U012AB3CD";
const [shown] = blocksOf(textOf("docs/slack-approval.md")).filter(({ language }) => language === "yaml");
const policy = shown?.text ?? "";

const forShipshape = paused({ shipshape: "gate" });

/** The address at which the emulator serves a function URL, whose host has the same id. */
const servedAt = (ministack: string, url: string): string =>
	`${ministack}/_aws/lambda-url/${new URL(url).hostname.split(".")[0]}/`;

async function answerAll(deployment: LocalDeployment) {
	const { slack, ecs } = deployment.doubles;
	slack.api.setChannel(channel, {});
	const url = servedAt(deployment.aws.emulators.ministack, deployment.deployed.outputs["SlackInteractionsUrl"] ?? "");
	const { signingSecret } = slack.app;
	const jane = new SlackPerson(slack, approver, "jane", { url, signingSecret });
	const stranger = new SlackPerson(slack, "U0STRANGER", "joe", { url, signingSecret });
	const forger = new SlackPerson(slack, approver, "jane", { url, signingSecret: "0".repeat(32) });
	const continued = jest.spyOn(ecs.deployments, "continue");
	const observer = new Observer(deployment);
	const deploy = async (service: typeof web, revision: number) => {
		const deployer = new ServiceDeployer(deployment, service, observer);
		await deployer.register(revisions.careless);
		return deployer.deploy(revision, forShipshape);
	};
	const answersSoFar = () => continued.mock.calls.map(([{ action }]) => action);
	const observe = async (service: typeof web) => {
		const observed = await new ServiceDeployer(deployment, service, observer).observe();
		const updates = slack.api.requests.filter(({ method }) => method === "chat.update").map(({ args }) => args["text"]);
		return { ...observed, answers: answersSoFar(), messages: slack.api.messagesIn(channel), updates };
	};

	const waiting = { ...(await deploy(web, 2)), messages: slack.api.messagesIn(channel) };
	const forged = await forger.click(channel, "Approve");
	const notice = await stranger.click(channel, "Approve");
	const late = await jane.click(channel, "Refuse");
	const clicked = await jane.click(channel, "Approve");
	const [form, lateForm] = [clicked.form, late.form];
	if (form === undefined || lateForm === undefined) throw new Error(`no form was opened: ${JSON.stringify(clicked)}`);
	const untouched = await observe(web);
	const submitted = await jane.submit(form, "incident 4711");
	const approved = await observe(web);
	const repeated = [await jane.submit(form, "incident 4711"), await jane.submit(lateForm, "changed my mind")];
	const afterwards = { ...(await observe(web)), told: slack.api.ephemeral };

	const next = { ...(await deploy(web, 3)), answers: answersSoFar() };
	await deploy(api, 2);
	const refusal = (await jane.click(channel, "Refuse")).form;
	if (refusal === undefined) throw new Error("no form was opened for the refusal");
	await jane.submit(refusal, "not on a Friday");
	const refused = await observe(api);
	return {
		waiting,
		forged,
		notice,
		clicked: form,
		untouched,
		submitted,
		approved,
		repeated,
		afterwards,
		next,
		refused,
	};
}

describeEmulated("a deployment that waits for a person while the stack is deployed with approvals in Slack", () => {
	let seen: Awaited<ReturnType<typeof answerAll>>;

	beforeAll(async () => {
		seen = await withStack(policy, [web, api], answerAll, { slackApprovals: true });
	}, patience);

	test("has a message of the bot with buttons to approve and to refuse", () => {
		const { status, messages } = seen.waiting;
		expect(status).toBe("IN_PROGRESS");
		const asking = messages.filter(({ blocks }) => buttonsOf(blocks).length > 0);
		expect(asking.map(({ text }) => text)).toEqual([expect.stringContaining("waits for your decision")]);
		expect(buttonsOf(asking[0]?.blocks ?? []).map(({ text }) => text.text)).toEqual(["Approve", "Refuse"]);
	});

	test("is not touched by a click that Slack has not signed", () => {
		expect(seen.forged).toEqual({ status: 401, form: undefined });
	});

	test("is not touched by a click of somebody who is no approver, who is told so", () => {
		expect(seen.notice.status).toBe(200);
		expect(JSON.stringify(seen.notice.form?.view)).toContain("U0STRANGER, is not in slack.approvers");
		expect(seen.notice.form?.view.submit).toBeUndefined();
	});

	test("goes on waiting while the form is open that asks for the reason", () => {
		const { status, answers } = seen.untouched;
		expect({ status, answers }).toEqual({ status: "IN_PROGRESS", answers: [] });
		expect(seen.clicked.view.title.text).toBe("Approve deployment");
	});

	describe("and is approved", () => {
		test("goes on, because ECS is asked once to continue", () => {
			expect(seen.submitted).toEqual({ status: 200, body: '{"response_action":"clear"}' });
			const { status, runs, answers } = seen.approved;
			expect({ status, runs, answers }).toEqual({ status: "SUCCESSFUL", runs: "web:2", answers: ["CONTINUE"] });
		});

		test("has the approver and the reason in the record and in the finding", () => {
			const { blocked, findingOf } = seen.approved;
			const ofWeb = blocked.filter(({ resource }) => resource.includes("/shop/web/"));
			const reason = expect.stringMatching(/jane.*incident 4711/s);
			expect(ofWeb).toMatchObject([{ action: "pause", outcome: "overridden", because: [control], reason }]);
			expect(findingOf(control)).toMatchObject({
				Compliance: { Status: "FAILED" },
				Description: reason,
				ProductFields: expect.objectContaining({ "shipshape/override": reason }),
			});
		});

		test("has no buttons in Slack any more, but who has approved it and why", () => {
			const { messages, updates } = seen.approved;
			expect(updates).toContainEqual(expect.stringMatching(/^🟢 Deploy approved: .*jane.*incident 4711/s));
			expect(messages.flatMap(({ blocks }) => buttonsOf(blocks))).toEqual([]);
			// What is recorded then takes its place.
			expect(messages.map(({ text }) => text).join()).toMatch(/\(overridden\).*jane.*incident 4711/s);
		});

		test("is not answered by the same form once more, nor by another one that is too late", () => {
			expect(seen.repeated.map(({ status }) => status)).toEqual([200, 200]);
			const { status, answers, told } = seen.afterwards;
			expect({ status, answers }).toEqual({ status: "SUCCESSFUL", answers: ["CONTINUE"] });
			expect(told).toEqual([
				{ user: approver, text: expect.stringContaining("Nothing has changed: it was already approved") },
			]);
		});

		test("lets the next deployment of the family to the service go on, which nobody is asked about", () => {
			const { status, runs, answers } = seen.next;
			expect({ status, runs, answers }).toEqual({
				status: "SUCCESSFUL",
				runs: "web:3",
				answers: ["CONTINUE", "CONTINUE"],
			});
		});
	});

	test("and is refused is rolled back, with who has refused it and why in the record, the finding and Slack", () => {
		const { status, runs, answers, blocked, findingOf, messages, updates } = seen.refused;
		expect({ status, runs, last: answers.at(-1) }).toEqual({
			...{ status: "ROLLBACK_SUCCESSFUL", runs: "api:1", last: "ROLLBACK" },
		});
		const reason = expect.stringMatching(/refused in Slack by .*jane.*not on a Friday/s);
		const ofApi = blocked.filter(({ resource }) => resource.includes("/shop/api/"));
		expect(ofApi).toMatchObject([{ action: "pause", outcome: "done", because: [control], reason }]);
		expect(findingOf(control)).toMatchObject({ Compliance: { Status: "FAILED" }, Description: reason });
		expect(updates).toContainEqual(expect.stringMatching(/^⛔ Deploy refused: .*jane.*not on a Friday/s));
		expect(messages.flatMap(({ blocks }) => buttonsOf(blocks))).toEqual([]);
		expect(messages.map(({ text }) => text).join()).toMatch(/jane.*not on a Friday/s);
	});
});
