import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { answerMessage } from "../../../adapters/slack/answer-message.ts";
import { approvalActions } from "../../../adapters/slack/approval-blocks.ts";
import { approvalForm, approvalNotice } from "../../../adapters/slack/approval-form.ts";
import { type Click, interactionIn } from "../../../adapters/slack/interaction.ts";
import { anAnswer, approver, aRecordedAnswer, aWaitingBlock, aWaitingEntry } from "../../support/answered.ts";
import { aClick, formBody } from "../../support/slack-request.ts";

const click = interactionIn(Buffer.from(formBody(aClick()))) as Click;
const terms = { hours: 24 };

describe("the buttons of a message about a deployment that waits", () => {
	test("say which record of the ledger they are about, and come back as such", () => {
		const actions = approvalActions(aWaitingBlock(), aWaitingEntry());
		const elements = actions?.elements.map((one) => ("text" in one ? [one.action_id, one.text?.text] : []));
		expect(elements).toEqual([
			["shipshape-approve", "Approve"],
			["shipshape-refuse", "Refuse"],
		]);
		for (const [at, answer] of (["approve", "refuse"] as const).entries()) {
			const payload = aClick({ actions: [actions?.elements[at]] });
			expect(interactionIn(Buffer.from(formBody(payload)))).toMatchObject({
				...{ kind: "click", answer, key: anAnswer().key, user: approver },
			});
		}
	});

	test("say how many deployments their message asks about", () => {
		const row = approvalActions(aWaitingBlock(), aWaitingEntry());
		const asksIn = (more: object) => (interactionIn(Buffer.from(formBody(aClick(more)))) as Click).message.asks;
		expect(asksIn({ message: { blocks: [row, { type: "section" }, row] } })).toBe(2);
		expect(asksIn({ message: { blocks: [{ type: "header" }, row] } })).toBe(1);
		expect(asksIn({ message: undefined })).toBe(0);
	});

	test.each([
		["that was decided", aWaitingBlock({ outcome: "overridden" })],
		["that nobody is asked about", (({ waitsIn: _, ...block }) => block)(aWaitingBlock())],
		["whose names are too long for a button", aWaitingBlock({ waitsIn: { deployment: "x".repeat(2_000), hook: "h" } })],
	])("are not there for one %s", (_, block) => {
		expect(approvalActions(block, aWaitingEntry())).toBeNull();
	});

	test("fit into Slack's limits with the longest names that ECS allows", () => {
		const place = (kind: string) =>
			`arn:aws-us-gov:ecs:us-gov-west-1:111122223333:${kind}/${"c".repeat(255)}/${"s".repeat(255)}/${"i".repeat(30)}`;
		const waitsIn = { deployment: place("service-deployment"), hook: "h".repeat(255) };
		const arn = `arn:aws-us-gov:ecs:us-gov-west-1:111122223333:task-definition/${"f".repeat(255)}`;
		const actions = approvalActions(aWaitingBlock({ waitsIn }), { arn });
		expect(actions?.elements).toHaveLength(2);
		const form = approvalForm({ ...click, key: { entry: arn, ...waitsIn } }, terms);
		expect(form.private_metadata?.length).toBeLessThanOrEqual(3_000);
	});
});

describe("the form", () => {
	test("asks for the reason, and says what an approval does and for how long, from when it is submitted", () => {
		const { title, submit, blocks } = approvalForm(click, terms);
		expect([title.text, submit?.text]).toEqual(["Approve deployment", "Approve"]);
		expect(JSON.stringify(blocks[0])).toContain(
			"The deployment to service shop/web goes on, although it fails. For 24 hours after you submit this, other deployments",
		);
		expect(blocks[1]).toMatchObject({
			type: "input",
			block_id: "reason",
			element: { action_id: "text", max_length: 500 },
		});
	});

	test("of a refusal says that ECS rolls the deployment back", () => {
		const { title, submit, blocks } = approvalForm({ ...click, answer: "refuse" }, terms);
		expect([title.text, submit?.text]).toEqual(["Refuse deployment", "Refuse"]);
		expect(JSON.stringify(blocks[0])).toContain("ECS rolls back the deployment to service shop/web.");
	});

	test("and the notice have titles within Slack's 24 characters", () => {
		const views = [
			approvalNotice("x"),
			approvalForm(click, terms),
			approvalForm({ ...click, answer: "refuse" }, terms),
		];
		for (const { title, submit, close } of views)
			for (const text of [title, submit, close]) expect(text?.text.length ?? 0).toBeLessThanOrEqual(24);
	});
});

describe("what takes the place of an answered message", () => {
	const what = "web, the deployment of revision 8 to service shop/web";

	test("says who has approved what, until when and why", () => {
		expect(answerMessage(aRecordedAnswer({ until: "2026-12-01T10:00:00.000Z" }), what).text).toBe(
			[
				`🟢 Deploy approved: ${what}`,
				"Approved by U012AB3CD (jane) until 2026-12-01 10:00 UTC, although it fails task-definition/image-vulnerabilities.",
				"Reason: incident 4711",
			].join("\n"),
		);
	});

	test("names no controls if none is known to fail", () => {
		const { text } = answerMessage(aRecordedAnswer({ because: [], until: "2026-12-01T10:00:00.000Z" }), what);
		expect(text).toContain("Approved by U012AB3CD (jane) until 2026-12-01 10:00 UTC.\n");
	});

	test("says who has refused it and why, and has no buttons any more", () => {
		const { text, blocks } = answerMessage(aRecordedAnswer({ kind: "refuse" }), what);
		expect(text).toContain("Refused by U012AB3CD (jane). ECS rolls it back.\nReason: incident 4711");
		expect(blocks.map(({ type }) => type)).toEqual(["header", "section"]);
	});

	test("contains no markup of what people have written", () => {
		fc.assert(
			fc.property(fc.string({ unit: "binary" }), (text) => {
				const message = answerMessage(
					aRecordedAnswer({ reason: `<!channel> ${text}`, userName: `<@U1>${text}` }),
					text,
				);
				expect(JSON.stringify(message)).not.toMatch(/<[!@#]/);
				expect(message.text.length).toBeLessThanOrEqual(4_000);
			}),
		);
	});
});
