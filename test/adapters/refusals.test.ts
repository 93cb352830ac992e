import { describe, expect, test } from "@jest/globals";
import { blockSentence, findBlockForControl } from "../../adapters/security-hub/block-sentence.ts";
import { toAsff } from "../../adapters/security-hub/to-asff.ts";
import { headlineText } from "../../adapters/slack/headline.ts";
import { toMessage } from "../../adapters/slack/to-message.ts";
import type { BlockRecord } from "../../core/block-record.ts";
import { changesBetween } from "../../domain/changes.ts";
import { notificationOf } from "../../domain/notifications/notification.ts";
import { hearing } from "../support/notifications.ts";
import { aControl, aFamily, anEntryOf, aRecordedVerdict, aRefusal } from "../support/verdicts.ts";

const id = "task-definition/read-only-root";
const entryWith = (block: Partial<BlockRecord>) =>
	anEntryOf({
		controls: { [id]: aRecordedVerdict() },
		blocks: [aRefusal(block)],
		about: { revision: "8", activeRevision: "8" },
	});
const notificationWith = (block: Partial<BlockRecord>) => {
	const entry = entryWith(block);
	const notification = notificationOf(changesBetween({ ...entry, blocks: [] }, entry), hearing());
	if (notification === null) throw new Error("Slack is notified");
	return notification;
};
const deployment = "the deployment of revision 8 to service shop/web";

test.each([
	["fail", "done"],
	["unknown", "done"],
	["pass", undefined],
	["waived", undefined],
] as const)("a tag is in the finding while its reason is not over: %s", (status, outcome) => {
	const tagged = aRefusal({ action: "tag", resource: "arn:aws:ecs:eu-west-1:111122223333:task-definition/web:8" });
	const entry = { ...entryWith({}), blocks: [tagged], controls: { [id]: aRecordedVerdict({ status }) } };
	expect(findBlockForControl(id, entry)?.outcome).toBe(outcome);
});

describe("a decision of the gate", () => {
	type Row = [Partial<BlockRecord>, string, string, string];
	test.each<Row>([
		[
			{ outcome: "done" },
			`${deployment} was refused by the gate`,
			"⛔ Deploy refused: task definition web, revision 8, to service shop/web",
			`${deployment} was refused by the gate`,
		],
		[
			{ outcome: "would-have" },
			`${deployment} would have been refused by the gate (audit mode)`,
			"🟠 Deploy would have been refused: task definition web, revision 8, to service shop/web",
			`${deployment} would have been refused by the gate (audit mode)`,
		],
		[
			{ outcome: "failed", reason: "ECR did not respond" },
			`${deployment} could not be checked by the gate, and goes on; ECR did not respond`,
			"🔴 Deploy not checked: task definition web, revision 8, to service shop/web",
			`${deployment} could not be checked by the gate, and goes on`,
		],
		[
			{ outcome: "protected", reason: "the policy protects this family" },
			`${deployment} was not refused by the gate; the policy protects this family`,
			"🟠 Deploy not refused (protected): task definition web, revision 8, to service shop/web",
			`${deployment} was not refused by the gate`,
		],
	])("is in the finding and in Slack: %o", (block, sentence, headline, line) => {
		const notification = notificationWith(block);
		expect(blockSentence(aRefusal(block), notification.entry)).toBe(sentence);
		expect(headlineText(notification)).toBe(headline);
		const { text, blocks } = toMessage(notification, []);
		expect(text).toContain(line);
		expect(JSON.stringify(blocks)).toContain(`Reason: ${aRefusal(block).reason}`);
	});

	test("says what ECS does not, with the service and the controls", () => {
		const { blocks } = toMessage(notificationWith({}), []);
		expect(JSON.stringify(blocks)).toContain(
			`*Deploy refused.* The deployment of revision 8 to service \`shop/web\` was refused by the gate because of \`${id}\`. ` +
				"ECS rolls it back, and shows only that a hook failed.",
		);
	});

	test("about a service revision that could not be read is a message about its service", () => {
		const subject = { ...aFamily(), kind: "service", cluster: "shop", name: "web" } as const;
		const reason = "ecs:DescribeServiceRevisions was denied; the policy's block.onUnknown is block";
		const entry = anEntryOf({ subject, blocks: [aRefusal({ revision: 0, because: [], reason })], about: {} });
		const notification = notificationOf(
			changesBetween({ ...entry, blocks: [] }, entry),
			hearing("CRITICAL"),
			new Set([id]),
		);
		if (notification === null) throw new Error("Slack is notified");
		expect(headlineText(notification)).toBe("⛔ Deploy refused: service shop/web");
		const { text, blocks } = toMessage(notification, []);
		expect(text).toContain("a deployment to service shop/web was refused by the gate");
		expect(JSON.stringify(blocks)).toContain(reason);
	});

	test("leaves the revision active, because it is not deregistered", () => {
		const entry = entryWith({});
		const after = aRecordedVerdict();
		const finding = toAsff(entry, { control: id, kind: "changed", before: after, after }, aControl());
		expect(finding.ProductFields).toMatchObject({
			"shipshape/activeRevision": "8",
			"shipshape/blockAction": "gate",
			"shipshape/blockOutcome": "done",
		});
		expect(finding.Description).toMatch(
			/; the deployment of revision 8 to service shop\/web was refused by the gate\.$/,
		);
	});

	test.each([
		["done", "was rolled back while it was paused"],
		["gone", "was over before it was known to be rolled back"],
	] as const)("of an approver is in the finding with the approver and the reason: %s", (outcome, words) => {
		const reason = "refused in Slack by U012AB3CD (jane): not on a Friday";
		const entry = entryWith({ action: "pause", outcome, reason, refused: true });
		const after = aRecordedVerdict();
		const finding = toAsff(entry, { control: id, kind: "changed", before: after, after }, aControl());
		expect(finding.Description).toBe(
			`the root filesystem is writable (revision 8); ${deployment} ${words}; ${reason}.`,
		);
	});

	test("that let the deployment through is never called a refusal", () => {
		for (const outcome of ["would-have", "failed", "protected"] as const) {
			const { text, blocks } = toMessage(notificationWith({ outcome }), []);
			expect(`${text} ${JSON.stringify(blocks)}`).not.toMatch(/Deploy refused|was refused/);
		}
	});

	test("shows names as text", () => {
		const resource = aRefusal().resource.replace("shop", "<!channel>");
		const { text, blocks } = toMessage(notificationWith({ resource }), []);
		expect(`${text} ${JSON.stringify(blocks)}`).not.toContain("<!channel>");
	});
});

describe("a decision of the CloudFormation hook", () => {
	const action = "cloudformation-hook";
	const stack = "arn:aws:cloudformation:ap-northeast-1:111122223333:stack/payments/0b5f6d10";
	test.each([
		[`${stack}/Web/7b1c`, "payments/Web"],
		["cloud-control/AWS::ECS::TaskDefinition/7b1c", "cloud-control/AWS::ECS::TaskDefinition"],
	])("names the resource that was to be provisioned, because there is no revision: %s", (resource, place) => {
		const notification = notificationWith({ action, resource, revision: 0 });
		const { text, blocks } = toMessage(notification, []);
		const refused = "was refused by the CloudFormation hook";
		expect(headlineText(notification)).toBe(`⛔ Deploy refused: task definition web, as ${place}`);
		expect(text).toContain(`the next revision, from ${place}, ${refused}`);
		expect(JSON.stringify(blocks)).toContain(
			`*Deploy refused.* The next revision, from \`${place}\`, ${refused} because of \`${id}\`. CloudFormation shows the reason`,
		);
	});

	test("says that what it could not check goes on", () => {
		const notification = notificationWith({ action, resource: `${stack}/Web/7b1c`, outcome: "failed" });
		expect(headlineText(notification)).toMatch(/^🔴 Deploy not checked: /);
		expect(toMessage(notification, []).text).toContain("could not be checked by the CloudFormation hook, and goes on");
	});
});
