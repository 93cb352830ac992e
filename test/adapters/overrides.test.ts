import { describe, expect, test } from "@jest/globals";
import { toAsff } from "../../adapters/security-hub/to-asff.ts";
import { headlineText } from "../../adapters/slack/headline.ts";
import { toMessage } from "../../adapters/slack/to-message.ts";
import { type BlockAction, type BlockRecord, blockActions } from "../../core/block-record.ts";
import { changesBetween } from "../../domain/changes.ts";
import { notificationOf } from "../../domain/notifications/notification.ts";
import { hearing } from "../support/notifications.ts";
import { aControl, anEntryOf, aRecordedVerdict, aRefusal } from "../support/verdicts.ts";

const id = "task-definition/read-only-root";
const parameter =
	"the parameter /shipshape/Shipshape/enforcement is audit: nothing is blocked; set it to policy to block again";
const entryWith = (block: Partial<BlockRecord>) =>
	anEntryOf({
		controls: { [id]: aRecordedVerdict() },
		blocks: [aRefusal({ outcome: "overridden", ...block })],
		about: { revision: "8", activeRevision: "8" },
	});
const findingWith = (block: Partial<BlockRecord>) => {
	const after = aRecordedVerdict({ fields: { override: "a control's own" } });
	return toAsff(entryWith(block), { control: id, kind: "changed", before: after, after }, aControl());
};
const notificationWith = (block: Partial<BlockRecord>) => {
	const entry = entryWith(block);
	const notification = notificationOf(changesBetween({ ...entry, blocks: [] }, entry), hearing());
	if (notification === null) throw new Error("Slack is notified");
	return notification;
};
const sections = (block: Partial<BlockRecord>) =>
	toMessage(notificationWith(block), []).blocks.flatMap((one) => (one.type === "section" ? [one.text?.text] : []));

describe("a block that was overridden", () => {
	const deployment = "The deployment of revision 8 to service `shop/web`";
	const rows: Readonly<Record<BlockAction, readonly [participle: string, sentence: string]>> = {
		deregister: ["blocked", "Revision 8 was not blocked"],
		tag: ["blocked", "Revision 8 was not blocked by a tag"],
		gate: ["refused", `${deployment} was not refused by the gate`],
		pause: ["rolled back", `${deployment} was not rolled back`],
		"stop-deployment": ["stopped", `${deployment} was not stopped`],
		"set-back": ["set back", `${deployment} was not set back to the revision before`],
		"cloudformation-hook": ["refused", "was not refused by the CloudFormation hook"],
	};

	test.each(blockActions)("is a Slack message with its reason: %s", (action) => {
		const [participle, sentence] = rows[action];
		expect(headlineText(notificationWith({ action }))).toContain(`🟠 Deploy not ${participle} (overridden): `);
		const [text, reason] = sections({ action, reason: parameter });
		expect(text).toContain(`*Deploy not ${participle} (overridden).* `);
		expect(text).toContain(`${sentence} although it fails \`${id}\`.`);
		expect(text).not.toContain("because of");
		expect(reason).toBe(`Reason: ${parameter}`);
	});

	test.each([
		parameter,
		"break-glass by the tag shipshape:break-glass, until 2026-12-01, owner jo: hotfix 17",
		"break-glass by the policy's block.breakGlass, until 2026-12-01, owner jo: hotfix 17",
	])("is in the finding's description and fields: %s", (reason) => {
		const { Description, ProductFields } = findingWith({ reason });
		const sentence = "; the deployment of revision 8 to service shop/web was not refused by the gate; ";
		expect(Description?.endsWith(`${sentence}${reason}.`)).toBe(true);
		expect(ProductFields).toMatchObject({ "shipshape/blockOutcome": "overridden", "shipshape/override": reason });
	});

	test("shows what people wrote as text, on one line and cut", () => {
		const reason = `break-glass by the tag x, until 2026-12-01, owner <!here>: *a*\n\u202e${"x".repeat(5_000)}`;
		const { Description = "", ProductFields = {} } = findingWith({ reason });
		const field = ProductFields["shipshape/override"] ?? "";
		expect(`${Description}${field}`).not.toMatch(/[\n\u202e]/);
		expect([Description.length <= 1_024, field.length <= 2_048]).toEqual([true, true]);
		const { text, blocks } = toMessage(notificationWith({ reason }), []);
		expect(`${text}${JSON.stringify(blocks)}`).not.toMatch(/<!here>|\u202e/);
		expect(sections({ reason })[1]?.length).toBeLessThanOrEqual(3_000);
	});
});

test.each(["done", "would-have", "failed", "protected", "not-possible"] as const)(
	"a block with the outcome %s names no override, nor can a control",
	(outcome) => {
		expect(findingWith({ outcome }).ProductFields).not.toHaveProperty("shipshape/override");
	},
);
