import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { toPresentMessage } from "../../../adapters/slack/to-present-message.ts";
import type { BlockRecord } from "../../../core/block-record.ts";
import type { LedgerEntry, RecordedVerdict } from "../../../core/ledger.ts";
import { severities, statuses } from "../../../core/verdict.ts";
import { presentStateOf } from "../../../domain/notifications/present-state.ts";
import { aWaitingBlock } from "../../support/answered.ts";
import { anEntry } from "../../support/entries.ts";
import { minutesAfterCreation } from "../../support/gate.ts";
import { faultsOf } from "../../support/slack-texts.ts";
import { aBlock, aRecordedVerdict } from "../../support/verdicts.ts";

const root = "task-definition/read-only-root";
const user = "task-definition/non-root-user";
const titles = [
	{ id: root, title: "Read-only ~root~", references: [] },
	{ id: user, title: "Non-root user", references: [] },
];

const messageOf = (entry: Partial<LedgerEntry>, reported: readonly string[]) =>
	toPresentMessage(presentStateOf(anEntry({ about: { revision: "8" }, ...entry }), reported, "LOW"), titles);
/** The texts of a message, block by block. */
const textsOf = (entry: Partial<LedgerEntry>, reported: readonly string[]): readonly string[] =>
	messageOf(entry, reported).blocks.flatMap((block) =>
		"text" in block && typeof block.text === "object" ? [block.text.text] : [],
	);
const passes = aRecordedVerdict({ status: "pass", message: "", remediation: "" });

describe("a message about the present state", () => {
	test("names what is open with cause and fix, strikes what was fixed, and counts what else fails", () => {
		const controls = { [root]: aRecordedVerdict(), [user]: passes, "task-definition/logging": aRecordedVerdict() };
		expect(textsOf({ controls }, [user, root])).toEqual([
			expect.stringMatching(/HIGH: task definition web:8 fails 1 check$/u),
			expect.stringMatching(/^\*HIGH\* {2}Read-only ∼root∼\n<https:\S+\|task-definition\/read-only-root>$/),
			"the root filesystem is writable\nHow to fix: set readonlyRootFilesystem to true",
			"~Non-root user~  `task-definition/non-root-user`: fixed",
			"1 other check of it fails that is not part of this thread.",
		]);
	});

	test.each<[string, RecordedVerdict | null, RegExp, string]>([
		["fixed", passes, /Fixed: task definition web:8 \(1 check\)/u, "fixed"],
		["waived", aRecordedVerdict({ status: "waived" }), /Nothing open: task/u, "waived"],
		["not applicable", aRecordedVerdict({ status: "not-applicable" }), /No longer applies to/u, "no longer applies"],
		["off", null, /No longer checked/u, "no longer checked"],
		[
			"milder",
			aRecordedVerdict({ severity: "INFORMATIONAL" }),
			/Nothing open: task/u,
			"now INFORMATIONAL, which is not reported here",
		],
	])("ends a check that is %s", (_, verdict, headline, end) => {
		const texts = textsOf({ controls: verdict === null ? {} : { [root]: verdict } }, [root]);
		expect(texts).toEqual([expect.stringMatching(headline), `~Read-only -root-~  \`${root}\`: ${end}`]);
	});

	test("is not green while a verdict is unknown, and says what it was before", () => {
		const unknown = aRecordedVerdict({ status: "unknown", message: "ECS denied it", lastFailure: aRecordedVerdict() });
		const texts = textsOf({ controls: { [root]: unknown, [user]: passes } }, [root, user]);
		expect(texts[0]).toMatch(/Could not check task definition web:8/u);
		expect(texts[1]).toMatch(/^\*Unknown, was HIGH\*/);
		expect(texts[2]).toBe("ECS denied it");
	});

	test("is that of a removal if the subject is gone", () => {
		const texts = textsOf({ state: "gone", controls: {} }, [root]);
		expect(texts).toEqual(["✅ Removed: task definition web:8", `~Read-only -root-~  \`${root}\`: removed`]);
	});

	test("names the block while what it was for is open and no later revision is active", () => {
		const named = (more: Partial<LedgerEntry>) => textsOf({ blocks: [aBlock()], ...more }, [root]).join("\n");
		expect(named({})).toContain("*Deploy blocked.* Revision 8 was blocked");
		expect(named({ controls: { [root]: passes } })).not.toContain("blocked");
		expect(named({ blocks: [aBlock({ over: true })] })).not.toContain("blocked");
	});

	test("asks about each deployment that waits, with its commands and buttons, and keeps them when another one is answered", () => {
		const commands = "CVE-1; to roll it back: aws ecs continue-service-deployment …";
		const wait = (service: string, more: Partial<BlockRecord> = {}) =>
			aWaitingBlock({
				...{ resource: `arn:aws:ecs:eu-west-1:111122223333:service-revision/shop/${service}/1`, because: [root] },
				...{ reason: commands, ...more },
			});
		const present = (blocks: readonly BlockRecord[], buttons: "here" | "none" = "here") => {
			const entry = anEntry({ about: { revision: "8" }, blocks, readAt: minutesAfterCreation(60) });
			return toPresentMessage(presentStateOf(entry, [root], "LOW"), titles, { buttons }).blocks;
		};
		const typesOf = (blocks: ReturnType<typeof present>) => blocks.filter(({ type }) => type === "actions").length;
		const both = present([wait("one"), wait("two")]);
		expect(JSON.stringify(both)).toMatch(
			/Deploy waits for your decision: task definition web, revision 8, to service shop/u,
		);
		expect(JSON.stringify(both).split(commands)).toHaveLength(3);
		expect(typesOf(both)).toBe(2);
		expect(typesOf(present([wait("one"), wait("two")], "none"))).toBe(0);
		const answered = wait("one", { outcome: "overridden", reason: "break-glass by an approval in Slack" });
		const left = JSON.stringify(present([wait("two"), answered]));
		expect([typesOf(present([wait("two"), answered])), left.split(commands).length]).toEqual([1, 2]);
		expect(left).toContain("break-glass by an approval in Slack");
	});

	test("never cuts what answers a deployment that waits; what does not fit is counted", () => {
		const end = "END";
		const blocks = Array.from({ length: 20 }, (_, at) =>
			aWaitingBlock({
				resource: `arn:aws:ecs:eu-west-1:1:service-revision/c/s${at}/1`,
				reason: `${"x".repeat(1_390)}${end}`,
			}),
		);
		const entry = anEntry({ about: { revision: "8" }, blocks, readAt: minutesAfterCreation(60) });
		const message = toPresentMessage(presentStateOf(entry, [root], "LOW"), titles, { buttons: "here" });
		expect(faultsOf(message)).toEqual([]);
		const rows = message.blocks.filter(({ type }) => type === "actions").length;
		expect(rows).toBeGreaterThanOrEqual(4);
		expect(JSON.stringify(message.blocks).split(end)).toHaveLength(rows + 1);
		expect(JSON.stringify(message.blocks)).toContain(`and ${21 - rows} more, see`);
	});

	test("is accepted by Slack, whatever the checks say and however many there are", () => {
		const text = fc.oneof(
			fc.string({ maxLength: 3_000, unit: "grapheme" }),
			fc.constantFrom("<!channel>", "~*_`&", "𝒳".repeat(2_000)),
		);
		const verdict = fc.record({
			status: fc.constantFrom(...statuses),
			severity: fc.constantFrom(...severities),
			message: text,
			remediation: text,
			pending: fc.boolean(),
		});
		const some = fc.array(fc.tuple(fc.string({ minLength: 1, maxLength: 60 }), verdict), { maxLength: 80 });
		fc.assert(
			fc.property(some, (pairs) => {
				const given = Object.fromEntries(pairs.map(([id, one]) => [id, aRecordedVerdict(one)]));
				const message = messageOf({ controls: given }, Object.keys(given));
				expect(faultsOf(message)).toEqual([]);
			}),
		);
	});
});
